"""How far a production is, by half working days: pace, expected finish, and the operation that holds it.

Told twice a day: what came out of each operation so far. The pace is what came out in the last working days, the
expected finish is the rest at that pace, operation after operation. Everything is counted from what was told, never
from now: the same words give the same day, whenever somebody asks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .workdays import WorkDays

Half = Literal["am", "pm"]
State = Literal["waiting", "running", "still", "done"]

# the pace of the last five working days counts: what was fast two weeks ago says nothing
WINDOW = 10
# what stands still, or nearly, is reckoned with a quarter of the planned pace: late enough to be seen, and a day
SLOWEST = 4


class Clock:
    """Half working days of a calendar as numbers, one after the other, and back.

    What is told on a rest day belongs to the afternoon of the working day before it.
    """

    def __init__(self, days: WorkDays) -> None:
        self._days = days

    def slot(self, day: date, half: Half) -> int:
        """The number of that half day."""
        number = self._days.between(self._days.first, day)
        if not self._days.is_workday(day):
            return 2 * number + 1
        return 2 * number + (half == "pm")

    def day(self, slot: int) -> date:
        """The day on which that half day lies; what lies beyond the calendar is its last working day."""
        number = min(slot // 2, self._days.between(self._days.first, self._days.last))
        if number <= 0:
            return self._days.first
        return self._days.add(self._days.first, number)


@dataclass(frozen=True, slots=True)
class Operation:
    """What is known of one operation.

    `told` are (slot, done so far), by slot; `weight` is how long it takes beside the others; `is_done` says that it is
    finished, whatever the quantity; `began` is the slot in which it began, where that is known; `agreed` is the slot in
    which the rest of it comes, where somebody else does it and has named the day: no pace says it better.
    """

    quantity: float
    told: tuple[tuple[int, float], ...] = ()
    weight: float = 1.0
    is_done: bool = False
    began: int | None = None
    agreed: int | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """How one operation goes; paces are quantities a half day, `finish` is a slot."""

    state: State
    done: float
    actual: float | None
    planned: float
    needed: float | None
    finish: int | None
    is_agreed: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How a production goes: its operations, the slot in which the last of them ends, and which of them holds it."""

    operations: tuple[Pace, ...]
    finish: int | None
    holding: int | None

    @property
    def done_count(self) -> int:
        """Operations that are finished."""
        return sum(pace.state == "done" for pace in self.operations)


def progress(operations: Sequence[Operation], start: int, due: int, limit: int | None = None) -> Progress:
    """Where a production stands that was to run from slot `start` to the end of slot `due`, and may until `limit`.

    The time between is planned for the operations one after the other, by weight. One that has begun goes on at its
    pace, though not to its end before the one before it; one that has not begun takes its planned time after that one.
    Nothing is expected before anything was told.

    `holding` is, of the operations that have begun and are slower than planned, the one whose rest takes longest beyond
    its planned time; where none is slow and the end lies past `limit`, the one whose rest takes longest.
    """
    if not operations:
        return Progress((), None, None)
    whole = max(due - start + 1, 1)
    weights = [max(operation.weight, 0.0) for operation in operations]
    total = sum(weights) or float(len(operations))
    if not any(weights):
        weights = [1.0] * len(operations)
    has_begun = any(_begun(operation) for operation in operations)
    paces: list[Pace] = []
    rests: list[tuple[float, float]] = []
    planned_end, finish, began = start - 1.0, None, start
    for operation, weight in zip(operations, weights, strict=True):
        length = max(whole * weight / total, 1e-9)
        planned_end += length
        planned = max(operation.quantity, 0.0) / length
        done = operation.told[-1][1] if operation.told else 0.0
        rest = max(operation.quantity - done, 0.0)
        last = operation.told[-1][0] if operation.told else operation.began
        own: int | None
        if operation.is_done or (operation.told and rest <= 0):
            state: State = "done"
            actual, needed, own = None, None, last
            rests.append((0.0, 0.0))
        elif operation.agreed is not None:
            state, actual, needed = "running", None, None
            own = operation.agreed if last is None else max(operation.agreed, last)
            rests.append((length + max(own - planned_end, 0.0), length))
        elif _begun(operation) and last is not None:
            actual = _pace(operation, began)
            state = "still" if _stands_still(operation, actual) else "running"
            pace = planned if actual is None else max(actual, planned / SLOWEST)
            takes = rest / pace if pace > 0 else 0.0
            own = last + max(math.ceil(takes - 1e-9), 1)
            if finish is not None and _is_open(paces[-1]):
                own = max(own, finish + 1)
            # past its time: the rest in a day
            needed = rest / max(planned_end - last, 2.0)
            rests.append((takes, rest / planned if planned > 0 else 0.0))
        else:
            state, actual, needed = "waiting", None, None
            before = finish if finish is not None else (start - 1 if has_begun else None)
            if before is not None and last is not None:
                # told that it has not begun
                before = max(before, last)
            own = None if before is None else before + max(math.ceil(length - 1e-9), 1)
            rests.append((length, length))
        if operation.told or operation.began is not None:
            began = max(began, _began(operation, began))
        is_agreed = operation.agreed is not None and state != "done"
        paces.append(Pace(state, done, actual, planned, needed, own, is_agreed))
        if own is not None:
            finish = own if finish is None else max(finish, own)
    if not has_begun:
        return Progress(tuple(paces), None, None)
    return Progress(tuple(paces), finish, _holding(paces, rests, finish, due if limit is None else limit))


def _begun(operation: Operation) -> bool:
    has_gone = operation.began is not None or operation.agreed is not None
    return operation.is_done or has_gone or any(done > 0 for _slot, done in operation.told)


def _is_open(pace: Pace) -> bool:
    return pace.state != "done"


def _began(operation: Operation, earliest: int) -> int:
    """The slot in which it began: as told, else after the last word that nothing was done, else at most a working day
    before the first word: who tells twice a day told of it as soon as there was something to tell."""
    if operation.began is not None:
        return operation.began
    first = next((slot for slot, done in operation.told if done > 0), operation.told[0][0])
    nothing = [slot for slot, done in operation.told if done <= 0 and slot < first]
    return min(nothing[-1] + 1 if nothing else max(earliest, first - 1), first)


def _pace(operation: Operation, earliest: int) -> float | None:
    """What came out a half day in the last `WINDOW` half days that were told of; None before anything was told."""
    if not operation.told:
        return None
    began = _began(operation, earliest)
    points = [(began - 1, 0.0), *((slot, done) for slot, done in operation.told if slot >= began)]
    last, done = points[-1]
    # the latest word that lies outside of the window is where it begins
    base_slot, base = next(
        ((slot, so_far) for slot, so_far in reversed(points[:-1]) if slot <= last - WINDOW), points[0]
    )
    return max(done - base, 0.0) / max(last - base_slot, 1)


def _stands_still(operation: Operation, actual: float | None) -> bool:
    """Nothing came out for a working day, as far as it was told."""
    if not operation.told or not actual:
        return actual == 0
    last, done = operation.told[-1]
    return any(slot <= last - 2 and so_far == done for slot, so_far in operation.told)


def _holding(
    paces: Sequence[Pace], rests: Sequence[tuple[float, float]], finish: int | None, limit: int
) -> int | None:
    slow = {
        number: takes - planned
        for number, (pace, (takes, planned)) in enumerate(zip(paces, rests, strict=True))
        if pace.state in ("running", "still") and takes > planned + 1e-9
    }
    if not slow:
        if finish is None or finish <= limit:
            return None
        slow = {
            number: takes
            for number, (pace, (takes, _planned)) in enumerate(zip(paces, rests, strict=True))
            if _is_open(pace)
        }
    return min(slow, key=lambda number: (-slow[number], number), default=None)
