from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Days in danger, on the page of order follow-up."""

    _inherit = "res.config.settings"

    gendan_date_department_id = fields.Many2one(related="company_id.gendan_date_department_id", readonly=False)
    gendan_date_hours = fields.Float(related="company_id.gendan_date_hours", readonly=False)
