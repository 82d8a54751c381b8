from odoo import models


class StockMove(models.Model):
    """What comes in for a set of tooling is told to the set."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        # EXTENDS stock
        done = super()._action_done(cancel_backorder=cancel_backorder)
        if lines := done.purchase_line_id.filtered("gendan_tooling_id"):
            lines._gendan_fill_tooling()
        return done
