from odoo import fields, models


class ResCompany(models.Model):
    """What order intake needs to know of the company."""

    _inherit = "res.company"

    _gendan_rush_positive = models.Constraint(
        "CHECK (gendan_rush_percent IS NULL OR gendan_rush_percent >= 0)", "A rush fee cannot be negative."
    )

    gendan_rush_product_id = fields.Many2one(
        "product.product",
        string="Product of Rush Fees",
        domain="[('type', '=', 'service'), ('sale_ok', '=', True)]",
        help="The service by which rush fees are charged.",
    )
    gendan_rush_percent = fields.Float(
        string="Rush Fee (%)", help="Of the goods of the order. 0: the product's own price."
    )
