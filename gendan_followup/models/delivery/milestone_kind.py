from odoo import fields, models


class GendanMilestoneKind(models.Model):
    """Milestones ticked by arrivals."""

    _inherit = "gendan.milestone.kind"

    event = fields.Selection(selection_add=[("arrived", "Arrived at the customer")], ondelete={"arrived": "set null"})

    def _gendan_is_hand_ticked(self):
        # EXTENDS gendan_followup: a factory that notes no arrivals ticks by hand
        return super()._gendan_is_hand_ticked() or self.event == "arrived"
