from odoo import models


class PurchaseOrder(models.Model):
    """Purchases lead to the plans of the orders they serve."""

    _name = "purchase.order"
    _inherit = ["purchase.order", "gendan.followed.mixin"]

    def _gendan_served_orders(self):
        # EXTENDS gendan_followup (gendan.followed.mixin)
        orders = self.reference_ids.sale_ids
        if "sale_line_id" in self.order_line._fields:  # sale_purchase installs itself with sale and purchase
            orders |= self.order_line.sale_line_id.order_id
        return orders

    def _gendan_whose_names(self):
        # EXTENDS gendan_followup (mail.thread): the supplier is nobody's customer, the order it serves is
        return self._gendan_whose_served(super()._gendan_whose_names())
