from odoo import api, fields, models


class ResCompany(models.Model):
    """Complaints have numbers of their own, and those of little value a short way."""

    _inherit = "res.company"

    _gendan_complaint_light_positive = models.Constraint(
        "CHECK (COALESCE(gendan_complaint_light_value, 0) >= 0)", "The value of the light track cannot be negative."
    )

    gendan_complaint_light_value = fields.Monetary(
        "Light Track up to",
        default=500,
        help="In the company's currency. What a clerk settles in one screen may be worth so much; 0: any amount.",
    )

    @api.model
    def _gendan_numbers(self):
        # EXTENDS gendan_followup
        return {**super()._gendan_numbers(), "gendan.complaint": ("complaints", "CT/%(range_year)s/")}


class ResConfigSettings(models.TransientModel):
    """The room's settings."""

    _inherit = "res.config.settings"

    gendan_complaint_light_value = fields.Monetary(
        related="company_id.gendan_complaint_light_value", readonly=False, currency_field="company_currency_id"
    )
