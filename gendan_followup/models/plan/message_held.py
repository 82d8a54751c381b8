from odoo import fields, models


class GendanMessage(models.Model):
    """The customer is asked for the days he held us: when a clerk wants it, by mail or as text for a chat."""

    _inherit = "gendan.message"

    _held_uniq = models.UniqueIndex(
        "(order_id) WHERE occasion = 'held_days' AND state IN ('pending', 'failed', 'held')",
        "The customer is being asked for the days already.",
    )

    occasion = fields.Selection(
        selection_add=[("held_days", "Days held by the customer")], ondelete={"held_days": "cascade"}
    )
    held_days = fields.Integer("Days Asked for", readonly=True, aggregator=None)

    def _gendan_snapshot(self):
        # EXTENDS gendan_followup: how many days he was asked for
        result = super()._gendan_snapshot()
        for message in self.filtered(lambda message: message.occasion == "held_days"):
            message.held_days = max(message.order_id.gendan_plan_ids.mapped("held_days"), default=0)
        return result

    def _gendan_text(self):
        # EXTENDS gendan_followup
        self.ensure_one()
        if self.occasion != "held_days":
            return super()._gendan_text()
        return self.order_id.gendan_part_ids._gendan_held_sentence()

    def _gendan_plans(self):
        # EXTENDS gendan_followup
        asked = self.filtered(lambda message: message.occasion == "held_days")
        return super()._gendan_plans() | asked.order_id.gendan_plan_ids.filtered("held_days")
