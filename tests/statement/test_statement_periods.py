"""Periods that overlap, and customers a run must not forget."""

from datetime import date, timedelta
from itertools import pairwise

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
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
            whole = self.make(NOVEMBER)
            whole._gendan_move_to("checked")
            whole._gendan_freeze()
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

    def test_the_company_currency_keeps_its_cents_beside_a_currency_without(self):
        yen = self.env.ref("base.JPY")
        yen.active = True
        yen.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": yen.id, "name": "2026-01-01", "rate": 150.0, "company_id": self.company.id}
        )
        self.entry(date(2026, 10, 8), 1001.0, currency_id=yen.id)
        statement = self.make(OCTOBER, currency=yen)
        self.assertEqual((statement.amount_a, statement.amount_company), (1001.0, 6.67))

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

    def test_a_draft_of_the_whole_month_gives_way_to_a_shorter_one(self):
        first_part, second_part = date(2026, 11, 10), date(2026, 11, 25)
        with freeze_time("2026-12-02 04:00:00"):
            self.entry(first_part, 40.0)
            self.entry(second_part, 7.0)
            whole = self.statement_of(NOVEMBER)
            whole.action_check()
            part = self.send(self.statement_of((NOVEMBER[0], date(2026, 11, 22))))
            self.assertEqual((part.date_from, self.lines(part)), (NOVEMBER[0], [("invoice", 40.0)]))
            with self.assertRaisesRegex(UserError, "Work out anew"):
                whole.action_sent()
            whole.action_refresh()
            self.assertEqual((whole.date_from, whole.previous_id), (date(2026, 11, 23), part))
            self.assertEqual((whole.opening, self.lines(whole)), (40.0, [("invoice", 7.0)]))
            whole.action_check()
            whole.action_sent()

    def test_a_draft_takes_back_the_days_of_a_shorter_one_that_was_deleted(self):
        with freeze_time("2026-12-02 04:00:00"):
            self.entry(date(2026, 11, 10), 40.0)
            self.entry(date(2026, 11, 25), 7.0)
            part = self.statement_of((NOVEMBER[0], date(2026, 11, 22)))
            whole = self.statement_of(NOVEMBER)
            self.assertEqual((whole.date_from, self.lines(whole)), (date(2026, 11, 23), [("invoice", 7.0)]))
            part.unlink()
            whole.action_refresh()
            self.assertEqual((whole.date_from, self.lines(whole)), (NOVEMBER[0], [("invoice", 40.0), ("invoice", 7.0)]))

    def test_a_day_that_was_sent_is_on_no_second_statement(self):
        with freeze_time("2026-12-02 04:00:00"):
            self.entry(date(2026, 11, 10), 40.0)
            whole = self.send(self.statement_of(NOVEMBER))
            run = self.run_of((NOVEMBER[0], date(2026, 11, 22)))
            self.assertFalse(run.statement_ids)
            item = run.item_ids.filtered(lambda one: one.partner_id == self.customer)
            self.assertEqual((item.state, item.statement_id), ("skipped", whole))
            self.assertIn(whole.name, item.reason)

    def test_a_closing_day_moved_to_the_months_end_leaves_no_day_out(self):
        late, october = date(2026, 10, 28), (date(2026, 9, 26), date(2026, 10, 25))
        with freeze_time("2026-12-02 04:00:00"):
            self.entry(date(2026, 10, 8))
            self.send(self.make(october))
            # paid at once: in November nothing of it is left in the books
            self.collect(self.entry(late, 40.0), late)
            november = self.statement_of(NOVEMBER)
            self.assertEqual((november.date_from, november.date_to), (date(2026, 10, 26), NOVEMBER[1]))
            self.assertEqual(self.lines(november), [("invoice", 40.0), ("payment", -40.0)])
            self.assertEqual((november.opening, november.amount_correction, november.amount_total), (100.0, 0.0, 100.0))

    def test_who_owed_nothing_and_moved_between_the_periods_is_not_forgotten(self):
        late, october = date(2026, 10, 28), (date(2026, 9, 26), date(2026, 10, 25))
        with freeze_time("2026-12-02 04:00:00"):
            self.collect(self.entry(date(2026, 10, 8)), date(2026, 10, 9))
            self.assertEqual(self.send(self.make(october)).amount_total, 0.0)
            self.collect(self.entry(late, 40.0), late)
            november = self.statement_of(NOVEMBER)
            self.assertEqual((november.date_from, self.lines(november)[0]), (date(2026, 10, 26), ("invoice", 40.0)))

    def test_months_without_movement_are_not_added_to_the_period(self):
        with freeze_time("2026-12-02 04:00:00"):
            self.entry(date(2026, 9, 8))
            september = self.send(self.make((date(2026, 9, 1), date(2026, 9, 30))))
            self.assertFalse(self.statement_of(OCTOBER), "nothing moved")
            self.entry(date(2026, 11, 10), 40.0)
            november = self.statement_of(NOVEMBER)
            self.assertEqual((november.date_from, november.previous_id), (NOVEMBER[0], september))
            self.assertEqual((november.opening, self.lines(november)), (100.0, [("invoice", 40.0)]))

    def test_closing_days_that_move_join_every_day_once(self):
        days = [date(2026, 9, 30), date(2026, 10, 25), date(2026, 10, 31), date(2026, 11, 25), date(2026, 12, 31)]
        with freeze_time("2027-01-02 04:00:00"):
            for number in range(1, 115, 4):
                self.entry(date(2026, 9, 8) + timedelta(days=number), float(number))
            made = self.Statement
            for last in days:
                # as the schedule would: from the closing day of the same number a month before
                run = self.run_of((last.replace(day=1) if last.day > 25 else date(2026, last.month - 1, 26), last))
                made |= self.send(run.statement_ids.filtered(lambda one: one.partner_id == self.customer))
            for before, after in pairwise(made):
                self.assertEqual(after.date_from, before.date_to + timedelta(days=1))
                self.assertEqual((after.opening, after.previous_id), (before.amount_total, before))
            self.assertFalse(made.line_ids.filtered(lambda line: line.kind != "invoice"))
            moves = made.line_ids.mapped("ledger_ref")
            self.assertEqual(len(moves), len(set(moves)), "each entry on one statement")
