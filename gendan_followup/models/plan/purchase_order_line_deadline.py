from odoo import models


class PurchaseOrderLine(models.Model):
    """A buyer's new date is no new deadline of the delivery that waits for it."""

    _inherit = "purchase.order.line"

    def _update_move_date_deadline(self, new_date):
        # EXTENDS purchase_stock: while there is no receipt it would write on the delivery itself
        lines = self.with_context(gendan_keeps_deadlines=True)
        return super(PurchaseOrderLine, lines)._update_move_date_deadline(new_date)
