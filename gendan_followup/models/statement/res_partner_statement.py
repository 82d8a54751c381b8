"""How a customer's statements are made, and the way to them."""

from collections import namedtuple

from odoo import fields, models

# what the run has to know of a customer
Settlement = namedtuple("Settlement", "profile_id closing_day tax_included when")


class ResPartner(models.Model):
    """The customer's statements."""

    _inherit = "res.partner"

    gendan_statement_count = fields.Integer(
        string="Statements",
        compute="_compute_gendan_statement_count",
        groups="sales_team.group_sale_salesman,account.group_account_invoice",
    )

    def _compute_gendan_statement_count(self):
        # with the user's own rights: what she may open
        found = self.env["gendan.statement"]._read_group(
            [("partner_id", "in", self.commercial_partner_id.ids), ("state", "!=", "replaced")],
            ["partner_id"],
            ["__count"],
        )
        counts = {partner.id: count for partner, count in found}
        for partner in self:
            partner.gendan_statement_count = counts.get(partner.commercial_partner_id.id, 0)

    def _gendan_settlement(self, company):
        """How this commercial partner settles with a company; without a profile at month end, with tax.

        :rtype: Settlement
        """
        self.ensure_one()
        # sudo: for the run, whoever starts it
        profile = self.sudo().gendan_settlement_profile_id
        if not profile or (profile.company_id and profile.company_id != company):
            return Settlement(False, 0, True, "closing")
        return Settlement(
            profile.id, profile.closing_day, profile.price_tax == "included", profile.statement_when
        )

    def _gendan_statement_lang(self):
        """The language of the customer's statements: hers, of those that are active."""
        self.ensure_one()
        known = self.env["res.lang"]._get_code
        return next(
            (code for code in (self.lang, self.env.company.partner_id.lang, "en_US") if code and known(code)), None
        )

    def action_gendan_statements(self):
        """Button: the customer's statements."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_statement")
        return {**action, "domain": [("partner_id", "=", self.commercial_partner_id.id)], "context": {}}
