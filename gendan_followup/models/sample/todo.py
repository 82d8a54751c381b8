from odoo import api, models


class GendanTodo(models.Model):
    """To-dos of samples and tooling, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        return [
            *super()._selection_kind(),
            ("sample_make", self.env._("Sample to be made and sent")),
            ("sample_answer", self.env._("Sample waiting for its verdict")),
            ("fee_refund", self.env._("Fee to be refunded")),
        ]
