from odoo import models


class StockMove(models.Model):
    """Whose word the deadline of a delivery is.

    Odoo hands deadlines up and down the chain of moves: a buyer's later date, or a production's new
    end, would move the day by which the goods have to leave, and with it what counts as late. For a
    followed order that day follows from the promise to the customer (``gendan.part``) alone.
    """

    _inherit = "stock.move"

    def write(self, vals):
        # EXTENDS stock: deliveries of followed orders keep their deadline when it is handed on to them
        context = self.env.context
        if "date_deadline" in vals and (
            "date_deadline_propagate_ids" in context or context.get("gendan_keeps_deadlines")
        ):
            kept = self._gendan_promised().filtered(lambda move: move.id not in context.get("gendan_deadlines_of", ()))
            if kept:
                rest = {name: value for name, value in vals.items() if name != "date_deadline"}
                result = super(StockMove, kept).write(rest) if rest else True
                others = self - kept
                return super(StockMove, others).write(vals) if others else result
        return super().write(vals)

    def _gendan_promised(self):
        """Those of these moves that take a followed order's goods to its customer."""
        sold = self.filtered(lambda move: move.sale_line_id and move._gendan_crossing() == "open")
        # sudo: the buyer and the floor who change a date read no parts
        return sold.filtered(lambda move: move.sudo().sale_line_id.gendan_part_ids)
