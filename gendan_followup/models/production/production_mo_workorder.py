from odoo import fields, models


class MrpWorkorder(models.Model):
    """Whoever stands at the machine reads by when."""

    _inherit = "mrp.workorder"

    gendan_inhouse_date = fields.Date(related="production_id.gendan_inhouse_date", string="In-house date")
    gendan_order_versions = fields.Char(related="production_id.gendan_order_versions", string="Order and version")

    def write(self, vals):
        # EXTENDS mrp: a quantity reported is a word about the progress
        result = super().write(vals)
        if "qty_produced" in vals:
            self.production_id._gendan_progress_told()
        return result
