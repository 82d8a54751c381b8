from odoo import api, fields, models


class ResCompany(models.Model):
    """Whether the company's orders are reviewed before they are confirmed."""

    _inherit = "res.company"

    gendan_review = fields.Boolean(
        "Review Orders before Confirmation",
        help="Orders wait for the review points that apply to them, or for a waiver. Off: nothing is asked.",
    )

    @api.model
    def _gendan_switches(self):
        # EXTENDS gendan_followup
        return super()._gendan_switches() | {"gendan_review"}

    @api.model
    def _gendan_reviewing_ids(self):
        """Ids of the companies that review their orders: every confirmation asks."""
        return self._gendan_switched_on("gendan_review")
