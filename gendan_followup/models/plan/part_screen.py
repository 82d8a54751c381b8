from odoo import fields, models


class GendanPart(models.Model):
    """What lists show of a part's plan."""

    _inherit = "gendan.part"

    plan_forecast_date = fields.Date(related="plan_id.forecast_date", string="Forecast")
    plan_inhouse_date = fields.Date(related="plan_id.inhouse_date", string="In-house date")
    plan_delivery_health = fields.Selection(related="plan_id.delivery_health", string="Delivery")

    def _gendan_own_quantity(self):
        """Quantity of this part in the line's unit; a line's only part takes all of the line."""
        self.ensure_one()
        alone = len(self.line_id.gendan_part_ids) == 1
        return self.line_id.product_uom_qty if alone else self.quantity
