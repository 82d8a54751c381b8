"""The clock against counting minute by minute, over nights, holidays, pauses and both changes of summer time."""

from bisect import bisect_right
from datetime import datetime, time, timedelta
from functools import cache
from itertools import compress
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.service_clock import ROUND_THE_CLOCK, ServiceClock, merged
from odoo.addons.gendan_followup.tools.workhours import WorkHours

MINUTE = timedelta(minutes=1)
UTC = ZoneInfo("UTC")
# a day shift with lunch; a night shift, over the hour that is missing or comes twice
SHIFTS = {
    "day": ((8 * 60, 12 * 60), (13 * 60 + 30, 17 * 60 + 30)),
    "night": ((0, 6 * 60), (22 * 60, 24 * 60)),
}
# (zone, first day): three weeks from it; the middle one has the change of time in Berlin
WORLDS = {
    "Shanghai": ("Asia/Shanghai", datetime(2026, 11, 2)),
    "Berlin, spring": ("Europe/Berlin", datetime(2026, 3, 16)),
    "Berlin, autumn": ("Europe/Berlin", datetime(2026, 10, 12)),
    "Santiago": ("America/Santiago", datetime(2026, 8, 31)),
}
DAYS = 42
LENGTH = (DAYS + 4) * 24 * 60
HOLIDAY = 3  # the Thursday of the first week


@cache
def calendar(world, shift):
    """(`WorkHours`, a byte for each minute of the world: 1 where somebody works by the clock on the wall)."""
    zone, first = ZoneInfo(WORLDS[world][0]), WORLDS[world][1]
    stretches = []
    for number in range(-1, DAYS + 1):
        day = first + timedelta(number)
        if day.weekday() == 6 or number == HOLIDAY:
            continue
        for begin, end in SHIFTS[shift]:
            stretches.append(tuple(_utc(day + timedelta(minutes=at), zone) for at in (begin, end)))
    hours = WorkHours(stretches, first - timedelta(2), first + timedelta(DAYS + 2))
    return hours, bytes(_is_worked(first, first - timedelta(2) + n * MINUTE, zone, shift) for n in range(LENGTH))


def _utc(moment, zone):
    return moment.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


def _is_worked(first, moment, zone, shift):
    """What somebody with a watch and the shift on the wall would count."""
    local = moment.replace(tzinfo=UTC).astimezone(zone)
    number = (local.date() - first.date()).days
    minute = local.hour * 60 + local.minute
    return (
        -1 <= number <= DAYS
        and local.weekday() != 6
        and number != HOLIDAY
        and any(begin <= minute < end for begin, end in SHIFTS[shift])
    )


def counted(minutes, first, start, pauses):
    """Minute by minute: the moments at which each counted minute from the start on is over."""
    origin = first - timedelta(2)

    def place(moment):
        return min(max((moment - origin) // MINUTE, 0), LENGTH)

    left = bytearray(minutes)
    left[: place(start)] = bytes(place(start))
    for begin, end in pauses:
        at, until = place(begin), LENGTH if end is None else place(end)
        left[at:until] = bytes(max(until - at, 0))
    return [origin + (number + 1) * MINUTE for number in compress(range(LENGTH), left)]


@st.composite
def cases(draw):
    world = draw(st.sampled_from(sorted(WORLDS)))
    shift = draw(st.sampled_from(["all", *SHIFTS]))
    hours, minutes = (ROUND_THE_CLOCK, bytes([1]) * LENGTH) if shift == "all" else calendar(world, shift)
    first = WORLDS[world][1]
    # up to three weeks: Sundays, the holiday and the night of the change among them
    start = first + draw(st.integers(0, 14 * 24 * 60)) * MINUTE
    pauses = []
    for _number in range(draw(st.integers(0, 4))):
        begin = start + draw(st.integers(-600, 6000)) * MINUTE
        open_end = draw(st.integers(0, 7)) == 0
        pauses.append((begin, None if open_end else begin + draw(st.integers(0, 3000)) * MINUTE))
    # a multiple of four: half and three quarters are whole minutes, too
    target = draw(st.integers(1, 10 * 60)) * 4
    return hours, target, start, pauses, counted(minutes, first, start, pauses)


@settings(deadline=None)
@given(cases(), st.sampled_from([0.5, 0.75, 1.0]))
def test_it_is_reached_when_so_many_minutes_have_been_counted(case, share):
    hours, target, start, pauses, ends = case
    wanted = int(target * share)
    reached = ServiceClock(start, target / 60, hours, pauses).reached(share)
    assert reached == (ends[wanted - 1] if wanted <= len(ends) else None)


@settings(deadline=None)
@given(cases(), st.integers(-100, 8000))
def test_elapsed_is_what_has_been_counted(case, later):
    hours, target, start, pauses, ends = case
    moment = start + later * MINUTE
    clock = ServiceClock(start, target / 60, hours, pauses)
    spent = bisect_right(ends, moment)
    assert clock.elapsed(moment) == pytest.approx(spent / 60, abs=1e-6)
    assert clock.left(moment) == pytest.approx((target - spent) / 60, abs=1e-6)
    assert clock.share(moment) == pytest.approx(spent / target, abs=1e-6)


@settings(deadline=None)
@given(cases())
def test_pauses_in_any_order_and_in_pieces_are_the_same(case):
    hours, target, start, pauses, _ends = case
    pieces = []
    for begin, end in pauses:
        middle = begin + 7 * MINUTE
        pieces += [(begin, end)] if end is None or end <= middle else [(middle, end), (begin, middle), (begin, end)]
    assert merged(pieces, start) == merged(pauses, start)
    assert ServiceClock(start, target / 60, hours, pieces).due == ServiceClock(start, target / 60, hours, pauses).due


def test_the_night_of_summer_time_has_an_hour_less():
    hours, _minutes = calendar("Berlin, spring", "night")
    # Saturday 28 March, 22:00; the shift on Sunday does not work
    saturday = datetime(2026, 3, 28, 21)
    assert ServiceClock(saturday, 2, hours).due == datetime(2026, 3, 28, 23)
    # round the clock a day is 24 hours: 21:00 the evening before is 22:00 of the summer
    assert ServiceClock(saturday, 24).due == datetime(2026, 3, 29, 21)


def test_what_comes_on_a_holiday_begins_to_count_on_the_next_working_day():
    hours, _minutes = calendar("Shanghai", "day")
    holiday = datetime.combine(datetime(2026, 11, 5), time(10)) - timedelta(hours=8)
    clock = ServiceClock(holiday, 8, hours)
    assert clock.elapsed(datetime(2026, 11, 5, 16)) == 0
    assert clock.due == datetime(2026, 11, 6, 9, 30)


def test_it_stands_while_paused_without_an_end():
    start = datetime(2026, 11, 2, 1)
    clock = ServiceClock(start, 24, pauses=[(start + timedelta(hours=13), None)])
    assert clock.due is None
    assert clock.reached(0.5) == start + timedelta(hours=12)
    assert clock.elapsed(start + timedelta(days=9)) == 13
    assert clock.is_paused(start + timedelta(days=9))
    assert not clock.is_paused(start)


def test_a_target_below_nothing_is_refused():
    with pytest.raises(ValueError, match="negative"):
        ServiceClock(datetime(2026, 11, 2), -1)
    assert ServiceClock(datetime(2026, 11, 2), 0).due == datetime(2026, 11, 2)
    assert ServiceClock(datetime(2026, 11, 2), 0).share(datetime(2026, 11, 2)) == 1
