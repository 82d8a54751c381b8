from odoo import models


class StockMove(models.Model):
    """What left for customers may be the shipment that is waited for."""

    _inherit = "stock.move"

    def _gendan_tells_nothing(self):
        """Whether a delivery says nothing about the goods: a sample, or all of it came back."""
        self.ensure_one()
        if self.sale_line_id.order_id.gendan_order_kind == "sample":
            return True
        back = self.returned_move_ids.filtered(lambda move: move._gendan_crossing() == "returned")
        return bool(back) and self.product_uom.compare(
            sum(move.product_uom._compute_quantity(move.quantity, self.product_uom, round=False) for move in back),
            self.quantity,
        ) >= 0

    def _action_done(self, cancel_backorder=False):
        # EXTENDS stock
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        gone = moves.filtered(lambda move: move._gendan_crossing() == "done")
        # sudo: links only
        self.env["gendan.complaint.watch"]._gendan_stir(gone.product_id | gone.sudo().sale_line_id.product_id)
        return moves
