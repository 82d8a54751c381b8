"""Settlement arithmetic: closing periods, due days by agreement, what is open of an order line.

Pure: days are ``datetime.date``, amounts plain numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .money_tail import day_of_month, next_day_of_month


def closing_before(day: date, closing_day: int) -> date:
    """The last closing day before ``day``; 0 is the end of the month.

    >>> closing_before(date(2026, 3, 1), 0)
    datetime.date(2026, 2, 28)
    >>> closing_before(date(2026, 3, 25), 25)
    datetime.date(2026, 2, 25)
    """
    found = day_of_month(day.year, day.month, closing_day)
    if found < day:
        return found
    year, month = (day.year - 1, 12) if day.month == 1 else (day.year, day.month - 1)
    return day_of_month(year, month, closing_day)


def period_of(last: date, closing_day: int) -> tuple[date, date]:
    """First and last day of the period that closes on ``last``."""
    return closing_before(last, closing_day) + timedelta(days=1), last


def due_by_agreement(
    base: date,
    days: int = 0,
    closing_day: int | None = None,
    pay_day: int = 0,
    paper_days: int = 0,
) -> tuple[date, date]:
    """When a debt is due by what was agreed, and when the money is there.

    :param base: the day it counts from: delivery, invoice, or agreement of the statement
    :param days: calendar days after it
    :param closing_day: counted from the customer's closing day on or after ``base``, 0 for the end of the month; None:
        from ``base`` itself
    :param pay_day: day of the month on which the customer pays, 0 for any
    :param paper_days: days of the cheque or acceptance she pays with (票期)
    :return: (due, cleared)

    >>> due_by_agreement(date(2026, 10, 12), 60, 25, 10)
    (datetime.date(2027, 1, 10), datetime.date(2027, 1, 10))
    """
    start = base if closing_day is None else next_day_of_month(base, closing_day)
    due = start + timedelta(days=days)
    if pay_day:
        due = next_day_of_month(due, pay_day)
    return due, due + timedelta(days=paper_days)


@dataclass(frozen=True, slots=True)
class LineState:
    """What has become of an order line: quantities in its unit, delivered net of what came back."""

    delivered: float = 0.0
    returned: float = 0.0
    invoiced: float = 0.0

    def delivered_more(self, quantity: float) -> "LineState":
        """After so much more; below zero it came back."""
        back = -quantity if quantity < 0 < self.delivered + self.returned else 0.0
        return replace(self, delivered=self.delivered + quantity, returned=self.returned + back)

    def invoiced_more(self, quantity: float) -> "LineState":
        """After so much more on posted invoices; below zero on a credit note."""
        return replace(self, invoiced=self.invoiced + quantity)


def open_amount(state: LineState, worth: Callable[[float], float]) -> tuple[float, float]:
    """What of a line is delivered and not invoiced, and what was invoiced ahead of delivery.

    What was invoiced ahead is owed by the books alone. What came back after it was invoiced is owed to the customer
    until the credit note: never more than came back.

    :param worth: amount of a quantity
    :return: (open, ahead): ``open - ahead`` is the worth of delivered less invoiced

    >>> open_amount(LineState(delivered=90, returned=10, invoiced=100), float)
    (-10.0, 0.0)
    >>> open_amount(LineState(delivered=0, invoiced=100), float)
    (0.0, 100.0)
    """
    rest = state.delivered - state.invoiced
    plain = worth(rest)
    # what is taken off (a price below zero) has quantities above zero as any other line
    if rest >= 0 or not state.returned and state.delivered < 0:
        return plain, 0.0
    # no minus zero
    owed = worth(-min(-rest, max(state.returned, 0.0))) + 0.0
    return owed, owed - plain
