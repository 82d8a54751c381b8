from odoo import models


class StockPicking(models.Model):
    """Slips about the transfer."""

    _name = "stock.picking"
    _inherit = ["stock.picking", "gendan.slip.source.mixin"]

    _gendan_slip_field = "picking_id"
