"""Money counts once, and nobody forges it: remittances, bank lines, grouped payments, what leaves together."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from .common import PrepaidCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestShipOnce(PrepaidCase):
    def bank_line(self, amount, text, **values):
        """A bank line booked on the customer's account."""
        line = self.env["account.bank.statement.line"].create(
            {"journal_id": self.bank.id, "date": date(2026, 11, 2), "amount": amount, "payment_ref": text, **values}
        )
        line.partner_id = line.partner_id or self.customer
        suspense = line.move_id.line_ids.filtered(lambda entry: entry.account_id == self.bank.suspense_account_id)
        receivable = line.partner_id.with_company(line.company_id).property_account_receivable_id
        suspense.with_context(skip_account_move_synchronization=True).write({"account_id": receivable.id})
        return line

    # --- remittance slips

    def test_a_slip_is_never_made_as_found_whatever_the_context_says(self):
        foreign, _picking = self.deliver(partner_id=self.foreign_customer.id)
        Slip = self.env["gendan.remittance"].with_user(self.clerk)
        values = {"amount": 500, "paid_on": date(2026, 11, 2)}
        for forged in ({"partner_id": self.customer.id}, {"clerk_id": self.clerk.id}):
            defaults = {f"default_{name}": value for name, value in forged.items()}
            for model, more in ((Slip, forged), (Slip.with_context(**defaults), {})):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    model.create({"order_id": foreign.id, **values, **more})
        word = {"state": "found", "booked_before": 9999.0, "decided_by_id": self.accountant.id}
        forged = {f"default_{name}": value for name, value in word.items()}
        slip = Slip.with_context(**forged).create({"order_id": self.order.id, **values})
        self.assertEqual(slip.state, "to_check")
        self.assertFalse(slip.decided_by_id)
        self.assertEqual(self.received(), 0)

    def test_a_slip_opens_no_picture_its_author_may_not_read(self):
        secret = self.env["ir.attachment"].create(
            {"name": "Salaries", "raw": b"secret", "res_model": "res.company", "res_id": self.company.id}
        )
        foreign = self.env["ir.attachment"].with_user(self.accountant).create({"name": "draft", "raw": b"x"})
        own = self.env["ir.attachment"].with_user(self.clerk).create({"name": "slip.png", "raw": b"y"})
        for picture in (secret, foreign):
            if picture.with_user(self.clerk).has_access("read"):
                continue
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.slip(500, slip_ids=[Command.link(picture.id)])
            slip = self.slip(500)
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                slip.write({"slip_ids": [Command.set(picture.ids)]})
        slip = self.slip(500)
        slip.write({"slip_ids": [Command.link(own.id)]})
        self.assertEqual((own.res_model, own.res_id), (slip._name, slip.id))
        self.assertTrue(own.with_user(self.accountant).has_access("read"))
        again = self.slip(1, slip_ids=[Command.link(own.id)])
        self.assertEqual(own.res_id, slip.id, "a picture of another slip stays that slip's")
        self.assertNotEqual(again.slip_ids.ids, own.ids)

    def test_of_two_words_one_taken_back_leaves_the_other(self):
        first, second = self.slip(300), self.slip(200)
        first.with_user(self.accountant).action_found()
        second.with_user(self.accountant).action_found()
        self.assertEqual(self.received(), 500)
        first.with_user(self.accountant).action_not_found()
        self.assertEqual(self.received(), 200)

    # --- what the bank says

    def test_the_order_found_for_one_customer_is_not_kept_for_another(self):
        payment = self.pay(500, self.order.name, post=False)
        self.assertEqual(payment.gendan_order_id, self.order)
        payment.partner_id = self.foreign_customer
        self.assertFalse(payment.gendan_order_id)
        # a third party pays: what accounting typed stays, whatever the memo is changed to
        payment.gendan_order_id = self.order
        payment.memo = "from our sister company"
        self.assertEqual(payment.gendan_order_id, self.order)

    def test_a_bank_line_that_names_two_orders_counts_for_neither(self):
        other, _picking = self.deliver()
        self.bank_line(500, f"{self.order.name} {other.name}")
        self.assertEqual((self.received(), self.received(other)), (0, 0))
        self.bank_line(500, f"goods {other.name}")
        self.assertEqual((self.received(), self.received(other)), (0, 500))

    def test_a_bank_line_of_another_customer_names_nothing_here(self):
        other, _picking = self.deliver(partner_id=self.foreign_customer.id)
        self.bank_line(500, f"goods {self.order.name}", partner_id=self.foreign_customer.id)
        both = self.order | other
        self.env.flush_all()
        self.assertEqual(both._gendan_received(), {self.order: 0, other: 0})

    def test_a_bank_line_of_another_company_counts_for_nothing(self):
        self.bank_line(500, f"goods {self.order.name}")
        self.assertEqual(self.received(), 500)
        self.env.cr.execute(
            "UPDATE account_move_line SET company_id = %s WHERE statement_line_id IS NOT NULL",
            [self.make_company("Other (test)").id],
        )
        self.assertEqual(self.received(), 0)

    def test_one_payment_of_two_invoices_counts_once(self):
        orders = [self.deliver()[0], self.deliver()[0]]
        invoices = self.env["account.move"]
        for order in orders:
            wizard = (
                self.env["sale.advance.payment.inv"]
                .with_context(active_model="sale.order", active_ids=order.ids)
                .create({"advance_payment_method": "percentage", "amount": 100})
            )
            wizard.create_invoices()
            invoices |= order.invoice_ids
        invoices.action_post()
        # a payment without an entry of its own until the bank's line comes, as where Odoo's accounting is installed
        payment = self.pay(500, post=False, invoice_ids=[Command.set(invoices.ids)])
        payment.outstanding_account_id = False
        payment.action_post()
        self.assertFalse(payment.move_id)
        self.assertEqual(sum(self.received(order) for order in orders), 500)

    # --- what leaves together, and later

    def halves(self):
        """The order as two transfers of 100 each."""
        first = self.picking
        second = first.copy({"move_ids": [Command.clear()]})
        self.order.order_line.product_uom_qty = 200
        first.move_ids.product_uom_qty = 100
        first.move_ids.copy({"picking_id": second.id, "product_uom_qty": 100})
        second.action_confirm()
        (first | second).action_assign()
        return first, second

    def test_money_counts_once_below_the_button_too(self):
        first, second = self.halves()
        self.pay(500, self.order.name)
        both = first | second
        both.move_ids.picked = True
        with self.assertRaisesRegex(UserError, second.name), self.env.cr.savepoint():
            both._action_done()
        with self.assertRaisesRegex(UserError, second.name), self.env.cr.savepoint():
            both.move_ids._action_done()

    def test_a_release_is_not_for_the_back_order(self):
        self.waive(self.picking, "ship_cash")
        self.picking.move_ids.write({"quantity": 40, "picked": True})
        self.picking.with_context(skip_backorder=True).button_validate()
        rest = self.picking.backorder_ids
        rest.action_assign()
        with self.assertRaisesRegex(UserError, rest.name):
            rest.button_validate()

    def test_lines_added_to_a_move_without_a_transfer(self):
        self.pay(15, self.order.name)
        move = self.env["stock.move"].create(
            {
                "product_id": self.carton.id,
                "product_uom_qty": 3,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "sale_line_id": self.order.order_line.id,
            }
        )
        move.write({"quantity": 3, "picked": True})
        move._action_done()
        with self.assertRaisesRegex(UserError, self.order.name), self.env.cr.savepoint():
            move.move_line_ids.quantity = 50

    def test_an_amount_the_carrier_collects_is_collected_once(self):
        self.customer.gendan_settlement_profile_id = self.profile("cod")
        first, second = self.halves()
        self.pay(100, self.order.name)
        (first | second).button_validate()
        found = self.env["gendan.cod"].search([("order_id", "=", self.order.id)])
        self.assertEqual(sum(found.mapped("amount")), 900, "1,000 less the 100 that are here")

    def test_what_was_handed_over_is_not_collected_again_before_it_is_booked(self):
        self.customer.gendan_settlement_profile_id = self.profile("cod")
        first, second = self.halves()
        self.pay(100, self.order.name)
        first.button_validate()
        collection = self.env["gendan.cod"].search([("picking_id", "=", first.id)])
        collection.fee = 8
        collection.action_handed_over()
        self.assertEqual(collection.handed_amount, 392)
        self.assertEqual(self.received(), 500)
        second.button_validate()
        collection = self.env["gendan.cod"].search([("picking_id", "=", second.id)])
        self.assertEqual(collection.amount, 500)
        self.pay(400, self.order.name)
        self.assertEqual(self.received(), 500, "booked: not counted again")
