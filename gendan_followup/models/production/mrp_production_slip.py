from odoo import models


class MrpProduction(models.Model):
    """Slips about the production."""

    _name = "mrp.production"
    _inherit = ["mrp.production", "gendan.slip.source.mixin"]

    _gendan_slip_field = "production_id"
