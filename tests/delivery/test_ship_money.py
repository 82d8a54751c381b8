"""Goods that leave only for money: what is asked for, what counts as arrived, remittance slips."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from .common import PrepaidCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestShipMoney(PrepaidCase):
    def due(self, quantity=None):
        moves = self.picking.move_ids
        if quantity is not None:
            moves.write({"quantity": quantity, "picked": True})
        return self.order._gendan_due_before(moves)

    def is_held(self):
        return bool(self.picking._gendan_gate("ship")[self.picking])

    # --- what is asked for

    def test_prepaid_pays_for_what_leaves_with_its_share_of_charges(self):
        self.assertEqual(self.due(), 500)
        freight = self.env["product.product"].create(
            {"name": "Freight", "type": "service", "taxes_id": [Command.clear()]}
        )
        self.order.order_line = [Command.create({"product_id": freight.id, "price_unit": 50})]
        self.assertEqual(self.due(40), 220, "40 cartons and 40 % of the freight")
        self.assertEqual(self.due(110), 600, "what is over is paid, too; freight once")

    def test_a_deposit_stands_for_what_is_still_to_come(self):
        self.customer.gendan_settlement_profile_id = self.profile("deposit", deposit_percent=30)
        self.assertEqual(self.due(40), 200 + 90)
        self.assertEqual(self.due(100), 500)

    def test_where_the_balance_is_due_after_shipping_only_the_deposit_is_asked_for(self):
        paid = self.env["gendan.milestone.kind"].search([("event", "=", "paid"), ("light", "=", "money")], limit=1)
        line = Command.create({"kind_id": paid.id, "anchor": "shipped", "days": 10})
        profile = self.profile("deposit", deposit_percent=20, line_ids=[line])
        self.customer.gendan_settlement_profile_id = profile
        self.assertEqual(self.due(), 100)
        profile.line_ids.days = -1
        self.assertEqual(self.due(), 500)

    def test_what_the_currency_cannot_show_holds_nothing(self):
        self.order.order_line.price_unit = 1.111
        self.pay(self.order.amount_total, self.order.name)
        self.assertFalse(self.is_held())

    def test_a_kit_is_worth_what_its_parts_are_of_it(self):
        lid = self.make_product("Lid")
        kit = self.make_kit("Set", {self.carton: 1, lid: 2}, list_price=10.0)
        self.put_in_stock(lid, 100)
        order, picking = self.deliver([(kit, 10)])
        self.assertEqual(order._gendan_due_before(picking.move_ids), 100)
        for move in picking.move_ids:
            move.write({"quantity": move.product_uom_qty / 2, "picked": True})
        self.assertEqual(order._gendan_due_before(picking.move_ids), 50)

    # --- what counts as arrived

    def test_a_payment_that_names_the_order_opens_when_it_is_posted(self):
        self.assertEqual(self.todos(self.picking)["ship_cash"].user_id, self.clerk)
        payment = self.pay(500, f"货款{self.order.name}。", post=False)
        self.assertEqual(payment.gendan_order_id, self.order)
        self.assertTrue(self.is_held(), "a draft is no money")
        payment.action_post()
        self.commit()
        self.assertEqual(self.received(), 500)
        self.assertFalse(self.todos(self.picking))
        payment.action_draft()
        self.commit()
        self.assertIn("ship_cash", self.todos(self.picking), "taken back: held again")

    def test_part_payments_add_up(self):
        self.pay(200, self.order.name)
        self.assertTrue(self.is_held())
        self.pay(299.99, self.order.name)
        self.assertTrue(self.is_held(), "one cent short")
        self.pay(0.01, self.order.name)
        self.assertFalse(self.is_held())

    def test_money_for_another_order_does_not_count(self):
        other = self.make_order([(self.carton, 1)], client_order_ref="PO-779")
        other.action_confirm()
        for memo in (other.name, "goods", f"{self.order.name}9", "PO-77", "PO-7789"):
            self.pay(500, memo)
        self.assertEqual(self.received(), 0)
        self.assertEqual(self.received(other), 500)
        self.pay(500, "for your PO-778")
        self.assertEqual(self.received(), 500)

    def test_a_down_payment_invoice_counts_as_far_as_it_is_paid(self):
        wizard = (
            self.env["sale.advance.payment.inv"]
            .with_context(active_model="sale.order", active_ids=self.order.ids)
            .create({"advance_payment_method": "percentage", "amount": 30})
        )
        wizard.create_invoices()
        invoice = self.order.invoice_ids
        invoice.action_post()
        self.assertEqual(invoice.amount_total, 150)
        self.assertEqual(self.received(), 0)
        self.pay_invoice(invoice, 100)
        self.assertEqual(self.received(), 100)
        self.pay_invoice(invoice, 50)
        self.assertEqual(self.received(), 150)
        self.pay(350, self.order.name)
        self.assertEqual(self.received(), 500)
        self.assertFalse(self.is_held())

    def test_a_credit_note_is_no_money(self):
        service = self.make_product("Plates", type="service", is_storable=False, invoice_policy="order", list_price=50)
        self.order.order_line = [Command.create({"product_id": service.id})]
        invoice = self.order._create_invoices()
        invoice.action_post()
        invoice._reverse_moves([{"invoice_date": date(2026, 11, 2)}], cancel=True)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(self.received(), 0)

    def test_money_in_another_currency_counts_at_the_rate_of_its_day(self):
        currencies = self.env["res.currency"].with_context(active_test=False)
        own = self.company.currency_id
        foreign = currencies.search([("id", "!=", own.id), ("name", "in", ["EUR", "HKD"])], limit=1)
        foreign.active = True
        foreign.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": foreign.id, "company_id": self.company.id, "name": date(2020, 1, 1), "rate": 0.5}
        )
        self.pay(250, self.order.name, currency_id=foreign.id)
        self.assertEqual(self.received(), 500)

    # --- remittance slips

    def test_a_slip_is_a_to_do_for_accounting_and_no_money(self):
        slip = self.slip(500)
        todo = self.todos(slip)["remittance_check"]
        self.assertEqual((todo.role, todo.department_id.code), ("department", "ACC"))
        self.assertIn(self.order.name, todo.name)
        self.assertTrue(self.is_held())
        self.commit()
        self.assertIn("slip waits for accounting", self.todos(self.picking)["ship_cash"].name)
        for user in (self.clerk, self.supervisor):
            with self.assertRaisesRegex(AccessError, "Only accounting"):
                slip.with_user(user).action_found()
        with self.assertRaises(UserError):
            slip.with_user(self.supervisor).write({"state": "found"})
        self.assertTrue(self.is_held())

    def test_accounting_opens_by_word_and_the_booking_is_not_counted_again(self):
        self.pay(100, self.order.name)
        slip = self.slip(400)
        slip.with_user(self.accountant).action_found()
        self.commit()
        self.assertEqual((slip.state, slip.decided_by_id), ("found", self.accountant))
        self.assertFalse(self.todos(slip))
        self.assertFalse(self.todos(self.picking))
        self.assertEqual(self.received(), 500)
        self.pay(400, self.order.name)
        self.assertEqual(self.received(), 500)
        self.pay(60, self.order.name)
        self.assertEqual(self.received(), 560)

    def test_a_word_taken_back_holds_again(self):
        slip = self.slip(500)
        slip.with_user(self.accountant).action_found()
        self.assertFalse(self.is_held())
        slip.with_user(self.accountant).action_not_found()
        self.commit()
        self.assertTrue(self.is_held())
        self.assertIn("ship_cash", self.todos(self.picking))

    def test_a_checked_slip_is_kept_as_it_was(self):
        slip = self.slip(500)
        slip.with_user(self.accountant).action_found()
        with self.assertRaisesRegex(UserError, "has been checked"):
            slip.with_user(self.clerk).amount = 5000
        with self.assertRaisesRegex(UserError, "is kept"):
            slip.with_user(self.supervisor).unlink()
        forged = self.env["gendan.remittance"].create({"order_id": self.order.id, "amount": 1, "state": "found"})
        self.assertEqual(forged.state, "to_check")

    def test_two_slips_one_after_the_other_add_up(self):
        first, second = self.slip(300), self.slip(200)
        (first | second).with_user(self.accountant).action_found()
        self.assertEqual(self.received(), 500)
