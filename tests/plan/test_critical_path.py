"""The critical path against a simulation that walks day by day, and against plans known by heart.

The reference below shares nothing with the code under test: no bisection, no topological order, no
inverse functions. Latest dates are found by trying.
"""

import pickle
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.critical_path import (
    Dates,
    Forecast,
    Latest,
    Link,
    PlanError,
    Problem,
    Step,
    backward,
    buffer_days,
    check,
    critical_chain,
    forward,
    late_dates,
    plan,
    slack,
)
from odoo.addons.gendan_followup.tools.workdays import HorizonError, WorkDays

DAY = timedelta(days=1)
FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)
EVERY_DAY = [FIRST + DAY * i for i in range((LAST - FIRST).days + 1)]
TODAY = date(2026, 6, 10)
LONG_AGO = TODAY - DAY * 600

# Days by odd (1) or even week and weekday.
BY_WEEK = {(odd, weekday): set() for odd in (0, 1) for weekday in range(7)}
for _day in EVERY_DAY:
    BY_WEEK[_day.isocalendar().week % 2, _day.weekday()].add(_day)

slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


# The reference --------------------------------------------------------------------------------


def rests(step, calendars):
    """The days on which nothing of that step can end, as a test on a date."""
    if step.unit == "calendar" and step.calendar is None:
        return lambda day: False
    works = cached_set(calendars[step.calendar])
    return lambda day: day not in works


@lru_cache(maxsize=8)
def cached_set(calendar):
    return frozenset(calendar.days)


def next_workday(day, rest):
    while rest(day):
        day += DAY
    return day


def work(step, day, n, rest):
    """`n` days of the step from the end of `day` on, the last of them no rest day."""
    if step.unit == "calendar":
        return next_workday(day + DAY * n, rest)
    if not n:
        return next_workday(day, rest)
    while n:
        day += DAY
        n -= not rest(day)
    return day


def wait(step, day, n, rest):
    if not n or step.unit == "calendar":
        return day + DAY * n
    return work(step, day, n, rest)


def first_start(step, finish, rest):
    """The first day from which the step's work ends by `finish`, but no working day sooner."""
    while rest(finish):
        finish -= DAY
    starts = [finish - DAY * i for i in range(150)]
    return min(day for day in starts if work(step, day, step.duration, rest) == finish)


@dataclass
class Reference:
    """Forward pass by recursion; steps that are not applicable are replaced by their own links."""

    steps: list
    today: date
    calendars: dict
    start: date

    def __post_init__(self):
        self.by_key = {step.key: step for step in self.steps}
        self.known = {}

    def sources(self, key, which):
        """The real steps, with `start` or `finish`, that stand behind one end of a link."""
        step = self.by_key[key]
        if step.applicable:
            return {(key, which)}
        found = set()
        for link in step.links:
            inner = "start" if which == "start" and link.kind == "ss" else "finish"
            found |= self.sources(link.predecessor, inner)
        return found

    def day(self, source):
        key, which = source
        return self.dates(key)[which == "finish"]

    def dates(self, key):
        if key not in self.known:
            self.known[key] = self.compute(self.by_key[key])
        return self.known[key]

    def compute(self, step):
        rest = rests(step, self.calendars)
        if step.actual:
            if not step.duration:
                return step.actual, step.actual
            started = step.started or first_start(step, step.actual, rest)
            return min(started, step.actual), step.actual
        begins, ends = [], []
        for link in step.links:
            which = "start" if link.kind == "ss" else "finish"
            for source in self.sources(link.predecessor, which):
                begins.append(wait(step, self.day(source), link.lag, rest))
            if link.kind == "ss" and link.tail is not None:
                for source in self.sources(link.predecessor, "finish"):
                    ends.append(work(step, self.day(source), link.tail, rest))
        begin = max(begins, default=self.start)
        if step.manual or step.started:
            ends.append(step.manual or work(step, step.started, step.duration, rest))
            if begins:
                ends.append(next_workday(begin, rest))
        else:
            ends.append(work(step, begin, step.duration, rest))
        ends.append(next_workday(self.today, rest))
        if step.expected:
            ends.append(step.expected)
        finish = max(ends)
        if not step.duration:
            return finish, finish
        if step.started:
            return min(step.started, finish), finish
        if finish == work(step, begin, step.duration, rest) and not step.manual:
            return begin, finish
        return min(max(begin, first_start(step, finish, rest)), finish), finish

    def finish(self, targets):
        """The last finish of the targets that are still open."""
        ends = set()
        for key in targets:
            ends |= self.sources(key, "finish")
        open_ends = [self.day(end) for end in ends if not self.by_key[end[0]].actual]
        return max(open_ends, default=None)


# Plans to try ---------------------------------------------------------------------------------


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


def as_dates(forecasts):
    return {key: (forecast.start, forecast.finish) for key, forecast in forecasts.items()}


# Forward --------------------------------------------------------------------------------------


@slow
@given(plans(), many_calendars, before_today)
def test_forward_is_the_simulation(steps, calendars, start):
    reference = Reference(steps, TODAY, calendars, start)
    expected = {step.key: reference.dates(step.key) for step in steps if step.applicable}
    assert as_dates(forward(steps, TODAY, calendars, start)) == expected


@slow
@given(plans(facts=False, one_scale=True, kinds=("fs",), skipping=False), one_calendar)
def test_forward_is_the_longest_path(steps, calendars):
    """Without facts, on one calendar: the longest of all paths, added up."""
    by_key = {step.key: step for step in steps}

    def lengths(key):
        own = by_key[key].duration
        if not by_key[key].links:
            yield own
        for link in by_key[key].links:
            for length in lengths(link.predecessor):
                yield length + link.lag + own

    calendar = calendars[None]
    start = calendar.roll(TODAY)
    for key, forecast in forward(steps, TODAY - DAY * 30, calendars, start).items():
        assert forecast.finish == calendar.add(start, max(lengths(key)))


@slow
@given(data, plans(), many_calendars, before_today)
def test_delay_never_makes_anything_earlier(data, steps, calendars, start):
    before = forward(steps, TODAY, calendars, start)
    i = data.draw(st.integers(0, len(steps) - 1))
    step, late = steps[i], data.draw(st.integers(1, 15))
    what = data.draw(st.sampled_from(["expected", "actual", "manual", "started", "lag", "today"]))
    today = TODAY
    if what == "today":
        today += DAY * late
    elif what == "lag":
        step = replace(step, links=tuple(replace(k, lag=k.lag + late) for k in step.links))
    elif what == "expected":
        step = replace(step, expected=(step.expected or TODAY) + DAY * late)
    else:
        assume(getattr(step, what))
        step = replace(step, **{what: getattr(step, what) + DAY * late})
    steps = [*steps[:i], step, *steps[i + 1 :]]
    after = forward(steps, today, calendars, start)
    for key, forecast in before.items():
        assert after[key].finish >= forecast.finish
        assert after[key].start >= forecast.start


@slow
@given(data, plans(kinds=("fs",)), many_calendars, before_today)
def test_longer_work_never_makes_anything_earlier(data, steps, calendars, start):
    before = forward(steps, TODAY, calendars, start)
    i = data.draw(st.integers(0, len(steps) - 1))
    steps[i] = replace(steps[i], duration=steps[i].duration + data.draw(st.integers(1, 9)))
    after = forward(steps, TODAY, calendars, start)
    assert all(after[key].finish >= forecast.finish for key, forecast in before.items())


@slow
@given(plans(), many_calendars, before_today)
def test_driver_tells_the_truth(steps, calendars, start):
    forecasts = forward(steps, TODAY, calendars, start)
    for step in steps:
        if not step.applicable:
            assert step.key not in forecasts
            continue
        forecast = forecasts[step.key]
        rest = rests(step, calendars)
        assert forecast.start <= forecast.finish
        assert (forecast.driver == "link") == (forecast.predecessor is not None)
        match forecast.driver:
            case "actual" | "manual" | "expected" as fact:
                assert forecast.finish == getattr(step, fact)
            case "started":
                assert forecast.finish == work(step, step.started, step.duration, rest)
            case "today":
                assert forecast.finish == next_workday(TODAY, rest)
            case "start":
                assert forecast.finish == work(step, start, step.duration, rest)
            case "link":
                # Had this predecessor finished long ago, the step would be sooner or held
                # by another one; whatever happens, it is not later.
                assert forecasts[forecast.predecessor].start <= forecast.finish
        if not step.actual:
            assert forecast.finish >= TODAY


# Latest dates and slack -----------------------------------------------------------------------


def all_else_long_ago(steps):
    """The same plan, in the same state, but nothing except the links can hold it up."""
    return [
        replace(
            step,
            actual=step.actual and LONG_AGO,
            started=step.started and LONG_AGO,
            manual=step.manual and LONG_AGO,
            expected=None,
        )
        for step in steps
    ]


@slow
@given(data, plans(), many_calendars, promises)
def test_latest_dates_are_exact(data, steps, calendars, promise):
    """Each step alone may be as late as its latest date, and not a day later."""
    check_latest_dates(steps, data.draw(targets_of(steps)), promise, calendars)


@slow
@given(plans(kinds=("ss",), skipping=False, count=3), many_calendars, promises)
def test_latest_dates_are_exact_where_work_overlaps(steps, calendars, promise):
    check_latest_dates(steps, None, promise, calendars)


def check_latest_dates(steps, targets, promise, calendars):
    latest = late_dates(steps, targets, promise, calendars)
    if targets is None:
        targets = {step.key for step in steps}
        targets -= {link.predecessor for step in steps for link in step.links}
    early = all_else_long_ago(steps)

    def keeps(i, finish):
        tried = [*early]
        tried[i] = replace(early[i], expected=finish)
        last = Reference(tried, LONG_AGO, calendars, LONG_AGO).finish(targets)
        return last is None or last <= promise

    for i, step in enumerate(steps):
        if step.actual or not step.applicable:
            assert step.key not in latest
        elif step.key in latest:
            finish = latest[step.key].finish
            assert keeps(i, finish)
            assert not keeps(i, finish + DAY)
        else:
            assert keeps(i, promise + DAY * 100)


@slow
@given(data, plans(), many_calendars, before_today, promises)
def test_slack_is_negative_when_and_only_when_the_promise_breaks(
    data, steps, calendars, start, promise
):
    targets = data.draw(targets_of(steps))
    result = plan(steps, TODAY, calendars, start, targets, promise)
    last = Reference(steps, TODAY, calendars, start).finish(targets)
    assert (min(result.slack.values(), default=0) < 0) == (last is not None and last > promise)
    for key, days in result.slack.items():
        limit, forecast = result.latest[key], result.forecasts[key]
        late_start = limit.start is not None and forecast.start > limit.start
        assert (days < 0) == (forecast.finish > limit.finish or late_start)


@slow
@given(data, plans(), many_calendars, before_today, st.integers(1, 20))
def test_all_of_a_late_critical_chain_is_late(data, steps, calendars, start, late):
    targets = data.draw(targets_of(steps))
    finish = plan(steps, TODAY, calendars, start, targets).finish or TODAY
    result = plan(steps, TODAY, calendars, start, targets, finish - DAY * late)
    assert all(result.slack[key] < 0 for key in result.critical)


@slow
@given(data, plans(one_scale=True), one_calendar, before_today, promises)
def test_critical_chain_has_the_least_slack(data, steps, calendars, start, promise):
    """On one calendar all of the chain has the same slack, and no open step has less.

    With facts on working days: an expectation for Sunday counts like Saturday, but a step without
    duration behind it waits until Monday.
    """
    for step in steps:
        for name in ("actual", "started", "expected", "manual"):
            if getattr(step, name):
                setattr(step, name, calendars[None].roll(getattr(step, name), "prev"))
    target = data.draw(st.sampled_from(steps))
    target.applicable, target.actual = True, None
    result = plan(steps, TODAY, calendars, start, [target.key], promise)
    assert result.critical[-1] == target.key
    assert {result.slack[key] for key in result.critical} == {min(result.slack.values())}
    assert result.buffer == result.slack[target.key]


@slow
@given(data, plans(), many_calendars, before_today)
def test_critical_chain_follows_the_links(data, steps, calendars, start):
    targets = data.draw(targets_of(steps))
    result = plan(steps, TODAY, calendars, start, targets)
    for before, after in zip(result.critical, result.critical[1:], strict=False):
        assert result.forecasts[after].driver == "link"
        assert result.forecasts[after].predecessor == before
    if result.critical:
        first = result.forecasts[result.critical[0]]
        if first.driver == "link":
            before = next(step for step in steps if step.key == first.predecessor)
            assert first.settled
            assert before.actual or before.started


@slow
@given(data, plans(), many_calendars, before_today, promises)
def test_plan_is_its_parts(data, steps, calendars, start, promise):
    targets = data.draw(st.none() | targets_of(steps))
    result = plan(steps, TODAY, calendars, start, targets, promise)
    forecasts = forward(steps, TODAY, calendars, start)
    latest = late_dates(steps, targets, promise, calendars)
    assert result.forecasts == forecasts
    assert result.latest == latest
    assert result.slack == slack(steps, forecasts, latest, calendars)
    if targets and all(key in forecasts for key in targets):
        assert result.finish == max(forecasts[key].finish for key in targets)
        assert result.buffer == buffer_days(result.finish, promise, calendars[None])
        by_order = [step.key for step in steps if step.key in targets]
        if len({forecasts[key].finish for key in by_order}) == len(by_order):
            assert result.critical == critical_chain(forecasts, targets)


@slow
@given(plans(), many_calendars, before_today, promises)
def test_order_of_the_steps_does_not_matter(steps, calendars, start, promise):
    one = plan(steps, TODAY, calendars, start, None, promise)
    other = plan(steps[::-1], TODAY, calendars, start, None, promise)
    assert one.forecasts == other.forecasts
    assert one.latest == other.latest
    assert (one.finish, one.buffer) == (other.finish, other.buffer)
    assert backward(steps, None, promise, calendars) == backward(
        steps[::-1], None, promise, calendars
    )


# Baseline -------------------------------------------------------------------------------------


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


@slow
@given(data, plans(), many_calendars, promises)
def test_baseline_is_as_late_as_can_be(data, steps, calendars, promise):
    targets = data.draw(targets_of(steps))
    baseline = backward(steps, targets, promise, calendars)
    plain = bare(steps)
    feeds = feeding(steps, targets)
    assert set(baseline) == {step.key for step in steps if step.applicable}

    def keeps(i, finish):
        tried = [*plain]
        tried[i] = replace(plain[i], expected=finish)
        return Reference(tried, LONG_AGO, calendars, LONG_AGO).finish(targets) <= promise

    for i, step in enumerate(plain):
        if step.applicable and step.key in feeds:
            dates, rest = baseline[step.key], rests(step, calendars)
            assert not rest(dates.finish)
            assert dates.finish == work(step, dates.start, step.duration, rest)
            assert keeps(i, dates.finish)
            assert not keeps(i, next_workday(dates.finish + DAY, rest))


@slow
@given(data, plans(), many_calendars, promises)
def test_baseline_keeps_every_link(data, steps, calendars, promise):
    """Each link holds in the baseline; what feeds no target is on the first day possible."""
    targets = data.draw(targets_of(steps))
    baseline = backward(steps, targets, promise, calendars)
    feeds = feeding(steps, targets)
    reference = Reference(bare(steps), LONG_AGO, calendars, LONG_AGO)
    reference.known = {key: (dates.start, dates.finish) for key, dates in baseline.items()}
    for step in reference.steps:
        if not step.applicable:
            continue
        dates, own = baseline[step.key], reference.compute(step)
        if step.key in feeds:
            assert dates.finish >= own[1]
            assert dates.start >= own[0]
        elif any(reference.sources(link.predecessor, "finish") for link in step.links):
            assert (dates.start, dates.finish) == own
        else:
            known = [baseline[key].start for key in feeds if key in baseline]
            first = min(known, default=promise)
            assert dates.finish == work(step, first, step.duration, rests(step, calendars))


@slow
@given(data, plans(), many_calendars, promises)
def test_baseline_simulated_forward_keeps_the_promise(data, steps, calendars, promise):
    targets = data.draw(targets_of(steps))
    baseline = backward(steps, targets, promise, calendars)
    assume(baseline)
    start = min(dates.start for dates in baseline.values())
    forecasts = forward(bare(steps), start, calendars, start)
    for key in feeding(steps, targets) & baseline.keys():
        assert forecasts[key].finish <= baseline[key].finish
    result = plan(bare(steps), start, calendars, start, targets, promise)
    assert result.finish is None or result.finish <= promise


@slow
@given(data, plans(facts=False), many_calendars, promises)
def test_baseline_is_within_the_latest_dates(data, steps, calendars, promise):
    """Before anything has happened, the latest dates are the baseline, give or take rest days."""
    targets = data.draw(targets_of(steps))
    baseline = backward(steps, targets, promise, calendars)
    latest = late_dates(steps, targets, promise, calendars)
    assert set(latest) == feeding(steps, targets) & baseline.keys()
    for key, limit in latest.items():
        step = next(step for step in steps if step.key == key)
        rest = rests(step, calendars)
        assert baseline[key].finish <= limit.finish
        assert next_workday(baseline[key].finish + DAY, rest) > limit.finish


# Known by heart -------------------------------------------------------------------------------


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


def test_repeat_order_backward():
    """Promise on Friday 20 March, six-day week: thirteen working days need Thursday the 5th."""
    baseline = backward(REPEAT, ["arrived"], march(20), SIX)
    assert {key: dates.finish.day for key, dates in baseline.items()} == {
        "confirmed": 5,
        "material": 10,
        "cylinders": 9,
        "notice": 10,
        "printing": 12,
        "lamination": 14,
        "bags": 17,
        "packed": 18,
        "shipped": 19,
        "arrived": 20,
        "contract": 7,  # holds nothing up: as soon as may be
        "note back": 24,  # after the target
    }
    assert baseline["bags"] == Dates(march(14), march(17))


def test_repeat_order_with_film_four_days_late():
    steps = [replace(step) for step in REPEAT]
    by_key = {step.key: step for step in steps}
    by_key["confirmed"].actual = march(5)
    by_key["cylinders"].actual = march(6)
    by_key["material"].expected = march(14)
    result = plan(steps, march(7), SIX, march(5), ["arrived"], march(20))
    assert result.forecasts["material"] == Forecast(march(10), march(14), "expected")
    assert result.forecasts["printing"] == Forecast(march(14), march(17), "link", "material")
    assert result.critical == (
        "material",
        "printing",
        "lamination",
        "bags",
        "packed",
        "shipped",
        "arrived",
    )
    assert result.finish == march(25)
    assert result.buffer == -4
    assert result.slack["material"] == -4
    assert result.slack["notice"] == 2
    assert "contract" not in result.slack
    assert "note back" not in result.slack
    assert result.latest["printing"] == Latest(None, march(12))


def test_spring_festival_pushes_the_baseline():
    festival = {date(2026, 2, 15) + DAY * i for i in range(9)}
    calendar = WorkDays(set(SIX_DAYS.days) - festival, FIRST, LAST)
    steps = chain(("printed", 0), ("packed", 3))
    baseline = backward(steps, None, date(2026, 2, 25), {None: calendar})
    assert baseline["printed"].finish == date(2026, 2, 13)


def test_swapped_saturday_is_used():
    saturday, monday = march(14), march(16)
    swapped = WorkDays(set(FIVE_DAYS.days) | {saturday}, FIRST, LAST)
    steps = chain(("cut", 0), ("sewn", 1))
    start = march(13)
    assert forward(steps, start, {None: swapped}, start)["sewn"].finish == saturday
    assert forward(steps, start, {None: FIVE_DAYS}, start)["sewn"].finish == monday


def test_sea_transit_in_calendar_days():
    sail = Step("arrived", 35, (Link("on board"),), unit="calendar")
    steps = [Step("on board", 2), sail]
    assert forward(steps, march(2), SIX, march(2))["arrived"].finish == date(2026, 4, 8)
    assert backward(steps, None, date(2026, 4, 8), SIX)["on board"].finish == march(4)
    # On Sunday nobody takes it in: Monday, if the receiver's calendar is known.
    steps = [Step("on board", 2), replace(sail, duration=39, calendar="receiver")]
    calendars = {None: SIX_DAYS, "receiver": FIVE_DAYS}
    assert forward(steps, march(2), calendars, march(2))["arrived"].finish == date(2026, 4, 13)
    # Promised for that Sunday it has to be there on Friday.
    assert backward(steps, None, date(2026, 4, 12), calendars)["arrived"].finish == date(
        2026, 4, 10
    )


def test_a_step_rests_on_its_own_calendar():
    steps = [Step("proof", 1), Step("approved", 1, (Link("proof"),), calendar="customer")]
    calendars = {None: SIX_DAYS, "customer": FIVE_DAYS}
    forecasts = forward(steps, march(6), calendars, march(6))
    assert forecasts["proof"].finish == march(7)  # Saturday
    assert forecasts["approved"].finish == march(9)


OVERLAP = [
    Step("knitting", 10),
    Step("linking", 10, (Link("knitting", "ss", 3),)),
    Step("washing", 2, (Link("linking"),)),
]


def test_overlap():
    """Linking starts three days after knitting: fifteen days in all, not twenty-two."""
    forecasts = forward(OVERLAP, march(2), SIX, march(2))
    assert forecasts["linking"].start == march(5)
    assert forecasts["washing"].finish == SIX_DAYS.add(march(2), 15)
    baseline = backward(OVERLAP, None, SIX_DAYS.add(march(2), 15), SIX)
    assert baseline["knitting"] == Dates(march(2), SIX_DAYS.add(march(2), 10))


def test_late_end_of_an_overlapped_step_moves_its_successor_by_the_tail_only():
    begun = replace(OVERLAP[0], started=march(2), expected=march(31))
    steps = [begun, *OVERLAP[1:]]
    assert forward(steps, march(7), SIX, march(2))["linking"].finish == march(17)
    tailed = replace(OVERLAP[1], links=(Link("knitting", "ss", 3, tail=1),))
    steps = [begun, tailed, OVERLAP[2]]
    forecasts = forward(steps, march(7), SIX, march(2))
    assert forecasts["linking"].finish == date(2026, 4, 1)
    assert forecasts["linking"].predecessor == "knitting"
    assert late_dates(steps, None, date(2026, 4, 1), SIX)["knitting"].finish == march(29)


def test_late_start_of_an_overlapped_step_moves_its_successor():
    steps = [replace(OVERLAP[0], expected=march(31)), *OVERLAP[1:]]
    forecasts = forward(steps, march(2), SIX, march(2))
    assert forecasts["knitting"].start == SIX_DAYS.add(march(31), -10)
    assert forecasts["linking"].start == SIX_DAYS.add(march(31), -7)


def test_latest_finish_reaches_over_rest_days():
    """Landing on Sunday means no later start than landing on Friday."""
    steps = [
        Step("sailing", 4, calendar="receiver", unit="calendar"),
        Step("papers", 5, (Link("sailing", "ss"),)),
    ]
    calendars = {None: SIX_DAYS, "receiver": FIVE_DAYS}
    latest = late_dates(steps, None, march(14), calendars)
    assert latest["sailing"] == Latest(march(9), march(15))
    steps[0].expected = march(15)
    assert forward(steps, march(2), calendars, march(2))["papers"].finish == march(14)
    steps[0].expected = march(16)
    assert forward(steps, march(2), calendars, march(2))["papers"].finish == march(16)


def test_a_step_that_has_begun_no_longer_drives_what_waits_for_its_start():
    steps = [replace(OVERLAP[0], started=march(2)), *OVERLAP[1:]]
    result = plan(steps, march(7), SIX, march(2), None, march(31))
    assert result.forecasts["linking"] == Forecast(march(5), march(17), "link", "knitting", True)
    assert result.critical == ("linking", "washing")
    assert set(result.slack) == {"linking", "washing"}


def test_of_two_equal_predecessors_the_open_one_drives():
    links = (Link("material"), Link("notice"))
    steps = [
        Step("material", 1, actual=march(6)),
        Step("notice", 0, expected=march(6)),
        Step("printing", 2, links),
    ]
    for steps[2].links in (links, links[::-1]):
        result = plan(steps, march(6), SIX, march(2))
        assert result.critical == ("notice", "printing")


def test_started_milestone_hangs_on_the_start():
    steps = [Step("printing", 5), Step("started", 0, (Link("printing", "ss"),))]
    forecasts = forward(steps, march(2), SIX, march(2))
    assert forecasts["started"].finish == march(2)
    steps[0].started = march(4)
    assert forward(steps, march(4), SIX, march(2))["started"].finish == march(4)


def test_done_out_of_order():
    """The successor was ticked first: it has its day, and the step before it waits for nobody."""
    steps = chain(("notice", 1), ("printing", 2), ("packed", 1))
    steps[1].actual = march(4)
    result = plan(steps, march(6), SIX, march(2), ["packed"], march(9))
    assert result.forecasts["notice"] == Forecast(march(5), march(6), "today")
    assert result.forecasts["printing"].finish == march(4)
    assert result.forecasts["packed"].finish == march(6)
    assert result.critical == ("packed",)
    assert set(result.slack) == {"packed"}


def test_clerk_sets_a_date_of_her_own():
    steps = chain(("material", 4), ("printing", 2), ("packed", 1))
    steps[1].manual = march(20)
    forecasts = forward(steps, march(2), SIX, march(2))
    assert forecasts["printing"] == Forecast(march(18), march(20), "manual")
    assert forecasts["packed"].finish == march(21)
    assert plan(steps, march(2), SIX, march(2)).critical == ("printing", "packed")
    # Sooner than computed is allowed, sooner than the material is not.
    steps[1].manual = march(6)
    assert forward(steps, march(2), SIX, march(2))["printing"].finish == march(6)
    steps[0].expected = march(11)
    late = forward(steps, march(2), SIX, march(2))["printing"]
    assert (late.finish, late.driver, late.predecessor) == (march(11), "link", "material")
    # Her date has passed: today.
    assert forward(steps, march(16), SIX, march(2))["printing"].finish == march(16)


def test_overdue_step_is_forecast_for_the_next_working_day():
    steps = chain(("notice", 1), ("printing", 2))
    forecasts = forward(steps, march(8), SIX, march(2))  # a Sunday
    assert forecasts["notice"] == Forecast(march(7), march(9), "today")
    assert forecasts["printing"].finish == march(11)


def test_not_applicable_passes_through():
    steps = chain(("contract", 2), ("deposit", 3), ("cylinders", 5))
    steps[1].applicable = False
    steps[1].links = (Link("contract", lag=4),)
    result = plan(steps, march(2), SIX, march(2), None, march(20))
    assert "deposit" not in result.forecasts
    assert result.forecasts["cylinders"] == Forecast(march(4), march(10), "link", "contract")
    assert result.critical == ("contract", "cylinders")
    assert set(backward(steps, None, march(20), SIX)) == {"contract", "cylinders"}


def test_target_that_is_not_applicable_stands_for_what_is_before_it():
    steps = chain(("packed", 1), ("shipped", 1), ("arrived", 1))
    steps[2].applicable = False
    result = plan(steps, march(2), SIX, march(2), ["arrived"], march(5))
    assert (result.finish, result.buffer) == (march(4), 1)
    assert backward(steps, ["arrived"], march(5), SIX)["shipped"].finish == march(5)


def test_nothing_applicable():
    steps = [Step("packed", 1, applicable=False), Step("arrived", 1, (Link("packed"),))]
    assert forward(steps, march(2), SIX, march(2))["arrived"].finish == march(3)
    steps[1].applicable = False
    result = plan(steps, march(2), SIX, march(2), None, march(5))
    assert (result.forecasts, result.finish, result.buffer, result.critical) == ({}, None, None, ())
    assert backward(steps, None, march(5), SIX) == {}
    assert plan([], march(2), SIX, march(2), None, march(5)).finish is None


def test_conditional_promise_has_no_buffer_yet():
    result = plan(REPEAT, march(5), SIX, march(5), ["arrived"])
    assert result.finish == march(20)
    assert (result.latest, result.slack, result.buffer) == ({}, {}, None)
    assert result.critical[0] == "confirmed"


def test_delivered_order():
    steps = [replace(step, actual=march(18)) for step in REPEAT]
    result = plan(steps, march(25), SIX, march(5), ["arrived"], march(20))
    assert (result.finish, result.buffer) == (march(18), 2)
    assert (result.latest, result.slack, result.critical) == ({}, {}, ())
    assert critical_chain(result.forecasts, ["arrived"]) == ()


def test_side_step_without_predecessor_starts_with_the_baseline():
    steps = [Step("visit", 1), *chain(("packed", 3), ("arrived", 1))]
    baseline = backward(steps, ["arrived"], march(6), SIX)
    assert baseline["packed"].start == march(2)
    assert baseline["visit"].finish == march(3)


def test_buffer_without_company_calendar_is_in_the_targets_days():
    arrived = Step("arrived", 3, unit="calendar")
    result = plan([arrived], march(2), {}, march(2), None, march(8))
    assert result.buffer == 3
    assert buffer_days(march(5), march(9), None) == 4
    assert buffer_days(march(5), march(9), SIX_DAYS) == 3
    assert buffer_days(march(8), march(7), SIX_DAYS) == -1


def test_unset_dates_of_odoo_are_no_dates():
    unset = {"actual": False, "expected": False, "started": False, "manual": False}
    steps = [replace(step, **unset) for step in REPEAT]
    assert plan(steps, march(5), SIX, march(5), None, march(20)) == plan(
        REPEAT, march(5), SIX, march(5), None, march(20)
    )


def test_horizon_is_the_callers_business():
    short = {None: WorkDays([march(2), march(3)])}
    with pytest.raises(HorizonError) as caught:
        forward(chain(("printing", 5)), march(2), short, march(2))
    assert caught.value.direction == 1
    with pytest.raises(HorizonError) as caught:
        backward(chain(("printing", 5)), None, march(3), short)
    assert caught.value.direction == -1


def test_missing_calendar_is_named():
    with pytest.raises(KeyError, match=r"carrier.*arrived"):
        forward([Step("arrived", 1, calendar="carrier")], march(2), SIX, march(2))


# Plans that are none --------------------------------------------------------------------------


def test_check_names_what_is_wrong():
    steps = [
        Step("a", 1, (Link("a"),)),
        Step("b", -1, (Link("gone"),)),
        Step("c", 1, (Link("b", lag=-2), Link("e"))),
        Step("d", 1, (Link("c", "ss", 0, tail=-1),)),
        Step("e", 1, (Link("d"),)),
        Step("b", 1),
    ]
    assert set(check(steps)) == {
        Problem("duplicate", ("b",)),
        Problem("self_link", ("a",)),
        Problem("negative_duration", ("b",)),
        Problem("unknown_predecessor", ("b", "gone")),
        Problem("negative_lag", ("c", "b")),
        Problem("negative_lag", ("d", "c")),
        Problem("cycle", ("c", "d", "e")),
    }
    assert check(REPEAT) == []


def test_each_problem_is_refused():
    for steps in (
        [Step("a", 1, (Link("a"),))],
        [Step("a", 1, (Link("gone"),))],
        [Step("a", -1)],
        [Step("a", 1), Step("b", 1, (Link("a", lag=-1),))],
        [Step("a", 1), Step("b", 1, (Link("a", "ss", tail=-1),))],
        [Step("a", 1), Step("a", 1)],
        [Step("a", 1, (Link("b"),)), Step("b", 1, (Link("a"),), applicable=False)],
    ):
        problems = check(steps)
        assert len(problems) == 1
        for run in (
            lambda steps: forward(steps, march(2), SIX, march(2)),
            lambda steps: backward(steps, None, march(2), SIX),
            lambda steps: late_dates(steps, None, march(2), SIX),
            lambda steps: plan(steps, march(2), SIX, march(2)),
        ):
            with pytest.raises(PlanError) as caught:
                run(steps)
            assert list(caught.value.problems) == problems
            assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


def test_unknown_target_is_refused():
    with pytest.raises(PlanError, match="unknown_target: gone"):
        backward(REPEAT, ["gone"], march(20), SIX)


@slow
@given(st.data(), st.integers(1, 7))
def test_cycles_are_found_when_there_are_any(data, count):
    nodes = st.integers(0, count - 1)
    edges = data.draw(st.sets(st.tuples(nodes, nodes), max_size=12))
    links = {i: tuple(Link(a) for a, b in sorted(edges) if b == i) for i in range(count)}
    steps = [Step(i, 1, links[i]) for i in range(count)]
    problems = check(steps)

    # Who reaches itself over others, by squaring the relation until nothing is added.
    reach = {(a, b) for a, b in edges if a != b}
    while True:
        more = reach | {(a, d) for a, b in reach for c, d in reach if b == c}
        if more == reach:
            break
        reach = more
    in_cycle = {a for a, b in reach if a == b}

    cycles = [problem.keys for problem in problems if problem.code == "cycle"]
    assert bool(cycles) == bool(in_cycle)
    for cycle in cycles:
        assert cycle[0] == min(cycle)
        assert len(set(cycle)) == len(cycle) >= 2
        for a, b in zip(cycle, cycle[1:] + cycle[:1], strict=True):
            assert (a, b) in edges
    # No cycle is left that has no member in those that were named.
    named = {key for cycle in cycles for key in cycle}
    left = {(a, b) for a, b in edges if a != b and not {a, b} & named}
    for _i in range(count):
        left = {(a, b) for a, b in left if any(d == a for _c, d in left)}
    assert not left
    loops = {problem.keys[0] for problem in problems if problem.code == "self_link"}
    assert loops == {a for a, b in edges if a == b}
