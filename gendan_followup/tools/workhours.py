"""Working hours of one calendar, counted by bisection.

The stretches of work come from elsewhere (in Odoo: the intervals of a resource calendar with its leaves and swapped
Saturdays, asked for once a year of the calendar). Here they are only counted in. All moments are naive and of one time
zone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta

from .workdays import HorizonError


class WorkHours:
    """The stretches of work of one calendar between `first` and `last`. Immutable.

    Every count is O(log n) in the number of stretches and raises `HorizonError` rather than guess beyond the span.
    """

    __slots__ = ("_before", "_ends", "_starts", "first", "last")

    def __init__(self, stretches: Iterable[tuple[datetime, datetime]], first: datetime, last: datetime) -> None:
        """Take (begin, end) in any order; what overlaps or touches counts once."""
        starts: list[datetime] = []
        ends: list[datetime] = []
        for begin, end in sorted(stretches):
            if end <= begin:
                continue
            if ends and begin <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(begin)
                ends.append(end)
        if not starts:
            raise ValueError("A calendar needs at least one stretch of work.")
        if first > starts[0] or last < ends[-1]:
            raise ValueError(f"Work {starts[0]} to {ends[-1]} reaches over the span {first} to {last}.")
        self._starts, self._ends = tuple(starts), tuple(ends)
        self.first, self.last = first, last
        # seconds worked before each stretch, and after the last one
        before = [0.0]
        for begin, end in zip(starts, ends, strict=True):
            before.append(before[-1] + (end - begin).total_seconds())
        self._before = tuple(before)

    def __repr__(self) -> str:
        return f"<WorkHours {self.first}..{self.last}: {len(self._starts)}>"

    @property
    def stretches(self) -> tuple[tuple[datetime, datetime], ...]:
        """The stretches of work in order."""
        return tuple(zip(self._starts, self._ends, strict=True))

    def without(self, closed: Iterable[tuple[datetime, datetime]]) -> WorkHours:
        """The same hours less some spans, e.g. those in which a machine is overhauled.

        Who is closed all the time keeps the last stretch: a calendar without work counts nothing.
        """
        stretches = list(self.stretches)
        for begin, end in closed:
            stretches = [
                part
                for start, finish in stretches
                for part in ((start, min(finish, begin)), (max(start, end), finish))
                if part[0] < part[1]
            ]
        return WorkHours(stretches or self.stretches[-1:], self.first, self.last)

    def add(self, moment: datetime, hours: float) -> datetime:
        """The moment at which `hours` have been worked after `moment`; 0 gives the first moment that is worked.

        What ends with the day's work ends then, not when the next day's begins.
        """
        if hours < 0:
            raise ValueError("Working hours are added forward: they must not be negative.")
        seconds = self._until(moment)
        if hours == 0:
            index = bisect_right(self._ends, moment)
            if index == len(self._starts):
                raise HorizonError(moment.date(), self.first.date(), self.last.date(), 1)
            return max(moment, self._starts[index])
        # to the microsecond: hours cut into parts add up to a hair more, and that hair would be worked the next day
        target = round(seconds + hours * 3600, 6)
        index = bisect_left(self._before, target) - 1
        if index >= len(self._starts):
            raise HorizonError(moment.date(), self.first.date(), self.last.date(), 1)
        return self._starts[index] + timedelta(seconds=target - self._before[index])

    def between(self, start: datetime, end: datetime) -> float:
        """Hours worked from `start` to `end`; negative when `end` lies before."""
        return (self._until(end) - self._until(start)) / 3600

    def _until(self, moment: datetime) -> float:
        """Seconds worked up to `moment`."""
        if not self.first <= moment <= self.last:
            side = -1 if moment < self.first else 1
            raise HorizonError(moment.date(), self.first.date(), self.last.date(), side)
        index = bisect_right(self._starts, moment) - 1
        if index < 0:
            return 0.0
        worked = (min(moment, self._ends[index]) - self._starts[index]).total_seconds()
        return self._before[index] + worked
