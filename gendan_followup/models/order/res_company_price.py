from odoo import api, fields, models
from odoo.tools import ormcache


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

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env.registry.clear_cache()
        return companies

    def write(self, vals):
        result = super().write(vals)
        if "gendan_price_approval" in vals:
            self.env.registry.clear_cache()
        return result

    @api.model
    @ormcache()
    def _gendan_approving_ids(self):
        """Ids of the companies that approve their prices, kept per process: every page of a quotation asks."""
        # sudo: one setting, asked by everybody who confirms or looks, the portal, too
        companies = self.sudo().with_context(active_test=False).search([("gendan_price_approval", "=", True)])
        return frozenset(companies._ids)
