from odoo import api, models


class GendanTodo(models.Model):
    """To-dos about exceptions, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "exception": self.env._("Exception to settle"),
            "exception_head": self.env._("Customer's requirement cannot be met"),
        }
        return [*super()._selection_kind(), *kinds.items()]
