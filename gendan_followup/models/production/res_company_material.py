from odoo import api, fields, models
from odoo.tools import ormcache

from .material_refresh import SWITCH


class ResCompany(models.Model):
    """Whether material is followed and what of it holds up the production notice. All off by default."""

    _inherit = "res.company"

    _gendan_chase_positive = models.Constraint(
        "CHECK (gendan_chase_days >= 0)", "The days a supplier has for his answer cannot be negative."
    )

    gendan_material = fields.Boolean(
        "Follow Materials",
        help="What productions are short of is kept up to date behind every change, with lights on orders, plans and"
        " productions. Off: it is looked up when somebody opens it.",
    )
    gendan_material_notice = fields.Selection(
        [("warn", "Say It"), ("block", "Ask for a Release")],
        string="Production Notice with Material Short",
        help="What happens when a production notice is handed out while material is short. Empty: nothing.",
    )
    gendan_chase_days = fields.Integer(
        "Days a Supplier Has for His Answer",
        help="Working days after which an asked supplier who is silent is a to-do. 0: never.",
    )

    @api.model
    def _gendan_switches(self):
        # EXTENDS gendan_followup
        return super()._gendan_switches() | {SWITCH, "gendan_material_notice"}

    @api.model
    @ormcache()
    def _gendan_notice_severities(self):
        """The companies that ask about material when a notice is handed out, kept per process.

        :return: {company id: block or warn}
        """
        # sudo: a setting that counts for everybody
        companies = self.sudo().with_context(active_test=False).search([("gendan_material_notice", "!=", False)])
        return {company.id: company.gendan_material_notice for company in companies}

    def write(self, vals):
        # EXTENDS gendan_followup: what is short already is found, too
        before = self.filtered(SWITCH)
        result = super().write(vals)
        if switched_on := self.filtered(SWITCH) - before:
            # sudo: who keeps the settings need not see the orders that are looked at
            plans = self.env["gendan.plan"].sudo().search(
                [("company_id", "in", switched_on.ids), ("delivery_health", "not in", ("delivered", "cancelled"))]
            )  # fmt: skip
            self.env["gendan.exception.look"]._gendan_look_at("material", plans.order_id)
        return result


class ResConfigSettings(models.TransientModel):
    """Material, on the page of order follow-up."""

    _inherit = "res.config.settings"

    gendan_material = fields.Boolean(related="company_id.gendan_material", readonly=False)
    gendan_material_notice = fields.Selection(related="company_id.gendan_material_notice", readonly=False)
    gendan_chase_days = fields.Integer(related="company_id.gendan_chase_days", readonly=False)
