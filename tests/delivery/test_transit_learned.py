"""What the ways really took: learned from arrivals, beside the entered days, taken over by who keeps the table."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.gendan_followup.tools.spread import share_done

from ..common import MONDAY
from .note_common import NoteCase

LEFT = datetime(2026, 10, 5, 8)  # a Monday


@given(st.lists(st.integers(0, 400), min_size=1), st.integers(1, 100))
def test_the_share_is_reached_and_one_day_less_would_not_do(days, percent):
    found = share_done(days, percent / 100)
    assert found in days
    assert sum(day <= found for day in days) * 100 >= percent * len(days)
    assert sum(day < found for day in days) * 100 < percent * len(days)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestTransitLearned(NoteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        transit = cls.env["gendan.transit"]
        transit.search([]).active = False
        cls.way = transit.create({"partner_id": cls.customer.id, "days": 1, "unit": "work"})
        cls.by_sea = transit.create({"partner_id": cls.customer.id, "days": 30, "unit": "calendar", "mode": "sea"})
        cls.ship = cls.env["delivery.carrier"].create(
            {
                "name": "Groupage",
                "gendan_mode": "sea",
                "product_id": cls.env["product.product"].create({"name": "Freight", "type": "service"}).id,
            }
        )
        cls.picking.move_ids.write({"quantity": 1200, "picked": True})
        cls.picking.button_validate()

    def travel(self, *days, sure=True, carrier=None, left=LEFT):
        """Transfers that left on a Monday and were there after so many calendar days."""
        for count in days:
            picking = self.picking.copy({"carrier_id": carrier and carrier.id})
            picking.move_ids.quantity = 1
            picking.move_ids.state = "done"
            picking.date_done = left
            self.env["gendan.arrival"].create(
                {"picking_id": picking.id, "arrived_on": left.date() + timedelta(days=count), "is_day_sure": sure}
            )
        self.learn()

    def learn(self):
        self.env.flush_all()
        self.env["gendan.transit"].search([])._gendan_learn()

    def figures(self, line=None):
        line = line or self.way
        return line.learned_count, line.learned_median, line.learned_p90

    def test_half_and_nine_of_ten_journeys_stand_beside_the_entered_days(self):
        self.travel(1, 1, 1, 1, 2, 2, 2, 3, 4, 9)
        self.assertEqual(self.figures()[:2], (10, 2))
        self.assertEqual(self.way.learned_p90, 4)
        self.assertEqual(self.way.learned_over, 3)
        self.assertIn(self.way, self.env["gendan.transit"].search([("learned_over", ">", 0)]))

    def test_the_night_learns(self):
        self.travel(2)
        self.way.learned_count = 0
        with self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_transit_learn").method_direct_trigger()
        self.assertEqual(self.way.learned_count, 1)

    def test_working_days_count_as_the_plan_counts_them(self):
        self.travel(7)  # Monday to Monday
        expected = self.company._gendan_workdays(LEFT.date(), calendar=self.company.gendan_carrier_calendar_id or None)
        self.assertEqual(self.way.learned_median, expected.between(LEFT.date(), date(2026, 10, 12)))
        self.assertLess(self.way.learned_median, 7)

    def test_a_line_of_calendar_days_learns_calendar_days_and_only_from_its_own_way(self):
        self.travel(33, carrier=self.ship, left=datetime(2026, 9, 1, 8))
        self.assertEqual(self.figures(self.by_sea), (1, 33, 33))
        self.assertEqual(self.figures(), (0, 0, 0))

    def test_a_day_nobody_is_sure_of_teaches_nothing(self):
        self.travel(5, sure=False)
        self.assertEqual(self.figures(), (0, 0, 0))

    def test_what_is_older_than_a_year_is_forgotten(self):
        self.travel(2)
        self.assertEqual(self.way.learned_count, 1)
        with freeze_time("2028-01-03"):
            self.learn()
        self.assertEqual(self.figures(), (0, 0, 0))

    def test_new_plans_go_by_it_once_it_is_taken_over(self):
        self.travel(1, 2, 2, 3, 3)
        order = self.make_order([(self.carton, 10)])
        self.assertEqual(order._gendan_transit_days()[order], (1, "work"), "learned, and nobody took it over")
        self.way.with_user(self.supervisor).action_take_learned()
        self.assertEqual(order._gendan_transit_days()[order], (3, "work"))
        self.assertFalse(self.way.can_take_learned)

    def test_four_arrivals_are_not_enough(self):
        self.travel(3, 3, 3, 3)
        self.way.action_take_learned()
        self.assertEqual(self.way.days, 1)

    def test_a_clerk_takes_nothing_over(self):
        self.travel(3, 3, 3, 3, 3)
        with self.assertRaises(AccessError):
            self.way.with_user(self.clerk).action_take_learned()

    def test_learning_empties_no_cache(self):
        self.travel(3)
        rows = self.env["gendan.transit"]._gendan_rows()
        self.travel(2)
        self.assertIs(self.env["gendan.transit"]._gendan_rows(), rows)

    def test_more_arrivals_cost_no_more_queries(self):
        counts = []
        for journeys in ((1,), (2, 3, 4, 5)):
            self.travel(*journeys)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["gendan.transit"]._gendan_journeys()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
