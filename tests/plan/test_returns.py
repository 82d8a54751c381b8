"""What comes back before the delivery is complete was not delivered; what comes back after it is a return."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import MONDAY, TODAY, GendanCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestReturns(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put_in_stock(cls.carton, 100)
        cls.order = cls.confirm_order([(cls.carton, 10)], promised=date(2026, 11, 20))
        cls.ship(cls.order)
        cls.shipped, cls.arrived = cls.milestone(cls.order, "shipped"), cls.milestone(cls.order, "arrived")

    def bring_back(self, quantity):
        picking = self.order.picking_ids.filtered(lambda p: p.picking_type_code == "outgoing")[:1]
        wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = quantity
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.picked = True
        back.button_validate()
        self.settle()

    def test_a_return_on_the_way_opens_the_step_again(self):
        self.assertEqual(self.shipped.actual_date, TODAY)
        with freeze_time("2026-11-03 02:00:00"):
            self.bring_back(4)
        self.assertEqual((self.shipped.state, self.shipped.actual_date), ("open", False))

    def test_a_return_after_the_arrival_is_no_unshipping(self):
        with freeze_time("2026-11-03 02:00:00"):
            self.arrived.with_user(self.clerk).action_tick()
        with freeze_time("2026-11-05 02:00:00"):
            self.bring_back(10)
            self.assertEqual((self.shipped.state, self.shipped.actual_date), ("done", TODAY))
            self.assertEqual(self.order.gendan_delivery_health, "delivered")
            self.order._gendan_replay()
            self.assertEqual(self.shipped.actual_date, TODAY, "replay agrees")

    def test_an_arrival_taken_back_makes_the_return_count_again(self):
        with freeze_time("2026-11-03 02:00:00"):
            self.arrived.with_user(self.clerk).action_tick()
        with freeze_time("2026-11-05 02:00:00"):
            self.bring_back(10)
            self.arrived.with_user(self.clerk).action_untick()
            self.assertEqual(self.shipped.state, "open", "it never arrived, and it is back")
            self.arrived.with_user(self.clerk).write({"hand_date": date(2026, 11, 3)})
            self.assertEqual(self.shipped.actual_date, TODAY)
