from odoo import api, models


class GendanTodo(models.Model):
    """To-dos of delivery notes, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        return [*super()._selection_kind(), ("note_outdated", self.env._("Delivery note to be printed anew"))]
