from odoo import models


class StockMove(models.Model):
    """What left for customers may be the shipment that is waited for."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        # EXTENDS stock
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        gone = moves.filtered(lambda move: move._gendan_crossing() == "done")
        # sudo: links only
        self.env["gendan.complaint.watch"]._gendan_stir(gone.product_id | gone.sudo().sale_line_id.product_id)
        return moves
