from odoo import models

from .sale_order_touch import SUPPLY_EVENTS


class PurchaseOrder(models.Model):
    """Confirming and cancelling purchases."""

    _inherit = "purchase.order"

    def write(self, vals):
        # EXTENDS purchase_stock: confirming ends in the state being written
        result = super().write(vals)
        if "state" in vals:
            self.env["sale.order"]._gendan_touch(self.order_line, *SUPPLY_EVENTS)
        return result

    def button_cancel(self):
        # EXTENDS purchase_stock: before super, which cuts the links that lead to the orders
        self.env["sale.order"]._gendan_touch_now(self.order_line, *SUPPLY_EVENTS)
        return super().button_cancel()
