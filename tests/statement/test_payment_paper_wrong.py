"""Cheques and acceptances when something goes wrong: cleared by mistake, entered twice, put on another customer."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .paper_common import PaperCase

TODAY = "2026-11-10 04:00:00"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestPaperWrong(PaperCase):
    def on_account(self, account):
        """What stands on an account."""
        self.env.flush_all()
        return sum(self.env["account.move.line"].search([("account_id", "=", account.id)]).mapped("balance"))

    def test_cleared_by_mistake_takes_the_money_off_the_bank(self):
        for kind in ("cheque", False):
            with self.subTest(kind):
                self.method.gendan_paper_kind = kind
                paper = self.paper(100, self.owe(100))
                if kind:
                    paper.action_book()
                bank, ledger = self.on_account(self.bank.default_account_id), self.exposure().ledger
                self.step(paper, "deposited", date(2026, 11, 8))
                self.step(paper, "cleared", date(2026, 11, 9), journal_id=self.bank.id)
                self.assertEqual(self.on_account(self.bank.default_account_id), bank + 100)
                self.step(paper, "deposited", date(2026, 11, 10))
                self.assertEqual(self.on_account(self.bank.default_account_id), bank)
                self.assertEqual(self.exposure().ledger, ledger)
                self.assertEqual(paper.is_booked, bool(kind))
                self.step(paper, "cleared", date(2026, 11, 10), journal_id=self.bank.id)
                self.assertEqual(self.on_account(self.bank.default_account_id), bank + 100)
                self.assertEqual(self.on_account(self.notes), 0)

    def test_what_the_bank_line_says_is_taken_off_there(self):
        paper = self.paper(100, self.owe(100))
        paper.action_book()
        self.match(self.bank_line(100, date(2026, 11, 6)), paper._gendan_outstanding())
        with self.assertRaisesRegex(UserError, "matched with a bank line"):
            self.step(paper, "deposited", date(2026, 11, 10))

    def test_moved_and_back_in_our_hands_it_keeps_its_facts_and_its_log(self):
        paper = self.paper()
        self.step(paper, "deposited", date(2026, 11, 9))
        self.step(paper, "received", date(2026, 11, 10))
        with self.assertRaisesRegex(UserError, "not changed"):
            paper.with_user(self.clerk).amount = 1
        with self.assertRaisesRegex(UserError, "not changed"):
            paper.with_user(self.supervisor).unlink()

    def test_one_cheque_is_entered_once_however_it_is_written(self):
        paper = self.paper(name="AB 1234", bank="ICBC")
        self.assertTrue(paper)
        for values in ({"bank": False}, {"bank": "icbc"}, {"bank": "Bank of Bo", "name": " ab 1234 "}):
            with self.assertRaisesRegex(ValidationError, "on file already"), self.env.cr.savepoint():
                self.paper(**{"name": "AB 1234", **values})
        self.assertTrue(self.paper(amount=70, name="AB 1234", bank="Bank of Bo"), "another bank's")
        self.assertTrue(self.paper(name="AB 1234", part="101-200"), "another part of it")
        self.step(paper, "returned", date(2026, 11, 10), remark="wrong day")
        self.assertTrue(self.paper(name="AB 1234"))

    def test_a_rep_puts_no_paper_on_anothers_customer(self):
        paper = self.paper(user=self.rep)
        with self.assertRaises(AccessError):
            paper.with_user(self.rep).partner_id = self.foreign_customer
            self.env.flush_all()
        with self.assertRaisesRegex(UserError, "with its buttons"):
            paper.with_user(self.rep).clerk_id = self.other_clerk

    def test_cents_of_a_discounted_paper_in_another_currency_add_up(self):
        self.method.gendan_paper_kind = "bank_acceptance"
        interest = self.env["account.account"].create(
            {"name": "Interest (test)", "code": "GDN661", "account_type": "expense"}
        )
        usd = self.env.ref("base.USD") if self.currency.name != "USD" else self.env.ref("base.EUR")
        usd.active = True
        usd.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": usd.id, "company_id": self.company.id, "name": date(2026, 10, 1), "rate": 1 / 7.1234}
        )
        paper = self.paper(100.08, kind="bank_acceptance", currency_id=usd.id)
        paper.method_line_id = self.method
        paper.action_book()
        bank = self.env["res.partner"].create({"name": "Bank"})
        self.step(
            paper, "discounted", date(2026, 11, 10), passed_to_id=bank.id, with_recourse=False, proceeds=98.5,
            journal_id=self.bank.id, interest_account_id=interest.id,
        )  # fmt: skip
        self.assertEqual(self.on_account(self.notes), 0)
        entry = paper.entry_ids.filtered(lambda move: interest in move.line_ids.account_id)
        self.assertEqual(entry.line_ids.filtered("credit").credit, 712.91)
