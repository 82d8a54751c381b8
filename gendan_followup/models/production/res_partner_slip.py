from odoo import models


class ResPartner(models.Model):
    """Slips about the customer."""

    _name = "res.partner"
    _inherit = ["res.partner", "gendan.slip.source.mixin"]

    _gendan_slip_field = "partner_id"
