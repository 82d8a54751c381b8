"""Periods that overlap, and customers a run must not forget."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .common import NOVEMBER, OCTOBER, StatementCase

DECEMBER = date(2026, 12, 1), date(2026, 12, 31)


@tagged("post_install", "-at_install")
class TestStatementPeriods(StatementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["gendan.settlement.profile"].search([("id", "!=", cls.monthly.id)]).write({"statement_when": "request"})
        cls.Run = cls.env["gendan.statement.run"]

    def entry(self, day, amount=100.0, **values):
        """A direct invoice of a day, posted."""
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": day,
                "date": day,
                "invoice_date_due": day,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create({"name": "Goods", "price_unit": amount, "tax_ids": [Command.clear()]})
                ],
                **values,
            }
        )
        invoice.action_post()
        return invoice

    def run_of(self, period):
        """A run of a period, made to its end."""
        run = self.Run.create({"date_from": period[0], "date_to": period[1]})
        run.action_start()
        return run

    def statement_of(self, period, currency=None):
        """What a run of a period makes for the customer."""
        return self.run_of(period).statement_ids.filtered(
            lambda one: one.partner_id == self.customer and one.currency_id == (currency or self.currency)
        )

    def send(self, statement):
        self.env.flush_all()
        statement.action_check()
        statement.action_sent()
        return statement

    def lines(self, statement):
        return [(line.kind, line.amount_total) for line in statement.line_ids]

    def test_what_a_statement_of_the_middle_of_the_month_said_is_not_said_twice(self):
        with freeze_time("2026-12-02 04:00:00"):
            self.entry(date(2026, 10, 8))
            self.send(self.make(OCTOBER))
            self.entry(date(2026, 11, 10), 40.0)
            self.send(self.make((date(2026, 11, 1), date(2026, 11, 22))))
            self.entry(date(2026, 11, 25), 7.0)
            november = self.statement_of(NOVEMBER)
            self.assertEqual((november.date_from, november.date_to), (date(2026, 11, 23), date(2026, 11, 30)))
            self.assertEqual((november.opening, self.lines(november)), (140.0, [("invoice", 7.0)]))

    def test_a_new_closing_day_goes_on_where_the_last_statement_ended(self):
        order = self.sell(date(2026, 10, 5))
        self.take(order, date(2026, 10, 12), 20)
        self.entry(date(2026, 10, 28))
        with freeze_time("2026-11-26 04:00:00"):
            october = self.send(self.make(OCTOBER))
            self.entry(date(2026, 11, 10), 40.0)
            november = self.statement_of((date(2026, 10, 26), date(2026, 11, 25)))
            self.assertEqual((november.date_from, november.previous_id), (date(2026, 11, 1), october))
            self.assertEqual(self.lines(november), [("invoice", 40.0)])
            self.assertEqual((november.opening, november.amount_total), (213.0, 253.0))

    def test_statements_beside_each_other_are_no_reason_for_a_correction(self):
        self.entry(date(2026, 11, 10))
        with freeze_time("2026-12-02 04:00:00"):
            # made and sent before the runs kept from it, or typed by hand
            self.send(self.make((date(2026, 11, 1), date(2026, 11, 22))))
            whole = self.send(self.make(NOVEMBER))
            self.assertEqual(self.lines(whole), [("invoice", 100.0)])
            self.assertFalse(whole._gendan_changed_lines()[whole])
            self.entry(date(2026, 12, 1), 9.0)
            self.assertEqual(self.lines(self.statement_of(DECEMBER)), [("invoice", 9.0)])

    def test_an_invoice_settled_in_another_currency_is_on_the_next_statement(self):
        euro = self.env.ref("base.EUR") if self.currency != self.env.ref("base.EUR") else self.env.ref("base.USD")
        euro.active = True
        euro.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "name": "2026-01-01", "rate": 0.5, "company_id": self.company.id}
        )
        invoice = self.entry(date(2026, 9, 8), currency_id=euro.id)
        with freeze_time("2026-12-02 04:00:00"):
            self.send(self.make(OCTOBER, currency=euro, with_idle=True))
            self.collect(invoice, date(2026, 11, 10), currency_id=self.currency.id)
            self.assertTrue(invoice.line_ids.filtered("reconciled"))
            november = self.statement_of(NOVEMBER, euro)
            self.assertEqual(self.lines(november), [("other_currency", -100.0)])
            self.assertEqual((november.opening, november.amount_total), (100.0, 0.0))

    def test_an_invoice_cancelled_after_it_was_stated_is_corrected(self):
        invoice = self.entry(date(2026, 10, 8))
        with freeze_time("2026-12-02 04:00:00"):
            self.send(self.make(OCTOBER))
            invoice.button_draft()
            invoice.button_cancel()
            november = self.statement_of(NOVEMBER)
            self.assertEqual(self.lines(november), [("correction", -100.0)])
            self.assertEqual(november.amount_total, 0.0)
            self.send(november)
            self.assertFalse(self.statement_of(DECEMBER), "nothing moves any more")

    def test_a_late_run_finds_what_was_open_on_the_last_day(self):
        invoice = self.entry(date(2026, 9, 8))
        self.collect(invoice, date(2026, 11, 10))
        books = self.env["gendan.statement.books"]
        self.env.flush_all()
        key = self.customer.id, self.currency.id
        self.assertIn(key, books._gendan_keys(self.company, *OCTOBER))
        self.assertNotIn(key, books._gendan_keys(self.company, *DECEMBER))
