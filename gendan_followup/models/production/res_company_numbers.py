from odoo import api, models


class ResCompany(models.Model):
    """What this room numbers for each company by itself."""

    _inherit = "res.company"

    @api.model
    def _gendan_numbers(self):
        # EXTENDS gendan_followup
        return {
            **super()._gendan_numbers(),
            "gendan.slip": ("liaison slips", "LS%(range_year)s-"),
            "gendan.outside": ("outside processing", "OP/%(range_year)s/"),
            "gendan.date.proposal": ("new dates", "ND/%(range_year)s/"),
            "gendan.delay.report": ("delay reports", "DR%(range_year)s-"),
        }
