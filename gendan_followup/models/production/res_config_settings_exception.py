from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Exceptions, on the page of order follow-up."""

    _inherit = "res.config.settings"

    gendan_find_exceptions = fields.Boolean(related="company_id.gendan_find_exceptions", readonly=False)
    gendan_exception_slip_days = fields.Integer(related="company_id.gendan_exception_slip_days", readonly=False)
    gendan_exception_block_hours = fields.Float(related="company_id.gendan_exception_block_hours", readonly=False)
    gendan_exception_scrap = fields.Float(related="company_id.gendan_exception_scrap", readonly=False)
