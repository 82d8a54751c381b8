from odoo import models

from .sale_order_touch import INVOICE_EVENTS


class AccountPayment(models.Model):
    """Payments without journal entry settle invoices without reconciling anything."""

    _inherit = "account.payment"

    def write(self, vals):
        # EXTENDS account
        result = super().write(vals)
        if "state" in vals or "date" in vals:
            # sudo: who registers a payment need not see the invoices' orders
            self.env["sale.order"]._gendan_touch(self.sudo().invoice_ids, *INVOICE_EVENTS)
        return result
