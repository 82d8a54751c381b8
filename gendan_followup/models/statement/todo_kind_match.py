from odoo import api, models


class GendanTodo(models.Model):
    """What waits on matches, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "match_owner": self.env._("Differences without an owner"),
            "match_difference": self.env._("Difference to be cleared up"),
        }
        return super()._selection_kind() + list(kinds.items())
