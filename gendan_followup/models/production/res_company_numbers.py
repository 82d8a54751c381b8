from odoo import api, models


class ResCompany(models.Model):
    """Liaison slips and outside processing have numbers of their own."""

    _inherit = "res.company"

    @api.model
    def _gendan_numbers(self):
        # EXTENDS gendan_followup
        return {
            **super()._gendan_numbers(),
            "gendan.slip": ("liaison slips", "LS%(range_year)s-"),
            "gendan.outside": ("outside processing", "OP/%(range_year)s/"),
        }
