"""Which supply covers which demand: first in, first out, for one product in one place.

Odoo links a make-to-stock component to no purchase. The queue in which its own reservation serves
the demands is known, though, and so are the open supplies: the demand is covered on the day on
which supplies up to then suffice for everybody in the queue up to and with it.
"""

from __future__ import annotations

from bisect import bisect_left
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


def cover(
    demands: Iterable[Demand],
    supplies: Iterable[Supply],
    on_hand: float = 0.0,
    tolerance: float = 1e-6,
) -> dict[Hashable, Cover]:
    """Serve `demands` in their order, from `on_hand` first, then from `supplies` by their day.

    Supplies of one day are taken in the order given. Differences below `tolerance` are rounding.
    Linear but for the sorting. The demand's keys must differ.
    """
    ordered = sorted(supplies, key=lambda supply: supply.day)  # stable
    totals = list(accumulate((max(supply.quantity, 0.0) for supply in ordered), initial=max(on_hand, 0.0)))
    result: dict[Hashable, Cover] = {}
    needed = 0.0
    for demand in demands:
        quantity = max(demand.quantity, 0.0)
        before, needed = needed, needed + quantity
        position = bisect_left(totals, needed - tolerance)
        if quantity <= tolerance or position == 0:
            result[demand.key] = Cover(None, None, 0.0)
        elif position < len(totals):
            supply = ordered[position - 1]
            result[demand.key] = Cover(supply.day, supply.key, 0.0)
        else:
            result[demand.key] = Cover(None, None, min(quantity, needed - max(totals[-1], before)))
    return result
