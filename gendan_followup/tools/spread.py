"""Middle and edge of a handful of whole days."""

from __future__ import annotations

from collections.abc import Sequence


def share_done(days: Sequence[int], share: float) -> int:
    """The days within which `share` of them were done: the smallest of `days` that is enough (nearest rank).

    A day that was really seen, never one in between: nobody waits for half a day.

    :raise ValueError: nothing to go by, or a share outside 0 to 1
    """
    if not days or not 0 < share <= 1:
        raise ValueError("There must be days to go by, and a share of more than 0 and at most 1.")
    ordered = sorted(days)
    # in whole percents: 0.9 x 10 is not quite 9 in binary
    rank = -(-len(ordered) * round(share * 100) // 100)
    return ordered[max(rank, 1) - 1]
