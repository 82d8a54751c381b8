from odoo import api, models


class GendanTodo(models.Model):
    """To-dos of delivery notes, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "note_outdated": self.env._("Delivery note to be printed anew"),
            "arrival_ask": self.env._("Arrival to be asked about"),
            "arrival_difference": self.env._("Difference on arrival"),
            "arrival_day": self.env._("Day of arrival on a signed note"),
        }
        return [*super()._selection_kind(), *kinds.items()]


class GendanAnswer(models.Model):
    """Questions about deliveries, in words."""

    _inherit = "gendan.answer"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        return [*super()._selection_kind(), ("arrival", self.env._("What arrived"))]
