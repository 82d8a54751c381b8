from odoo import fields, models


class StockMove(models.Model):
    """What customs ask about goods that are not sold."""

    _inherit = "stock.move"

    gendan_customs_price = fields.Float(
        "Value for Customs",
        digits="Product Price",
        copy=False,
        help="Per unit, in the order's currency, of goods free of charge: declared on the commercial invoice, not"
        " charged.",
    )
