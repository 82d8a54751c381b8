from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """What holds deliveries, on the page of order follow-up."""

    _inherit = "res.config.settings"

    gendan_ship_credit = fields.Boolean(related="company_id.gendan_ship_credit", readonly=False)
    gendan_ship_overdue = fields.Boolean(related="company_id.gendan_ship_overdue", readonly=False)
    gendan_ship_overdue_days = fields.Integer(related="company_id.gendan_ship_overdue_days", readonly=False)
    gendan_ship_cash = fields.Boolean(related="company_id.gendan_ship_cash", readonly=False)
    gendan_ship_papers = fields.Boolean(related="company_id.gendan_ship_papers", readonly=False)
    gendan_ship_hold = fields.Boolean(related="company_id.gendan_ship_hold", readonly=False)
    gendan_tolerance = fields.Boolean(related="company_id.gendan_tolerance", readonly=False)
