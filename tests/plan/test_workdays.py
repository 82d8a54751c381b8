"""Counting working days, against counting on one's fingers."""

import pickle
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.workdays import HorizonError, WorkDays

DAY = timedelta(days=1)
FIRST = date(2026, 1, 1)
LAST = date(2026, 12, 31)
YEAR = [FIRST + DAY * i for i in range((LAST - FIRST).days + 1)]

SPRING_FESTIVAL = {date(2026, 2, 15) + DAY * i for i in range(9)}
SIX_DAYS = WorkDays(
    [d for d in YEAR if d.weekday() < 6 and d not in SPRING_FESTIVAL], first=FIRST, last=LAST
)


@st.composite
def calendars(draw):
    """A weekly rhythm, now and then every second week, with holidays and swapped days."""
    odd = draw(st.sets(st.integers(0, 6), min_size=3))
    even = draw(st.one_of(st.just(odd), st.sets(st.integers(0, 6), min_size=3)))
    swapped = draw(st.sets(st.sampled_from(YEAR), max_size=30))
    works = {d for d in YEAR if d.weekday() in (odd if d.isocalendar().week % 2 else even)}
    return WorkDays(works ^ swapped, first=FIRST, last=LAST)


# Far enough from both ends for all counts below.
middle = st.dates(date(2026, 4, 15), date(2026, 8, 15))
counts = st.integers(0, 30)


def walk(calendar, day, n):
    step = DAY if n > 0 else -DAY
    works = set(calendar.days)
    while n:
        day += step
        if day in works:
            n -= 1 if step == DAY else -1
    return day


def test_six_day_week():
    saturday, sunday, monday = date(2026, 3, 7), date(2026, 3, 8), date(2026, 3, 9)
    assert SIX_DAYS.is_workday(saturday)
    assert not SIX_DAYS.is_workday(sunday)
    assert SIX_DAYS.add(saturday, 1) == monday
    assert SIX_DAYS.add(sunday, 1) == monday
    assert SIX_DAYS.add(sunday, 0) == monday
    assert SIX_DAYS.add(sunday, 0, roll="prev") == saturday
    assert SIX_DAYS.add(monday, -1) == saturday
    assert SIX_DAYS.add(sunday, -1) == saturday
    assert SIX_DAYS.add(saturday, 6) == date(2026, 3, 14)
    assert SIX_DAYS.between(saturday, monday) == 1
    assert SIX_DAYS.between(monday, saturday) == -1
    assert SIX_DAYS.between(saturday, sunday) == 0


def test_spring_festival_is_a_zone():
    eve, back = date(2026, 2, 14), date(2026, 2, 24)
    assert SIX_DAYS.add(eve, 1) == back
    assert SIX_DAYS.add(date(2026, 2, 17), 1) == back
    assert SIX_DAYS.between(eve, back) == 1
    assert SIX_DAYS.latest(date(2026, 2, 20), 0) == eve


def test_swapped_sunday_counts():
    # The office works on Sunday 4 October 2026 for the bridge on Monday the 5th.
    sunday, monday = date(2026, 10, 4), date(2026, 10, 5)
    swapped = WorkDays(set(SIX_DAYS.days) - {monday} | {sunday}, FIRST, LAST)
    assert swapped.add(date(2026, 10, 3), 1) == sunday
    assert swapped.add(sunday, 1) == date(2026, 10, 6)


def test_late_by_rest_days_only_is_late():
    saturday, sunday = date(2026, 3, 7), date(2026, 3, 8)
    assert SIX_DAYS.margin(sunday, saturday) == -1
    assert SIX_DAYS.margin(saturday, sunday) == 0
    assert SIX_DAYS.margin(saturday, saturday) == 0


def test_shift_calendar():
    thursday = date(2026, 3, 5)
    assert SIX_DAYS.shift_calendar(thursday, 3) == date(2026, 3, 8)
    assert SIX_DAYS.shift_calendar(thursday, 3, roll="next") == date(2026, 3, 9)
    assert SIX_DAYS.shift_calendar(thursday, 3, roll="prev") == date(2026, 3, 7)
    assert SIX_DAYS.shift_calendar(LAST, 400) == LAST + DAY * 400


@given(calendars(), middle, counts)
def test_add_walks(calendar, day, n):
    works = set(calendar.days)
    if n:
        assert calendar.add(day, n) == walk(calendar, day, n)
        assert calendar.add(day, -n) == walk(calendar, day, -n)
    rolled = calendar.add(day, 0)
    assert rolled == (day if day in works else walk(calendar, day, 1))
    assert calendar.roll(day) == rolled
    assert calendar.roll(day, "prev") == (day if day in works else walk(calendar, day, -1))
    assert calendar.is_workday(day) == (day in works)


@given(calendars(), middle, middle)
def test_between_counts(calendar, a, b):
    expected = sum(min(a, b) < d <= max(a, b) for d in calendar.days) * (1 if a <= b else -1)
    assert calendar.between(a, b) == expected == -calendar.between(b, a)


@given(calendars(), middle, st.integers(-30, 30))
def test_between_undoes_add(calendar, day, n):
    day = calendar.roll(day)
    assert calendar.between(day, calendar.add(day, n)) == n
    assert calendar.add(calendar.add(day, n), -n) == day


@given(calendars(), middle, middle)
def test_margin_is_negative_when_late_only(calendar, finish, limit):
    assert (calendar.margin(finish, limit) < 0) == (finish > limit)


@given(calendars(), middle, counts)
def test_latest_is_the_exact_inverse(calendar, limit, n):
    latest = calendar.latest(limit, n)
    assert calendar.add(latest, n) <= limit
    assert calendar.add(latest + DAY, n) > limit


@given(calendars(), middle, counts, st.integers(0, 10))
def test_add_keeps_the_order(calendar, day, n, later):
    assert calendar.add(day, n) <= calendar.add(day + DAY * later, n)
    assert calendar.add(day, n) <= calendar.add(day, n + later)


def test_takes_days_in_any_order_and_twice():
    days = [date(2026, 3, 4), date(2026, 3, 2), date(2026, 3, 4)]
    assert WorkDays(days).days == (date(2026, 3, 2), date(2026, 3, 4))
    assert len(WorkDays(days)) == 2


def test_span_must_hold_the_days():
    with pytest.raises(ValueError, match="reach over the span"):
        WorkDays([FIRST], first=FIRST + DAY)
    with pytest.raises(ValueError, match="reach over the span"):
        WorkDays([LAST], last=LAST - DAY)
    with pytest.raises(ValueError, match="at least one working day"):
        WorkDays([])


@pytest.mark.parametrize(
    ("ask", "direction"),
    [
        (lambda: SIX_DAYS.add(LAST, 1), 1),
        (lambda: SIX_DAYS.add(date(2026, 3, 2), 1000), 1),
        (lambda: SIX_DAYS.add(FIRST, -1), -1),
        (lambda: SIX_DAYS.add(date(2026, 3, 2), -1000), -1),
        (lambda: SIX_DAYS.add(LAST + DAY, -1), 1),
        (lambda: SIX_DAYS.add(FIRST - DAY, 1), -1),
        (lambda: SIX_DAYS.is_workday(LAST + DAY), 1),
        (lambda: SIX_DAYS.roll(FIRST - DAY), -1),
        (lambda: SIX_DAYS.between(FIRST - DAY, LAST), -1),
        (lambda: SIX_DAYS.between(FIRST, LAST + DAY), 1),
        (lambda: SIX_DAYS.latest(FIRST, 5), -1),
        (lambda: SIX_DAYS.latest(LAST + DAY, 5), 1),
        (lambda: SIX_DAYS.shift_calendar(LAST, 1, "prev"), 1),
        (lambda: WorkDays([date(2026, 3, 6)], last=date(2026, 3, 8)).roll(date(2026, 3, 7)), 1),
        (lambda: WorkDays([date(2026, 3, 9)], FIRST).roll(date(2026, 3, 7), "prev"), -1),
    ],
)
def test_does_not_guess_beyond_the_span(ask, direction):
    with pytest.raises(HorizonError) as caught:
        ask()
    assert caught.value.direction == direction
    assert caught.value.first <= caught.value.last
    assert "the known span" in str(caught.value)


def test_rest_days_at_the_ends_of_the_span_are_known():
    short = WorkDays([date(2026, 3, 6)], first=date(2026, 3, 5), last=date(2026, 3, 8))
    assert not short.is_workday(date(2026, 3, 8))
    assert short.between(date(2026, 3, 5), date(2026, 3, 8)) == 1


def test_horizon_error_survives_pickling():
    error = pickle.loads(pickle.dumps(HorizonError(FIRST, FIRST, LAST, -1)))
    assert (error.day, error.direction) == (FIRST, -1)


def test_latest_counts_forward_only():
    with pytest.raises(ValueError, match="must not be negative"):
        SIX_DAYS.latest(LAST, -1)
