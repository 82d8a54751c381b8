"""The clock of a promise to answer: so many hours from a start, less the time it was paused.

Which hours count is asked of an `Hours`: working hours of a calendar (`tools.workhours.WorkHours`, which knows its
leaves and its time zone) or all of them (`ROUND_THE_CLOCK`). All moments are naive and of one time zone, UTC in
practice: so a day of 23 or 25 hours counts as what it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

# what is paused and not resumed has no end
Pause = tuple[datetime, "datetime | None"]


class Hours(Protocol):
    """Hours that count."""

    def add(self, moment: datetime, hours: float) -> datetime:
        """The first moment at which `hours` have been counted after `moment`."""
        ...

    def between(self, start: datetime, end: datetime) -> float:
        """Hours counted from `start` to `end`; negative when `end` lies before."""
        ...


class _RoundTheClock:
    """Every hour counts."""

    def add(self, moment: datetime, hours: float) -> datetime:
        return moment + timedelta(hours=hours)

    def between(self, start: datetime, end: datetime) -> float:
        return (end - start).total_seconds() / 3600


ROUND_THE_CLOCK: Hours = _RoundTheClock()


@dataclass(frozen=True)
class ServiceClock:
    """A start, the hours within which something is to be done, and the spans in which the clock stood.

    :param start: when it began to run
    :param target: hours; not negative
    :param hours: which hours count
    :param pauses: (from, to) in any order, overlapping or not; `to` is None while it still stands
    """

    start: datetime
    target: float
    hours: Hours = ROUND_THE_CLOCK
    pauses: Iterable[Pause] = field(default=())

    def __post_init__(self) -> None:
        if self.target < 0:
            raise ValueError("A target of hours must not be negative.")
        object.__setattr__(self, "pauses", merged(self.pauses, self.start))

    def is_paused(self, moment: datetime) -> bool:
        """Whether the clock stands at a moment."""
        return any(begin <= moment and (end is None or moment < end) for begin, end in self.pauses)

    def elapsed(self, moment: datetime) -> float:
        """Hours counted from the start to a moment; 0 before the start."""
        if moment <= self.start:
            return 0.0
        spent = self.hours.between(self.start, moment)
        for begin, end in self.pauses:
            if begin >= moment:
                break
            spent -= self.hours.between(begin, moment if end is None else min(end, moment))
        return spent if spent > 0 else 0.0

    def left(self, moment: datetime) -> float:
        """Hours left at a moment; negative when it is over."""
        return self.target - self.elapsed(moment)

    def share(self, moment: datetime) -> float:
        """Which part of the target is used up at a moment: 1 is all of it. A target of nothing is used up at once."""
        return self.elapsed(moment) / self.target if self.target else 1.0

    def reached(self, share: float = 1.0) -> datetime | None:
        """The moment at which a part of the target is used up; None while a pause without end lies before it.

        `due` is `reached(1)`. What is used up at the very moment at which a pause begins is used up.
        """
        wanted = self.target * share
        moment = self.hours.add(self.start, wanted) if wanted else self.start
        for begin, end in self.pauses:
            # nothing counts from here on, and all that is wanted had been counted before
            if begin >= moment:
                break
            if end is None:
                return None
            if wanted:
                wanted += self.hours.between(begin, end)
                moment = self.hours.add(self.start, wanted)
        return moment

    @property
    def due(self) -> datetime | None:
        """The moment at which the whole target is used up; None while the clock stands for an unknown time."""
        return self.reached()


def merged(pauses: Iterable[Pause], start: datetime) -> tuple[Pause, ...]:
    """Pauses in order from a start on; what overlaps or touches becomes one."""
    result: list[Pause] = []
    for begin, end in sorted(pauses, key=lambda pause: pause[0]):
        begin = max(begin, start)
        if end is not None and end <= begin:
            continue
        if result:
            last_begin, last_end = result[-1]
            if last_end is None:
                break
            if begin <= last_end:
                result[-1] = (last_begin, None if end is None else max(last_end, end))
                continue
        result.append((begin, end))
    return tuple(result)
