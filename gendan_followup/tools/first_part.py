"""How much of a late delivery a customer needs first, and by when, to keep running until the rest comes.

All of it rests on what the customer told: his stock at the start of a day, and what he uses on a working day. Goods
that arrive on a day are used from the next working day on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from .workdays import WorkDays

# what floats leave of a whole number of days
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class FirstPart:
    """What has to come first.

    `runs_out` is the first working day the stock does not last for. `on` is the latest arrival that bridges the time
    until the rest, None when nothing can come before the rest does. `in_time`: he never stands still.
    """

    runs_out: date
    on: date | None
    quantity: float
    in_time: bool


def first_part(
    stock: float, use: float, told_on: date, earliest: date, rest_on: date, whole: float, days: WorkDays
) -> FirstPart | None:
    """The first delivery a customer needs, or None when his stock lasts until the rest is there.

    :param stock: what he has at the start of `told_on`
    :param use: what he uses on a working day, in the same unit, more than 0
    :param earliest: the first day on which anything can arrive
    :param rest_on: the day on which the rest arrives
    :param whole: all that is to be delivered; no more is suggested
    :param days: the working days he works
    """
    if use <= 0 or stock < 0 or whole <= 0:
        raise ValueError("Use and quantity must be more than nothing, the stock cannot be negative.")
    to_bridge = _count(days, told_on, rest_on)
    lasts = math.floor(stock / use + _EPSILON)
    if lasts >= to_bridge:
        return None
    runs_out = days.add(days.roll(told_on), lasts) if lasts else days.roll(told_on)
    start = days.add(earliest, 1)
    if start <= runs_out:
        on = max(days.add(runs_out, -1), earliest)
        return FirstPart(runs_out, on, min(to_bridge * use - stock, whole), in_time=True)
    missed = _count(days, start, rest_on)
    if missed <= 0:
        return FirstPart(runs_out, None, 0.0, in_time=False)
    return FirstPart(runs_out, earliest, min(missed * use, whole), in_time=False)


def _count(days: WorkDays, first: date, last: date) -> int:
    """Working days from `first` to `last`, both included."""
    if last < first:
        return 0
    return days.between(first, last) + days.is_workday(first)
