from datetime import datetime, time, timedelta

from odoo.tests import new_test_user, tagged

from .tours_common import TourCase


@tagged("post_install", "-at_install")
class TestOrderLifeTour(TourCase):
    """An order's life as the clerk sees it in the browser; the other roles work in between.

    The browser knows no other time than now. So that the days are the same whenever this runs, the factory and the
    customer work every day of the week.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = cls.make_calendar("Every day", days="0123456")
        cls.customer.write({"gendan_receive_sun": True, "gendan_message_policy": "on"})
        # the tours read English
        cls.env["res.lang"]._activate_lang("en_US")
        cls.clerk.lang = "en_US"
        cls.buyer = new_test_user(cls.env, "t_buyer", groups="purchase.group_purchase_user,stock.group_stock_user")
        cls.foreman = new_test_user(cls.env, "t_foreman", groups="mrp.group_mrp_user,stock.group_stock_user")
        cls.today = cls.company._gendan_today()

    def day(self, number):
        return self.today + timedelta(days=number)

    def tour(self, name):
        """Play a chapter as the clerk, and read again what it changed."""
        self.settle()
        self.start_tour("/odoo", f"gendan_followup_life_{name}", login=self.clerk.login)
        self.env.invalidate_all()

    def expect_film(self, purchase, number):
        """The buyer types the day on which the film is to come."""
        purchase.with_user(self.buyer).order_line.date_planned = datetime.combine(self.day(number), time(4, 0))

    def test_an_order_as_the_clerk_sees_it(self):
        # --- The clerk enters the quotation, confirms it and sees its plan.
        self.tour("order")
        order = self.env["sale.order"].search([("client_order_ref", "=", "ML-2611-07")])
        self.assertRecordValues(
            order,
            [
                {
                    "state": "sale",
                    "partner_id": self.customer.id,
                    "gendan_clerk_id": self.clerk.id,
                    "gendan_promise_date": self.day(12),
                    "gendan_forecast_date": self.day(9),
                    "gendan_buffer_days": 3,
                    "gendan_delivery_health": "on_track",
                }
            ],
        )
        self.assertEqual(order.order_line.product_uom_qty, 50000)
        self.assertEqual(order.gendan_promise_ids.create_uid, self.clerk)
        self.assertEqual(self.milestone(order, "confirmed").actual_date, self.today)

        # --- The buyer orders the film for the planned day, then its maker puts it back four days.
        production = order.order_line.move_ids.move_orig_ids.production_id
        purchase = self.env["purchase.order"].search([("partner_id", "=", self.supplier.id)])
        self.expect_film(purchase, 3)
        purchase.with_user(self.buyer).button_confirm()
        self.settle()
        self.assertEqual((order.gendan_buffer_days, order.gendan_delivery_health), (3, "on_track"))
        self.expect_film(purchase, 7)
        self.tour("late")
        self.assertIn(purchase.name, self.milestone(order, "material").expected_source)
        self.assertEqual(self.milestone(order, "material").forecast_date, self.day(7))
        self.assertEqual(order.gendan_forecast_date, self.day(13))
        self.assertEqual((order.gendan_buffer_days, order.gendan_delivery_health), (-1, "at_risk"))

        # --- The film comes at once after all, the bags are made and leave.
        receipt = purchase.picking_ids.with_user(self.buyer)
        receipt.move_ids.write({"quantity": receipt.move_ids.product_uom_qty, "picked": True})
        receipt.button_validate()
        self.settle()
        made = production.with_user(self.foreman)
        made.action_assign()
        made.qty_producing = 50000
        made._set_qty_producing()
        made.move_raw_ids.picked = True
        made.button_mark_done()
        self.settle()
        self.ship(order)

        # --- The clerk sees it, ticks the arrival and finds what the customer will be told.
        self.tour("delivered")
        for name in ("material", "made", "shipped", "arrived"):
            self.assertEqual(self.milestone(order, name).actual_date, self.today, name)
        self.assertEqual(self.milestone(order, "arrived").hand_user_id, self.clerk)
        self.assertFalse(self.milestone(order, "made").hand_user_id, "the ERP ticked it")
        self.assertEqual(order.gendan_delivery_health, "delivered")
        messages = self.env["gendan.message"].search([("order_id", "=", order.id), ("state", "=", "pending")])
        self.assertIn(self.milestone(order, "made"), messages.milestone_id)
