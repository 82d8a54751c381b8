"""Instalments follow the books: age, parts, currencies, settled and open again."""

from datetime import date, time
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .collect_common import CollectCase

DUE = date(2026, 10, 31)


@tagged("post_install", "-at_install")
class TestCollection(CollectCase):
    def term_30_70(self):
        return self.env["account.payment.term"].create(
            {
                "name": "30 % at once, the rest in 60 days",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 30, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 70, "nb_days": 60}),
                ],
            }
        )

    def test_the_age_of_an_instalment_on_the_edge_days(self):
        invoice = self.owe()
        for days, bucket in (
            (0, "not_due"), (1, "days_30"), (30, "days_30"), (31, "days_60"), (60, "days_60"), (61, "days_90"),
            (90, "days_90"), (91, "older"),
        ):  # fmt: skip
            self.sweep(self.days(DUE, days))
            case = self.case_of(invoice)
            with freeze_time(self.company._gendan_at(self.days(DUE, days), time(12, 0))):
                self.assertEqual((case.bucket, case.days_overdue), (bucket, days), f"day {days}")

    def test_the_day_is_the_companys_not_utcs(self):
        invoice = self.owe()
        with freeze_time("2026-10-31 15:59:00"):
            self.Case._cron_gendan_collect()
            self.assertEqual(self.case_of(invoice).bucket, "not_due", "23:59 in China")
        with freeze_time("2026-10-31 16:01:00"):
            self.Case._cron_gendan_collect()
            self.assertEqual(self.case_of(invoice).bucket, "days_30", "00:01 in China")

    def test_each_instalment_is_a_case_and_a_part_payment_counts(self):
        invoice = self.owe(1000.0, invoice_payment_term_id=self.term_30_70().id)
        self.sweep(date(2026, 11, 2))
        first, second = self.case_of(invoice)
        self.assertEqual((first.instalment, second.instalment), ("1/2", "2/2"))
        self.assertEqual((first.residual, second.residual), (300, 700))
        self.assertEqual((first.bucket, second.bucket), ("days_60", "not_due"))
        self.assertFalse(first.due_agreed, "what was agreed is the day of the last instalment")
        self.assertEqual(second.due_agreed, invoice.gendan_due_agreed)
        self.collect(invoice, date(2026, 11, 3), 350.0)
        self.sweep(date(2026, 11, 4))
        self.assertEqual((first.state, first.residual, first.closed_on), ("closed", 0, date(2026, 11, 4)))
        self.assertEqual((second.state, second.residual, second.settled), ("open", 650, 50))
        with freeze_time("2026-11-04 04:00:00"):
            self.assertIn("50.00", second.reasons_text)

    def test_in_another_currency_both_amounts_stand(self):
        foreign = self.env.ref("base.USD") if self.currency.name != "USD" else self.env.ref("base.EUR")
        foreign.active = True
        self.env["res.currency.rate"].create(
            {"name": "2026-09-01", "rate": 0.125, "currency_id": foreign.id, "company_id": self.company.id}
        )
        invoice = self.owe(50.0, currency_id=foreign.id)
        local = self.owe(70.0)
        self.sweep(date(2026, 11, 2))
        case = self.case_of(invoice)
        self.assertEqual((case.currency_id, case.residual, case.residual_company), (foreign, 50, 400))
        self.assertEqual(self.case_of(local).residual_company, 70)

    def test_payments_and_credit_notes_not_set_off_stand_beside(self):
        invoice = self.owe(200.0)
        refund = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.customer.id,
                "invoice_date": "2026-10-05",
                "invoice_line_ids": [Command.create({"name": "Back", "price_unit": 30.0, "tax_ids": []})],
            }
        )
        refund.action_post()
        self.sweep(date(2026, 11, 2))
        case = self.case_of(invoice)
        self.assertEqual(case.residual, 200, "not mixed")
        with freeze_time("2026-11-02 04:00:00"):
            self.assertIn("30.00", case.not_set_off)
        self.assertFalse(self.case_of(refund))

    def test_settled_and_taken_off_again_opens_the_same_case(self):
        invoice = self.owe()
        self.sweep(date(2026, 11, 2))
        case = self.case_of(invoice)
        self.collect(invoice, date(2026, 11, 3))
        self.sweep(date(2026, 11, 3))
        self.assertEqual(case.state, "closed")
        self.assertFalse(self.open_kinds(case))
        lines = invoice.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        lines.remove_move_reconcile()
        self.sweep(date(2026, 11, 4))
        self.assertEqual((case.state, case.reopened_count, case.residual), ("open", 1, 100))
        self.assertEqual(self.case_of(invoice), case)
        self.assertEqual(case.reason, "reopened")
        self.assertEqual(self.open_kinds(case), ["collect_due"])

    def test_a_payment_back_in_draft_is_no_payment(self):
        invoice = self.owe()
        payment = self.collect(invoice, date(2026, 11, 3))
        self.sweep(date(2026, 11, 3))
        case = self.case_of(invoice)
        self.assertFalse(case, "settled before it was ever seen")
        payment.action_draft()
        self.sweep(date(2026, 11, 4))
        self.assertEqual(self.case_of(invoice).residual, 100)

    def test_money_the_bank_took_back_is_owed(self):
        """A transfer, or his cheque, that was booked as a bank line and came back as another one."""
        invoice = self.owe()
        receivable = invoice.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        came, back = self.bank_line(100.0, date(2026, 11, 3)), self.bank_line(-100.0, date(2026, 11, 5))
        (receivable + came).reconcile()
        self.sweep(date(2026, 11, 6))
        case = self.Case.search([("move_line_id", "=", back.id)])
        self.assertFalse(self.case_of(invoice), "paid")
        self.assertEqual((case.state, case.residual, case.due), ("open", 100, date(2026, 11, 5)))
        self.assertEqual((case.reason, case.partner_id, case.rep_id), ("reopened", self.customer, self.rep))
        self.assertIn(back.move_id.name, case.reasons_text)
        self.assertEqual(self.open_kinds(case), ["collect_due"])
        # the accountant takes the first payment off the invoice and sets both bank lines off against each other
        came.remove_move_reconcile()
        (came + back).reconcile()
        self.sweep(date(2026, 11, 6), time(12, 0))
        self.assertEqual((case.state, self.case_of(invoice).residual), ("closed", 100))

    def bank_line(self, amount, day):
        """A line of the bank's statement booked on the customer: its receivable item."""
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id, "date": day, "payment_ref": "Transfer", "amount": amount,
                "partner_id": self.customer.id,
            }
        )  # fmt: skip
        _liquidity, suspense, _other = line._seek_for_lines()
        suspense.account_id = self.customer.property_account_receivable_id
        return suspense

    def test_setting_off_wakes_the_sweep_once_a_transaction(self):
        invoice = self.owe()
        cron = self.env.ref("gendan_followup.ir_cron_collect")
        self.env.cr.precommit.data.pop("gendan_collect_woken", None)
        before = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self.collect(invoice, date(2026, 11, 3), 20.0)
        self.collect(invoice, date(2026, 11, 3), 20.0)
        self.assertEqual(self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]), before + 1)
        self.company.gendan_collect = False
        self.env.cr.precommit.data.pop("gendan_collect_woken", None)
        self.collect(invoice, date(2026, 11, 3), 20.0)
        self.assertEqual(self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]), before + 1, "off")

    def test_where_nothing_changed_nothing_is_written(self):
        self.owe()
        self.sweep(date(2026, 11, 2))
        with (
            patch.object(type(self.Case), "write", side_effect=AssertionError("written")),
            patch.object(type(self.Todo), "write", side_effect=AssertionError("written")),
            patch.object(type(self.company), "write", side_effect=AssertionError("written")),
        ):
            self.sweep(date(2026, 11, 2), time(11, 0))

    def test_a_corrected_invoice_keeps_what_was_said(self):
        invoice = self.owe()
        self.sweep(date(2026, 11, 2))
        case = self.case_of(invoice)
        self.say(case, "contact", date(2026, 11, 2), note="On holiday")
        invoice.button_draft()
        self.sweep(date(2026, 11, 3))
        self.assertEqual(case.state, "closed")
        case.move_line_id = False  # as the database does where Odoo makes new items in place of the old ones
        invoice.invoice_payment_term_id = self.term_30_70()
        invoice.action_post()
        self.sweep(date(2026, 11, 4))
        self.assertEqual(len(self.case_of(invoice)), 2)
        self.assertIn(case, self.case_of(invoice))
        self.assertEqual((case.state, case.instalment, len(case.answer_ids)), ("open", "1/2", 1))

    def test_overdue_by_agreement_by_setting(self):
        self.monthly.write({"term_days": 0, "count_from": "invoice", "pay_day": 0})
        invoice = self.owe(due=date(2026, 12, 1))
        self.sweep(date(2026, 11, 2))
        case = self.case_of(invoice)
        self.assertEqual((case.due, case.due_agreed, case.bucket), (date(2026, 12, 1), date(2026, 10, 1), "not_due"))
        self.company.gendan_collect_due = "agreed"
        self.sweep(date(2026, 11, 2))
        self.assertEqual((case.due, case.due_books, case.bucket), (date(2026, 10, 1), date(2026, 12, 1), "days_60"))
        self.monthly.term_days = 20
        self.sweep(date(2026, 11, 2))
        self.assertEqual((case.due, case.bucket), (date(2026, 10, 21), "days_30"), "other terms, another day")

    def test_it_follows_a_customer_to_another_rep_and_clerk(self):
        invoice = self.owe()
        self.sweep(date(2026, 11, 2))
        case = self.case_of(invoice)
        self.assertEqual((case.rep_id, case.clerk_id), (self.rep, self.clerk))
        self.customer.write({"user_id": self.other_rep.id, "gendan_clerk_id": self.other_clerk.id})
        self.assertEqual((case.rep_id, case.clerk_id), (self.other_rep, self.other_clerk))

    def test_many_cost_no_query_each(self):
        """A sweep of forty costs hardly more than one of ten."""

        def cost(count):
            customers = self.env["res.partner"].create(
                [{"name": f"Many {count} {number}", "user_id": self.rep.id} for number in range(count)]
            )
            for customer in customers:
                self.owe(customer=customer)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time("2026-11-02 01:00:00"):
                self.Case._cron_gendan_collect()
                self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(2)
        few, many = cost(10), cost(40)
        self.assertLess(many, few + 15, f"{few} queries for ten, {many} for forty")

    def test_switched_off_nobody_is_told_any_more(self):
        invoice = self.owe()
        self.sweep(date(2026, 11, 2))
        case = self.case_of(invoice)
        self.assertEqual(self.open_kinds(case), ["collect_due"])
        self.company.gendan_collect = False
        self.assertFalse(self.open_kinds(case))
        other = self.owe()
        self.sweep(date(2026, 11, 3))
        self.assertFalse(self.case_of(other))
        self.company.gendan_collect = True
        self.sweep(date(2026, 11, 4))
        self.assertTrue(self.case_of(other))
        self.assertEqual(self.open_kinds(case), ["collect_due"])

    def test_the_scheduled_action_runs_by_itself(self):
        invoice = self.owe()
        self.env.flush_all()
        with freeze_time("2026-11-02 01:00:00"), self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_collect").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.case_of(invoice).bucket, "days_30")
