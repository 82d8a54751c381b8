"""Which way goods should go: the ways there are, in the order in which a clerk would take them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Policy = Literal["cheapest", "fastest"]


@dataclass(frozen=True, slots=True)
class Way:
    """One carrier for one order.

    `leaves` is the first day it takes the goods, `arrives` the day they are there, None where nobody knows how long it
    takes. `cost` is ours, None where only the carrier can tell it. `named` is what the customer asked for.
    """

    key: Any
    leaves: date
    arrives: date | None
    cost: float | None
    named: bool = False

    def late(self, promised: date | None) -> int | None:
        """Calendar days past the promise, 0 if in time or nothing is promised; None where nobody knows."""
        if self.arrives is None:
            return None
        return max((self.arrives - promised).days, 0) if promised else 0


def ranked(ways: Iterable[Way], promised: date | None, policy: Policy) -> list[Way]:
    """The ways, best first; the first is the one to propose.

    What the customer named stands first as long as it is in time. Then those in time, by the house's policy; then the
    late ones, the least late first; then those of which nobody knows how long they take. A price nobody knows stands
    behind every known one.
    """

    def order(way: Way) -> tuple:
        late = way.late(promised)
        unknown = late is None
        cost = (way.cost is None, way.cost or 0.0)
        arrives = way.arrives or date.max
        by_policy = (arrives, cost) if policy == "fastest" else (cost, arrives)
        return (unknown, late or 0, not way.named, by_policy)

    return sorted(ways, key=order)
