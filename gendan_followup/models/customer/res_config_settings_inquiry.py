from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of inquiries."""

    _inherit = "res.config.settings"

    gendan_inquiry_days = fields.Integer(related="company_id.gendan_inquiry_days", readonly=False)
    gendan_inquiry_hour = fields.Float(related="company_id.gendan_inquiry_hour", readonly=False)
    gendan_inquiry_mails = fields.Boolean(related="company_id.gendan_inquiry_mails", readonly=False)
