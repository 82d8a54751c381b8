from odoo import api, models


class GendanComplaintLine(models.Model):
    """A line told later may be the repeat."""

    _inherit = "gendan.complaint.line"

    def _gendan_shipped(self):
        """When each line's goods left, the last of them; where nobody knows, when it was told. Batch.

        :return: {line: naive UTC}
        """
        result = {}
        for line, moves in self._gendan_moves().items():
            left = moves and max(moves.mapped("date"))
            result[line] = line.picking_id.date_done or left or line.received_at
        return result

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS gendan_followup
        lines = super().create(vals_list)
        self.env["gendan.complaint.watch"]._gendan_stir(lines.product_id)
        return lines

    def write(self, vals):
        # EXTENDS gendan_followup
        result = super().write(vals)
        if not {"defect_id", "product_id", "picking_id"}.isdisjoint(vals):
            self.env["gendan.complaint.watch"]._gendan_stir(self.product_id)
        return result
