from odoo import models


class SaleOrder(models.Model):
    """Slips about the order."""

    _name = "sale.order"
    _inherit = ["sale.order", "gendan.slip.source.mixin"]

    _gendan_slip_field = "order_id"
