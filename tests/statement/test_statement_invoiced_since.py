"""Invoicing what was agreed is no change of the statement; what the invoice says otherwise is."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common import NOVEMBER
from .invoice_common import InvoiceCase

INSIDE = date(2026, 10, 31)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-04 04:00:00")
class TestStatementInvoicedSince(InvoiceCase):
    """Invoices dated on the closing day, as many tax offices want the month's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.statement = cls.agreed()
        cls.line = cls.statement.line_ids.filtered(lambda one: one.order_id == cls.first)

    def invoice(self, **kwargs):
        """What was agreed, posted inside its period."""
        moves = self.statement._gendan_make_invoices(**kwargs)
        moves.invoice_date = INSIDE
        return moves

    def look(self):
        """What the night finds: (whether it alarms, whether there is a to-do)."""
        self.env.flush_all()
        self.statement._gendan_note_changes()
        self.env.invalidate_all()
        return self.statement.has_changed, "statement_changed" in self.todos(self.statement)

    def test_an_invoice_of_what_was_agreed_does_not_alarm(self):
        moves = self.invoice(way="order")
        moves.action_post()
        self.assertEqual(self.look(), (False, False))
        self.assertIn(moves[0].name, self.statement.invoiced_since)
        self.assertIn("stays", self.statement.invoiced_since)
        self.assertEqual(self.statement._gendan_changes(), [])

    def test_the_next_statement_says_it_in_one_line(self):
        moves = self.invoice(way="order")
        moves.action_post()
        with freeze_time("2026-12-01 04:00:00"):
            worked = self.work_out(NOVEMBER)
            lines = [line for line in worked.lines if line["kind"] == "correction"]
            self.assertEqual(
                [(line["amount_a"], line["amount_b"], line["amount_total"]) for line in lines],
                [(339.0, -339.0, 0.0), (847.5, -847.5, 0.0)],
            )
            for line, move in zip(lines, moves, strict=True):
                self.assertIn(f"Invoiced since the last statement, dated before: {move.name}", line["name"])
            self.assertAddsUp(worked)
            # what it says otherwise is a correction beside the goods
            moves[0].button_draft()
            moves[0].invoice_line_ids.filtered("product_id").price_unit = 4.9
            moves[0].action_post()
            worked = self.work_out(NOVEMBER)
            self.assertEqual(len([line for line in worked.lines if line["kind"] == "correction"]), 3)
            self.assertAddsUp(worked)

    def test_the_night_reads_what_is_left_of_all_at_once(self):
        self.statement._gendan_papers().write({"must_return": False})
        both = self.statement | self.other_agreed()
        portions = type(both)._gendan_invoice_portions
        with patch.object(
            type(both), "_gendan_invoice_portions", autospec=True, side_effect=portions
        ) as asked:
            both._gendan_close_done()
        self.assertEqual(asked.call_count, 1)
        self.assertEqual(set(both.mapped("state")), {"agreed"}, "not invoiced yet")
        both._gendan_make_invoices()
        both._gendan_close_done()
        self.assertEqual(set(both.mapped("state")), {"closed"})

    def other_agreed(self):
        """A statement of another customer, agreed."""
        customer = self.customer.copy({"name": "Other", "gendan_settlement_profile_id": self.monthly.id})
        order = self.sell(date(2026, 10, 5), partner_id=customer.id)
        self.take(order, date(2026, 10, 12))
        statement = self.agreed(customer=customer)
        statement._gendan_papers().write({"must_return": False})
        return statement

    def test_money_set_off_with_it_does_not_alarm_either(self):
        self.pay(100.0, date=date(2026, 10, 9))
        self.env.flush_all()
        statement = self.statement = self.Statement.browse(self.statement.action_reissue()["res_id"])
        statement.action_check()
        statement.action_sent()
        statement._gendan_move_to("agreed")
        with freeze_time("2026-11-05 04:00:00"):
            moves = self.invoice()
            moves.action_post()
            receivable = moves.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
            free = self.env["account.move.line"].search(
                [("account_id", "=", receivable.account_id.id), ("partner_id", "=", self.customer.id),
                 ("reconciled", "=", False), ("credit", ">", 0)]
            )  # fmt: skip
            (receivable | free).reconcile()
            self.assertTrue(receivable.matched_credit_ids)
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE account_partial_reconcile SET create_date = '2026-11-05 04:00:00' WHERE id IN %s",
                [tuple(receivable.matched_credit_ids.ids)],
            )
            self.env.cr.execute(
                "UPDATE account_move SET create_date = '2026-11-05 04:00:00' WHERE id IN %s", [tuple(moves.ids)]
            )
            self.env.invalidate_all()
            self.assertEqual(self.look(), (False, False))

    def test_what_the_customer_took_off_is_agreed_too(self):
        self.statement._gendan_take_answer(
            {"result": "agreed_other", "how": "paper", "said_by": "Ms Lin"},
            [
                {"line_id": self.line.id, "their_amount": self.line.amount_total - 33.9, "reason": "quality",
                 "is_accepted": True},
                {"name": "Sorting", "their_amount": -11.3, "reason": "quality", "is_accepted": True},
            ],
        )  # fmt: skip
        self.invoice().action_post()
        self.assertEqual(self.look(), (False, False))

    def test_what_the_invoice_says_otherwise_alarms(self):
        moves = self.invoice(way="order")
        moves[0].invoice_line_ids.filtered("product_id").price_unit = 4.9
        moves.action_post()
        self.assertEqual(self.look(), (True, True))
        names = " ".join(change["name"] for change in self.statement._gendan_changes())
        self.assertIn(moves[0].name, names)
        self.assertNotIn(moves[1].name, names, "that one is invoicing")

    def test_an_entry_beside_it_alarms(self):
        self.invoice().action_post()
        late = self.owe(40.0)
        late.button_draft()
        late.write({"invoice_date": INSIDE, "date": INSIDE})
        late.action_post()
        self.assertEqual(self.look(), (True, True))
        self.assertEqual([change["move_id"] for change in self.statement._gendan_changes()], [late.id])
