from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of order intake."""

    _inherit = "res.config.settings"

    gendan_rush_product_id = fields.Many2one(related="company_id.gendan_rush_product_id", readonly=False)
    gendan_rush_percent = fields.Float(related="company_id.gendan_rush_percent", readonly=False)
