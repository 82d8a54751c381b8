from odoo import api, models


class GendanTodo(models.Model):
    """To-dos about new dates, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "date_draft": self.env._("New dates to be sent"),
            "date_proposal": self.env._("New dates without an answer"),
            "date_answer": self.env._("Customer's answer to new dates"),
            "date_relieved": self.env._("New dates no longer needed"),
            "date_refused": self.env._("New dates not accepted"),
        }
        return [*super()._selection_kind(), *kinds.items()]
