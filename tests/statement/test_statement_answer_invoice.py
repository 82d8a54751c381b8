"""A deduction that was accepted is settled by the invoice that takes it off."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .collect_common import CollectCase
from .invoice_common import InvoiceCase


@tagged("post_install", "-at_install")
class TestAnswerInvoiced(CollectCase, InvoiceCase):
    @freeze_time("2026-11-04 04:00:00")
    def test_deduction_is_settled_by_the_posted_invoice(self):
        statement = self.agreed()
        line = statement.line_ids.filtered(lambda one: one.kind == "delivery")[0]
        statement._gendan_take_answer(
            {"result": "agreed_other", "how": "paper", "said_by": "Ms Lin"},
            [
                {"line_id": line.id, "their_amount": line.amount_total - 33.9, "reason": "quality",
                 "is_accepted": True},
                {"name": "Sorting", "their_amount": -11.3, "reason": "quality", "is_accepted": True},
            ],
        )  # fmt: skip
        self.assertAlmostEqual(statement.amount_confirmed, statement.amount_total - 45.2)
        moves = statement._gendan_make_invoices()
        self.assertAlmostEqual(sum(moves.mapped("amount_total")), statement.amount_b - 45.2, 2)
        self.assertEqual(set(statement.difference_ids.mapped("state")), {"accepted"}, "a draft settles nothing")
        moves.action_post()
        self.assertEqual(set(statement.difference_ids.mapped("state")), {"settled"})
        self.assertEqual(set(statement.difference_ids.mapped("settled_how")), {"invoice_line"})
        self.assertLessEqual(statement.difference_ids.settled_move_id, moves)
        moves.button_draft()
        self.assertEqual(set(statement.difference_ids.mapped("state")), {"accepted"})
        self.assertFalse(statement.difference_ids.settled_move_id)

    def test_open_instalments_say_what_the_customer_has_otherwise(self):
        invoice = self.bill(self.first, date(2026, 10, 20))
        other = self.bill(self.second, date(2026, 10, 20))
        statement = self.agreed("disputed")
        line = statement.line_ids.filtered(lambda one: one.sale_line_id.order_id == self.first)[:1]
        statement._gendan_take_answer(
            {"result": "disputed", "how": "mail", "said_by": "Ms Lin"},
            [{"line_id": line.id, "their_amount": 0.0, "reason": "quality"}],
        )
        self.sweep(date(2026, 12, 20))
        case, plain = self.case_of(invoice), self.case_of(other)
        codes = {one: [reason.code for reason in found] for one, found in (case | plain)._gendan_explained().items()}
        self.assertIn("deduction", codes[case])
        self.assertNotIn("deduction", codes[plain])
