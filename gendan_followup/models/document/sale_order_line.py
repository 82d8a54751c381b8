from odoo import models

from .milestone_kind import PAPER_EVENTS


class SaleOrderLine(models.Model):
    """Papers of the order that count, as events of the plan."""

    _inherit = "sale.order.line"

    def _gendan_actual_contract_valid(self, kind):
        """The day the last of the order's contracts that must come back was here and counted."""
        return self._gendan_papers_valid("contract_valid")

    def _gendan_actual_note_valid(self, kind):
        """The day the last of the order's delivery notes was here, when all that was ordered has left."""
        result = self._gendan_papers_valid("note_valid")
        for line in self.sudo():  # sudo: whether something is still to leave, whoever asks
            if any(move.state not in ("done", "cancel") for move in line.move_ids):
                result[line.with_env(self.env)] = False
        return result

    def _gendan_actual_statement_valid(self, kind):
        """The day the last of the order's statements was here and counted."""
        return self._gendan_papers_valid("statement_valid")

    def _gendan_papers_valid(self, event):
        """{line: the day on which the last paper of its order came that is this event, or False}. One query."""
        # sudo: papers are read, whoever's order it is
        papers = (
            self.env["gendan.document"]
            .sudo()
            .search(
                [
                    ("order_id", "in", self.order_id.ids),
                    ("kind", "in", [kind for kind, paper_event in PAPER_EVENTS.items() if paper_event == event]),
                    ("must_return", "=", True),
                    ("voided_at", "=", False),
                ]
            )
        )
        counting = papers._gendan_counts()
        by_order = papers.grouped(lambda paper: paper.order_id.id)
        result = {}
        for line in self:
            own = by_order.get(line.order_id.id)
            days = [paper._gendan_counts_since() for paper in own] if own and own <= counting else []
            result[line] = max(days, default=False)
        return result
