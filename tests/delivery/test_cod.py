"""Money the carrier collects: what, for whom, until when, and whether it came."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import MONDAY
from .common import ShipCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestCod(ShipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.gendan_settlement_profile_id = cls.profile("cod")
        fee = cls.env["product.product"].create({"name": "Freight", "type": "service"})
        cls.carrier = cls.env["delivery.carrier"].create(
            {"name": "Shuntu", "product_id": fee.id, "gendan_cod_days": 5, "gendan_cod_fee_percent": 2}
        )
        cls.order, cls.picking = cls.deliver()
        cls.picking.carrier_id = cls.carrier

    def collection(self):
        return self.env["gendan.cod"].search([("order_id", "=", self.order.id)])

    def test_the_amount_stands_on_the_delivery_slip_before_and_after(self):
        self.pay(50, self.order.name)
        self.assertIn("450.00", self.picking.gendan_cod_text)
        report = "stock.action_report_delivery"
        for _state in ("ready", "left"):
            html, _kind = self.env["ir.actions.report"]._render_qweb_html(report, self.picking.ids)
            self.assertIn("450.00", html.decode())
            if self.picking.state != "done":
                self.picking.with_user(self.warehouse_user).button_validate()
        self.assertEqual(self.collection().amount, 450)

    def test_it_is_followed_until_it_is_handed_over(self):
        self.picking.button_validate()
        collection = self.collection()
        self.assertEqual((collection.amount, collection.fee, collection.due), (500, 10, date(2026, 11, 7)))
        todo = self.todos(collection)["cod_due"]
        self.assertEqual((todo.user_id, todo.due), (self.clerk, date(2026, 11, 7)))
        collection.with_user(self.clerk).due = date(2026, 11, 9)
        self.assertEqual(todo.due, date(2026, 11, 9))
        collection.with_user(self.clerk).action_handed_over()
        self.assertEqual((collection.state, collection.handed_amount), ("done", 490))
        self.assertFalse(self.todos(collection))

    def test_another_amount_needs_a_remark(self):
        self.picking.button_validate()
        collection = self.collection().with_user(self.clerk)
        collection.handed_amount = 400
        with self.assertRaisesRegex(UserError, "490.00 was to be handed over and .*400.00 came"):
            collection.action_handed_over()
        collection.remark = "18 cartons refused"
        collection.action_handed_over()
        with self.assertRaisesRegex(UserError, "its figures stay"):
            collection.handed_amount = 490
        with self.assertRaises(UserError):
            collection.state = "open"

    def test_part_deliveries_collect_their_own_part(self):
        self.picking.move_ids.write({"quantity": 40, "picked": True})
        self.picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(self.collection().amount, 200)
        self.picking.backorder_ids.button_validate()
        self.assertEqual(self.collection().mapped("amount"), [200, 300])

    def test_what_is_paid_already_is_not_collected(self):
        self.pay(500, self.order.name)
        self.assertFalse(self.picking.gendan_cod_text)
        self.picking.button_validate()
        self.assertFalse(self.collection())

    def test_other_settlements_are_not_collected(self):
        self.customer.gendan_settlement_profile_id = False
        self.picking.button_validate()
        self.assertFalse(self.collection())

    def test_refused_goods_are_collected_never(self):
        self.picking.button_validate()
        collection = self.collection().with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "say in the remark why"):
            collection.action_nothing_comes()
        collection.remark = "refused at the door, all back"
        collection.action_nothing_comes()
        self.assertEqual((collection.state, collection.handed_amount), ("done", 0))
        self.assertFalse(self.todos(collection))
        self.assertEqual(self.order._gendan_received()[self.order], 0, "the fee of nothing is nothing")
