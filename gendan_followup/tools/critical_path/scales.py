"""Counting days in the unit and calendar of a step."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

from ..workdays import WorkDays

_DAY = timedelta(days=1)


class Scale(Protocol):
    """Unit and calendar of a step. All arguments `n` are days >= 0."""

    def begin(self, day: date, n: int) -> date:
        """The hand-over `n` days of waiting after `day`; without waiting `day` itself."""

    def finish(self, day: date, n: int) -> date:
        """The end of `n` days of work handed over on `day`."""

    def latest_begin(self, limit: date, n: int) -> date:
        """Inverse of `begin`: the last day for which it does not pass `limit`."""

    def latest(self, limit: date, n: int) -> date:
        """Inverse of `finish`: the last day for which it does not pass `limit`."""

    def start_of(self, finish: date, n: int) -> date:
        """The first hand-over that leads to `finish` (a rest day: to the working day before)."""

    def end_of(self, start: date, n: int) -> date:
        """The last day whose `start_of` does not pass `start`."""

    def margin(self, finish: date, limit: date) -> int:
        """Days left from `finish` to `limit`; negative if and only if past it."""


class WorkScale:
    """Working days."""

    __slots__ = ("_days", "finish", "latest", "margin")

    def __init__(self, days: WorkDays) -> None:
        self._days = days
        self.finish = days.add
        self.latest = days.latest
        self.margin = days.margin

    def begin(self, day: date, n: int) -> date:
        return self._days.add(day, n) if n else day

    def latest_begin(self, limit: date, n: int) -> date:
        return self._days.latest(limit, n) if n else limit

    def start_of(self, finish: date, n: int) -> date:
        return self._days.add(self._days.roll(finish, "prev"), -n)

    def end_of(self, start: date, n: int) -> date:
        return self._days.add(start, n + 1) - _DAY


class DayScale:
    """Calendar days, nobody's rest days."""

    __slots__ = ()

    def begin(self, day: date, n: int) -> date:
        return day + timedelta(days=n)

    def latest_begin(self, limit: date, n: int) -> date:
        return limit - timedelta(days=n)

    finish = begin
    latest = latest_begin
    start_of = latest_begin
    end_of = begin

    def margin(self, finish: date, limit: date) -> int:
        return (limit - finish).days


class DayToWorkScale(DayScale):
    """Calendar days that end on a working day; what is left is told in working days."""

    __slots__ = ("_days", "margin")

    def __init__(self, days: WorkDays) -> None:
        self._days = days
        self.margin = days.margin

    def finish(self, day: date, n: int) -> date:
        return self._days.shift_calendar(day, n, "next")

    def latest(self, limit: date, n: int) -> date:
        return self._days.roll(limit, "prev") - timedelta(days=n)

    def start_of(self, finish: date, n: int) -> date:
        rested = self._days.add(self._days.roll(finish, "prev"), -1)
        return rested + timedelta(days=1 - n)

    def end_of(self, start: date, n: int) -> date:
        return self._days.add(self.finish(start, n), 1) - _DAY
