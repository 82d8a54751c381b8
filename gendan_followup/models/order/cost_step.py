from odoo import api, fields, models


class GendanCostStep(models.Model):
    """One quantity of a cost sheet with its price. Worked out from the sheet's lines, never typed. Rights as there."""

    _name = "gendan.cost.step"
    _description = "Quantity of a Cost Sheet"
    _order = "sheet_id, quantity, id"

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "A quantity must be above zero.")
    _quantity_uniq = models.UniqueIndex("(sheet_id, quantity)", "This quantity is on the cost sheet already.")

    sheet_id = fields.Many2one("gendan.cost.sheet", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="sheet_id.company_id", store=True)
    currency_id = fields.Many2one(related="sheet_id.currency_id")
    quantity = fields.Float(digits="Product Unit", required=True)
    cost = fields.Float(digits=(16, 6), compute="_compute_price", store=True, help="Of one unit, without the margin.")
    net = fields.Float(string="Price before Tax", digits=(16, 6), compute="_compute_price", store=True)
    price = fields.Float(string="Offered Price", digits=(16, 6), compute="_compute_price", store=True)
    margin_percent = fields.Float(
        string="Margin %",
        digits=(16, 2),
        compute="_compute_price",
        store=True,
        aggregator="avg",
        help="Of the price before tax.",
    )
    apart = fields.Monetary(
        string="Charged Apart", compute="_compute_price", store=True, help="For the run, before tax."
    )
    amount = fields.Monetary(compute="_compute_amount")

    @api.depends(
        "quantity",
        "sheet_id.area",
        "sheet_id.tax_included",
        "sheet_id.tax_percent",
        "sheet_id.freight_included",
        "sheet_id.price_digits",
        "sheet_id.line_ids.sequence",
        "sheet_id.line_ids.kind",
        "sheet_id.line_ids.basis",
        "sheet_id.line_ids.usage",
        "sheet_id.line_ids.waste",
        "sheet_id.line_ids.rate",
        "sheet_id.line_ids.apart",
    )
    def _compute_price(self):
        for step in self:
            quote = step.sheet_id._gendan_quote(step.quantity) if step.sheet_id else None
            step.cost = float(quote.cost) if quote else 0.0
            step.net = float(quote.net) if quote else 0.0
            step.price = float(quote.price) if quote else 0.0
            step.margin_percent = float(quote.margin_percent) if quote else 0.0
            # the currency's rounding comes with the field
            step.apart = float(quote.apart) if quote else 0.0

    @api.depends("quantity", "price")
    def _compute_amount(self):
        for step in self:
            step.amount = step.quantity * step.price

    @api.constrains("sheet_id")
    def _check_sheet(self):
        # the sheet's own check hears only of changes made through it
        self.sheet_id._check_priceable()
