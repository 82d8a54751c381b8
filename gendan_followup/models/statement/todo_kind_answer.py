from odoo import api, models


class GendanTodo(models.Model):
    """To-dos of customers' answers to statements, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "statement_differences": self.env._("Differences of a statement to be settled"),
            "statement_difference": self.env._("Difference with a customer to be settled"),
        }
        return [*super()._selection_kind(), *kinds.items()]
