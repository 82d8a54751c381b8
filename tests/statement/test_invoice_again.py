"""Invoices of what was agreed, again: after returns, decisions and new versions nothing is invoiced twice."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .invoice_common import InvoiceCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-04 04:00:00")
class TestInvoiceAgain(InvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.statement = cls.agreed()

    def line(self, order, statement=None):
        """The line of an order."""
        return (statement or self.statement).line_ids.filtered(lambda one: one.order_id == order)

    def answer(self, *rows, statement=None, **values):
        """The customer agrees at another figure."""
        return (statement or self.statement)._gendan_take_answer(
            {"result": "agreed_other", "how": "paper", "said_by": "Ms Lin", **values}, rows
        )

    def less(self, order, amount, statement=None, **values):
        """A row of an answer: so much less for the line of an order."""
        line = self.line(order, statement)
        return {"line_id": line.id, "their_amount": line.amount_total - amount, "reason": "price", **values}

    def assertNothingLeft(self, statement=None):
        """Pressed again there is nothing."""
        with self.assertRaisesRegex(UserError, "is left to invoice"):
            (statement or self.statement)._gendan_make_invoices()

    def test_what_came_back_and_was_credited_is_not_invoiced_again(self):
        self.statement._gendan_make_invoices().action_post()
        picking = self.second.picking_ids.filtered(lambda one: one.state == "done")
        self.bring_back(picking, date(2026, 11, 10), 10)
        credit = self.bill(self.second, date(2026, 11, 12))
        self.assertEqual((credit.move_type, credit.amount_total), ("out_refund", 56.5))
        with freeze_time("2026-11-13 04:00:00"):
            self.assertNothingLeft()
            credit.button_draft()
            self.assertNothingLeft()

    def test_what_was_credited_as_wrong_is_invoiced_again(self):
        invoice = self.statement._gendan_make_invoices()
        invoice.action_post()
        invoice._reverse_moves([{"invoice_date": date(2026, 11, 4)}]).action_post()
        self.assertEqual(self.statement._gendan_make_invoices().amount_total, 1186.5)

    def test_a_difference_accepted_after_invoicing_is_not_taken_off_twice(self):
        self.answer(self.less(self.first, 9.0))
        invoice = self.statement._gendan_make_invoices()
        self.assertEqual(invoice.amount_total, 1177.5)
        invoice.action_post()
        self.statement.difference_ids.action_accept()
        self.assertNothingLeft()

    def test_a_deduction_is_not_taken_off_again_by_the_new_version(self):
        self.answer(
            self.less(self.first, 9.0, is_accepted=True),
            {"name": "Sorting", "their_amount": -11.3, "reason": "quality", "is_accepted": True},
        )
        invoice = self.statement._gendan_make_invoices()
        self.assertEqual(invoice.amount_total, 1166.2)
        self.statement.action_reissue()
        new = self.statement.replaced_by_id
        new.action_check()
        new.action_sent()
        self.answer(
            self.less(self.first, 9.0, new, is_accepted=True),
            {"name": "Sorting", "their_amount": -11.3, "reason": "quality", "is_accepted": True},
            statement=new,
        )
        self.assertNothingLeft(new)

    def test_a_deduction_that_grew_is_taken_off_by_the_rest(self):
        self.answer(self.less(self.first, 9.0, is_accepted=True))
        self.statement._gendan_make_invoices().action_post()
        self.answer(self.less(self.first, 12.0, is_accepted=True))
        rest = self.statement._gendan_make_invoices()
        self.assertEqual((rest.move_type, rest.amount_total), ("out_refund", 3.0))
        self.assertNothingLeft()

    def test_what_he_agrees_to_after_all_is_invoiced_after_all(self):
        self.answer(self.less(self.first, 9.0))
        self.statement._gendan_make_invoices().action_post()
        self.statement.action_gendan_agreed()
        rest = self.statement._gendan_make_invoices()
        self.assertEqual((rest.move_type, rest.amount_total), ("out_invoice", 9.0))
        self.assertNothingLeft()

    def test_what_he_withdraws_is_invoiced_after_all(self):
        self.answer(self.less(self.first, 9.0))
        self.statement._gendan_make_invoices().action_post()
        self.statement.difference_ids.action_withdrawn()
        self.assertEqual(self.statement._gendan_make_invoices().amount_total, 9.0)
        self.assertNothingLeft()

    def test_what_he_paid_is_no_matter_of_the_invoice(self):
        self.answer({"name": "Paid in cash", "their_amount": -100.0, "reason": "paid"})
        self.assertEqual(self.statement._gendan_make_invoices().amount_total, 1186.5)

    def test_a_deduction_posted_is_not_charged_again(self):
        # 33.90 are six cartons, too
        self.answer(
            self.less(self.first, 33.9, is_accepted=True),
            {"name": "Sorting", "their_amount": -11.3, "reason": "quality", "is_accepted": True},
        )
        self.statement._gendan_make_invoices().action_post()
        self.assertEqual(set(self.statement.difference_ids.mapped("state")), {"settled"})
        self.assertNothingLeft()

    def test_his_bare_figure_is_what_is_invoiced(self):
        self.answer(amount=self.statement.amount_total - 100.0)
        invoice = self.statement._gendan_make_invoices()
        self.assertEqual(invoice.amount_total, 1086.5)
        self.assertNothingLeft()
        invoice.action_post()
        self.statement.difference_ids.action_accept()
        self.assertNothingLeft()

    def test_a_deduction_struck_from_the_draft_is_not_settled(self):
        self.answer(self.less(self.first, 9.0, is_accepted=True))
        invoice = self.statement._gendan_make_invoices()
        invoice.invoice_line_ids.filtered(lambda one: one.price_total < 0).unlink()
        invoice.action_post()
        self.assertEqual(self.statement.difference_ids.state, "accepted")
