from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of quotations on the page of order follow-up."""

    _inherit = "res.config.settings"

    gendan_price_approval = fields.Boolean(related="company_id.gendan_price_approval", readonly=False)
    gendan_validity_days = fields.Integer(related="company_id.gendan_validity_days", readonly=False)
