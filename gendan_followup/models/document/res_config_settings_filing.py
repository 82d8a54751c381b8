from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of filing."""

    _inherit = "res.config.settings"

    gendan_filing_pages = fields.Integer(related="company_id.gendan_filing_pages", readonly=False)
    gendan_filing_how = fields.Selection(related="company_id.gendan_filing_how", readonly=False)
    gendan_filing_senders = fields.Char(related="company_id.gendan_filing_senders", readonly=False)
