"""Working days of one calendar, counted by bisection.

The list of days comes from elsewhere (in Odoo: the intervals of a resource calendar with its leaves
and swapped Saturdays, asked for once per horizon). Here it is only counted in.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

Roll = Literal["next", "prev"]

_DAY = timedelta(days=1)


class HorizonError(ValueError):
    """A count left the span of days that the calendar knows.

    Who built the calendar may widen it and try again.

    `day` is the day the count began at, `first` and `last` bound the known span, `direction` says
    which end was too near: -1 the past, +1 the future.
    """

    def __init__(self, day: date, first: date, last: date, direction: int) -> None:
        side = "after" if direction > 0 else "before"
        super().__init__(
            f"Counting working days from {day} needs days {side} the known span {first} to {last}."
        )
        self.day = day
        self.first = first
        self.last = last
        self.direction = direction

    def __reduce__(self) -> tuple[type[HorizonError], tuple[date, date, date, int]]:
        return type(self), (self.day, self.first, self.last, self.direction)


class WorkDays:
    """The working days of one calendar between `first` and `last`, both included. Immutable.

    A date stands for the end of that day. Work that is handed over on a rest day is therefore as
    far as work handed over on the working day before it: one working day after Saturday or Sunday
    is Monday.

    Every count is O(log n) in the number of days and raises `HorizonError` rather than guess beyond
    the span.
    """

    __slots__ = ("_days", "first", "last")

    def __init__(
        self, days: Iterable[date], first: date | None = None, last: date | None = None
    ) -> None:
        """Take days in any order; `first` and `last` widen the span over rest days at its ends."""
        ordered = tuple(sorted(set(days)))
        if not ordered:
            raise ValueError("A calendar needs at least one working day.")
        self._days = ordered
        self.first = ordered[0] if first is None else first
        self.last = ordered[-1] if last is None else last
        if self.first > ordered[0] or self.last < ordered[-1]:
            raise ValueError(
                f"Working days {ordered[0]} to {ordered[-1]} "
                f"reach over the span {self.first} to {self.last}."
            )

    def __len__(self) -> int:
        return len(self._days)

    def __repr__(self) -> str:
        return f"<WorkDays {self.first}..{self.last}: {len(self._days)}>"

    @property
    def days(self) -> tuple[date, ...]:
        """The working days in order."""
        return self._days

    def is_workday(self, day: date) -> bool:
        """Whether `day` is a working day."""
        index = self._count_until(day)
        return index > 0 and self._days[index - 1] == day

    def roll(self, day: date, to: Roll = "next") -> date:
        """`day` if it is a working day, else the one after it (`next`) or before it (`prev`)."""
        if to == "prev":
            return self._at(self._count_until(day) - 1, day)
        return self._at(self._count_before(day), day)

    def add(self, day: date, n: int, roll: Roll = "next") -> date:
        """The `n`-th working day after `day`, or before it if `n` is negative; `day` never counts.

        With `n` = 0 it is `day`, moved as `roll` says when it is a rest day.
        """
        if n > 0:
            return self._at(self._count_until(day) + n - 1, day)
        if n < 0:
            return self._at(self._count_before(day) + n, day)
        return self.roll(day, roll)

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` lies before.

        `between(a, b) == -between(b, a)`; for a working day d, `between(d, add(d, n)) == n`.
        """
        return self._count_until(end) - self._count_until(start)

    def margin(self, finish: date, limit: date) -> int:
        """Working days left from `finish` to `limit`; negative if and only if past it.

        Only rest days may lie between the two (arrival on Sunday, promise on Saturday): late all
        the same, hence -1.
        """
        days = self.between(finish, limit)
        return days if days or finish <= limit else -1

    def latest(self, limit: date, n: int) -> date:
        """The last day, working or not, from which `n` working days do not pass `limit`.

        `add(d, n) <= limit` if and only if `d <= latest(limit, n)`, for `n` >= 0.
        """
        if n < 0:
            raise ValueError("latest() counts forward: n must not be negative.")
        if n == 0:
            return self.roll(limit, "prev")
        return self._at(self._count_until(limit) - n, limit) - _DAY

    def shift_calendar(self, day: date, n: int, roll: Roll | None = None) -> date:
        """`n` calendar days after `day`, then rolled to a working day if `roll` says so."""
        shifted = day + timedelta(days=n)
        return shifted if roll is None else self.roll(shifted, roll)

    def _count_until(self, day: date) -> int:
        """Working days up to and with `day`."""
        if not self.first <= day <= self.last:
            raise HorizonError(day, self.first, self.last, -1 if day < self.first else 1)
        return bisect_right(self._days, day)

    def _count_before(self, day: date) -> int:
        """Working days before `day`."""
        if not self.first <= day <= self.last:
            raise HorizonError(day, self.first, self.last, -1 if day < self.first else 1)
        return bisect_left(self._days, day)

    def _at(self, index: int, origin: date) -> date:
        if 0 <= index < len(self._days):
            return self._days[index]
        raise HorizonError(origin, self.first, self.last, -1 if index < 0 else 1)
