from odoo import models
from odoo.tools import format_amount


class GendanToolingFee(models.Model):
    """What a contract says of a fee."""

    _inherit = "gendan.tooling.fee"

    def _gendan_contract_sentence(self):
        """What was agreed about this fee and whose the set is, for the contract, in the language of the context."""
        self.ensure_one()
        owners = {
            "us": self.env._("It belongs to the seller."),
            "customer": self.env._("It belongs to the buyer."),
            "shared": self.env._("It belongs to both parties."),
        }
        return " ".join(filter(None, (self._gendan_refund_sentence(), owners.get(self.tooling_id.owner))))

    def _gendan_refund_sentence(self):
        kind = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        what = " ".join(filter(None, (kind, self.tooling_id.name)))
        amount = format_amount(self.env, self.amount, self.currency_id)
        if self.refund_basis == "quantity":
            return self.env._(
                "%(fee)s: %(amount)s, refunded once %(quantity)s pieces have been delivered.",
                fee=what,
                amount=amount,
                quantity=self.env["uom.uom"]._gendan_number(self.refund_threshold),
            )
        if self.refund_basis == "amount":
            return self.env._(
                "%(fee)s: %(amount)s, refunded once goods for %(threshold)s have been delivered.",
                fee=what,
                amount=amount,
                threshold=format_amount(self.env, self.refund_threshold, self.currency_id),
            )
        return self.env._("%(fee)s: %(amount)s, not refunded.", fee=what, amount=amount)
