from odoo import api, fields, models
from odoo.tools import ormcache


class ResCompany(models.Model):
    """Whether the company's orders are reviewed before they are confirmed."""

    _inherit = "res.company"

    gendan_review = fields.Boolean(
        "Review Orders before Confirmation",
        help="Orders wait for the review points that apply to them, or for a waiver. Off: nothing is asked.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env.registry.clear_cache()
        return companies

    def write(self, vals):
        result = super().write(vals)
        if "gendan_review" in vals:
            self.env.registry.clear_cache()
        return result

    @api.model
    @ormcache()
    def _gendan_reviewing_ids(self):
        """Ids of the companies that review their orders, kept per process: every confirmation asks."""
        # sudo: one setting, asked by everybody who confirms, the portal, too
        return frozenset(self.sudo().with_context(active_test=False).search([("gendan_review", "=", True)])._ids)
