from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of signed papers on the page of order follow-up."""

    _inherit = "res.config.settings"

    gendan_judge_papers = fields.Boolean(related="company_id.gendan_judge_papers", readonly=False)
    gendan_judge_since = fields.Date(related="company_id.gendan_judge_since", readonly=False)
