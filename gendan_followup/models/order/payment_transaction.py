from odoo import models


class PaymentTransaction(models.Model):
    """An order paid on the portal came by the portal."""

    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        # EXTENDS gendan_followup: before the gate is asked, which wants to know how the order came
        self.sale_order_ids.filtered(lambda order: order.state in ("draft", "sent"))._gendan_came_by_portal()
        return super()._check_amount_and_confirm_order()
