from odoo import api, fields, models


class GendanCostSchemeLine(models.Model):
    """One line of a formula: who sees costs reads it, supervisors keep it."""

    _name = "gendan.cost.scheme.line"
    _description = "Line of a Pricing Formula"
    _inherit = ["gendan.cost.line.mixin"]

    scheme_id = fields.Many2one("gendan.cost.scheme", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    name = fields.Char(required=True, translate=True)
    product_id = fields.Many2one(
        "product.product", string="Material", help="Its cost on the day of the sheet is the rate."
    )
    rate = fields.Float(digits=(16, 6), help="Money, number of units or percent, as the basis says.")

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for line in self:
            line.currency_id = (line.company_id or self.env.company).currency_id
