from odoo import models


class StockPicking(models.Model):
    """Transfers lead to the plans of the orders they serve."""

    _name = "stock.picking"
    _inherit = ["stock.picking", "gendan.followed.mixin"]

    def _gendan_served_orders(self):
        # EXTENDS gendan_followup (gendan.followed.mixin)
        return self.sale_id | self.reference_ids.sale_ids | self.move_ids.sale_line_id.order_id
