"""Many milestones of many orders at once: ticked, re-timed, each refused one with its sentence."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from tests.common import MONDAY, TODAY, GendanCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestMilestoneBulk(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.promised = TODAY + timedelta(days=30)
        cls.orders = cls.make_orders(3)
        cls.contracts = cls.orders.gendan_milestone_ids.filtered(lambda m: m.kind_id == cls.kinds["contract"])

    @classmethod
    def make_orders(cls, count, **values):
        orders = cls.env["sale.order"].union(
            *(cls.make_order([(cls.carton, 10)], promised=cls.promised, **values) for _ in range(count))
        )
        orders.action_confirm()
        cls.settle(orders)
        return orders

    def tick(self, rows, user=None):
        return self.env["gendan.milestone"].with_user(user or self.clerk)._gendan_tick_many(rows)

    def retime(self, rows, user=None):
        return self.env["gendan.milestone"].with_user(user or self.clerk)._gendan_retime_many(rows)

    def notes(self, order):
        self.env.flush_all()
        return self.env["mail.message"].search([("model", "=", "sale.order"), ("res_id", "=", order.id)])

    # === ticking ===

    def test_ticks_many_with_one_message_on_each_order(self):
        before = {order: self.notes(order) for order in self.orders}
        extra = self.milestone(self.orders[0], "arrived")
        rows = [(m, TODAY, "by fax") for m in self.contracts] + [(extra, None, "truck 12")]
        self.assertEqual(self.tick(rows), [(m, False) for m, *_ in rows])
        self.assertEqual(set(self.contracts.mapped("actual_date")), {TODAY})
        self.assertEqual(self.contracts.hand_user_id, self.clerk)
        self.assertEqual(set(self.contracts.mapped("remark")), {"by fax"})
        self.assertEqual(extra.remark, "truck 12")
        self.assertFalse(extra.actual_date)
        for order in self.orders:
            message = self.notes(order) - before[order]
            self.assertEqual(len(message), 1)
            self.assertIn("by fax", message.body)
            self.assertEqual(message.author_id, self.clerk.partner_id)
        self.assertIn("truck 12", (self.notes(self.orders[0]) - before[self.orders[0]]).body)

    def test_ticking_is_undone_with_false_and_left_with_none(self):
        self.tick([(m, TODAY, "x") for m in self.contracts])
        self.tick([(self.contracts[0], False, None), (self.contracts[1], None, "")])
        self.assertRecordValues(
            self.contracts,
            [
                {"state": "open", "hand_date": False, "hand_user_id": False, "remark": "x"},
                {"state": "done", "hand_date": TODAY, "hand_user_id": self.clerk.id, "remark": False},
                {"state": "done", "hand_date": TODAY, "hand_user_id": self.clerk.id, "remark": "x"},
            ],
        )

    def test_what_is_the_same_already_is_neither_written_nor_told(self):
        self.tick([(self.contracts[0], TODAY, None)])
        before = self.notes(self.orders[0])
        self.assertEqual(self.tick([(self.contracts[0], TODAY, "")]), [(self.contracts[0], False)])
        self.assertEqual(self.notes(self.orders[0]), before)

    def test_refused_ones_do_not_stop_the_rest(self):
        skipped, future, good = self.contracts
        skipped.action_skip("not needed")
        foreign = self.milestone(
            self.make_orders(1, partner_id=self.foreign_customer.id, user_id=self.other_rep.id), "contract"
        )
        gone = self.env["gendan.milestone"].browse(2**30)
        answers = dict(
            self.tick(
                [
                    (skipped, TODAY, None),
                    (future, TODAY + timedelta(days=1), None),
                    (foreign, TODAY, None),
                    (gone, TODAY, None),
                    (good, TODAY, None),
                ]
            )
        )
        self.assertIn("was skipped", answers[skipped])
        self.assertIn(self.orders[0].name, answers[skipped])
        self.assertIn("still to come", answers[future])
        self.assertIn("others follow", answers[foreign])
        self.assertNotIn(foreign.order_id.name, answers[foreign])
        self.assertIn("no longer there", answers[gone])
        self.assertFalse(answers[good])
        self.assertEqual(good.actual_date, TODAY)
        self.assertFalse((skipped | future | foreign).filtered("actual_date"))

    def test_departments_tick_their_own_steps_and_reps_none(self):
        made = self.make_orders(1).gendan_milestone_ids.filtered(lambda m: m.kind_id == self.kinds["made"])
        contract = self.contracts[0]
        answers = dict(self.tick([(made, TODAY, None), (contract, TODAY, None)], self.quality_user))
        self.assertFalse(answers[made])
        self.assertEqual(made.hand_user_id, self.quality_user)
        self.assertIn("not by you", answers[contract])
        self.assertIn("not by you", dict(self.tick([(contract, TODAY, None)], self.rep))[contract])
        self.assertFalse(contract.actual_date)

    def test_an_order_that_stumbles_is_left_whole_and_the_rest_goes_on(self):
        bad = self.orders[1]
        before = self.notes(bad)
        Order = type(self.env["sale.order"])
        looked = Order._gendan_looked

        def stumble(orders):
            looked(orders)
            if bad in orders:
                raise ValueError("boom")

        logger = "odoo.addons.gendan_followup.models.common.bulk"
        with patch.object(Order, "_gendan_looked", stumble), mute_logger(logger):
            answers = self.tick([(m, TODAY, None) for m in self.contracts])
        self.assertEqual([bool(sentence) for _m, sentence in answers], [False, True, False])
        self.assertNotIn("boom", answers[1][1])
        self.assertEqual(self.contracts.mapped("hand_date"), [TODAY, False, TODAY])
        self.assertEqual(self.notes(bad), before)

    def test_queries_do_not_grow_with_the_number_of_orders(self):
        def count(milestones):
            return self.queries(self.tick, [(m, TODAY, "x") for m in milestones])

        few, many = self.make_orders(2), self.make_orders(12)
        contracts = [
            orders.gendan_milestone_ids.filtered(lambda m: m.kind_id == self.kinds["contract"])
            for orders in (few, many)
        ]
        count(self.contracts)  # warm
        few_queries, many_queries = count(contracts[0]), count(contracts[1])
        self.assertLess(many_queries - few_queries, 10, f"{few_queries} for 2 orders, {many_queries} for 12")

    # === re-timing ===

    def test_retimes_many(self):
        day = TODAY + timedelta(days=3)
        before = self.notes(self.orders[0])
        self.assertEqual(self.retime([(m, day, None) for m in self.contracts]), [(m, False) for m in self.contracts])
        self.assertEqual(set(self.contracts.mapped("retimed_date")), {day})
        self.assertEqual(set(self.contracts.mapped("forecast_date")), {day})
        self.assertEqual(len(self.notes(self.orders[0]) - before), 1)

    def test_retiming_past_the_promise_needs_a_reason_on_that_order_only(self):
        late = self.promised + timedelta(days=10)
        shipped = self.milestone(self.orders[0], "shipped")
        before = self.notes(self.orders[0])
        rows = [
            (self.contracts[0], TODAY + timedelta(days=2), None),
            (shipped, late, None),
            (self.contracts[1], TODAY + timedelta(days=2), None),
        ]
        answers = dict(self.retime(rows))
        self.assertIn("Say why", answers[shipped])
        self.assertTrue(answers[self.contracts[0]])
        self.assertFalse(answers[self.contracts[1]])
        self.assertFalse((shipped | self.contracts[0]).filtered("retimed_date"))
        self.assertEqual(self.notes(self.orders[0]), before)
        self.assertLessEqual(self.orders[0].gendan_forecast_date, self.promised)
        self.assertTrue(self.contracts[1].retimed_date)
        # the same sentence as for one, and with a reason it goes
        with self.assertRaises(UserError) as raised:
            shipped.with_user(self.clerk).action_retime(late)
        self.assertEqual(str(raised.exception), answers[shipped])
        self.assertFalse(dict(self.retime([(shipped, late, "no truck")]))[shipped])
        self.assertEqual(shipped.retime_reason, "no truck")

    def test_done_and_past_are_refused_with_their_sentence(self):
        self.tick([(self.contracts[0], TODAY, None)])
        answers = self.retime([(self.contracts[0], TODAY, None), (self.contracts[1], TODAY - timedelta(days=1), None)])
        self.assertIn("is not open", answers[0][1])
        self.assertIn("which is past", answers[1][1])

    # === skipping ===

    def skip(self, rows, user=None):
        return self.env["gendan.milestone"].with_user(user or self.clerk)._gendan_skip_many(rows)

    def test_skips_many_and_tells_the_refused_ones(self):
        target = self.milestone(self.orders[0], "arrived")
        done = self.contracts[1]
        done.with_user(self.clerk).action_tick()
        before = self.notes(self.orders[0])
        rows = [(m, " repeat ") for m in self.contracts | target]
        answers = dict(self.skip(rows))
        self.assertIn("cannot be skipped. Cancel the order", answers[target])
        self.assertIn("is done and cannot be skipped", answers[done])
        self.assertEqual(self.contracts.mapped("state"), ["skipped", "done", "skipped"])
        self.assertEqual(self.contracts.mapped("skip_reason"), ["repeat", False, "repeat"])
        self.assertEqual(len(self.notes(self.orders[0]) - before), 1)
        self.assertIn("Say why", dict(self.skip([(target, "")]))[target])

    def test_departments_and_reps_skip_none(self):
        made = self.make_orders(1).gendan_milestone_ids.filtered(lambda m: m.kind_id == self.kinds["made"])
        self.assertIn("Only the follow-up team", dict(self.skip([(made, "no")], self.quality_user))[made])
        for user in (self.rep, self.other_clerk):
            self.assertTrue(dict(self.skip([(self.contracts[0], "no")], user))[self.contracts[0]])
        self.assertFalse((made | self.contracts).filtered("skip_reason"))

    def test_an_order_that_stumbles_keeps_its_milestones(self):
        bad = self.orders[1]
        Order = type(self.env["sale.order"])
        looked = Order._gendan_looked

        def stumble(orders):
            looked(orders)
            if bad in orders:
                raise ValueError("boom")

        with (
            patch.object(Order, "_gendan_looked", stumble),
            mute_logger("odoo.addons.gendan_followup.models.common.bulk"),
        ):
            answers = self.skip([(m, "repeat") for m in self.contracts])
        self.assertEqual([bool(sentence) for _m, sentence in answers], [False, True, False])
        self.assertEqual(self.contracts.mapped("skip_reason"), ["repeat", False, "repeat"])
