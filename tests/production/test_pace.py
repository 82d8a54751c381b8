"""Pace and expected finish: known cases, laws, and against a simulation half day by half day."""

import math
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.pace import SLOWEST, Clock, Operation, progress
from odoo.addons.gendan_followup.tools.workdays import WorkDays

FIRST = date(2026, 11, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(60)]
SIX_DAYS = Clock(WorkDays([day for day in DAYS if day.weekday() < 6], first=FIRST, last=DAYS[-1]))
MON = date(2026, 11, 2)

quantities = st.integers(1, 5000).map(float)


@st.composite
def told(draw, quantity):
    """Words at growing half days about growing quantities."""
    slots = sorted(draw(st.sets(st.integers(0, 40), max_size=8)))
    steps = [draw(st.integers(0, int(quantity))) for _slot in slots]
    done, result = 0.0, []
    for slot, step in zip(slots, steps, strict=True):
        done = min(done + step, quantity)
        result.append((slot, done))
    return tuple(result)


@st.composite
def operations(draw):
    result = []
    for _number in range(draw(st.integers(1, 5))):
        quantity = draw(quantities)
        result.append(
            Operation(
                quantity,
                draw(told(quantity)),
                draw(st.sampled_from([0.5, 1.0, 3.0])),
                draw(st.booleans()) and draw(st.booleans()),
            )
        )
    return result


# === the clock ===


def test_half_days_skip_sunday():
    saturday = SIX_DAYS.slot(date(2026, 11, 7), "pm")
    assert SIX_DAYS.slot(date(2026, 11, 8), "am") == saturday, "told on Sunday: Saturday evening's word"
    assert SIX_DAYS.slot(date(2026, 11, 9), "am") == saturday + 1


@given(st.sampled_from([day for day in DAYS if day.weekday() < 6]), st.sampled_from(["am", "pm"]))
def test_there_and_back(day, half):
    assert SIX_DAYS.day(SIX_DAYS.slot(day, half)) == day


def test_beyond_the_calendar_is_its_last_day():
    assert SIX_DAYS.day(10_000) == date(2026, 12, 30)


# === known cases ===


def slot(day, half="pm"):
    return SIX_DAYS.slot(date(2026, 11, day), half)


def test_the_rest_at_the_pace_of_what_was_told():
    # 50,000 from Monday to Saturday; 5,000 a day came out: ten days in all
    operation = Operation(50000.0, ((slot(2), 5000.0), (slot(3), 10000.0)))
    found = progress([operation], slot(2, "am"), slot(7))
    (pace,) = found.operations
    assert (pace.state, pace.actual) == ("running", 2500.0)
    assert SIX_DAYS.day(found.finish) == date(2026, 11, 12), "eight working days after Tuesday, Sunday not counted"
    assert math.isclose(pace.needed, 40000 / 8)
    assert found.holding == 0


def test_in_time_nothing_holds_it():
    operation = Operation(50000.0, ((slot(2), 10000.0),))
    found = progress([operation], slot(2, "am"), slot(7))
    assert (SIX_DAYS.day(found.finish), found.holding) == (date(2026, 11, 6), None)


def test_nothing_told_nothing_expected():
    found = progress([Operation(100.0), Operation(100.0)], 0, 9)
    assert (found.finish, found.holding) == (None, None)


def test_what_follows_takes_its_planned_time():
    printing = Operation(1000.0, ((4, 1000.0),))
    slitting = Operation(1000.0, ())
    found = progress([printing, slitting], 0, 9)
    assert found.operations[0].state == "done"
    assert found.finish == 4 + 5, "half of ten half days is slitting's"


def test_nobody_ends_before_the_one_before_him():
    slow = Operation(1000.0, ((9, 500.0),), began=0)
    fast = Operation(1000.0, ((9, 990.0),), began=8)
    found = progress([slow, fast], 0, 11)
    assert found.operations[1].finish == found.operations[0].finish + 1
    assert found.holding == 0


def test_the_slow_one_of_three_is_named():
    running = {"began": 0}
    found = progress(
        [
            Operation(100.0, ((5, 90.0),), **running),
            Operation(100.0, ((5, 10.0),), **running),
            Operation(100.0, (), 1.0),
        ],
        0,
        11,
    )
    assert found.holding == 1


def test_what_stands_still_is_late_not_never():
    still = Operation(100.0, ((3, 50.0), (20, 50.0)), began=0)
    found = progress([still], 0, 9)
    assert found.operations[0].state == "still"
    assert found.finish == 20 + math.ceil(50 / (10 / SLOWEST))


def test_the_same_number_for_a_day_is_standing_still():
    words = ((3, 50.0), (4, 50.0))
    assert progress([Operation(100.0, words, began=0)], 0, 9).operations[0].state == "running", "half a day only"
    found = progress([Operation(100.0, (*words, (5, 50.0)), began=0)], 0, 9)
    assert (found.operations[0].state, found.holding) == ("still", 0)


def test_what_may_take_longer_is_not_held():
    work = [Operation(100.0, ((4, 100.0),)), Operation(100.0)]
    assert progress(work, 0, 7).holding == 1
    assert progress(work, 0, 7, limit=20).holding is None


def test_finished_with_fewer_than_planned():
    found = progress([Operation(100.0, ((3, 97.0),), is_done=True)], 0, 9)
    assert (found.operations[0].state, found.finish, found.done_count) == ("done", 3, 1)


# === laws ===


@given(operations(), st.integers(0, 20), st.integers(0, 40))
def test_it_never_fails_and_never_ends_before_it_was_told(work, start, length):
    found = progress(work, start, start + length)
    assert len(found.operations) == len(work)
    for operation, pace in zip(work, found.operations, strict=True):
        if operation.told and pace.finish is not None:
            assert pace.finish >= operation.told[-1][0]
            if pace.state in ("running", "still"):
                assert pace.finish > operation.told[-1][0]
    if found.finish is not None:
        assert found.finish == max(pace.finish for pace in found.operations if pace.finish is not None)
    if found.holding is not None:
        assert found.operations[found.holding].state != "done"
    if all(pace.state == "done" for pace in found.operations):
        assert found.holding is None


@given(operations(), st.integers(0, 20), st.integers(0, 40), st.data())
def test_more_done_never_ends_later(work, start, length, data):
    before = progress(work, start, start + length)
    number = data.draw(st.integers(0, len(work) - 1))
    operation = work[number]
    if not operation.told or not before.finish:
        return
    last, done = operation.told[-1]
    more = data.draw(st.floats(done, operation.quantity))
    better = Operation(
        operation.quantity, (*operation.told[:-1], (last, more)), operation.weight, operation.is_done, operation.began
    )
    if done <= 0 < more:
        return  # it begins with that word: before, its planned time stood there
    after = progress([*work[:number], better, *work[number + 1 :]], start, start + length)
    assert after.finish <= before.finish


@given(operations(), st.integers(0, 20), st.integers(0, 40), st.sampled_from([0.5, 2.0, 4.0]))
def test_the_unit_does_not_matter(work, start, length, factor):
    scaled = [
        Operation(
            operation.quantity * factor,
            tuple((at, done * factor) for at, done in operation.told),
            operation.weight,
            operation.is_done,
            operation.began,
        )
        for operation in work
    ]
    one, other = (progress(these, start, start + length) for these in (work, scaled))
    assert (one.finish, one.holding) == (other.finish, other.holding)
    assert [pace.state for pace in one.operations] == [pace.state for pace in other.operations]


@given(st.integers(1, 400), st.integers(1, 50), st.integers(1, 9), st.integers(0, 20))
def test_as_counted_on_the_fingers(quantity, pace, words, start):
    """One operation that brings the same each half day, told each half day."""
    ends = -(-quantity // pace)
    words = min(words, ends)
    said = tuple((start + number, float(min((number + 1) * pace, quantity))) for number in range(words))
    # told from the first half day on: nothing was done before
    found = progress([Operation(float(quantity), said, began=start)], start, start + ends)
    done, at = 0, start - 1
    while done < quantity:
        done, at = done + pace, at + 1
    planned = quantity / (ends + 1)
    if pace >= planned / SLOWEST:
        assert found.finish == at


def test_what_somebody_else_does_comes_on_the_day_agreed_and_holds_where_that_is_late():
    start, due = SIX_DAYS.slot(MON, "am"), SIX_DAYS.slot(MON + timedelta(days=9), "pm")
    agreed = SIX_DAYS.slot(MON + timedelta(days=8), "pm")
    away = Operation(1000.0, ((start + 3, 400.0),), agreed=agreed, began=start)
    found = progress([away, Operation(1000.0)], start, due)
    first, second = found.operations
    assert (first.state, first.finish, first.is_agreed, first.actual) == ("running", agreed, True, None)
    assert second.finish is not None
    assert second.finish > agreed
    assert not second.is_agreed
    assert found.holding == 0
    back = progress([Operation(1000.0, ((start + 3, 1000.0),), agreed=None), Operation(1000.0)], start, due)
    assert (back.operations[0].state, back.operations[0].is_agreed, back.holding) == ("done", False, None)
    in_time = progress([Operation(1000.0, agreed=start + 1), Operation(1000.0)], start, due)
    assert in_time.holding is None
    assert in_time.finish is not None
