from odoo import api, models


class GendanTodo(models.Model):
    """To-dos of statements, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "statement_failed": self.env._("Statement that could not be made"),
            "statement_changed": self.env._("Statement whose books changed after it was sent"),
        }
        return [*super()._selection_kind(), *kinds.items()]
