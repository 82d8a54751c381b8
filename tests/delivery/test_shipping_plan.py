"""What must leave when: promised arrival, back over receiving days, transit and the carrier's departures."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import MONDAY, GendanCase


@tagged("post_install", "-at_install")
class TestShippingPlan(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(MONDAY))
        # leaves on Tuesdays and Fridays
        cls.departures = cls.make_calendar("Departures", days="14")
        cls.carrier = cls.env["delivery.carrier"].create(
            {
                "name": "Haulier",
                "product_id": cls.make_product("Freight", type="service", is_storable=False).id,
                "gendan_mode": "road",
                "gendan_departure_calendar_id": cls.departures.id,
            }
        )

    def rows(self, order, user=None):
        plan = self.env["gendan.shipping.plan"].with_user(user or self.clerk)
        return plan.search([("order_id", "=", order.id)])

    def test_without_departure_days_it_leaves_the_transit_before(self):
        order = self.confirm_order(promised=date(2027, 1, 14))  # a Thursday; one working day on the way
        self.assertEqual(self.rows(order).leave_by, date(2027, 1, 13))
        self.assertEqual(order.gendan_plan_ids.latest_ship_date, date(2027, 1, 13))

    def test_it_leaves_on_the_carriers_last_departure_before(self):
        order = self.confirm_order(promised=date(2027, 1, 14), carrier_id=self.carrier.id)
        row = self.rows(order)
        self.assertEqual(row.leave_by, date(2027, 1, 12))  # Tuesday
        self.assertEqual((row.carrier_id, row.mode, row.quantity), (self.carrier, "road", 50000))
        # Odoo's own transfer is due to leave that day, too
        deadline = self.company._gendan_to_day(order.picking_ids.move_ids[:1].date_deadline)
        self.assertEqual(deadline, date(2027, 1, 12))

    def test_another_carrier_leaves_on_other_days(self):
        order = self.confirm_order(promised=date(2027, 1, 14))
        order.carrier_id = self.carrier
        self.settle(order)
        self.assertEqual(self.rows(order).leave_by, date(2027, 1, 12))

    def test_the_carriers_stop_before_new_year_moves_it_before_the_stop(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Stop before Chinese New Year",
                "calendar_id": self.departures.id,
                "company_id": self.company.id,
                "date_from": "2027-01-07 16:00:00",
                "date_to": "2027-01-22 15:59:59",
            }
        )
        order = self.confirm_order(promised=date(2027, 1, 20), carrier_id=self.carrier.id)
        self.assertEqual(self.rows(order).leave_by, date(2027, 1, 5))

    def test_a_promise_for_a_day_on_which_nobody_takes_it_in(self):
        sunday = date(2027, 1, 17)
        order = self.confirm_order(promised=sunday)
        self.customer.gendan_receive_sat = False
        later = self.confirm_order(promised=sunday)
        self.assertEqual(self.rows(order).leave_by, date(2027, 1, 15))
        self.assertEqual(self.rows(later).leave_by, date(2027, 1, 14))

    def test_parts_have_rows_of_their_own_until_they_have_left(self):
        order = self.confirm_order(lines=[(self.carton, 100)], promised=date(2027, 1, 14))
        order.gendan_part_ids.action_split(40, date(2027, 1, 21))
        self.settle(order)
        self.assertRecordValues(
            self.rows(order),
            [
                {"quantity": 60, "leave_by": date(2027, 1, 13)},
                {"quantity": 40, "leave_by": date(2027, 1, 20)},
            ],
        )
        self.put_in_stock(self.carton, 100)
        self.ship(order)
        self.assertFalse(self.rows(order))

    def test_what_must_leave_this_week(self):
        soon = self.confirm_order(lines=[(self.carton, 10)], promised=date(2026, 11, 6))
        late = self.confirm_order(lines=[(self.carton, 10)], promised=date(2026, 11, 20))
        plan = self.env["gendan.shipping.plan"].with_user(self.clerk)
        found = plan.search([("days_left", "<=", 6), ("order_id", "in", (soon | late).ids)])
        self.assertEqual((found.order_id, found.days_left), (soon, 3))
        action = self.env.ref("gendan_followup.action_gendan_shipping_plan")
        self.assertEqual(action.path, "gendan-shipping")

    def test_who_sees_what(self):
        order = self.confirm_order(promised=date(2027, 1, 14))
        for user in (self.clerk, self.supervisor, self.rep, self.quality_user, self.warehouse_user):
            self.assertTrue(self.rows(order, user), user.name)
        for user in (self.other_clerk, self.other_rep):
            self.assertFalse(self.rows(order, user), user.name)
        # the day promised to the customer is not the department's
        self.assertNotIn("promised_date", self.env["gendan.shipping.plan"].with_user(self.quality_user).fields_get())
        self.assertEqual(self.rows(order, self.quality_user).action_open_order()["res_model"], "gendan.plan")
        self.assertEqual(self.rows(order).action_open_order()["res_model"], "sale.order")
