from odoo import fields, models

from ..common.scope import SCOPES, WHOLE


class ResCompany(models.Model):
    """How far orders are followed where neither customer nor incoterm says otherwise."""

    _inherit = "res.company"

    gendan_scope = fields.Selection(
        SCOPES,
        string="Scope of Follow-up",
        required=True,
        default=WHOLE,
        help="Where the plans of new orders end, unless the customer or the incoterm says otherwise.",
    )


class ResConfigSettings(models.TransientModel):
    """The same in the settings."""

    _inherit = "res.config.settings"

    gendan_scope = fields.Selection(related="company_id.gendan_scope", readonly=False)
