"""How far each step has come while a pass walks the network from the first step on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .network import Net
from .scales import Scale
from .steps import Key


@dataclass(slots=True)
class Reached:
    """How far a step has come. What is passed through hands on the dates of the steps before it.

    `start_of`, `finish_of`: whose dates these are; `start_known`, `finish_known`: they are facts.
    """

    start: date
    finish: date
    start_of: Key
    finish_of: Key
    start_known: bool = False
    finish_known: bool = False


class Bound:
    """The latest of several days, whose it is, and whether that day rests on a fact."""

    __slots__ = ("by", "day", "known")

    def __init__(self) -> None:
        self.day: date | None = None
        self.by: Key = None
        self.known = False

    def push(self, day: date, by: Key, known: bool) -> None:
        """Take `day` if it is later; of two equal ones the one that may still move."""
        if self.day is None or day > self.day or (day == self.day and self.known and not known):
            self.day, self.by, self.known = day, by, known


def pass_through(net: Net, i: int, reached: Sequence[Reached | None]) -> Reached | None:
    """What a step that is not applicable hands on; None if there is nothing before it."""
    start, finish = Bound(), Bound()
    for pred, is_ss, _lag, _tail in net.links[i]:
        before = reached[pred]
        if before is None:
            continue
        if is_ss:
            start.push(before.start, before.start_of, before.start_known)
        else:
            start.push(before.finish, before.finish_of, before.finish_known)
        finish.push(before.finish, before.finish_of, before.finish_known)
    if start.day is None or finish.day is None:
        return None
    return Reached(start.day, finish.day, start.by, finish.by, start.known, finish.known)


def hand_over(
    net: Net, i: int, scale: Scale, reached: Sequence[Reached | None]
) -> tuple[Bound, Bound]:
    """When the links let a step begin, and when their tails let it finish."""
    start, finish = Bound(), Bound()
    for pred, is_ss, lag, tail in net.links[i]:
        before = reached[pred]
        if before is None:
            continue
        if is_ss:
            day = scale.begin(before.start, lag)
            start.push(day, before.start_of, before.start_known)
            if tail is not None:
                day = scale.finish(before.finish, tail)
                finish.push(day, before.finish_of, before.finish_known)
        else:
            day = scale.begin(before.finish, lag)
            start.push(day, before.finish_of, before.finish_known)
    return start, finish
