"""What is matched, and what comes of it: lines of two lists, groups of them, the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Line:
    """A line of either list; ``key`` is the caller's, ``amount`` in the smallest unit of the currency."""

    key: int
    amount: int
    currency: str = ""
    receipt: str = ""
    note: str = ""
    order: str = ""
    part: str = ""
    day: date | None = None
    quantity: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together, and why.

    ``state``: ``matched``, ``differs``, ``only_ours``, ``only_theirs``, ``duplicate`` (on their side).
    ``code``, why: ``receipt``, ``note``, ``order`` (the same on both), ``number`` (the same, written differently or in
    another column), ``part`` (part, quantity and near day), ``amount_day`` (amount and near day), ``amount`` (no other
    line has it), ``currency`` (same number, another currency), ``repeated`` (of ``of``), ``none``.
    ``value`` is the number or part as they write it, ``difference`` is theirs less ours, ``days`` how far apart.
    """

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    state: str
    code: str
    value: str = ""
    difference: int = 0
    days: int = 0
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """All groups; ``steps`` is what it took, ``cut_short`` whether a search for sums was ended by its budget."""

    groups: tuple[Group, ...]
    steps: int
    cut_short: bool
