from odoo import api, models


class GendanTodo(models.Model):
    """To-dos about carriers, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "transport_claim": self.env._("Claim on the carrier"),
            "transport_answer": self.env._("Carrier's answer to a claim"),
        }
        return [*super()._selection_kind(), *kinds.items()]
