"""Backward from the promise: the baseline, and the last days on which a step may be done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from .network import Net
from .scales import Scale
from .steps import Calendars, Dates, Key, Latest, Step
from .walk import Reached, hand_over, pass_through


def _tighter(limit: date | None, other: date | None) -> date | None:
    if limit is None or other is None:
        return other if limit is None else limit
    return min(limit, other)


class Limits:
    """Last start and last finish of each step by position; None where the targets set no limit.

    `as_of_now`: done steps hold nobody back, begun and re-timed steps have their duration behind
    them. Otherwise the limits are those of the bare plan.
    """

    __slots__ = ("finishes", "net", "starts")

    def __init__(self, net: Net, targets: Iterable[int], promise: date, as_of_now: bool) -> None:
        self.net = net
        self.starts: list[date | None] = [None] * len(net.steps)
        self.finishes: list[date | None] = [None] * len(net.steps)
        for i in targets:
            self.finishes[i] = promise
        for i in reversed(net.order):
            if self.starts[i] is None and self.finishes[i] is None:
                continue
            scale = net.scales[i]
            if scale is None:
                self._limit_through(i)
            elif as_of_now and net.steps[i].actual:
                self.starts[i] = self.finishes[i] = None
            else:
                self._limit_before(i, scale, as_of_now)

    def _limit_through(self, i: int) -> None:
        """Hand the limits of a step that is not applicable to its predecessors."""
        start, finish = self.starts[i], self.finishes[i]
        for pred, is_ss, _lag, _tail in self.net.links[i]:
            if is_ss:
                self._limit(pred, start, finish)
            else:
                self._limit(pred, None, _tighter(start, finish))

    def _limit_before(self, i: int, scale: Scale, as_of_now: bool) -> None:
        """Settle the limits of one step, and derive those of its predecessors."""
        step, start, finish = self.net.steps[i], self.starts[i], self.finishes[i]
        duration = step.duration
        if as_of_now and step.started and duration:
            start = None  # it has begun: nobody can wait for that any more
        if start is not None:
            finish = _tighter(finish, scale.end_of(start, duration) if duration else start)
            if not duration:
                start = None  # same day as the finish
        self.starts[i], self.finishes[i] = start, finish
        links = self.net.links[i]
        if finish is None or not links:
            return
        timed = as_of_now and (step.manual or step.started)
        handed_over = _tighter(start, scale.latest(finish, 0 if timed else duration))
        for pred, is_ss, lag, tail in links:
            limit = scale.latest_begin(handed_over, lag)
            if not is_ss:
                self._limit(pred, None, limit)
            elif tail is None:
                self._limit(pred, limit, None)
            else:
                self._limit(pred, limit, scale.latest(finish, tail))

    def _limit(self, i: int, start: date | None, finish: date | None) -> None:
        self.starts[i] = _tighter(self.starts[i], start)
        self.finishes[i] = _tighter(self.finishes[i], finish)

    def to_latest(self) -> dict[Key, Latest]:
        """The limits of the applicable steps that have any."""
        return {
            step.key: Latest(start, finish)
            for step, start, finish in zip(self.net.steps, self.starts, self.finishes, strict=True)
            if finish is not None and step.applicable
        }


def backward(
    steps: Sequence[Step], targets: Collection[Key] | None, target: date, calendars: Calendars
) -> dict[Key, Dates]:
    """The baseline: what must be done when, for `targets` (None: all last steps) to be by `target`.

    What feeds a target is placed as late as possible. What does not (the signed copy that holds
    nothing up, the papers after arrival) is placed as early as its predecessors' baseline allows;
    without predecessors, from the first day of the baseline on. When `target` is a rest day of the
    target's calendar, its baseline is the working day before. What has happened so far (actual,
    started) or is expected (expected, manual) plays no part.

    The plan is infeasible from the first day on when a start lies in the past.
    """
    net = Net(steps, calendars)
    limits = Limits(net, net.find_targets(targets), target, as_of_now=False)
    reached: list[Reached | None] = [None] * len(steps)
    free: list[int] = []
    anchor: date | None = None
    # Predecessors of what feeds a target feed it, too: two walks in order see all they need.
    for i in net.order:
        if limits.starts[i] is None and limits.finishes[i] is None:
            free.append(i)
            continue
        scale = net.scales[i]
        if scale is None:
            reached[i] = pass_through(net, i, reached)
            continue
        step = steps[i]
        start, finish = _place_late(step, scale, limits.starts[i], limits.finishes[i])
        handed_over = hand_over(net, i, scale, reached)[0].day
        if step.duration and handed_over is not None and handed_over > start:
            start = handed_over  # on a rest day of ours: same working days left
        reached[i] = Reached(start, finish, step.key, step.key)
        anchor = start if anchor is None else min(anchor, start)
    for i in free:
        scale = net.scales[i]
        if scale is None:
            reached[i] = pass_through(net, i, reached)
            continue
        step = steps[i]
        handed_over, held = hand_over(net, i, scale, reached)
        start = handed_over.day or anchor or target
        finish = scale.finish(start, step.duration)
        if held.day is not None and held.day > finish:
            finish = held.day
            start = max(start, scale.start_of(finish, step.duration))
        reached[i] = Reached(start if step.duration else finish, finish, step.key, step.key)
    return {
        step.key: Dates(dates.start, dates.finish)
        for step, dates in zip(steps, reached, strict=True)
        if dates is not None and step.applicable
    }


def _place_late(
    step: Step, scale: Scale, start: date | None, finish: date | None
) -> tuple[date, date]:
    """Start and finish of a step as late as its limits allow."""
    if not step.duration:
        finish = scale.latest(finish, 0)
        return finish, finish
    begin = _tighter(start, scale.latest(finish, step.duration))
    finish = scale.finish(begin, step.duration)
    return scale.start_of(finish, step.duration), finish


def late_dates(
    steps: Sequence[Step], targets: Collection[Key] | None, target: date, calendars: Calendars
) -> dict[Key, Latest]:
    """Last days of each open step for `targets` (None: all last steps) to be by `target`, by now.

    Done steps hold nobody back any more. Steps that are done, or that cannot delay a target, have
    no entry.
    """
    net = Net(steps, calendars)
    return Limits(net, net.find_targets(targets), target, as_of_now=True).to_latest()
