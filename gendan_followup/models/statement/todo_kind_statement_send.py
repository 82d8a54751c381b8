from odoo import api, models


class GendanTodo(models.Model):
    """To-dos of sending statements, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "statement_to_send": self.env._("Statements to be checked and sent"),
            "statement_unsent": self.env._("Statement that did not go out"),
            "statement_answer": self.env._("Statement without an answer"),
            "statement_overdue": self.env._("Statement not answered by its day"),
        }
        return [*super()._selection_kind(), *kinds.items()]
