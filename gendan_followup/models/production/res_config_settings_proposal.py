from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """New dates, on the page of order follow-up."""

    _inherit = "res.config.settings"

    gendan_date_needs_pmc = fields.Boolean(related="company_id.gendan_date_needs_pmc", readonly=False)
    gendan_date_answer_days = fields.Integer(related="company_id.gendan_date_answer_days", readonly=False)
