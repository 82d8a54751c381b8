from odoo import models

from .sale_order_version import LOCK_IS_HELD


class AccountMove(models.Model):
    """Invoices of locked orders."""

    _inherit = "account.move"

    def action_post(self):
        # EXTENDS sale: which leaves locked orders alone. Ours are locked from the confirmation on, and a down payment
        # whose amount was corrected on its invoice must be deducted by that amount at the end
        result = super().action_post()
        lines = self.line_ids.sale_line_ids.filtered(
            lambda line: (
                line.is_downpayment
                and not line.display_type
                and line.order_id.locked
                and line.order_id.gendan_version
            )
        )
        if lines:
            lines = lines.with_context(gendan_lock_is_held=LOCK_IS_HELD)
            invoices = set((lines.order_id.order_line - lines).invoice_lines.move_id)
            for line in lines:
                line.price_unit = line._get_downpayment_line_price_unit(invoices)
                line.tax_ids = line.invoice_lines.tax_ids
        return result
