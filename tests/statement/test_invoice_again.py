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

    # ------------------------------------------------------------ he confirms more than we state

    def test_more_that_we_accept_is_invoiced_once(self):
        self.answer({"name": "Note 4711", "their_amount": 113.0, "reason": "missing"})
        difference = self.statement.difference_ids
        self.assertEqual(self.statement.amount_confirmed, self.statement.amount_total + 113.0)
        _portions, notes = self.statement._gendan_invoice_portions()[self.statement]
        self.assertIn("not invoiced yet", notes[0])
        first = self.statement._gendan_make_invoices()
        self.assertEqual(first.amount_total, 1186.5, "nobody has decided")
        difference.action_accept()
        rest = self.statement._gendan_make_invoices()
        self.assertEqual((rest.amount_total, rest.amount_untaxed), (113.0, 100.0))
        self.assertIn("Note 4711", rest.invoice_line_ids.name)
        self.assertNothingLeft()
        (first | rest).action_post()
        self.assertEqual((difference.state, difference.settled_move_id), ("settled", rest))
        self.assertNothingLeft()
        self.assertEqual(sum((first | rest).mapped("amount_total")), self.statement.amount_confirmed)

    def test_a_delivery_we_missed_stands_on_the_next_statement(self):
        self.answer({"name": "Note 4711", "their_amount": 113.0, "reason": "missing"}, self.less(self.first, -11.3))
        differences = self.statement.difference_ids
        differences.with_user(self.clerk).action_missed_delivery()
        self.assertEqual(set(differences.mapped("state")), {"accepted"}, "somebody has to note the delivery")
        self.assertEqual(self.statement._gendan_make_invoices().amount_total, 1186.5)
        self.assertNothingLeft()
        differences.action_settle()
        self.assertEqual(set(differences.mapped("settled_how")), {"next_delivery"})
        self.assertNothingLeft()

    def test_more_of_a_line_is_invoiced_as_confirmed(self):
        self.answer(self.less(self.first, -11.3))
        invoice = self.statement._gendan_make_invoices()
        self.assertEqual(invoice.amount_total, 1197.8)
        self.assertIn("Confirmed beyond the statement", str(invoice.invoice_line_ids.mapped("name")))
        self.assertNothingLeft()

    def test_only_what_is_more_can_have_been_missed(self):
        self.answer(self.less(self.first, 9.0))
        with self.assertRaisesRegex(UserError, "not above ours"):
            self.statement.difference_ids.action_missed_delivery()

    # ------------------------------------------------------------ he takes it back

    def test_drafts_do_not_outlive_what_they_were_made_of(self):
        for result in ("withdrawn", "disputed"):
            with self.subTest(result):
                self.statement.action_gendan_agreed()
                draft = self.statement._gendan_make_invoices()
                self.statement._gendan_take_answer(
                    {"result": result, "how": "phone", "said_by": "Ms Lin", "note": "Her boss counts again"}
                )
                self.assertEqual((draft.state, self.statement.invoice_count), ("cancel", 0))
                self.assertIn("Her boss counts again", str(draft.message_ids.mapped("body")))
                self.assertIn("cancelled", str(self.statement.message_ids.mapped("body")))
        self.statement.action_gendan_agreed()
        self.assertEqual(self.statement._gendan_make_invoices().amount_total, 1186.5, "made anew")

    def test_what_has_gone_out_stays_and_is_named(self):
        first, second = self.statement._gendan_make_invoices("order")
        first.action_post()
        self.env["gendan.tax.invoice"].create({"name": "12345678", "move_ids": second.ids})
        self.statement._gendan_take_answer(
            {"result": "withdrawn", "how": "phone", "said_by": "Ms Lin", "note": "Counts again"}
        )
        self.assertEqual((first.state, second.state), ("posted", "draft"))
        self.assertIn(first.name, str(self.statement.message_ids.mapped("body")))
