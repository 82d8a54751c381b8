from odoo import api, models

from .sale_order_touch import INVOICE_EVENTS


class AccountPartialReconcile(models.Model):
    """Matching and unmatching payments; unmatching has no other hook (seams A2)."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS account
        partials = super().create(vals_list)
        partials._gendan_touch()
        return partials

    def unlink(self):
        # EXTENDS account: before super, while the entries are known
        self._gendan_touch()
        return super().unlink()

    def _gendan_touch(self):
        """Mark the orders of the invoices on both sides."""
        self.env["sale.order"]._gendan_touch((self.debit_move_id | self.credit_move_id).move_id, *INVOICE_EVENTS)
