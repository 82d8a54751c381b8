"""How somebody could be paid twice, or more than was agreed to, by settling a complaint."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from .test_settle import SettleCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPaidTwice(SettleCase):
    def test_what_was_refunded_stays_refunded_when_goods_are_added(self):
        rows = self.agreed([{"choice": "refund", "quantity": 40}])
        rows._gendan_do()
        complaint = rows.complaint_id
        complaint.with_user(self.clerk).line_ids = [Command.create({"product_id": self.carton.id, "bad": 1})]
        self.assertEqual(rows.line_id, complaint.line_ids[0], "the goods it was for stay its goods")
        left = complaint.line_ids[0]._gendan_left()[complaint.line_ids[0]]
        self.assertEqual(left[1], 960)

    def test_goods_that_were_settled_are_no_other_goods_afterwards(self):
        line = {"checked": 100}
        rows = self.agreed([{"choice": "refund", "quantity": 40}], self.complain(line=line))
        rows._gendan_do()
        goods = rows.complaint_id.line_ids.with_user(self.clerk)
        other = self.delivered_order(quantity=100)
        dozen = self.env.ref("uom.product_uom_dozen")
        for vals in (
            {"picking_id": other.picking_ids.id, "order_line_id": other.order_line.id},
            {"uom_id": dozen.id, "bad": 1, "checked": 2},
            {"product_id": self.bag.id, "picking_id": False, "order_line_id": False},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "carried out"), self.env.cr.savepoint():
                goods.write(vals)
        goods.write({"checked": 90, "description": "at the left edge"})

    def test_credited_when_back_it_is_not_paid_in_another_way(self):
        for other in (
            {"choice": "discount", "quantity": 40, "percent": 100},
            {"choice": "replace", "quantity": 40},
            {"choice": "remake", "quantity": 40},
        ):
            with self.subTest(other=other["choice"]):
                rows = self.agreed([{"choice": "return", "quantity": 40, "for_credit": True}])
                rows._gendan_do()
                more = self.add_rows(rows.complaint_id, [other])[-1]
                self.assertIn("twice", more._gendan_error() or "")
                rows.complaint_id.line_ids.sudo().bad = 80
                self.made(rows).sudo().action_cancel()
                if other["choice"] != "remake":
                    self.assertFalse(more._gendan_error())

    def test_goods_are_not_discounted_below_nothing(self):
        first = self.agreed([{"choice": "discount", "quantity": 1000, "percent": 60, "more_than_bad": True}])
        first._gendan_do()
        second = self.agreed([{"choice": "discount", "quantity": 1000, "percent": 60, "more_than_bad": True}])
        self.assertIn("1,920", second._gendan_error() or "")
        second.percent = 40
        self.assertFalse(second._gendan_error())
        self.made(first).sudo().button_cancel()
        second.percent = 60
        self.assertFalse(second._gendan_error(), "cancelled, it gives nothing")

    def test_an_amount_without_goods_is_no_more_than_the_order(self):
        complaint = self.complain()
        complaint.line_ids = [Command.create({"product_id": self.carton.id, "bad": 2})]
        row = self.agreed([{"choice": "discount", "amount": 4801}], complaint)
        self.assertIn("4,800", row._gendan_error() or "")
        row.amount = 4800
        self.assertFalse(row._gendan_error())
        row._gendan_do()
        again = self.add_rows(complaint, [{"choice": "refund", "line_id": complaint.line_ids[1].id, "quantity": 2}])[-1]
        self.assertTrue(again._gendan_error())

    def test_one_part_of_a_kit_is_not_worth_the_kit(self):
        kit = self.make_product("Gift set", list_price=100)
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create({"product_id": self.carton.id, "product_qty": 1}),
                    Command.create({"product_id": self.film.id, "product_qty": 2}),
                ],
            }
        )
        self.film.route_ids = [Command.clear()]
        self.put_in_stock(self.film, 20)
        self.put_in_stock(self.carton, 10)
        order = self.confirm_order([(kit, 10)])
        order.picking_ids.action_assign()
        self.ship(order)
        self.assertEqual(order.order_line.qty_delivered, 10)
        picking = order.picking_ids
        part = self.complain(
            picking_id=picking.id,
            line={"product_id": self.film.id, "order_line_id": order.order_line.id, "bad": 5},
        )
        self.assertEqual(part.line_ids._gendan_price(), 0)
        whole = self.complain(picking_id=picking.id, line={"product_id": kit.id, "bad": 11})
        row = self.agreed([{"choice": "refund", "quantity": 11}], whole)
        self.assertIn("10", row._gendan_error() or "")
        whole.sudo().line_ids.bad = 10
        row.quantity = 10
        self.assertFalse(row._gendan_error())
        row._gendan_do()
        again = self.agreed([{"choice": "refund", "quantity": 1}], self.complain(
            picking_id=picking.id, line={"product_id": kit.id, "bad": 1}))  # fmt: skip
        self.assertTrue(again._gendan_error())

    def test_the_credit_note_is_of_the_amount_to_the_cent(self):
        tax = self.env["account.tax"].create({"name": "13", "amount": 13, "amount_type": "percent"})
        self.order.order_line.tax_ids = tax
        for amount in (100, 33.33, 0.05, 192.47, 1234.56):
            row = self.agreed([{"choice": "discount", "amount": amount}])
            row._gendan_do()
            self.assertEqual(self.made(row).amount_total, amount)

    def test_the_replacement_is_free_as_it_was_made_and_no_further(self):
        rows = self.agreed([{"choice": "replace", "quantity": 40}])
        rows._gendan_do()
        order = self.made(rows)
        order.order_line.product_uom_qty = 30
        self.assertEqual((order.order_line.price_unit, order._gendan_replacements()), (0, order))
        order.order_line.product_uom_qty = 400
        self.assertFalse(order._gendan_replacements(), "more than was agreed")
        order.order_line.product_uom_qty = 40
        self.assertTrue(order._gendan_replacements())
        order.order_line = [Command.create({"product_id": self.bag.id, "product_uom_qty": 5, "price_unit": 0})]
        self.assertFalse(order._gendan_replacements(), "something else")
