from odoo import models

from .sale_order_version import LOCK_IS_HELD


class StockPicking(models.Model):
    """The cost of the way of locked orders."""

    _inherit = "stock.picking"

    def _add_delivery_cost_to_so(self):
        # EXTENDS stock_delivery: the real cost of the way is known when the goods have left, on a locked order, too
        return super(StockPicking, self.with_context(gendan_lock_is_held=LOCK_IS_HELD))._add_delivery_cost_to_so()
