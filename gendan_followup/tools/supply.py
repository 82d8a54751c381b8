"""Which supply covers which demand: first in, first out, for one product in one place.

Odoo links a make-to-stock component to no purchase. The queue in which its own reservation serves
the demands is known, though, and so are the open supplies: the demand is covered on the day on
which supplies up to then suffice for everybody in the queue up to and with it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Demand:
    """Someone in the queue who still needs `quantity`; negative quantities count as nothing."""

    key: Hashable
    quantity: float


@dataclass(frozen=True, slots=True)
class Supply:
    """`quantity` that is to come on `day`; `key` says where it was read."""

    key: Hashable
    quantity: float
    day: date


@dataclass(frozen=True, slots=True)
class Cover:
    """How a demand is covered.

    `day` and `key` are those of the last supply it takes from; both None when stock covers it all,
    or when it is not covered at all. `missing` is what no known supply brings.
    """

    day: date | None
    key: Hashable | None
    missing: float

    @property
    def is_covered(self) -> bool:
        """Whether everything it needs is in stock or on the way."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a demand and where it comes from: `key` and `day` of its supply, both None when stock has it."""

    quantity: float
    day: date | None = None
    key: Hashable | None = None


def shares(
    demands: Iterable[Demand],
    supplies: Iterable[Supply],
    on_hand: float = 0.0,
    tolerance: float = 1e-6,
) -> dict[Hashable, list[Share]]:
    """Serve `demands` in their order, from `on_hand` first, then from `supplies` by their day.

    Supplies of one day are taken in the order given. Differences below `tolerance` are rounding. Shares are in the
    order in which they come; together they are less than the demand where no known supply brings the rest. Linear
    but for the sorting. The demand's keys must differ.
    """
    ordered = sorted(supplies, key=lambda supply: supply.day)  # stable
    totals = list(accumulate((max(supply.quantity, 0.0) for supply in ordered), initial=max(on_hand, 0.0)))
    result: dict[Hashable, list[Share]] = {}
    taken, position = 0.0, 0
    for demand in demands:
        found = result[demand.key] = []
        rest = max(demand.quantity, 0.0)
        while rest > tolerance and position < len(totals):
            part = min(rest, totals[position] - taken)
            if part > tolerance:
                supply = ordered[position - 1] if position else None
                found.append(Share(part, supply.day, supply.key) if supply else Share(part))
                taken += part
                rest -= part
            if rest > tolerance:
                position += 1
    return result


def cover(
    demands: Iterable[Demand],
    supplies: Iterable[Supply],
    on_hand: float = 0.0,
    tolerance: float = 1e-6,
) -> dict[Hashable, Cover]:
    """What serving `demands` as in `shares` comes to for each: the last supply it takes from, and what is missing."""
    queue = list(demands)
    result: dict[Hashable, Cover] = {}
    served = shares(queue, supplies, on_hand, tolerance)
    for demand in queue:
        found = served[demand.key]
        missing = max(demand.quantity, 0.0) - sum(share.quantity for share in found)
        if missing > tolerance:
            result[demand.key] = Cover(None, None, missing)
        else:
            last = found[-1] if found else Share(0.0)
            result[demand.key] = Cover(last.day, last.key, 0.0)
    return result
