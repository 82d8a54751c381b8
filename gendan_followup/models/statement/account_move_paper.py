"""Invoices paid by cheque or acceptance."""

from odoo import fields, models


class AccountMove(models.Model):
    """Entries by which a cheque or acceptance left the account it was booked on."""

    _inherit = "account.move"

    gendan_paper_id = fields.Many2one(
        "gendan.payment.paper",
        string="Cheque or Acceptance",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )

    def _gendan_settled_on(self):
        # EXTENDS gendan_followup: what was paid by paper is paid on the day it clears
        result = super()._gendan_settled_on()
        papers = self._gendan_papers_paying()
        for move, paying in papers.items():
            if result.get(move):
                days = [False if paper._gendan_is_uncleared() else paper.cleared_on or paper.since for paper in paying]
                result[move] = all(days) and max(result[move], *days)
        return result

    def _gendan_papers_paying(self):
        """The papers whose payments are set off with these invoices: {invoice: gendan.payment.paper}, sudo. One query
        where there are none."""
        # sudo: whether an invoice is paid, for plans and gates
        partials = self.env["account.partial.reconcile"].sudo().search(
            [
                ("debit_move_id.move_id", "in", self.ids),
                ("credit_move_id.move_id.origin_payment_id.gendan_paper_id", "!=", False),
            ]
        )
        result = {}
        for partial in partials:
            paper = partial.credit_move_id.move_id.origin_payment_id.gendan_paper_id
            move = self.browse(partial.debit_move_id.move_id.id)
            result[move] = result.get(move, paper.browse()) | paper
        return result


class AccountMoveLine(models.Model):
    """What a paper's items are set off with."""

    _inherit = "account.move.line"

    def _gendan_bank_lines(self):
        """The bank lines these items are matched with."""
        return (self.matched_credit_ids.credit_move_id | self.matched_debit_ids.debit_move_id).statement_line_id
