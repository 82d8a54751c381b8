from odoo import models

from .milestone_kind import SAMPLE_EVENTS


class GendanMilestone(models.Model):
    """Where a sample is requested, its own to-do says more than the milestone's."""

    _inherit = "gendan.milestone"

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup: one thing is waited for once
        result = super()._gendan_todo_values()
        waiting = self.filtered(lambda milestone: milestone.event in SAMPLE_EVENTS and result.get(milestone))
        if not waiting:
            return result
        # sudo: whether there is a request does not hang on who works the order out
        samples = self.env["gendan.sample"].sudo().search(
            [("order_id", "in", waiting.order_id.ids), ("state", "!=", "cancelled")]
        )
        told = {
            (sample.order_id, kind)
            for sample in samples
            for kind in sample.kind_id.sent_kind_id | sample.kind_id.approved_kind_id
        }
        for milestone in waiting:
            if (milestone.order_id, milestone.kind_id) in told:
                result[milestone] = []
        return result
