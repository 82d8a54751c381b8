"""Deposits of orders that are cancelled, taken up again, or paid otherwise; money left behind; what nobody types."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .paper_common import DepositCase

TODAY = "2026-11-10 04:00:00"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestDepositLife(DepositCase):
    def test_order_taken_up_again_waits_again(self):
        order = self.order_of()
        deposit = order.gendan_deposit_ids
        order._action_cancel()
        self.assertEqual(deposit.state, "off")
        order.action_draft()
        self.env["gendan.deposit"]._cron_gendan_deposits()
        self.assertEqual(deposit.state, "off")
        self.terms.deposit_percent = 40
        order.action_confirm()
        self.assertEqual((deposit.state, deposit.percent), ("waiting", 40))
        self.assertIn("deposit_due", self.todos(deposit))

    def test_supervisors_word_outlives_the_cancellation(self):
        order = self.order_of()
        deposit = order.gendan_deposit_ids
        deposit.with_user(self.supervisor).action_off()
        order._action_cancel()
        order.action_draft()
        order.action_confirm()
        self.assertEqual(deposit.state, "off")
        deposit.with_user(self.supervisor).action_on()
        self.assertEqual(deposit.state, "waiting")

    def test_letter_of_credit_instead_of_the_deposit(self):
        order = self.order_of()
        deposit = order.gendan_deposit_ids
        credit = self.env["gendan.letter.of.credit"].create(
            {
                "name": "LC1",
                "partner_id": self.customer.id,
                "bank": "Bank",
                "amount": 565,
                "latest_shipment": date(2026, 12, 20),
                "expiry": date(2027, 1, 10),
                "order_ids": [Command.link(order.id)],
            }
        )
        lc = order.gendan_deposit_ids - deposit
        self.assertEqual((lc.kind, lc.state, deposit.state), ("lc", "waiting", "off"))
        self.assertFalse(self.todos(deposit))
        credit.order_ids = [Command.unlink(order.id)]
        self.assertEqual((lc.state, deposit.state), ("off", "waiting"))

    def test_cancelled_order_with_money_in_is_somebodys_work_until_it_is_given_back(self):
        order = self.order_of()
        deposit = order.gendan_deposit_ids
        payment = self.pay(169.5, gendan_order_id=order.id)
        self.money()
        self.assertEqual(deposit.state, "here")
        order._action_cancel()
        self.money()
        self.assertEqual(deposit.state, "off")
        todo = self.todos(deposit)["deposit_back"]
        self.assertIn("169.5", todo.name)
        self.assertIn(order.name, todo.name)
        # moved to another order of his
        other = self.order_of()
        payment.gendan_order_id = other
        self.money()
        self.assertFalse(self.todos(deposit))
        self.assertEqual(other.gendan_deposit_ids.state, "here")

    def test_part_of_it_counts_as_well_and_paid_back_is_done(self):
        order = self.order_of()
        deposit = order.gendan_deposit_ids
        self.pay(100, gendan_order_id=order.id)
        order._action_cancel()
        self.money()
        self.assertIn("deposit_back", self.todos(deposit))
        self.pay(100, gendan_order_id=order.id, payment_type="outbound")
        self.money()
        self.assertFalse(self.todos(deposit))

    def test_nobody_types_what_opens_production(self):
        deposit = self.order_of().gendan_deposit_ids
        for values in ({"amount": 0}, {"clerk_id": self.other_clerk.id}, {"wording": "advance"}, {"next_day": False}):
            with self.assertRaisesRegex(UserError, "nobody types"):
                deposit.with_user(self.clerk).write(values)
        deposit.with_user(self.clerk).due = date(2026, 11, 20)
        self.assertEqual(deposit.next_day, date(2026, 11, 20))

    def test_promise_on_a_holiday_is_for_the_working_day_after(self):
        deposit = self.order_of().gendan_deposit_ids
        deposit.with_user(self.clerk)._gendan_note_reason("on Sunday", date(2026, 11, 15))
        with freeze_time("2026-11-16 04:00:00"):
            self.env["gendan.deposit"]._cron_gendan_deposits()
            self.assertEqual(deposit.broken_count, 0)
        with freeze_time("2026-11-17 04:00:00"):
            self.env["gendan.deposit"]._cron_gendan_deposits()
            self.assertEqual(deposit.broken_count, 1)
