"""Below the figures of a statement: cheques and acceptances we hold that are not money yet."""

from odoo import models
from odoo.tools import format_date, formatLang

from .payment_paper import HELD


class GendanStatement(models.Model):
    """What the customer sees: these reduce A only as far as the books have taken them in."""

    _inherit = "gendan.statement"

    def _gendan_statement_extras(self):
        # EXTENDS gendan_followup
        extras = super()._gendan_statement_extras()
        for statement, papers in self._gendan_papers_held().items():
            extras[statement].append(statement._gendan_held_block(papers))
        return extras

    def _gendan_papers_held(self):
        """The papers that were held on each statement's closing day: {statement: papers}. Two queries a closing day."""
        result = {}
        Paper = self.env["gendan.payment.paper"]
        for (company, last), group in self.grouped(lambda one: (one.company_id, one.date_to)).items():
            papers = Paper.search(
                [
                    ("company_id", "=", company.id),
                    ("partner_id", "in", group.partner_id.ids),
                    ("received_on", "<=", last),
                    "|",
                    ("state", "in", HELD),
                    ("since", ">", last),
                ]
            )
            then = {}
            for log in papers.log_ids.sorted("id"):
                if log.day <= last:
                    then[log.paper_id] = log.state
            held = papers.filtered(lambda paper, then=then: then.get(paper) in HELD)
            by_key = held.grouped(lambda paper: (paper.partner_id, paper.currency_id))
            for statement in group:
                if found := by_key.get((statement.partner_id, statement.currency_id)):
                    result[statement] = found.sorted(lambda paper: (paper.due_on, paper.id))
        return result

    def _gendan_held_block(self, papers):
        """The held papers with their sum, in the statement's language."""
        env = self.with_context(lang=self.lang).env
        kinds = dict(papers.with_env(env)._fields["kind"]._description_selection(env))
        rows = [
            [
                kinds[paper.kind],
                paper.name,
                paper.bank or "",
                format_date(env, paper.received_on),
                format_date(env, paper.due_on),
                formatLang(env, paper.amount, currency_obj=paper.currency_id),
            ]
            for paper in papers
        ]
        total = formatLang(env, sum(papers.mapped("amount")), currency_obj=self.currency_id)
        return {
            "code": "papers_held",
            "title": env._("Cheques and acceptances with us that have not cleared"),
            "columns": [
                env._("Paper"),
                env._("Paper No."),
                env._("Bank or Acceptor"),
                env._("Came on"),
                env._("Paper Due on"),
                env._("Amount"),
            ],
            "rows": [*rows, [env._("Sum"), "", "", "", "", total]],
        }
