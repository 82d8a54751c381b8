"""What goes into which container or truck.

First-fit decreasing: the largest go first, each into the first unit in which it still has room. What belongs together
(one order) is tried as a whole before it is taken apart. Volumes and weights are in any units, the same for all; a
limit of None does not count.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

# sums of floats: a hair over is not over
_HAIR = 1e-6


@dataclass(frozen=True)
class Piece:
    """One transfer to be loaded; pieces of the same `group` are kept together where that is possible."""

    key: Hashable
    volume: float = 0.0
    weight: float = 0.0
    group: Hashable = None


@dataclass
class Unit:
    """One container or truck with the room it still has. None: no limit."""

    key: Hashable
    volume: float | None = None
    weight: float | None = None
    pieces: list[Piece] = field(default_factory=list)

    def has_room(self, pieces: Iterable[Piece]) -> bool:
        """Whether all of these go in besides what is in already."""
        together = [*self.pieces, *pieces]
        return _fits(sum(piece.volume for piece in together), self.volume) and _fits(
            sum(piece.weight for piece in together), self.weight
        )


@dataclass(frozen=True)
class LoadPlan:
    """`places`: unit's key by piece's key; `left`: keys of what found no room, the largest first."""

    places: dict[Hashable, Hashable]
    left: list[Hashable]


def plan_load(pieces: Iterable[Piece], units: Sequence[Unit]) -> LoadPlan:
    """Find a place for each piece; pieces already in a unit stay there and take its room.

    A group that fits nowhere as a whole is taken apart, into as few units as first-fit gives. A group some of whose
    pieces are loaded already is tried in those units first.

    :param pieces: what is to be loaded
    :param units: in the order in which they are to be filled; they are changed
    """
    groups: dict[Hashable, list[Piece]] = {}
    for piece in pieces:
        # without a group a piece stands alone
        groups.setdefault(("group", piece.group) if piece.group is not None else ("piece", piece.key), []).append(piece)
    scale = _Scale(units)
    places: dict[Hashable, Hashable] = {}
    left: list[Piece] = []
    for name, group in sorted(groups.items(), key=lambda item: -scale.size(item[1])):
        preferred = _preferred(units, name)
        unit = next((unit for unit in preferred if unit.has_room(group)), None)
        if unit:
            unit.pieces += group
            places.update((piece.key, unit.key) for piece in group)
            continue
        for piece in sorted(group, key=lambda piece: -scale.size([piece])):
            unit = next((unit for unit in _preferred(units, name) if unit.has_room([piece])), None)
            if unit:
                unit.pieces.append(piece)
                places[piece.key] = unit.key
            else:
                left.append(piece)
    left.sort(key=lambda piece: -scale.size([piece]))
    return LoadPlan(places, [piece.key for piece in left])


def _preferred(units: Sequence[Unit], name: tuple[str, Hashable]) -> list[Unit]:
    """Units that hold some of the group first, else as given."""
    kind, group = name
    if kind == "piece":
        return list(units)
    return sorted(units, key=lambda unit: not any(piece.group == group for piece in unit.pieces))


def _fits(total: float, limit: float | None) -> bool:
    return limit is None or total <= limit + _HAIR


class _Scale:
    """How large something is: the greater of its shares of the largest unit's volume and weight."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.volume = max((unit.volume for unit in units if unit.volume), default=1.0)
        self.weight = max((unit.weight for unit in units if unit.weight), default=1.0)

    def size(self, pieces: Iterable[Piece]) -> float:
        pieces = list(pieces)
        return max(
            sum(piece.volume for piece in pieces) / self.volume,
            sum(piece.weight for piece in pieces) / self.weight,
        )
