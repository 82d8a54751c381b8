from odoo import api, fields, models

from ..common.scope import SCOPES


class ResPartner(models.Model):
    """How far the customer's orders are followed."""

    _inherit = "res.partner"

    gendan_scope = fields.Selection(
        SCOPES,
        string="Scope of Follow-up",
        copy=False,
        help="Where the plans of the customer's new orders end: with the goods at the warehouse, cleared and on board,"
        " or paid. Empty: by the incoterm, else as the company usually does.",
    )

    @api.model
    def _gendan_team_fields(self):
        # EXTENDS gendan_followup
        return super()._gendan_team_fields() | {"gendan_scope"}


class AccountIncoterms(models.Model):
    """How far orders of an incoterm are followed."""

    _inherit = "account.incoterms"

    gendan_scope = fields.Selection(
        SCOPES,
        string="Scope of Follow-up",
        help="Where the plans of new orders end, unless the customer has a scope of her own. Empty: as the company"
        " usually does.",
    )
