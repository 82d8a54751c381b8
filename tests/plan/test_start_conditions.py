"""A promise that counts from start conditions: which ones, and from which day."""

from datetime import date

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from ..common import MONDAY, GendanCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestStartConditions(GendanCase):
    def test_a_chosen_condition_the_template_does_not_know_is_waited_for(self):
        deposit = self.make_kind("deposit_paid", owner="customer")
        order = self.confirm_order(gendan_condition_days=12, gendan_condition_kind_ids=[Command.set(deposit.ids)])
        self.assertEqual(order.gendan_delivery_health, "waiting")
        self.assertEqual(order.gendan_promise_ids.mapped("version"), [0], "nothing is promised before it is met")
        self.assertIn("Deposit Paid (Customer)", order.gendan_plan_ids.condition_summary, "what, and from whom")
        step = order.gendan_milestone_ids.filtered(lambda m: m.kind_id == deposit)
        self.assertEqual((step.is_condition, step.baseline_date), (True, date(2026, 11, 3)))
        with freeze_time("2026-11-09 02:00:00"):
            step.with_user(self.clerk).action_tick()
            self.assertEqual(order.gendan_promise_date, date(2026, 11, 23))

    def test_a_plan_with_a_day_gets_no_step_for_conditions(self):
        deposit = self.make_kind("deposit_paid", owner="customer")
        order = self.confirm_order(promised=date(2026, 11, 20), gendan_condition_kind_ids=[Command.set(deposit.ids)])
        self.assertNotIn(deposit, order.gendan_milestone_ids.kind_id)

    def test_days_count_from_the_skipping_of_the_last_condition(self):
        order = self.confirm_order(gendan_condition_days=12)
        contract = self.milestone(order, "contract").with_user(self.clerk)
        with freeze_time("2026-12-21 02:00:00"):
            contract.action_skip("an old customer, no contract")
            self.assertEqual(order.gendan_plan_ids.condition_met_on, date(2026, 12, 21))
            self.assertGreater(order.gendan_promise_date, date(2026, 12, 21), "no day that has passed is promised")
        self.assertEqual(order.gendan_promise_ids.mapped("version"), [0, 1])

    def test_what_the_clerk_added_keeps_its_day_when_the_conditions_are_met(self):
        order = self.confirm_order(gendan_condition_days=12)
        extra = self.make_kind("inspection")
        added = order.gendan_plan_ids.with_user(self.clerk).action_add_milestone(extra, date(2026, 11, 18))
        self.milestone(order, "contract").with_user(self.clerk).action_tick()
        self.assertTrue(order.gendan_promise_date)
        self.assertEqual((added.baseline_start, added.baseline_date), (date(2026, 11, 18), date(2026, 11, 18)))
