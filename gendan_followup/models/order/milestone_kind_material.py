from odoo import fields, models


class GendanMilestoneKind(models.Model):
    """The milestone ticked by the customer's material."""

    _inherit = "gendan.milestone.kind"

    event = fields.Selection(
        selection_add=[("customer_material_in", "Customer's material in")],
        ondelete={"customer_material_in": "set null"},
    )

    def _gendan_is_hand_ticked(self):
        # EXTENDS gendan_followup: material may also be kept on paper only
        return super()._gendan_is_hand_ticked() or self.event == "customer_material_in"
