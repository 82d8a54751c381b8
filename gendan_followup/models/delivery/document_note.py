from odoo import fields, models


class GendanDocument(models.Model):
    """A copy of a delivery note knows which of the set it is."""

    _inherit = "gendan.document"

    note_holder = fields.Char(string="Kept by", readonly=True)
    note_travels = fields.Boolean(string="Leaves with the Goods", readonly=True)
    note_returns = fields.Boolean(string="Comes Back Signed", readonly=True)
    note_prices = fields.Boolean(string="With Prices", readonly=True)

