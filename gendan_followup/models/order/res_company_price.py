from odoo import api, fields, models


class ResCompany(models.Model):
    """Settings of quotations."""

    _inherit = "res.company"

    _gendan_validity_days_positive = models.Constraint(
        "CHECK (gendan_validity_days >= 0)", "Days before a quotation ends cannot be negative."
    )

    gendan_price_approval = fields.Boolean(
        "Approve Prices before Quotations Go Out",
        help="Mail, link and page of a quotation stay closed, and it is not confirmed, until a supervisor has approved"
        " its prices.",
    )
    gendan_validity_days = fields.Integer(
        "Ask before a Quotation Ends",
        help="So many working days before, the clerk is to ask the customer; 0: never.",
    )

    @api.model
    def _gendan_switches(self):
        # EXTENDS gendan_followup
        return super()._gendan_switches() | {"gendan_price_approval"}

    @api.model
    def _gendan_approving_ids(self):
        """Ids of the companies that approve their prices: every page of a quotation asks."""
        return self._gendan_switched_on("gendan_price_approval")
