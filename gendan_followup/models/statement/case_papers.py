"""Cheques and acceptances explain why an instalment is open."""

from odoo import models
from odoo.tools import format_date

from .case import Reason
from .payment_paper import HELD


class GendanReceivableCase(models.Model):
    """A paper under way pays it on its day; one that bounced has opened it again."""

    _inherit = "gendan.receivable.case"

    def _gendan_case_reasons(self):
        # EXTENDS gendan_followup: one search for all
        reasons = super()._gendan_case_reasons()
        papers = self.env["gendan.payment.paper"].search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                "|",
                ("state", "in", HELD),
                "&",
                ("state", "=", "bounced"),
                ("given_up_on", "=", False),
            ],
            order="due_on, id",
        )
        by_key = papers.grouped(lambda paper: (paper.company_id, paper.partner_id, paper.currency_id))
        for case in self:
            for paper in by_key.get((case.company_id, case.partner_id, case.currency_id), ()):
                if case.move_id in paper.invoice_ids or not (paper.invoice_ids or paper.order_id or paper.is_booked):
                    reasons[case].append(paper._gendan_case_reason(case.env))
        return reasons


class GendanPaymentPaper(models.Model):
    """The sentence for collection."""

    _inherit = "gendan.payment.paper"

    def _gendan_case_reason(self, env):
        """What this paper says of the debt it is for.

        :param env: of the reader
        """
        self.ensure_one()
        paper = self.with_env(env(su=True))  # sudo: the reader of the case reads its number and day only
        words = {
            "paper": paper.display_name,
            "amount": paper._gendan_amount_text(),
            "due": format_date(env, paper.due_on),
            "bounced": paper.bounced_on and format_date(env, paper.bounced_on),
        }
        if paper.state == "bounced":
            return Reason("reopened", env._("%(paper)s over %(amount)s bounced on %(bounced)s", **words))
        return Reason("cheque", env._("%(paper)s over %(amount)s is with us, due on %(due)s", **words))
