"""The papers out with the floor and the customer, as a change of the order touches them."""

from odoo import models
from odoo.tools import format_date

from .order_change_papers import FLOOR, VERSIONED


class SaleOrder(models.Model):
    """Papers on the list of what a change touches: seen before it is applied. Sentences without prices."""

    _inherit = "sale.order"

    def _gendan_change_touches(self, change):
        # EXTENDS gendan_followup
        return [
            *super()._gendan_change_touches(change),
            *self._gendan_touched_papers(change),
            *self._gendan_touched_contracts(change),
        ]

    def _gendan_touched_papers(self, change):
        """Every copy of the order's papers that holds until now, with who has it."""
        papers = self.env["gendan.document"].search(
            [("order_id", "=", self.id), ("voided_at", "=", False)], order="kind, id"
        )
        return [
            {
                "record": paper,
                "kind": "paper",
                "detail": self._gendan_paper_detail(paper),
                **self._gendan_paper_advice(paper, change),
            }
            for paper in papers
        ]

    def _gendan_paper_detail(self, paper):
        """Its version; of one that went out, who has it since when."""
        version = self.env._("version %(number)s", number=paper.version)
        issue = paper.issue_ids[:1]
        if not issue:
            return version
        day = format_date(self.env, paper.company_id._gendan_to_day(issue.issued_at))
        return ", ".join(filter(None, [version, issue.to, day]))

    def _gendan_paper_advice(self, paper, change):
        """What becomes of one copy, and whether somebody has to see to it."""
        cancelled = change.kind == "cancellation"
        out = paper.issue_ids and not (paper.returned_at and paper.kind in FLOOR)
        if paper.kind not in VERSIONED:
            return {"advice": self.env._("Is not voided: look whether it still holds.")}
        if not out:
            return {"advice": self.env._("Not with anybody: becomes void.")}
        if paper.kind in FLOOR:
            # its way back is a to-do of its own: the recall
            advice = self.env._("With the floor: becomes void and has to come back.")
            if not cancelled:
                advice = self.env._("With the floor: becomes void, and has to come back before the new one goes out.")
            return {"advice": advice}
        if cancelled:
            return {"advice": self.env._("With the customer: tell her that it no longer holds."), "needed": True}
        return {
            "advice": self.env._("With the customer: becomes void. Make it anew for the new version and send it."),
            "needed": True,
        }

    def _gendan_touched_contracts(self, change):
        """Contracts and order confirmations that have no copies yet."""
        unfinished = self.env["gendan.contract"].search(
            [("order_id", "=", self.id), ("state", "in", ("draft", "asked"))], order="id"
        )
        rows = []
        for contract in unfinished:
            if change.kind == "cancellation":
                advice = self.env._("Not out yet: becomes void.")
            elif contract.state == "asked":
                advice = self.env._("Waits for approval: goes back to draft, and is approved as it is then.")
            else:
                advice = self.env._("Not finished: will be of the new version.")
            rows.append(
                {"record": contract, "kind": "paper", "detail": self._gendan_state(contract), "advice": advice}
            )
        return rows
