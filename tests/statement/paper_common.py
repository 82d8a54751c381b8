"""Cheques and acceptances for the room's tests."""

from datetime import date

from odoo import Command

from .common import StatementCase


class PaperCase(StatementCase):
    """A payment method for cheques with an account of its own (notes receivable), and one that is not marked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notes = cls.env["account.account"].create(
            {"name": "Notes receivable (test)", "code": "GDN121", "account_type": "asset_current", "reconcile": True}
        )
        cls.method = cls.env["account.payment.method.line"].create(
            {
                "name": "Cheque (test)",
                "payment_method_id": cls.env.ref("account.account_payment_method_manual_in").id,
                "journal_id": cls.bank.id,
                "payment_account_id": cls.notes.id,
                "gendan_paper_kind": "cheque",
            }
        )

    @classmethod
    def paper(cls, amount=100.0, invoices=None, kind="cheque", user=None, **values):
        """A paper received on 2 November, due on 30 November."""
        cls.last_number = getattr(cls, "last_number", 0) + 1
        Paper = cls.env["gendan.payment.paper"]
        return Paper.with_user(user or cls.env.user).create(
            {
                "name": f"CQ{cls.last_number:04d}",
                "kind": kind,
                "partner_id": cls.customer.id,
                "amount": amount,
                "received_on": date(2026, 11, 2),
                "due_on": date(2026, 11, 30),
                "invoice_ids": [Command.set(invoices.ids if invoices else [])],
                **values,
            }
        )

    def step(self, papers, step, day, user=None, **values):
        """What the dialog does."""
        wizard = self.env["gendan.payment.paper.step"].with_user(user or self.accountant)
        return wizard.create(
            {"paper_ids": [Command.set(papers.ids)], "step": step, "day": day, **values}
        ).action_apply()

    def exposure(self):
        self.env.flush_all()
        return self.customer._gendan_exposure(self.company)[self.customer]

    def assertOwes(self, ledger, uncleared):
        exposure = self.exposure()
        self.assertAlmostEqual(exposure.ledger, ledger, 2, "ledger")
        self.assertAlmostEqual(exposure.uncleared, uncleared, 2, "uncleared")

    def bank_line(self, amount, day):
        """A line of the bank's statement, not matched."""
        return self.env["account.bank.statement.line"].create(
            {"journal_id": self.bank.id, "date": day, "payment_ref": "Clearing", "amount": amount}
        )

    def match(self, line, items):
        """Match a bank line with open items, as a reconciliation widget does."""
        _liquidity, suspense, other = line._seek_for_lines()
        (suspense + other).account_id = items.account_id
        (suspense + other + items).reconcile()


class DepositCase(PaperCase):
    """A customer who pays 30 % before anything is made. Freeze time at 10 November."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"gendan_deposits": True, "gendan_deposit_start": "none"})
        cls.terms = cls.profile("deposit", deposit_percent=30.0, deposit_days=5)
        cls.customer.gendan_settlement_profile_id = cls.terms

    def order_of(self, **values):
        """An order over 565 with tax, confirmed today: its deposit is 169.50."""
        return self.sell(date(2026, 11, 10), **values)

    def money(self):
        """What the commit does with the notes (tests have no commit)."""
        self.env.flush_all()
        self.env["gendan.deposit"]._gendan_settle_money()
