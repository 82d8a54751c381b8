from odoo import api, models


class GendanAnswer(models.Model):
    """Questions about samples, in words."""

    _inherit = "gendan.answer"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        return [*super()._selection_kind(), ("sample_verdict", self.env._("Verdict on a sample"))]
