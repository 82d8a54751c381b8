"""Which amounts make up another one: a search that is bounded whatever it is given."""

from __future__ import annotations

from collections.abc import Sequence

# up to so many amounts all their sums are looked at, each half by itself: 2 x 64 of them
FEW = 12
# up to so many all sums of three
SOME = 60


class Budget:
    """Steps that may be taken; searches stop when they are used up."""

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.spent = 0
        self.is_short = False
        """Whether somebody was refused."""

    def take(self, steps: int) -> bool:
        """Whether so many steps may still be taken; they count as taken then."""
        if self.spent + steps > self.steps:
            self.is_short = True
            return False
        self.spent += steps
        return True


def find_sum(target: int, amounts: Sequence[int], budget: Budget) -> tuple[int, ...] | None:
    """Places of at least two amounts that make up the target, as few as possible; None when none were found.

    Up to ``FEW`` amounts nothing is missed. Among more, sums of two and of neighbours are found, of three up to
    ``SOME``, and all but one or two.

    >>> find_sum(60, [10, 25, 20, 30], Budget(1000))
    (0, 2, 3)
    """
    count = len(amounts)
    if count < 2:
        return None
    if count <= FEW:
        return _of_few(target, amounts, budget)
    if not budget.take(2 * count):
        return None
    found = _of_two(target, amounts)
    if not found and count <= SOME and budget.take(count * count):
        found = _of_three(target, amounts)
    if not found and budget.take(3 * count):
        found = _of_neighbours(target, amounts) or _of_most(target, amounts)
    return found


def _of_few(target: int, amounts: Sequence[int], budget: Budget) -> tuple[int, ...] | None:
    half = len(amounts) // 2
    left, right = _sums(amounts[:half]), _sums(amounts[half:])
    if not budget.take(len(left) + len(right) + 2 ** (len(amounts) - half)):
        return None
    best: tuple[int, tuple[int, ...]] | None = None
    for total, masks in left.items():
        for one in masks:
            for other in right.get(target - total, ()):
                found = tuple(place for place in range(len(amounts)) if (one | other << half) >> place & 1)
                if len(found) > 1 and (best is None or (len(found), found) < best):
                    best = (len(found), found)
    return best[1] if best else None


def _sums(amounts: Sequence[int]) -> dict[int, list[int]]:
    """Each sum with the smallest sets (as bits) that make it, up to the first with two or more in it."""
    totals = [0]
    for amount in amounts:
        totals += [total + amount for total in totals]
    sums: dict[int, list[int]] = {}
    for mask in sorted(range(len(totals)), key=lambda mask: (mask.bit_count(), mask)):
        known = sums.setdefault(totals[mask], [])
        if not known or known[-1].bit_count() < 2:
            known.append(mask)
    return sums


def _of_two(target: int, amounts: Sequence[int]) -> tuple[int, ...] | None:
    seen: dict[int, int] = {}
    for place, amount in enumerate(amounts):
        if target - amount in seen:
            return (seen[target - amount], place)
        seen.setdefault(amount, place)
    return None


def _of_three(target: int, amounts: Sequence[int]) -> tuple[int, ...] | None:
    for first in range(len(amounts) - 2):
        rest = _of_two(target - amounts[first], amounts[first + 1 :])
        if rest:
            return (first, *(place + first + 1 for place in rest))
    return None


def _of_neighbours(target: int, amounts: Sequence[int]) -> tuple[int, ...] | None:
    total, begun = 0, {0: 0}
    for place, amount in enumerate(amounts, start=1):
        total += amount
        start = begun.get(total - target)
        if start is not None and place - start > 1:
            return tuple(range(start, place))
        begun.setdefault(total, place)
    return None


def _of_most(target: int, amounts: Sequence[int]) -> tuple[int, ...] | None:
    over = sum(amounts) - target
    left = None
    for place, amount in enumerate(amounts):
        if amount == over:
            left = (place,)
            break
    left = left or _of_two(over, amounts)
    return tuple(place for place in range(len(amounts)) if place not in left) if left else None
