from odoo import models

from .sale_order_touch import SUPPLY_EVENTS


class StockMoveLine(models.Model):
    """Quantities corrected on transfers that are done already."""

    _inherit = "stock.move.line"

    def write(self, vals):
        # EXTENDS stock
        result = super().write(vals)
        if "quantity" in vals or "product_uom_id" in vals:
            done = self.move_id.filtered(lambda move: move.state == "done")
            self.env["sale.order"]._gendan_touch(done, *SUPPLY_EVENTS)
        return result
