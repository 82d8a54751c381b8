"""What the plan asks of people and of customers, in words."""

from odoo import api, models


class GendanTodo(models.Model):
    """To-dos of the plan."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "milestone": self.env._("Milestone"),
            "customer_message": self.env._("Message from the customer"),
            "replay": self.env._("Follow-up not worked out"),
        }
        return [*super()._selection_kind(), *kinds.items()]


class GendanAnswer(models.Model):
    """Questions of the plan."""

    _inherit = "gendan.answer"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        return [*super()._selection_kind(), ("progress", self.env._("Progress of the order"))]
