from odoo import api, fields, models

# kind of paper -> event of the plan
PAPER_EVENTS = {
    "contract": "contract_valid",
    "order_confirmation": "contract_valid",
    "delivery_note": "note_valid",
    "statement": "statement_valid",
}


class GendanMilestoneKind(models.Model):
    """Milestones ticked by papers that count."""

    _inherit = "gendan.milestone.kind"

    event = fields.Selection(
        selection_add=[
            ("contract_valid", "Signed contract here and valid"),
            ("note_valid", "Signed delivery notes here and valid"),
            ("statement_valid", "Signed statement here and valid"),
        ],
        ondelete={"contract_valid": "set null", "note_valid": "set null", "statement_valid": "set null"},
    )

    def _gendan_is_hand_ticked(self):
        # EXTENDS gendan_followup: papers may also be followed outside Odoo
        return super()._gendan_is_hand_ticked() or self.event in PAPER_EVENTS.values()

    @api.model
    def _gendan_paper_event(self, kind):
        """The event that papers of this kind are, or None."""
        return PAPER_EVENTS.get(kind)
