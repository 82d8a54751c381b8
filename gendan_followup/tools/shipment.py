"""One lot of goods about to leave for a customer, as the rules of shipping see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any


# no slots: what several rules look at is worked out once
@dataclass(frozen=True, eq=False)
class Shipment:
    """What leaves together: a transfer, or a move without one.

    `key` is the record the finding is told on, with the asker's rights; all else is read with the machine's. Made for
    one look of all rules, and thrown away.
    """

    key: Any
    name: str
    company: Any
    partner: Any
    orders: Any
    # the moves that have not left yet; empty where a line was added to what has left
    moves: Any

    @cached_property
    def fresh(self) -> Any:
        """The moves that bring something new: not what only replaces goods that came back."""
        return self.moves - self.moves._gendan_replacing()

    @property
    def only_replaces(self) -> bool:
        """Whether nothing new leaves: exchanged or repaired goods go whatever is owed."""
        return bool(self.moves) and not self.fresh

    @cached_property
    def customers(self) -> Any:
        """Whose orders they are, else to whom they go: commercial entities."""
        return (self.orders.partner_id or self.partner).commercial_partner_id

    @cached_property
    def payers(self) -> Any:
        """Who will owe it: commercial entities."""
        return (self.orders.partner_invoice_id or self.partner).commercial_partner_id
