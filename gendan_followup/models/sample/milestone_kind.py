from odoo import fields, models

# Ticked by what the sample room records; a factory that does not record it goes on ticking by hand.
SAMPLE_EVENTS = ("sample_sent", "sample_approved")
TOOLING_EVENTS = ("plates_in",)


class GendanMilestoneKind(models.Model):
    """Milestones ticked by samples and tooling."""

    _inherit = "gendan.milestone.kind"

    event = fields.Selection(
        selection_add=[
            ("sample_sent", "Sample sent"),
            ("sample_approved", "Sample approved"),
            ("plates_in", "Plates or tooling in"),
        ],
        ondelete={"sample_sent": "set null", "sample_approved": "set null", "plates_in": "set null"},
    )

    def _gendan_is_hand_ticked(self):
        # EXTENDS gendan_followup: samples may also be followed on paper only
        return super()._gendan_is_hand_ticked() or self.event in SAMPLE_EVENTS + TOOLING_EVENTS
