"""How cheques and acceptances join Odoo's books.

A paper is booked by Odoo's own payments; which way, the accountant says on the journal (incoming payments, field
*Cheque or Acceptance*):

* a payment method marked for the kind, with an account of its own (notes receivable, 应收票据): *Book* posts a payment
  there, the receivable goes down at once, and the payment stays outstanding until the paper clears;
* none: the receivable stands until the money is here; clearing makes the payment.

In both cases the ledger is what Odoo's entries say, and the exposure counts the paper until it clears: as `uncleared`
where a payment has taken it out of the ledger, in the ledger itself otherwise, never twice. A bounce reverses the
payment on its own day, so that the invoice is open again and what was stated before stays as it was.
"""

from collections import defaultdict

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .payment_paper import HELD

BOOKED = ("in_process", "paid")


class GendanPaymentPaper(models.Model):
    """Booking, clearing and reversing. Callers have asked for the rights of the step."""

    _inherit = "gendan.payment.paper"

    method_line_id = fields.Many2one(
        "account.payment.method.line",
        string="Booked as",
        compute="_compute_method_line_id",
        compute_sudo=True,
        store=True,
        readonly=False,
        ondelete="set null",
        groups="account.group_account_invoice,account.group_account_readonly",
        domain="[('payment_type', '=', 'inbound'), ('company_id', '=', company_id),"
        " ('gendan_paper_kind', '=', kind)]",
        help="Accounting marks payment methods of a journal for cheques and acceptances. Empty: booked when cleared.",
    )
    payment_ids = fields.One2many(
        "account.payment",
        "gendan_paper_id",
        string="Payments",
        readonly=True,
        groups="account.group_account_invoice,account.group_account_readonly",
    )
    entry_ids = fields.One2many(
        "account.move",
        "gendan_paper_id",
        string="Entries",
        readonly=True,
        groups="account.group_account_invoice,account.group_account_readonly",
        help="Of clearing, discounting and endorsing.",
    )
    is_booked = fields.Boolean(string="In the Books", compute="_compute_is_booked", compute_sudo=True)
    can_book = fields.Boolean(compute="_compute_is_booked", compute_sudo=True)

    @api.depends("kind", "company_id", "currency_id")
    def _compute_method_line_id(self):
        lines = self.env["account.payment.method.line"].search(
            [
                ("gendan_paper_kind", "!=", False),
                ("payment_type", "=", "inbound"),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        for paper in self:
            fitting = lines.filtered(
                lambda line, paper=paper: (
                    line.gendan_paper_kind == paper.kind
                    and line.company_id == paper.company_id
                    and (line.journal_id.currency_id or paper.company_id.currency_id) == paper.currency_id
                )
            )
            paper.method_line_id = paper.method_line_id & fitting or fitting[:1]

    @api.depends("payment_ids.state", "payment_ids.move_id.state", "method_line_id", "state")
    def _compute_is_booked(self):
        for paper in self:
            paper.is_booked = bool(paper._gendan_standing())
            paper.can_book = (
                not paper.is_booked
                and paper.state in (*HELD, "endorsed", "discounted")
                and bool(paper.method_line_id.payment_account_id)
            )

    # ------------------------------------------------------------ booking

    def action_book(self):
        """Button: take the papers into the books, as the payment method says, and set them off with their invoices.

        :raise UserError: no payment method is marked, it books straight to the bank, or the paper is booked already
        :raise AccessError: the user is not of accounting
        """
        self._gendan_check_may(booking=True)
        for paper in self:
            line = paper.method_line_id
            if paper._gendan_standing():
                raise UserError(self.env._("%(paper)s is in the books already.", paper=paper.display_name))
            if not line.payment_account_id or line.payment_account_id == line.journal_id.default_account_id:
                raise UserError(
                    self.env._(
                        "No payment method is marked to book %(paper)s: mark one in the journal's incoming payments and"
                        " give it an outstanding account (notes receivable), or let it be booked when it clears.",
                        paper=paper.display_name,
                    )
                )
            paper._gendan_pay(line, paper.received_on)
        self._gendan_followed()
        return True

    def _gendan_standing(self):
        """The payments by which this paper is in the books now."""
        return self.payment_ids.filtered(lambda payment: payment.state in BOOKED and payment.move_id.state == "posted")

    def _gendan_prepare_payment_vals(self, method_line, day):
        """Values of the payment of one paper. Hook."""
        self.ensure_one()
        # without invoices, the order is what it counts for
        memo = ", ".join([self.display_name, *self.invoice_ids.mapped("name")])
        return {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": self.partner_id.id,
            "amount": self.amount,
            "currency_id": self.currency_id.id,
            "date": day,
            "journal_id": method_line.journal_id.id,
            "payment_method_line_id": method_line.id,
            "memo": memo,
            "payment_reference": self.name,
            "gendan_order_id": self.order_id.id,
            "gendan_paper_id": self.id,
        }

    def _gendan_pay(self, method_line, day, account=None):
        """Post the payment of one paper and set it off with its invoices, those due first before the others.

        :param account: instead of the method's outstanding account
        """
        self.ensure_one()
        payment = self.env["account.payment"].create(self._gendan_prepare_payment_vals(method_line, day))
        if account:
            # not in the values: Odoo works it out anew from the payment method
            payment.outstanding_account_id = account
        payment.action_post()
        credit = payment.move_id.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        open_lines = self.invoice_ids.line_ids.filtered(
            lambda line: line.account_id == credit.account_id and not line.reconciled and line.parent_state == "posted"
        ).sorted(lambda line: (line.date_maturity or line.date, line.id))
        for line in open_lines:
            if credit.reconciled:
                break
            (credit | line).reconcile()
        self.invoice_ids.matched_payment_ids += payment
        return payment

    # ------------------------------------------------------------ steps

    def _gendan_take_step(
        self, step, day, remark=False, reason=False, fee=0.0, journal=None, to=None, with_recourse=True, proceeds=0.0,
        interest=None,
    ):  # fmt: skip
        """Move papers on and book it. Batch; the caller has asked `_gendan_check_may`.

        :param journal: bank journal that takes the money; none: the bank line says it
        :param to: res.partner it was given to (endorsed, discounted)
        :param interest: account that takes what the bank kept (discounted)
        :raise UserError: a paper cannot go there
        """
        for paper in self:
            values = {}
            before = paper.state
            if step == "deposited" and before == "cleared" and (sentence := paper._gendan_bank_error()):
                raise UserError(sentence)
            if step == "bounced":
                values = {"bounce_reason": reason, "bounce_fee": fee}
            elif step in ("endorsed", "discounted"):
                values = {"passed_to_id": to.id, "with_recourse": with_recourse, "proceeds": proceeds}
            elif step in ("received", "returned"):
                values = {"passed_to_id": False, "with_recourse": False, "proceeds": 0.0}
            # first the state: what the entries set off asks for it
            paper._gendan_move_to(step, day, remark, **values)
            booked = paper.sudo()  # sudo: the step was allowed, and so is its entry
            if step == "cleared" and before not in ("endorsed", "discounted"):
                booked._gendan_book_cleared(day, journal)
            elif step == "endorsed":
                booked._gendan_book_endorsed(day, to)
            elif step == "discounted" and journal:
                booked._gendan_book_discounted(day, journal, proceeds, interest)
            elif step in ("bounced", "returned"):
                booked._gendan_book_back(day)
            elif step == "deposited" and before == "cleared":
                # said by mistake: the money leaves the bank's account, and the paper stands where it stood
                booked._gendan_book_back(day, payments=booked._gendan_is_on_bank())
            elif step == "received" and before == "endorsed":
                booked._gendan_book_back(day, payments=False)

    def _gendan_bank_error(self):
        """The sentence why it cannot be said that it has not cleared, or False."""
        self.ensure_one()
        paper = self.sudo()  # sudo: whether a bank line is matched
        if not paper._gendan_standing().move_id.line_ids._gendan_bank_lines():
            return False
        return self.env._(
            "%(paper)s is matched with a bank line, which says that it cleared: take it off that line, or say that it"
            " bounced.",
            paper=self.display_name,
        )

    def _gendan_is_on_bank(self):
        """Whether its payment stands on the bank's account itself: it was booked when it cleared."""
        self.ensure_one()
        payments = self._gendan_standing()
        return any(
            payment.journal_id.default_account_id in payment._seek_for_lines()[0].account_id for payment in payments
        )

    def _gendan_book_endorsed(self, day, supplier):
        """What we owe the supplier goes down by the paper, where it is in the books."""
        if self._gendan_outstanding():
            payable = supplier.with_company(self.company_id).property_account_payable_id
            journal = self._gendan_standing()[:1].journal_id
            self._gendan_book_out(day, journal, [(payable, self.amount)], supplier)

    def _gendan_book_discounted(self, day, journal, proceeds, interest):
        """The bank's money, and what it kept, where the paper is in the books."""
        kept = self.amount - proceeds
        if self.currency_id.is_zero(kept):
            self._gendan_book_out(day, journal, [(journal.default_account_id, self.amount)])
        elif proceeds <= 0 or kept < 0:
            raise UserError(
                self.env._("Say what the bank paid for %(paper)s: no more than its amount.", paper=self.display_name)
            )
        elif interest:
            self._gendan_book_out(day, journal, [(journal.default_account_id, proceeds), (interest, kept)])
        else:
            raise UserError(
                self.env._("Say on which account the interest of %(paper)s is booked.", paper=self.display_name)
            )

    # ------------------------------------------------------------ clearing and giving on

    def _gendan_book_cleared(self, day, journal):
        """Enter the money of one paper on a bank journal; without a journal accounting matches the bank line itself.

        :param date day: the day it is on the account
        """
        self.ensure_one()
        if not journal:
            return
        if self._gendan_standing():
            self._gendan_book_out(day, journal, [(journal.default_account_id, self.amount)])
            return
        method = journal.inbound_payment_method_line_ids[:1]
        if not journal.default_account_id or not method:
            raise UserError(
                self.env._("Journal %(journal)s has no account or no incoming payment method.", journal=journal.name)
            )
        self._gendan_pay(method, day, journal.default_account_id)

    def _gendan_book_out(self, day, journal, debits, partner=None):
        """Take one paper out of the account it is booked on, and set that off with its payments.

        :param debits: [(account, amount in the paper's currency)]; together the paper's amount
        :param partner: of the debits, where it is not the customer
        """
        self.ensure_one()
        held = self._gendan_outstanding()
        if not held:
            return
        company = self.company_id
        own = company.currency_id
        # what a payment has already lost to the bank is not taken out again
        left = {line: line.amount_residual_currency for line in held}
        if self.currency_id.compare_amounts(sum(left.values()), self.amount) != 0:
            raise UserError(
                self.env._(
                    "%(paper)s is matched with the bank in part: finish that first.", paper=self.display_name
                )
            )
        rows = [(account, amount, partner) for account, amount in debits]
        rows += [(line.account_id, -amount, None) for line, amount in left.items()]
        worth = [self.currency_id._convert(amount, own, company, day) for _account, amount, _of in rows]
        # each is rounded by itself: the last debit takes the cent
        worth[len(debits) - 1] -= own.round(sum(worth))
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "date": day,
                "ref": self.display_name,
                "gendan_paper_id": self.id,
                "line_ids": [
                    Command.create(
                        {
                            "name": self.display_name,
                            "account_id": account.id,
                            "partner_id": (of or self.partner_id).id,
                            "currency_id": self.currency_id.id,
                            "amount_currency": amount,
                            "balance": balance,
                        }
                    )
                    for (account, amount, of), balance in zip(rows, worth, strict=True)
                ],
            }
        )
        move.action_post()
        credits = move.line_ids.filtered(lambda line: line.amount_currency < 0)
        for line, credit in zip(left, credits, strict=True):
            (line | credit).reconcile()

    def _gendan_outstanding(self):
        """The items on which the paper stands in the books: its payments' outstanding side, as far as open."""
        lines = self.env["account.move.line"]
        for payment in self._gendan_standing():
            lines |= payment._seek_for_lines()[0].filtered(
                lambda line: line.account_id.reconcile and not line.reconciled
            )
        return lines

    # ------------------------------------------------------------ taking it back

    def _gendan_book_back(self, day, giving=True, payments=True):
        """Reverse what was booked for one paper on a day: what it was given on for, and its payments.

        What stands in earlier periods stays; the invoices are open again. A payment that a bank line has settled keeps
        that: the line by which the bank takes the money back settles the reversal.

        :param bool giving: the entries of clearing, discounting and endorsing
        :param bool payments: the payments, too
        """
        self.ensure_one()
        if giving:
            entries = self.entry_ids.filtered(lambda move: move.state == "posted" and not move.reversal_move_ids)
            entries = entries.filtered(lambda move: not move.reversed_entry_id)
            if entries:
                entries._reverse_moves(self._gendan_reversals(entries, day), cancel=True)
        if not payments:
            return
        for payment in self._gendan_standing():
            move = payment.move_id
            liquidity, receivable, _others = payment._seek_for_lines()
            if not liquidity._gendan_bank_lines():
                move._reverse_moves(self._gendan_reversals(move, day), cancel=True)
            else:
                receivable.remove_move_reconcile()
                reverse = move._reverse_moves(self._gendan_reversals(move, day))
                reverse.action_post()
                back = reverse.line_ids.filtered(lambda line, side=receivable: line.account_id == side.account_id)
                # posting a reversal sets it off by itself where it can
                if not receivable.reconciled:
                    (receivable | back).reconcile()
            payment.action_reject()

    def _gendan_reversals(self, moves, day):
        ref = self.env._("Taken back: %(paper)s", paper=self.display_name)
        return [{"date": day, "ref": ref, "gendan_paper_id": self.id} for _move in moves]

    # ------------------------------------------------------------ what the bank line says

    def _gendan_bank_said(self, days):
        """Bank lines were matched with these papers' payments, or came off again: they are cleared, or are not.

        :param days: {paper: day, or False where it came off}
        """
        for paper, day in days.items():
            if day and paper.state in ("received", "deposited"):
                paper._gendan_move_to("cleared", max(day, paper.since), self.env._("Matched with the bank line"))
            elif not day and paper.state == "cleared":
                paper._gendan_move_to("deposited", paper.since, self.env._("Taken off the bank line"))

    @api.model
    def _gendan_uncleared_in_books(self, customers, company):
        """What uncleared papers have taken out of the ledger.

        :param customers: commercial partners
        :return: {customer: amount in the company's currency}
        """
        result = defaultdict(float)
        papers = self.search(
            [
                ("partner_id", "in", customers.ids),
                ("company_id", "child_of", company.root_id.id),
                ("state", "in", (*HELD, "endorsed", "discounted")),
            ]
        )
        for paper in papers:
            if paper._gendan_is_uncleared():
                result[paper.partner_id] += sum(paper._gendan_standing().mapped("amount_company_currency_signed"))
        return result
