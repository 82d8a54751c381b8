"""A customer takes something off on his statement for what he complains about: linked, decided, taken off once."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..statement.common import NOVEMBER, noon
from ..statement.invoice_common import InvoiceCase
from .common import ComplaintCase

TAKEN = 56.5


@tagged("post_install", "-at_install")
class TestDeduction(InvoiceCase, ComplaintCase):
    """October: 60 cartons of the first order are complained about; he takes 56.50 off on his statement."""

    @classmethod
    def setUpClass(cls):
        # the orders of the rooms' own cases lie behind the months looked at
        with freeze_time("2026-12-15 04:00:00"):
            super().setUpClass()
        with freeze_time(noon(date(2026, 10, 20))):
            cls.complaint = cls.complain(
                picking_id=cls.first.picking_ids.filtered(lambda one: one.state == "done").id,
                order_id=cls.first.id,
                received_at=noon(date(2026, 10, 19)),
                line={"bad": 12},
            )
            cls.bring_to(cls.complaint, "settling")
            cls.complaint.sudo().settlement_ids.unlink()
        with freeze_time("2026-11-01 04:00:00"):
            cls.statement = cls.make()
            cls.statement.action_check()
            cls.statement.action_sent()
        cls.line = cls.statement.line_ids.filtered(lambda one: one.sale_line_id.order_id == cls.first)[:1]

    def take_off(self, line=True, result="agreed_other", taken=TAKEN):
        with freeze_time("2026-11-03 04:00:00"):
            about = (
                {"line_id": self.line.id, "their_amount": self.line.amount_total - taken}
                if line
                else {"name": "Sorting", "their_amount": -TAKEN}
            )
            self.statement._gendan_take_answer(
                {"result": result, "how": "paper", "said_by": "Ms Lin"}, [{**about, "reason": "quality"}]
            )
        return self.statement.difference_ids

    def deduct(self, **values):
        with freeze_time("2026-11-04 04:00:00"):
            self.complaint.sudo().settlement_ids = [Command.create({"choice": "deduction", **values})]
            row = self.complaint.with_user(self.clerk).settlement_ids[-1]
            row._gendan_do()
        return row, row.sudo()._gendan_result()

    def invoice(self):
        with freeze_time("2026-11-05 04:00:00"):
            moves = self.statement._gendan_make_invoices()
            moves.invoice_date = date(2026, 10, 31)
            moves.action_post()
        return moves

    def next_statement(self):
        with freeze_time("2026-12-01 04:00:00"):
            worked = self.work_out(NOVEMBER)
            self.assertAddsUp(worked)
            return self.make(NOVEMBER)

    def test_more_than_the_line_of_his_statement_is_a_supervisors_to_accept(self):
        worth = self.line.amount_total
        difference = self.take_off(taken=worth + 1)
        self.complaint.sudo().settlement_ids = [Command.create({"choice": "deduction", "amount": worth + 1})]
        row = self.complaint.with_user(self.clerk).settlement_ids
        self.assertEqual(row._gendan_deduction(), difference)
        self.assertIn("A supervisor approves it first", row._gendan_error() or "")
        row.amount = worth
        self.assertFalse(row._gendan_error())

    def test_all_of_it_is_taken_off_by_the_invoice_and_only_once(self):
        before = self.statement.amount_total
        difference = self.take_off()
        self.assertEqual(difference._gendan_complaint(), self.complaint)
        row, made = self.deduct(amount=TAKEN)
        self.assertEqual((made, difference.state), (difference, "accepted"))
        self.assertEqual(row.cost, TAKEN)
        moves = self.invoice()
        self.assertAlmostEqual(sum(moves.mapped("amount_total")), before - TAKEN, 2)
        self.assertEqual((difference.state, difference.settled_how), ("settled", "invoice_line"))
        after = self.next_statement()
        self.assertAlmostEqual(after.amount_total, before - TAKEN, 2)
        notes = self.env["account.move"].search(
            [("move_type", "=", "out_refund"), ("partner_id", "=", self.customer.id)]
        )
        self.assertFalse(notes, "no credit note beside it")

    def test_accepted_with_the_answer_the_settlement_makes_nothing_more(self):
        difference = self.take_off(line=False)
        difference.action_accept()
        difference._gendan_as_found().write({"complaint_model": "gendan.complaint", "complaint_id": self.complaint.id})
        _row, made = self.deduct(amount=TAKEN)
        self.assertEqual(made, difference)

    def test_disputed_it_is_credited_and_the_invoice_in_full(self):
        before = self.statement.amount_total
        difference = self.take_off(result="disputed")
        _row, note = self.deduct(amount=TAKEN)
        self.assertEqual((note.move_type, note.amount_total), ("out_refund", TAKEN))
        self.assertEqual((difference.state, difference.settled_move_id), ("accepted", note))
        # he agrees at his figure after all
        with freeze_time("2026-11-04 06:00:00"):
            self.statement._gendan_take_answer(
                {"result": "agreed_other", "how": "paper", "said_by": "Ms Lin"},
                [{"line_id": self.line.id, "their_amount": self.line.amount_total - TAKEN, "reason": "quality",
                  "difference_id": difference.id}],
            )  # fmt: skip
        self.assertEqual(self.statement.difference_ids, difference)
        self.assertAlmostEqual(sum(self.invoice().mapped("amount_total")), before, 2)
        with freeze_time("2026-11-06 04:00:00"):
            note.action_post()
        self.assertEqual((difference.state, difference.settled_how), ("settled", "credit_note"))
        self.assertAlmostEqual(self.next_statement().amount_total, before - TAKEN, 2)
        note.button_draft()
        self.assertEqual((difference.state, difference.settled_move_id), ("accepted", note))

    def test_a_part_of_it_is_credited_and_the_rest_charged_back(self):
        before = self.statement.amount_total
        difference = self.take_off(line=False)
        difference._gendan_as_found().write({"complaint_model": "gendan.complaint", "complaint_id": self.complaint.id})
        _row, note = self.deduct(amount=20)
        self.assertEqual((note.amount_total, difference.state, difference.settled_move_id), (20, "charged_back", note))
        self.assertEqual((difference.our_amount, difference.their_amount, difference.difference), (-20, -TAKEN, -36.5))
        with freeze_time("2026-11-04 08:00:00"):
            note.action_post()
        self.assertAlmostEqual(sum(self.invoice().mapped("amount_total")), before, 2)
        self.assertAlmostEqual(self.next_statement().amount_total, before - 20, 2)
        again = self.complaint.with_user(self.clerk)
        again.settlement_ids = [Command.create({"choice": "deduction", "difference_id": difference.id})]
        self.assertEqual(again.settlement_ids[-1].amount, 36.5)
        self.assertIn("settled already", again.settlement_ids[-1]._gendan_error())

    def test_of_no_line_it_is_proposed_and_linked_when_somebody_says_so(self):
        difference = self.take_off(line=False)
        self.assertFalse(difference.complaint_id, "the customer's only complaint need not be what it is for")
        self.assertEqual(difference.proposed_id, self.complaint)
        difference.with_user(self.clerk).action_link_proposed()
        self.assertEqual(difference._gendan_complaint(), self.complaint)
        self.assertFalse(difference.proposed_id)
        with self.assertRaisesRegex(UserError, "no complaint is proposed"):
            difference.with_user(self.clerk).action_link_proposed()

    def test_two_complaints_about_the_order_are_not_guessed_between(self):
        with freeze_time(noon(date(2026, 10, 21))):
            other = self.complain(
                picking_id=self.complaint.picking_id.id, order_id=self.first.id, line={"bad": 1}, subject="Torn"
            )
        difference = self.take_off()
        self.assertFalse(difference.complaint_id)
        self.assertEqual(difference.proposed_id.with_env(other.env), other)
