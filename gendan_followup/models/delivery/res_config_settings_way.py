from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """How goods are sent, on the page of order follow-up."""

    _inherit = "res.config.settings"

    gendan_way_policy = fields.Selection(related="company_id.gendan_way_policy", readonly=False)
    gendan_confirm_contact = fields.Boolean(related="company_id.gendan_confirm_contact", readonly=False)
    gendan_eta_told_days = fields.Integer(related="company_id.gendan_eta_told_days", readonly=False)
