from odoo import fields, models

EVENTS = ("statement_sent", "statement_agreed")


class GendanMilestoneKind(models.Model):
    """Milestones ticked by statements."""

    _inherit = "gendan.milestone.kind"

    event = fields.Selection(
        selection_add=[
            ("statement_sent", "Statement sent"),
            ("statement_agreed", "Statement agreed"),
        ],
        ondelete={"statement_sent": "set null", "statement_agreed": "set null"},
    )

    def _gendan_is_hand_ticked(self):
        # EXTENDS gendan_followup: a customer may be reconciled with outside Odoo
        return super()._gendan_is_hand_ticked() or self.event in EVENTS
