"""One lot of goods about to leave for a customer, as the rules of shipping see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Shipment:
    """What leaves together: a transfer, or a move without one.

    `key` is the record the finding is told on, with the asker's rights; all else is read with the machine's.
    """

    key: Any
    name: str
    company: Any
    partner: Any
    orders: Any
    # the moves that have not left yet; empty where a line was added to what has left
    moves: Any

    @property
    def customers(self) -> Any:
        """Whose orders they are, else to whom they go: commercial entities."""
        return (self.orders.partner_id or self.partner).commercial_partner_id

    @property
    def payers(self) -> Any:
        """Who will owe it: commercial entities."""
        return (self.orders.partner_invoice_id or self.partner).commercial_partner_id
