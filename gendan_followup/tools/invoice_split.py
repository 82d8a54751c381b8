"""Splitting what is invoiced over several invoices: by a key (order, the customer's order), and by a limit (限额).

Pure. Amounts are whole numbers of the currency's smallest unit, so that nothing is lost.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """What is not cut: what one delivery adds to an invoice, or takes off it."""

    key: Hashable
    """The caller's own name for it."""
    amount: int
    """Tax included; below zero for deductions and deposits that are set off."""
    measure: int
    """What the limit is held against: ``amount``, or the amount without tax."""
    group: Hashable = None
    """Pieces of different groups go on different invoices."""
    order: Hashable = None
    line: Hashable = None


@dataclass(slots=True)
class _Bundle:
    pieces: list[Piece]

    @property
    def amount(self) -> int:
        return sum(piece.amount for piece in self.pieces)

    @property
    def measure(self) -> int:
        return sum(piece.measure for piece in self.pieces)

    @property
    def is_short(self) -> bool:
        return self.amount < 0 or self.measure < 0


def split(pieces: Iterable[Piece], limit: int = 0) -> list[list[Piece]]:
    """Parts, each an invoice: in the order of the pieces, none over the limit unless a single piece is.

    What takes off stands with what it is taken off: of the same line, else of the same order, else of the same group.
    A group that is below zero as a whole goes with the next one that bears it; where none does it is a part of its own,
    below zero: a credit note.

    :param limit: 0 for none

    >>> a, b, c = (Piece(name, amount, amount) for name, amount in (("a", 60), ("b", 50), ("c", -20)))
    >>> [[piece.key for piece in part] for part in split([a, b, c], 70)]
    [['a', 'c'], ['b']]
    """
    parts: list[list[Piece]] = []
    for group in _groups(pieces):
        bundles = _bundles(group)
        if not limit or sum(piece.amount for piece in group) < 0:
            parts.append([piece for bundle in bundles for piece in bundle.pieces])
            continue
        parts.extend(_filled(bundles, limit))
    return [part for part in parts if part]


def _groups(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The groups, those below zero joined to one that bears them."""
    by_key: dict[Hashable, list[Piece]] = {}
    for piece in pieces:
        by_key.setdefault(piece.group, []).append(piece)
    groups = list(by_key.values())

    def total(group: Sequence[Piece]) -> int:
        return sum(piece.amount for piece in group)

    short = [group for group in groups if total(group) < 0]
    bearing = [group for group in groups if total(group) >= 0]
    for group in short:
        bearer = next((one for one in bearing if _may_join(one, group) and total(one) + total(group) >= 0), None)
        if bearer is None:
            bearing.append(group)
        else:
            bearer.extend(group)
    return bearing


def _may_join(one: Sequence[Piece], other: Sequence[Piece]) -> bool:
    """Whether groups may stand on one invoice: where their keys are tuples, the first of them is the same."""
    first, second = one[0].group, other[0].group
    if isinstance(first, tuple) and isinstance(second, tuple):
        return first[:1] == second[:1]
    return True


def _bundles(group: Sequence[Piece]) -> list[_Bundle]:
    """What stands together: one piece, or what takes off with what it is taken off."""
    bundles = [_Bundle([piece]) for piece in group if piece.amount >= 0]
    for minus in (piece for piece in group if piece.amount < 0):
        bundle = _Bundle([minus])
        candidates = sorted(
            bundles,
            key=lambda one: min(
                (piece.line != minus.line, piece.order != minus.order) for piece in one.pieces
            ),
        )  # fmt: skip
        place = None
        while bundle.is_short and candidates:
            taken = candidates.pop(0)
            at = next(number for number, one in enumerate(bundles) if one is taken)
            place = at if place is None or at < place else place
            del bundles[at]
            bundle = _Bundle([*taken.pieces, *bundle.pieces])
        bundles.insert(len(bundles) if place is None else min(place, len(bundles)), bundle)
    return bundles


def _filled(bundles: Sequence[_Bundle], limit: int) -> list[list[Piece]]:
    """Parts filled one after the other."""
    parts: list[list[Piece]] = []
    room = 0
    for bundle in bundles:
        if parts and bundle.measure <= room:
            parts[-1].extend(bundle.pieces)
            room -= bundle.measure
        else:
            parts.append(list(bundle.pieces))
            room = limit - bundle.measure
    return parts
