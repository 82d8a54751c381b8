"""Payments, entries and payment methods of cheques and acceptances."""

from odoo import api, fields, models

from .payment_paper import KINDS


class AccountPaymentMethodLine(models.Model):
    """The accountant says in the journal how cheques and acceptances are booked."""

    _inherit = "account.payment.method.line"

    gendan_paper_kind = fields.Selection(
        KINDS,
        string="Cheque or Acceptance",
        help="Papers of this kind are booked by this method when they come in, on its outstanding account.",
    )


class AccountPayment(models.Model):
    """The cheque or acceptance by which was paid."""

    _inherit = "account.payment"

    gendan_paper_id = fields.Many2one(
        "gendan.payment.paper",
        string="Cheque or Acceptance",
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        domain="[('partner_id', 'parent_of', partner_id), ('company_id', '=', company_id)]",
    )

    def write(self, vals):
        # EXTENDS account: a paper is in the books as its payments are
        before = self.gendan_paper_id if "gendan_paper_id" in vals else self.env["gendan.payment.paper"]
        result = super().write(vals)
        if "gendan_paper_id" in vals or "state" in vals:
            (before | self.gendan_paper_id)._gendan_sync_todos()
        return result

    def _gendan_is_here(self):
        # EXTENDS gendan_followup: a paper is money on the day it clears
        # sudo: whether it has cleared, for whoever ships
        paper = self.sudo().gendan_paper_id
        return super()._gendan_is_here() and not (paper and paper._gendan_is_uncleared())


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


class AccountPartialReconcile(models.Model):
    """A bank line matched with the payment of a paper clears it."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS account
        partials = super().create(vals_list)
        if found := partials._gendan_bank_papers():
            self.env["gendan.payment.paper"]._gendan_bank_said(found)
        return partials

    def unlink(self):
        # EXTENDS account: before super, while the entries are known
        found = self._gendan_bank_papers()
        result = super().unlink()
        if found:
            self.env["gendan.payment.paper"]._gendan_bank_said(dict.fromkeys(found, False))
        return result

    def _gendan_bank_papers(self):
        """{paper (sudo): day of the bank line} of these matches of a paper's payment with a bank line."""
        result = {}
        # sudo: who matches need not see the papers
        for partial in self.sudo():
            sides = partial.debit_move_id, partial.credit_move_id
            for mine, other in (sides, sides[::-1]):
                paper = mine.move_id.origin_payment_id.gendan_paper_id
                if paper and other.statement_line_id and mine.account_type != "asset_receivable":
                    result[paper] = other.date
        return result
