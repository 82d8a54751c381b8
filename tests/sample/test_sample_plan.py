"""Samples tick the plan's milestones, and a repeat goes by an approval that holds."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import MONDAY, TODAY
from .common import SampleCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSamplePlan(SampleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.confirm_order(promised=date(2026, 11, 30))

    def test_sending_and_approving_tick_the_milestones_and_withdrawing_takes_it_back(self):
        order = self.order
        sample = self.make_sample(order)
        entry = self.send(sample)
        self.settle()
        out, approved = self.milestone(order, "proof_out"), self.milestone(order, "proof_approved")
        self.assertEqual(out.actual_date, TODAY)
        self.assertFalse(approved.actual_date)
        self.assertEqual((approved.expected_date, approved.expected_source), (date(2026, 11, 5), f"{sample.name} A"))
        self.judge(entry)
        self.settle()
        self.assertEqual(approved.actual_date, TODAY)
        self.judge(entry, "withdrawn")
        self.settle()
        self.assertFalse(approved.actual_date)

    def test_two_samples_of_a_line_must_both_be_approved(self):
        order = self.order
        first, second = self.make_sample(order), self.make_sample(order, subject="back")
        self.judge(self.send(first))
        self.settle()
        self.assertFalse(self.milestone(order, "proof_approved").actual_date)
        self.judge(self.send(second))
        self.settle()
        self.assertTrue(self.milestone(order, "proof_approved").actual_date)

    def test_a_line_without_a_sample_waits_for_none_when_another_has_one(self):
        order = self.confirm_order([(self.bag, 1000), (self.carton, 10)], promised=date(2026, 11, 30))
        self.judge(self.send(self.make_sample(order)))
        self.settle()
        self.assertEqual(self.milestone(order, "proof_approved").actual_date, TODAY)

    def test_a_repeat_goes_by_an_approval_that_holds(self):
        sample = self.make_sample()
        self.judge(self.send(sample, date(2026, 10, 20)), day=date(2026, 10, 22))
        order = self.confirm_order(promised=date(2026, 11, 30))
        # approved before the order: done from the day it was confirmed
        self.assertEqual(self.milestone(order, "proof_approved").actual_date, TODAY)
        self.assertEqual(order.order_line._gendan_last_approved_sample(), {order.order_line: sample.sudo()})

    def test_a_repeat_does_not_go_by_an_expired_approval_nor_by_another_customers(self):
        sample = self.make_sample()
        self.judge(self.send(sample, date(2026, 10, 20)), day=date(2026, 10, 22))
        sample.valid_until = date(2026, 11, 1)
        order = self.confirm_order(promised=date(2026, 11, 30))
        self.assertFalse(self.milestone(order, "proof_approved").actual_date)
        # still named, with its age, for whoever decides
        self.assertEqual(order.order_line._gendan_last_approved_sample()[order.order_line], sample.sudo())
        foreign = self.confirm_order(partner_id=self.foreign_customer.id, promised=date(2026, 11, 30))
        self.assertFalse(self.milestone(foreign, "proof_approved").actual_date)
        self.assertFalse(foreign.order_line._gendan_last_approved_sample()[foreign.order_line])

    def test_without_a_request_the_milestone_is_ticked_by_hand_and_waits_as_before(self):
        order = self.order
        out = self.milestone(order, "proof_out")
        self.assertTrue(out.is_hand_ticked)
        self.assertIn("tick", [action["code"] for action in out.with_user(self.clerk)._gendan_todo_actions()[out]])
        self.assertTrue(out._gendan_todo_values()[out])
        out.with_user(self.clerk).action_tick()
        self.assertEqual(out.actual_date, TODAY)
        # with a request the sample's own to-do speaks
        self.make_sample(order)
        approved = self.milestone(order, "proof_approved")
        self.assertFalse(approved._gendan_todo_values()[approved])

    def test_replaying_gives_the_same_dates(self):
        order = self.order
        self.judge(self.send(self.make_sample(order)))
        self.settle()
        lived = order.gendan_milestone_ids.mapped("actual_date")
        order._gendan_replay()
        self.assertEqual(order.gendan_milestone_ids.mapped("actual_date"), lived)

    def test_an_order_costs_no_query_where_there_are_no_samples(self):
        order = self.confirm_order([(self.bag, 10), (self.carton, 10)], promised=date(2026, 11, 30))
        kind = self.kinds["proof_approved"]
        lines = order.order_line
        lines._gendan_actual_sample_approved(kind)
        with self.assertQueryCount(1):
            self.assertEqual(lines._gendan_actual_sample_approved(kind), dict.fromkeys(lines, False))
