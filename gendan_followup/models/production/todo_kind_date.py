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
            "delay_report": self.env._("Delay report to write"),
            "delay_review": self.env._("Delay report to review"),
            "delay_send": self.env._("Delay report to send"),
            "delay_measure": self.env._("Measure after a delay"),
        }
        return [*super()._selection_kind(), *kinds.items()]
