"""How a customer wishes to get her statements, and who of hers."""

from odoo import api, fields, models

from .settlement_profile_way import WAYS


class ResPartner(models.Model):
    """The customer's own wish, before what her settlement profile says. Kept on the commercial entity."""

    _inherit = "res.partner"

    gendan_statement_way = fields.Selection(
        WAYS, string="Statements Go by", copy=False, help="Empty: as the settlement profile says."
    )
    gendan_statement_contact_id = fields.Many2one(
        "res.partner",
        string="Statements Go to",
        copy=False,
        ondelete="set null",
        domain="[('commercial_partner_id', '=', commercial_partner_id), ('id', '!=', id)]",
        help="Empty: the customer's invoice address.",
    )

    @api.model
    def _gendan_team_fields(self):
        # EXTENDS gendan_followup
        return super()._gendan_team_fields() | {"gendan_statement_way", "gendan_statement_contact_id"}

    def _gendan_statement_contact(self):
        """Who of the customer's people gets the statements: who was named, else the invoice address. sudo.

        :rtype: res.partner
        """
        self.ensure_one()
        customer = self.commercial_partner_id.sudo()  # sudo: a name and an address, for whoever sends the statement
        named = customer.gendan_statement_contact_id.filtered(
            # who went to another company gets none of this one's figures
            lambda person: person.active and person.commercial_partner_id == customer
        )
        return named or customer.browse(customer.address_get(["invoice"])["invoice"]) or customer
