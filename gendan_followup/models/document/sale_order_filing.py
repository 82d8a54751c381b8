from odoo import models


class SaleOrder(models.Model):
    """Signed copies that come with its messages are filed."""

    _name = "sale.order"
    _inherit = ["gendan.filing.thread.mixin", "sale.order"]
