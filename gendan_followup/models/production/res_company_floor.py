from odoo import fields, models


class ResCompany(models.Model):
    """What the floor is told about the customer."""

    _inherit = "res.company"

    gendan_floor_code_only = fields.Boolean(
        "Customer's Code Only for the Floor",
        help="Production orders and the papers of the floor show the customer's reference instead of the name.",
    )


class ResConfigSettings(models.TransientModel):
    """The same in the settings."""

    _inherit = "res.config.settings"

    gendan_floor_code_only = fields.Boolean(related="company_id.gendan_floor_code_only", readonly=False)
