"""Due days of an order's papers and payments: the money tail behind the delivery.

Pure calendar arithmetic, days are calendar days. The tail's steps count from the day the goods
left, from their arrival, from the customer's closing day on or after the arrival, or from the
step before.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class TailStep:
    """One paper or payment.

    :param key: whatever the caller knows the step by
    :param anchor: 'shipped', 'arrived', 'closing' or 'previous'
    :param days: calendar days after the anchor
    :param actual: the day it happened, or None
    :param on_pay_day: moved to the customer's next pay day
    """

    key: object
    anchor: str
    days: int
    actual: date | None = None
    on_pay_day: bool = False


def day_of_month(year: int, month: int, day: int) -> date:
    """That day of the month, or the month's last day where it is shorter; 0 means the last day."""
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day or last, last))


def next_day_of_month(start: date, day: int) -> date:
    """The first such day on or after ``start``; 0 means month end.

    >>> next_day_of_month(date(2026, 2, 26), 25)
    datetime.date(2026, 3, 25)
    >>> next_day_of_month(date(2026, 2, 10), 0)
    datetime.date(2026, 2, 28)
    """
    found = day_of_month(start.year, start.month, day)
    if found >= start:
        return found
    year, month = (start.year + 1, 1) if start.month == 12 else (start.year, start.month + 1)
    return day_of_month(year, month, day)


def due_days(
    steps: Iterable[TailStep],
    shipped: date | None,
    arrived: date | None,
    closing_day: int = 0,
    pay_day: int = 0,
) -> dict[object, date | None]:
    """The day each step is due, by its key; None while its anchor has no date.

    :param shipped: day the goods left or are expected to leave
    :param arrived: day they arrived or are expected to
    :param closing_day: the customer's monthly closing day, 0 for month end
    :param pay_day: the customer's monthly pay day, 0 for none
    """
    result: dict[object, date | None] = {}
    previous = arrived
    for step in steps:
        match step.anchor:
            case "shipped":
                base = shipped
            case "closing":
                base = next_day_of_month(arrived, closing_day) if arrived else None
            case "previous":
                base = previous
            case _:
                base = arrived
        due = base + timedelta(days=step.days) if base else None
        if due and step.on_pay_day and pay_day:
            due = next_day_of_month(due, pay_day)
        result[step.key] = due
        previous = step.actual or due
    return result
