from odoo import api, models


class GendanTodo(models.Model):
    """To-dos about days to be confirmed, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "date_question": self.env._("Day to be confirmed"),
            "early_warning": self.env._("Promise in danger"),
        }
        return [*super()._selection_kind(), *kinds.items()]
