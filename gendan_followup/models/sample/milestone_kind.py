from odoo import fields, models

# Ticked by what the sample room records; a factory that does not record it goes on ticking by hand.
SAMPLE_EVENTS = ("sample_sent", "sample_approved")


class GendanMilestoneKind(models.Model):
    """Milestones ticked by samples."""

    _inherit = "gendan.milestone.kind"

    event = fields.Selection(
        selection_add=[("sample_sent", "Sample sent"), ("sample_approved", "Sample approved")],
        ondelete={"sample_sent": "set null", "sample_approved": "set null"},
    )

    def _gendan_is_hand_ticked(self):
        # EXTENDS gendan_followup: samples may also be followed on paper only
        return super()._gendan_is_hand_ticked() or self.event in SAMPLE_EVENTS
