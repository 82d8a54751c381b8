from odoo import api, models

QUANTITY = frozenset({"quantity", "product_uom_id", "location_dest_id"})


class StockMoveLine(models.Model):
    """Goods added to what has left are asked about as if they left with it."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS stock: after super, what has left is then known with it; raising takes all of it back
        lines = super().create(vals_list)
        if self.env["res.company"]._gendan_ship_rules():
            lines._gendan_check_added()
        return lines

    def write(self, vals):
        # EXTENDS stock
        if QUANTITY.isdisjoint(vals) or not self.env["res.company"]._gendan_ship_rules():
            return super().write(vals)
        done = self.filtered(lambda line: line.state == "done")
        before = {line: line._gendan_out() for line in done}
        result = super().write(vals)
        more = done.filtered(
            lambda line: line.product_id.uom_id.compare(line._gendan_out(), before[line]) > 0
        )
        more._gendan_check_added()
        return result

    def _gendan_out(self):
        """How much of this done line is at the customer's, in the product's unit."""
        self.ensure_one()
        return self.quantity_product_uom if self.location_dest_id._gendan_is_customer() else 0.0

    def _gendan_check_added(self):
        """Ask the gate for what left later than its transfer.

        :raise UserError: something holds it
        """
        added = self.filtered(lambda line: line.state == "done" and line.move_id._gendan_crossing() == "done")
        if pickings := added.picking_id:
            pickings._gendan_not_passed("ship")._gendan_gate_or_raise("ship")
        added.move_id._gendan_check_lone()
