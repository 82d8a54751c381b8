from odoo import fields, models


class StockPicking(models.Model):
    """What sending this transfer really cost."""

    _inherit = "stock.picking"

    _gendan_freight_positive = models.Constraint(
        "CHECK (gendan_freight_real >= 0)", "What the freight cost cannot be negative."
    )

    gendan_company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    gendan_freight_real = fields.Monetary(
        "Freight Real",
        currency_field="gendan_company_currency_id",
        copy=False,
        help="As on the carrier's bill, without taxes.",
        groups="sales_team.group_sale_salesman,account.group_account_invoice,stock.group_stock_user",
    )
