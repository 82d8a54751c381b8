"""Cheques and acceptances in what customers owe."""

from odoo import models


class ResPartner(models.Model):
    """A paper counts until it clears, by itself and not by its payment."""

    _inherit = "res.partner"

    def _gendan_uncleared_domain(self):
        # EXTENDS gendan_followup: papers count by their own state
        return [*super()._gendan_uncleared_domain(), ("gendan_paper_id", "=", False)]

    def _gendan_exposure_uncleared(self, company):
        # EXTENDS gendan_followup
        result = super()._gendan_exposure_uncleared(company)
        for customer, amount in self.env["gendan.payment.paper"]._gendan_uncleared_in_books(self, company).items():
            result[customer] += amount
        return result
