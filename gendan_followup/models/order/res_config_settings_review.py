from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The switch of the review of orders."""

    _inherit = "res.config.settings"

    gendan_review = fields.Boolean(related="company_id.gendan_review", readonly=False)
