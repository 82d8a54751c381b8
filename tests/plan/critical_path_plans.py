"""Plans to try the critical path with: drawn at random, and known by heart."""

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.critical_path import Link, Step
from odoo.addons.gendan_followup.tools.workdays import WorkDays

from .critical_path_reference import DAY, TODAY

FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)
EVERY_DAY = [FIRST + DAY * i for i in range((LAST - FIRST).days + 1)]

# Days by odd (1) or even week and weekday.
BY_WEEK = {(odd, weekday): set() for odd in (0, 1) for weekday in range(7)}
for _day in EVERY_DAY:
    BY_WEEK[_day.isocalendar().week % 2, _day.weekday()].add(_day)

slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


weeks = st.sets(st.integers(0, 6), min_size=3)
swaps = st.sets(st.integers(-40, 80), max_size=20)
holidays = st.tuples(st.integers(-30, 60), st.integers(0, 12))


@st.composite
def work_days(draw):
    odd = draw(weeks)
    even = draw(weeks) if draw(st.booleans()) else odd
    rhythm = [(1, weekday) for weekday in odd] + [(0, weekday) for weekday in even]
    works = set().union(*(BY_WEEK[key] for key in rhythm))
    away, length = draw(holidays)
    works -= {TODAY + DAY * (away + i) for i in range(length)}
    return WorkDays(works ^ {TODAY + DAY * i for i in draw(swaps)}, FIRST, LAST)


FIVE_DAYS = WorkDays([d for d in EVERY_DAY if d.weekday() < 5], FIRST, LAST)
SIX_DAYS = WorkDays([d for d in EVERY_DAY if d.weekday() < 6], FIRST, LAST)
ALTERNATING = WorkDays(
    [d for d in EVERY_DAY if d.weekday() < 5 + d.isocalendar().week % 2], FIRST, LAST
)
some_days = st.one_of(st.sampled_from([FIVE_DAYS, SIX_DAYS, ALTERNATING]), work_days())
many_calendars = st.fixed_dictionaries(
    {None: some_days, "supplier": some_days, "customer": some_days}
)
one_calendar = st.fixed_dictionaries({None: some_days})

around_today = st.integers(-25, 25).map(lambda n: TODAY + DAY * n)
before_today = st.integers(-25, 0).map(lambda n: TODAY + DAY * n)
durations = st.integers(0, 6)
lags = st.integers(0, 3)
tails = st.none() | st.integers(0, 2)
units = st.sampled_from(["work", "work", "calendar"])
calendar_keys = st.sampled_from([None, "supplier", "customer"])
one_in_six = st.sampled_from([False] * 5 + [True])
# Which facts a step has: mostly none, now and then several.
fact_names = st.sampled_from(
    [()] * 6
    + [("actual",), ("started",), ("expected",), ("manual",)] * 2
    + [("actual", "started"), ("started", "expected"), ("manual", "expected")]
    + [("started", "manual"), ("actual", "started", "expected", "manual")]
)


@st.composite
def plans(draw, facts=True, one_scale=False, kinds=("fs", "ss"), skipping=True, count=7):
    steps = []
    for i in range(draw(st.integers(1, count))):
        links = []
        for pred in draw(st.sets(st.integers(0, i - 1), max_size=3)) if i else ():
            kind = draw(st.sampled_from(kinds))
            links.append(Link(f"s{pred}", kind, draw(lags), draw(tails) if kind == "ss" else None))
        step = Step(f"s{i}", draw(durations), tuple(links))
        if not one_scale:
            step.unit, step.calendar = draw(units), draw(calendar_keys)
        if skipping:
            step.applicable = not draw(one_in_six)
        for name in draw(fact_names) if facts else ():
            past = name in ("actual", "started")
            setattr(step, name, draw(before_today if past else around_today))
        steps.append(step)
    return draw(st.permutations(steps))


@st.composite
def targets_of(draw, steps):
    return draw(st.sets(st.sampled_from([step.key for step in steps]), min_size=1, max_size=2))


promises = st.integers(-5, 60).map(lambda n: TODAY + DAY * n)
data = st.data()


def bare(steps):
    return [replace(step, actual=None, started=None, expected=None, manual=None) for step in steps]


def feeding(steps, targets):
    """The targets and all that stands before them."""
    by_key = {step.key: step for step in steps}
    found, look = set(), list(targets)
    while look:
        key = look.pop()
        if key not in found:
            found.add(key)
            look += [link.predecessor for link in by_key[key].links]
    return found


def chain(*steps):
    """Steps given as (key, duration), each after the one before."""
    result, before = [], ()
    for key, duration in steps:
        result.append(Step(key, duration, before))
        before = (Link(key),)
    return result


REPEAT = [
    Step("confirmed", 0),
    Step("contract", 2, (Link("confirmed"),)),
    Step("cylinders", 1, (Link("confirmed"),)),
    Step("material", 4, (Link("confirmed"),)),
    Step("notice", 1, (Link("cylinders"),)),
    Step("printing", 2, (Link("notice"), Link("material"))),
    Step("lamination", 2, (Link("printing"),)),
    Step("bags", 2, (Link("lamination"),)),
    Step("packed", 1, (Link("bags"),)),
    Step("shipped", 1, (Link("packed"),)),
    Step("arrived", 1, (Link("shipped"),)),
    Step("note back", 3, (Link("arrived"),)),
]
SIX = {None: SIX_DAYS}


def march(day):
    return date(2026, 3, day)
