"""What a customer owes and will owe: the figures a credit decision looks at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exposure:
    """Amounts in the company's currency, rounded to it.

    `ledger` is what the books say the customer owes, `not_invoiced` the part of confirmed orders that is not yet on a
    posted invoice (taxes included), `uncleared` money in the books that is not on the bank account yet (cheques and
    acceptances on the way).
    """

    ledger: float = 0.0
    not_invoiced: float = 0.0
    uncleared: float = 0.0

    @property
    def total(self) -> float:
        """All three together: what would be lost if the customer never paid again."""
        return self.ledger + self.not_invoiced + self.uncleared
