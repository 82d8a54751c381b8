from odoo import fields, models


class ResCompany(models.Model):
    """Whether statements are made by themselves."""

    _inherit = "res.company"

    gendan_statements = fields.Boolean(
        "Make Statements", help="Of each closing day in the night after it, month-end customers on the 1st."
    )


class ResConfigSettings(models.TransientModel):
    """Settings of statements."""

    _inherit = "res.config.settings"

    gendan_statements = fields.Boolean(related="company_id.gendan_statements", readonly=False)
