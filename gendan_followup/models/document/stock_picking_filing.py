from odoo import models


class StockPicking(models.Model):
    """Signed copies that come with its messages are filed."""

    _name = "stock.picking"
    _inherit = ["gendan.filing.thread.mixin", "stock.picking"]
