from odoo import models


class SaleOrderLine(models.Model):
    """When the goods will be there, as the carriers say."""

    _inherit = "sale.order.line"

    def _gendan_expected_arrived(self, kind, overrides=None):
        """The last day a carrier expects to be at the customer's with goods of the line that are not there yet.

        What-if may put another day on a transfer that has left: that day is then its arrival.
        """
        overrides = overrides or {}
        # sudo: plans follow what is known, whoever typed it
        moves = self.env["stock.move"].sudo().search_fetch(
            [
                ("sale_line_id", "in", self.filtered(lambda line: line.state == "sale").ids),
                ("state", "!=", "cancel"),
                ("picking_id.gendan_eta", "!=", False),
                ("picking_id.gendan_arrival_ids", "=", False),
            ],
            ["sale_line_id", "picking_id"],
        )
        result = {}
        for move in moves:
            picking = move.picking_id
            if not picking._gendan_goes_out():
                continue
            day = picking.gendan_eta
            if picking.state == "done":
                day = overrides.get((picking._name, picking.id)) or day
            label = " ".join(filter(None, (picking.carrier_id.name, picking.carrier_tracking_ref or picking.name)))
            line = move.sale_line_id.with_env(self.env)
            found = (day, f"{label} · {day}")
            result[line] = max(result.get(line, found), found)
        return result
