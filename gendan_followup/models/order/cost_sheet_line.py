from odoo import api, fields, models

from .cost_line_mixin import MONEY_BASES


class GendanCostSheetLine(models.Model):
    """What goes into the price of one cost sheet. Rights as on the sheet."""

    _name = "gendan.cost.sheet.line"
    _description = "Line of a Cost Sheet"
    _inherit = ["gendan.cost.line.mixin"]

    sheet_id = fields.Many2one("gendan.cost.sheet", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="sheet_id.company_id", store=True)
    currency_id = fields.Many2one(related="sheet_id.currency_id")
    name = fields.Char(required=True)
    scheme_id = fields.Many2one("gendan.cost.scheme", string="From Formula", ondelete="set null")
    is_typed = fields.Boolean(
        string="Entered by Hand",
        compute="_compute_is_typed",
        store=True,
        readonly=False,
        help="Entered or changed by hand: another formula leaves it alone.",
    )
    product_id = fields.Many2one(
        "product.product", string="Material", help="Its cost is the rate, until another is typed."
    )
    rate = fields.Float(
        digits=(16, 6),
        compute="_compute_rate",
        store=True,
        readonly=False,
        help="Money, number of units or percent, as the basis says.",
    )

    @api.depends("name", "kind", "basis", "product_id", "usage", "waste", "rate", "apart")
    def _compute_is_typed(self):
        # a formula says of its lines that they are not; whatever changes them afterwards is somebody's work
        self.is_typed = True

    @api.depends("product_id")
    def _compute_rate(self):
        for line in self:
            if line.product_id and line.basis in MONEY_BASES:
                line.rate = line.product_id._gendan_cost_rate(line.sheet_id.company_id, line.sheet_id.currency_id)

    @api.constrains("sheet_id", "rate", "basis")
    def _check_sheet(self):
        # the sheet's own check hears only of changes made through it
        self.sheet_id._check_priceable()
