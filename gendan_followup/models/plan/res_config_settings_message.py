from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """What customers are told, in the settings."""

    _inherit = "res.config.settings"

    gendan_message_old_days = fields.Integer(related="company_id.gendan_message_old_days", readonly=False)
    gendan_message_arrival_days = fields.Integer(related="company_id.gendan_message_arrival_days", readonly=False)
    gendan_show_forecast = fields.Boolean(related="company_id.gendan_show_forecast", readonly=False)
