"""Cheques and acceptances: both ways of booking, clearing, bouncing, what customers owe, who may what."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import NOVEMBER
from .paper_common import PaperCase

CLEAR = date(2026, 12, 1)
TODAY = "2026-11-10 04:00:00"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestPaperBooks(PaperCase):
    # ------------------------------------------------------------ booked when it comes

    def test_booked_paper_leaves_the_ledger_and_not_the_exposure(self):
        invoice = self.owe(100)
        paper = self.paper(100, invoice)
        self.assertEqual(paper.sudo().method_line_id, self.method)
        self.assertOwes(100, 0)
        paper.with_user(self.accountant).action_book()
        payment = paper.payment_ids
        self.assertEqual(payment.move_id.line_ids.filtered("debit").account_id, self.notes)
        self.assertEqual(payment.date, date(2026, 11, 2))
        self.assertFalse(invoice.amount_residual)
        self.assertOwes(0, 100)
        with self.assertRaisesRegex(UserError, "in the books already"):
            paper.with_user(self.accountant).action_book()
        self.step(paper, "deposited", date(2026, 11, 29))
        self.assertOwes(0, 100)
        with freeze_time("2026-12-01 04:00:00"):
            self.step(paper, "cleared", CLEAR, journal_id=self.bank.id)
            self.assertOwes(0, 0)
        self.assertTrue(payment.is_matched)
        bank = paper.entry_ids.line_ids.filtered("debit")
        self.assertEqual((bank.account_id, bank.balance, bank.date), (self.bank.default_account_id, 100, CLEAR))
        self.assertEqual(paper.cleared_on, CLEAR)
        self.assertEqual(paper.log_ids.mapped("state"), ["received", "deposited", "cleared"])
        self.assertEqual(paper.log_ids[-1].user_id, self.accountant)

    def test_bank_line_clears_and_unclears(self):
        paper = self.paper(100, self.owe(100))
        paper.action_book()
        self.step(paper, "deposited", date(2026, 11, 9))
        line = self.bank_line(100, date(2026, 11, 10))
        self.match(line, paper._gendan_outstanding())
        self.assertEqual((paper.state, paper.cleared_on), ("cleared", date(2026, 11, 10)))
        self.assertOwes(0, 0)
        paper.payment_ids.move_id.line_ids.filtered(lambda item: item.account_id == self.notes).remove_move_reconcile()
        self.assertEqual(paper.state, "deposited")
        self.assertFalse(paper.cleared_on)
        self.assertOwes(0, 100)

    def test_bounce_opens_the_debt_again_on_its_day(self):
        invoice = self.owe(100)
        paper = self.paper(100, invoice)
        paper.action_book()
        self.step(paper, "deposited", date(2026, 11, 8))
        self.step(paper, "bounced", date(2026, 11, 10), reason="funds", fee=5)
        self.assertEqual(invoice.amount_residual, 100)
        self.assertEqual(invoice.payment_state, "not_paid")
        self.assertEqual(paper.payment_ids.state, "rejected")
        self.assertOwes(100, 0)
        self.assertFalse(paper.is_booked)
        # nothing is left on notes receivable, and the receivable of the time between stays
        items = self.env["account.move.line"].search([("account_id", "=", self.notes.id)])
        self.assertEqual(sum(items.mapped("balance")), 0)
        self.assertTrue(all(items.mapped("reconciled")))
        self.assertEqual(sorted(items.mapped("date")), [date(2026, 11, 2), date(2026, 11, 10)])
        found = self.todos(paper)
        self.assertEqual(set(found), {"paper_bounced", "paper_bounced_books"})
        self.assertIn("Not enough money", found["paper_bounced"].name)
        self.assertEqual(found["paper_bounced"].user_id, self.clerk)
        paper.with_user(self.accountant).action_settled()
        self.assertFalse(self.todos(paper))

    def test_bounced_is_presented_again(self):
        invoice = self.owe(100)
        paper = self.paper(100, invoice)
        paper.action_book()
        self.step(paper, "deposited", date(2026, 11, 8))
        self.step(paper, "bounced", date(2026, 11, 9), reason="funds")
        self.step(paper, "received", date(2026, 11, 10))
        self.assertOwes(100, 0)
        self.assertIn("paper_book", self.todos(paper))
        paper.action_book()
        self.assertOwes(0, 100)
        self.step(paper, "deposited", date(2026, 11, 10))
        self.step(paper, "bounced", date(2026, 11, 10), reason="closed")
        self.assertEqual(paper.bounce_count, 2)
        self.assertOwes(100, 0)

    def test_bounce_after_clearing_by_our_entry(self):
        invoice = self.owe(100)
        paper = self.paper(100, invoice)
        paper.action_book()
        self.step(paper, "deposited", date(2026, 11, 5))
        self.step(paper, "cleared", date(2026, 11, 6), journal_id=self.bank.id)
        self.assertOwes(0, 0)
        self.step(paper, "bounced", date(2026, 11, 10), reason="stopped")
        self.assertOwes(100, 0)
        for account in self.notes | self.bank.default_account_id:
            items = self.env["account.move.line"].search([("account_id", "=", account.id)])
            self.assertEqual(sum(items.mapped("balance")), 0, account.name)

    def test_bounce_after_the_bank_line_keeps_the_bank_line(self):
        invoice = self.owe(100)
        paper = self.paper(100, invoice)
        paper.action_book()
        self.match(self.bank_line(100, date(2026, 11, 6)), paper._gendan_outstanding())
        self.assertEqual(paper.state, "cleared")
        self.step(paper, "bounced", date(2026, 11, 10), reason="stopped")
        self.assertEqual(paper.state, "bounced")
        self.assertEqual(invoice.amount_residual, 100)
        open_items = self.env["account.move.line"].search(
            [("account_id", "=", self.notes.id), ("reconciled", "=", False)]
        )
        self.assertEqual(open_items.mapped("balance"), [-100], "the bank's line of taking it back is matched with it")

    # ------------------------------------------------------------ booked when it clears

    def test_paper_that_is_not_booked_stays_in_the_ledger_once(self):
        self.method.gendan_paper_kind = False
        invoice = self.owe(100)
        paper = self.paper(100, invoice)
        self.assertFalse(paper.can_book)
        self.assertOwes(100, 0)
        with self.assertRaisesRegex(UserError, "No payment method is marked"):
            paper.action_book()
        self.step(paper, "deposited", date(2026, 11, 8))
        self.assertOwes(100, 0)
        self.step(paper, "cleared", date(2026, 11, 10), journal_id=self.bank.id)
        self.assertOwes(0, 0)
        self.assertFalse(invoice.amount_residual)
        self.assertEqual(paper.payment_ids.date, date(2026, 11, 10))
        self.step(paper, "bounced", date(2026, 11, 10), reason="other", remark="taken back by the bank")
        self.assertOwes(100, 0)
        self.assertEqual(invoice.amount_residual, 100)

    def test_cleared_without_a_journal_is_left_to_the_bank_line(self):
        self.method.gendan_paper_kind = False
        paper = self.paper(100, self.owe(100))
        self.step(paper, "cleared", date(2026, 11, 10))
        self.assertOwes(100, 0)
        self.assertFalse(paper.payment_ids)

    # ------------------------------------------------------------ several

    def test_one_paper_for_several_invoices_and_several_papers_for_one(self):
        late, early = self.owe(60, due=date(2026, 10, 20)), self.owe(80, due=date(2026, 10, 1))
        one = self.paper(100, late | early)
        one.action_book()
        self.assertEqual((early.amount_residual, late.amount_residual), (0, 40))
        two = self.paper(40, late)
        two.action_book()
        self.assertFalse(late.amount_residual)
        self.assertOwes(0, 140)
        self.step(one, "deposited", date(2026, 11, 9))
        self.step(one, "bounced", date(2026, 11, 10), reason="funds")
        self.assertEqual((early.amount_residual, late.amount_residual), (80, 20))
        self.assertOwes(100, 40)

    def test_more_than_the_invoices_is_paid_in_advance(self):
        paper = self.paper(100, self.owe(70))
        paper.action_book()
        self.assertOwes(-30, 100)

    # ------------------------------------------------------------ given on

    def test_endorsed_with_recourse_counts_until_its_day(self):
        self.method.gendan_paper_kind = "bank_acceptance"
        supplier = self.env["res.partner"].create({"name": "Paper mill"})
        paper = self.paper(100, self.owe(100), kind="bank_acceptance")
        paper.action_book()
        self.step(paper, "endorsed", date(2026, 11, 10), passed_to_id=supplier.id)
        self.assertOwes(0, 100)
        payable = self.env["account.move.line"].search(
            [("partner_id", "=", supplier.id), ("account_type", "=", "liability_payable")]
        )
        self.assertEqual(payable.balance, 100)
        with freeze_time("2026-12-01 04:00:00"):
            self.assertOwes(0, 0)
            self.step(paper, "bounced", date(2026, 12, 1), reason="funds")
            self.assertOwes(100, 0)
        payable = self.env["account.move.line"].search(
            [("partner_id", "=", supplier.id), ("account_type", "=", "liability_payable")]
        )
        self.assertEqual(sum(payable.mapped("balance")), 0, "the supplier is owed again")

    def test_discounted_without_recourse_is_money(self):
        self.method.gendan_paper_kind = "bank_acceptance"
        interest = self.env["account.account"].create(
            {"name": "Interest (test)", "code": "GDN660", "account_type": "expense"}
        )
        bank = self.env["res.partner"].create({"name": "Bank"})
        paper = self.paper(100, self.owe(100), kind="bank_acceptance")
        paper.action_book()
        values = {"passed_to_id": bank.id, "with_recourse": False, "proceeds": 98, "journal_id": self.bank.id}
        with self.assertRaisesRegex(UserError, "interest"), self.env.cr.savepoint():
            self.step(paper, "discounted", date(2026, 11, 10), **values)
        paper.invalidate_recordset()
        self.step(paper, "discounted", date(2026, 11, 10), interest_account_id=interest.id, **values)
        self.assertOwes(0, 0)
        self.assertEqual(
            sorted(paper.entry_ids.line_ids.mapped("balance")),
            [-100, 2, 98],
        )

    # ------------------------------------------------------------ other currency

    def test_paper_in_another_currency(self):
        usd = self.env.ref("base.USD") if self.currency.name != "USD" else self.env.ref("base.EUR")
        usd.active = True
        usd.rate_ids.unlink()
        rates = [(date(2026, 10, 1), 0.5), (date(2026, 11, 10), 0.25)]
        self.env["res.currency.rate"].create(
            [{"currency_id": usd.id, "company_id": self.company.id, "name": day, "rate": rate} for day, rate in rates]
        )
        paper = self.paper(100, currency_id=usd.id)
        self.assertFalse(paper.method_line_id, "the journal's currency is another")
        paper.method_line_id = self.method
        paper.action_book()
        self.assertOwes(-200, 200)
        self.step(paper, "cleared", date(2026, 11, 10), journal_id=self.bank.id)
        self.assertOwes(-200, 0)
        items = self.env["account.move.line"].search([("account_id", "=", self.notes.id)])
        self.assertEqual(sum(items.mapped("balance")), 0, "the exchange difference is booked")

    # ------------------------------------------------------------ gates and plans

    def test_no_money_for_a_delivery_before_it_clears(self):
        order = self.sell(date(2026, 11, 3))
        self.take(order, date(2026, 11, 4))
        invoice = self.bill(order, date(2026, 11, 5))
        paper = self.paper(invoice.amount_total, invoice)
        paper.action_book()
        self.assertEqual(order._gendan_received()[order], 0)
        self.assertFalse(invoice._gendan_settled_on()[invoice])
        self.step(paper, "cleared", date(2026, 11, 10), journal_id=self.bank.id)
        self.assertEqual(order._gendan_received()[order], invoice.amount_total)
        self.assertEqual(invoice._gendan_settled_on()[invoice], date(2026, 11, 10))

    def test_paper_for_an_order_is_its_deposit_when_it_clears(self):
        order = self.sell(date(2026, 11, 3))
        paper = self.paper(50, order_id=order.id)
        paper.action_book()
        self.assertEqual(paper.payment_ids.gendan_order_id, order)
        self.assertEqual(order._gendan_received()[order], 0)
        self.step(paper, "cleared", date(2026, 11, 10), journal_id=self.bank.id)
        self.assertEqual(order._gendan_received()[order], 50)

    # ------------------------------------------------------------ statement

    def test_statement_is_the_ledger_and_names_held_papers(self):
        order = self.sell(date(2026, 11, 3))
        self.take(order, date(2026, 11, 4))
        invoice = self.bill(order, date(2026, 11, 5))
        booked = self.paper(200, invoice)
        booked.action_book()
        unbooked = self.paper(100, invoice, kind="commercial_acceptance")
        bounced = self.paper(50, invoice, bank="Bank of Bo")
        bounced.action_book()
        self.step(bounced, "deposited", date(2026, 11, 8))
        self.step(bounced, "bounced", date(2026, 11, 10), reason="funds")
        statement = self.make(NOVEMBER)
        self.assertAlmostEqual(statement.amount_a, invoice.amount_total - 200)
        self.assertAddsUp(self.work_out(NOVEMBER))
        block = next(one for one in statement._gendan_statement_extras()[statement] if one["code"] == "papers_held")
        self.assertEqual([row[1] for row in block["rows"][:-1]], [booked.name, unbooked.name])
        self.assertIn("300", block["rows"][-1][-1])
        with freeze_time("2026-12-01 04:00:00"):
            self.step(booked, "cleared", CLEAR, journal_id=self.bank.id)
            block = next(one for one in statement._gendan_statement_extras()[statement] if one["code"] == "papers_held")
            self.assertIn(booked.name, [row[1] for row in block["rows"]], "on the closing day it was with us")


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestPaperPeople(PaperCase):
    def test_days_make_todos(self):
        self.method.gendan_paper_kind = False
        paper = self.paper(due_on=date(2026, 11, 20))
        self.assertFalse(self.todos(paper))
        with freeze_time("2026-11-13 04:00:00"):
            self.env["gendan.payment.paper"]._cron_gendan_payment_papers()
            todo = self.todos(paper)["paper_deposit"]
            self.assertEqual((todo.due, todo.role), (date(2026, 11, 20), "department"))
            self.step(paper, "deposited", date(2026, 11, 13))
            self.assertFalse(self.todos(paper))
        with freeze_time("2026-11-26 04:00:00"):
            self.env["gendan.payment.paper"]._cron_gendan_payment_papers()
            self.assertEqual(set(self.todos(paper)), {"paper_silent"})
            self.step(paper, "cleared", date(2026, 11, 26))
            self.assertFalse(self.todos(paper))

    def test_steps_follow_the_table(self):
        paper = self.paper()
        with self.assertRaisesRegex(UserError, "cannot become"):
            self.step(paper, "bounced", date(2026, 11, 10), reason="funds")
        with self.assertRaisesRegex(UserError, "no step lies before"):
            self.step(paper, "deposited", date(2026, 11, 1))
        with self.assertRaisesRegex(UserError, "why it is given back"):
            self.step(paper, "returned", date(2026, 11, 10))
        self.step(paper, "returned", date(2026, 11, 10), remark="replaced by another one")
        self.assertEqual(paper.state, "returned")
        self.env.flush_all()  # the number is free again
        self.assertTrue(self.paper(name=paper.name))

    def test_given_back_takes_the_booking_back(self):
        invoice = self.owe(100)
        paper = self.paper(100, invoice)
        paper.action_book()
        self.step(paper, "returned", date(2026, 11, 10), remark="customer transfers instead")
        self.assertEqual(invoice.amount_residual, 100)
        self.assertOwes(100, 0)

    def test_number_stands_once(self):
        paper = self.paper()
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception), self.env.cr.savepoint():  # noqa: B017
            self.paper(name=paper.name)
        self.assertTrue(self.paper(name=paper.name, part="1-100"))

    def test_invoice_of_another_customer_is_refused(self):
        invoice = self.owe(100)
        with self.assertRaises(ValidationError):
            self.paper(100, invoice, partner_id=self.foreign_customer.id)

    def test_who_may_what(self):
        paper = self.paper(user=self.clerk)
        by_rep = self.paper(user=self.rep)
        self.assertEqual(by_rep.partner_id, self.customer)
        for user in (self.clerk, self.rep):
            with self.assertRaises(AccessError):
                paper.with_user(user).action_step()
            with self.assertRaises(AccessError):
                self.step(paper, "deposited", date(2026, 11, 10), user=user)
            with self.assertRaises(AccessError):
                paper.with_user(user).action_book()
        for user, may in ((self.clerk, False), (self.supervisor, True), (self.accountant, True)):
            self.assertEqual(paper.with_user(user).can_step, may, user.login)
        self.step(paper, "deposited", date(2026, 11, 10), user=self.supervisor)
        by_rep.with_user(self.accountant).action_book()
        with self.assertRaisesRegex(AccessError, f"{by_rep.display_name}: only accounting"):
            self.step(by_rep, "deposited", date(2026, 11, 10), user=self.supervisor)
        for user in (self.other_clerk, self.other_rep):
            self.assertFalse(self.env["gendan.payment.paper"].with_user(user).search([("id", "=", paper.id)]))
            self.assertFalse(self.env["gendan.payment.paper.log"].with_user(user).search([("paper_id", "=", paper.id)]))
        with self.assertRaises(AccessError):
            self.paper(user=self.other_clerk)

    def test_nobody_writes_history(self):
        paper = self.paper()
        with self.assertRaisesRegex(UserError, "with its buttons"):
            paper.with_user(self.accountant).state = "cleared"
        with self.assertRaisesRegex(UserError, "with its buttons"):
            paper.with_context(gendan_paper_moved=True).state = "cleared"
        self.assertEqual(self.paper(state="cleared").state, "received")
        with self.assertRaisesRegex(UserError, "for ever"):
            paper.log_ids.day = date(2026, 1, 1)
        with self.assertRaisesRegex(UserError, "for ever"):
            paper.log_ids.unlink()
        with self.assertRaisesRegex(UserError, "for ever"):
            self.env["gendan.payment.paper.log"].create(
                {"paper_id": paper.id, "state": "cleared", "day": date(2026, 11, 2), "user_id": self.env.uid}
            )
        self.step(paper, "deposited", date(2026, 11, 10))
        with self.assertRaisesRegex(UserError, "not changed"):
            paper.amount = 1
        with self.assertRaisesRegex(UserError, "not changed"):
            paper.unlink()
        self.paper().with_user(self.supervisor).unlink()

    def test_several_at_once(self):
        papers = self.paper(10) | self.paper(20)
        self.step(papers, "deposited", date(2026, 11, 10))
        self.assertEqual(papers.mapped("state"), ["deposited", "deposited"])

    def test_kind_is_the_customers(self):
        self.monthly.method = "bank_acceptance"
        paper = self.env["gendan.payment.paper"].create(
            {"name": "A1", "partner_id": self.customer.id, "amount": 5, "due_on": date(2026, 12, 30)}
        )
        self.assertEqual(paper.kind, "bank_acceptance")
        self.assertEqual(paper.days, 50)

    def test_payment_named_by_accounting_counts_as_the_papers(self):
        invoice = self.owe(100)
        paper = self.paper(100)
        payment = self.pay_invoice(invoice, 100)
        payment.with_user(self.accountant).gendan_paper_id = paper
        self.assertTrue(paper.is_booked)
        self.assertOwes(0, 100)
