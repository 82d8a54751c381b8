"""What the steps of a finished order really took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .network import Net
from .steps import Calendars, Key, Step
from .walk import Reached, hand_over, pass_through


@dataclass(frozen=True, slots=True)
class Taken:
    """How long one step took: `days`, in its unit, from the end of the day `handed_over`."""

    handed_over: date
    days: int


def taken(steps: Sequence[Step], calendars: Calendars, start: date) -> dict[Key, Taken]:
    """What each done step took since what it waits for was really done.

    The hand-over is that of the plan (links, lags), with actual dates; steps without predecessors
    were handed over on `start`. Another step's start, which an `ss` link counts from, is that
    step's own hand-over. A step done before its turn took no days. Steps that are not done are
    passed through, as those that do not apply, and have no entry.

    Days are counted, not rounded up: a step of `n` days that keeps to its plan took `n` (a
    `calendar` step that rests until the next working day some more).
    """
    net = Net(steps, calendars)
    result: dict[Key, Taken] = {}
    reached: list[Reached | None] = [None] * len(steps)
    for i in net.order:
        step, scale = steps[i], net.scales[i]
        if scale is None or not step.actual:
            reached[i] = pass_through(net, i, reached)
            continue
        handed_over = hand_over(net, i, scale, reached)[0].day or start
        if step.unit == "work":
            days = calendars[step.calendar].between(handed_over, step.actual)
        else:
            days = (step.actual - handed_over).days
        result[step.key] = Taken(handed_over, max(days, 0))
        begun = min(handed_over, step.actual)
        reached[i] = Reached(begun, step.actual, step.key, step.key, True, True)
    return result
