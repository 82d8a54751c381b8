"""What customers take off and suppliers bear: no more than there is, or with a supervisor's yes."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import MONDAY
from .test_settle import SettleCase

# 1,000 cartons of 4.8
WORTH = 4800


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestDeductionCap(SettleCase):
    def test_more_than_the_order_was_sold_for_is_a_supervisors_to_accept(self):
        row = self.agreed([{"choice": "deduction", "amount": WORTH + 1}])
        complaint = row.complaint_id
        self.assertIn("4,800.00", row._gendan_error() or "")
        self.assertTrue(complaint.needs_approval)
        self.assertIn("A supervisor approves it first", complaint.approval_text)
        with self.assertRaisesRegex(UserError, "A supervisor approves"):
            complaint.action_approve_settlement()
        for vals in ({"approved_amount": 9999}, {"approved_amount": 9999, "amount": 9999}):
            with self.assertRaises(UserError):
                row.write(vals)
        forged = {"complaint_id": complaint.id, "choice": "deduction", "amount": 9999, "approved_amount": 9999}
        self.assertFalse(row.create(forged).approved_amount)
        complaint.settlement_ids[-1].unlink()
        complaint.with_user(self.supervisor).action_approve_settlement()
        self.assertFalse(row._gendan_error() or complaint.needs_approval)
        row.amount = WORTH + 2
        self.assertIn("A supervisor approves it first", row._gendan_error() or "")
        row.amount = WORTH + 1
        row._gendan_do()
        self.assertEqual(self.made(row).amount_total, WORTH + 1)

    def test_what_was_given_back_already_counts(self):
        rows = self.agreed([{"choice": "discount", "amount": 800, "quantity": 1000, "more_than_bad": True}])
        rows._gendan_do()
        row = self.agreed([{"choice": "deduction", "amount": 4001}])
        self.assertIn("4,000.00", row._gendan_error() or "")
        row.amount = 4000
        self.assertFalse(row._gendan_error())

    def test_taken_off_nobody_knows_what_a_supervisor_approves(self):
        complaint = self.env["gendan.complaint"].with_user(self.clerk).create(
            {"partner_id": self.customer.id, "subject": "Line stopped", "kind_id": self.kind.id}
        )
        row = self.agreed([{"choice": "deduction", "amount": 10}], complaint)
        self.assertIn("nobody knows", row._gendan_error() or "")


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestDebitCap(SettleCase):
    def buy(self, product, quantity, price, lot=None, supplier=None):
        """Goods bought and received."""
        order = self.env["purchase.order"].create(
            {
                "partner_id": (supplier or self.supplier).id,
                "company_id": self.company.id,
                "date_order": "2026-10-01 02:00:00",
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": quantity,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        order.button_confirm()
        picking = order.picking_ids
        if lot:
            picking.move_ids.move_line_ids.unlink()
            picking.move_ids.move_line_ids = [
                Command.create({"product_id": product.id, "lot_id": lot.id, "quantity": quantity})
            ]
        picking.move_ids.picked = True
        picking.button_validate()
        assert order.order_line.qty_received == quantity
        return order

    def debit(self, amount, rows=(), complaint=None):
        values = {"choice": "debit", "amount": amount, "supplier_id": self.supplier.id}
        return self.agreed([*rows, values], complaint)[-1]

    def test_what_the_complaint_costs_us_the_supplier_may_bear(self):
        row = self.debit(192, [{"choice": "refund", "quantity": 40}])
        self.assertFalse(row._gendan_error())
        row.amount = 193
        self.assertIn("nobody knows what was bought", row._gendan_error() or "")
        row.complaint_id.with_user(self.supervisor).action_approve_settlement()
        self.assertFalse(row._gendan_error())

    def test_never_more_than_was_bought_of_him(self):
        self.buy(self.carton, 100, 2)
        row = self.debit(200)
        self.assertFalse(row._gendan_error())
        row.amount = 201
        self.assertIn("200.00", row._gendan_error() or "")
        row.complaint_id.with_user(self.supervisor).action_approve_settlement()
        with self.assertRaisesRegex(UserError, "Debit no more"):
            row._gendan_do()
        row.amount = 150
        row._gendan_do()
        other = self.debit(51)
        self.assertIn("50.00", other._gendan_error() or "", "of it 150 was debited")
        self.made(row).button_cancel()
        self.assertFalse(other._gendan_error())

    def test_what_another_sold_us_is_not_his(self):
        self.buy(self.carton, 100, 2, supplier=self.foreign_customer)
        self.assertIn("nobody knows what was bought", self.debit(10)._gendan_error() or "")

    def test_by_the_lots_that_are_in_the_goods(self):
        self.film.write({"tracking": "lot", "route_ids": [Command.clear()]})
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": self.film.id, "company_id": self.company.id} for name in ("F1", "F2")]
        )
        for lot, quantity in zip(lots, (30, 500), strict=True):
            self.buy(self.film, quantity, 3, lot=lot)
        order = self.delivered_order(quantity=10, product=self.film)
        line = {"product_id": self.film.id, "bad": 5, "lot_id": lots[0].id}
        moved = order.picking_ids.move_ids.move_line_ids
        self.env.cr.execute("UPDATE stock_move_line SET lot_id = %s WHERE id IN %s", (lots[0].id, tuple(moved.ids)))
        moved.invalidate_recordset()
        row = self.debit(90, complaint=self.complain(picking_id=order.picking_ids.id, line=line))
        self.assertFalse(row._gendan_error())
        row.amount = 91
        self.assertIn("90.00", row._gendan_error() or "", "the other lot is not concerned")

    def test_what_the_recipe_names_was_bought_for_them(self):
        self.buy(self.film, 100, 3)
        self.assertTrue(self.bom.product_tmpl_id == self.bag.product_tmpl_id)
        order = self.delivered_order(quantity=100, product=self.bag)
        complaint = self.complain(picking_id=order.picking_ids[-1].id, line={"product_id": self.bag.id, "bad": 10})
        row = self.debit(300, complaint=complaint)
        self.assertFalse(row._gendan_error())
        row.amount = 301
        self.assertIn("300.00", row._gendan_error() or "")
