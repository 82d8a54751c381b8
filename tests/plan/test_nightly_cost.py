"""The hourly action costs one look where nothing is due, and still finds what is."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from tests.common import MONDAY, GendanCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestNightlyCost(GendanCase):
    def setUp(self):
        super().setUp()
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: float("inf"))
        self.order = self.confirm_order([(self.carton, 10)], promised=date(2026, 11, 20))
        self.env["sale.order"].search([("gendan_next_check", "!=", False)]).gendan_next_check = date(2026, 11, 3)
        self.env.flush_all()

    def test_nothing_due_is_one_query(self):
        with self.assertQueryCount(1):
            self.env["sale.order"]._cron_gendan_nightly()
        self.assertEqual(self.order.gendan_next_check, date(2026, 11, 3))

    @freeze_time("2026-11-02 15:59:00")
    def test_a_minute_before_midnight_in_china_nothing_is_due(self):
        self.assertFalse(self.env["sale.order"]._gendan_may_be_due())

    @freeze_time("2026-11-02 16:01:00")
    def test_after_midnight_in_china_the_order_is_due(self):
        self.assertTrue(self.env["sale.order"]._gendan_may_be_due())
        self.env["sale.order"]._cron_gendan_nightly()
        self.assertGreater(self.order.gendan_next_check, date(2026, 11, 3))

    def test_a_change_left_to_the_action_is_taken_up(self):
        self.env["gendan.touch"].create({"res_model": "sale.order", "res_ids": self.order.ids, "reason": "many"})
        self.assertTrue(self.env["sale.order"]._gendan_may_be_due())
