from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Days in danger, on the page of order follow-up."""

    _inherit = "res.config.settings"

    gendan_date_department_id = fields.Many2one(related="company_id.gendan_date_department_id", readonly=False)
    gendan_date_hours = fields.Float(related="company_id.gendan_date_hours", readonly=False)
    gendan_early_warning = fields.Boolean(related="company_id.gendan_early_warning", readonly=False)
    gendan_warning_slip_days = fields.Integer(related="company_id.gendan_warning_slip_days", readonly=False)
    gendan_warning_days = fields.Integer(related="company_id.gendan_warning_days", readonly=False)
    gendan_warn_domestic = fields.Boolean(related="company_id.gendan_warn_domestic", readonly=False)
    gendan_warn_export = fields.Boolean(related="company_id.gendan_warn_export", readonly=False)
    gendan_delay_reports = fields.Boolean(related="company_id.gendan_delay_reports", readonly=False)
    gendan_delay_basis = fields.Selection(related="company_id.gendan_delay_basis", readonly=False)
    gendan_delay_from_days = fields.Integer(related="company_id.gendan_delay_from_days", readonly=False)
    gendan_delay_due_days = fields.Integer(related="company_id.gendan_delay_due_days", readonly=False)
