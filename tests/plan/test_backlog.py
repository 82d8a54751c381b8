"""A month in which the nightly action did not run leaves nothing behind."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Domain
from odoo.tests import tagged

from ..common import MONDAY, TODAY, GendanCase

DAYS = 30


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestBacklog(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.gendan_settlement_profile_id = cls.env["gendan.settlement.profile"].search(
            [("line_ids", "!=", False)], limit=1
        )

    def twins(self):
        """Orders in several states, each twice."""
        pairs = []
        for lines, days, ticked in (
            ([(self.bag, 1000)], 12, ()),
            ([(self.bag, 1000)], 24, ("contract",)),
            ([(self.bag, 1000)], 40, ("material",)),
            ([(self.carton, 10)], 10, ("contract", "material", "made", "shipped", "arrived")),
        ):
            pair = [self.confirm_order(lines, promised=TODAY + timedelta(days=days)) for _twin in range(2)]
            for order in pair:
                for name in ticked:
                    self.milestone(order, name).with_user(self.clerk).action_tick()
            pairs.append(pair)
        waiting = [self.confirm_order([(self.bag, 1000)], gendan_condition_days=12) for _twin in range(2)]
        return [*pairs, waiting]

    @contextmanager
    def nightly_for(self, orders):
        """The nightly action, for these orders only and without its commits."""
        Order, Cron = type(self.env["sale.order"]), type(self.env["ir.cron"])
        domain = Order._gendan_due_domain
        with (
            patch.object(Order, "_gendan_due_domain", lambda env: domain(env) & Domain("id", "in", orders.ids)),
            patch.object(Cron, "_commit_progress", lambda *args, **options: float("inf")),
        ):
            yield lambda: (self.env["sale.order"]._cron_gendan_nightly(), self.env.invalidate_all())

    def picture(self, order):
        """What the clerk sees of an order."""
        order.invalidate_recordset()
        fields = ["delivery_health", "money_health", "forecast_date", "buffer_days", "held_days", "next_check"]
        steps = ["forecast_start", "forecast_date", "state", "slack_days", "is_critical", "is_ready", "held_days"]
        todos = self.env["gendan.todo"].search([("order_id", "=", order.id), ("open", "=", True)])
        return {
            "plan": [{name: plan[name] for name in fields} for plan in order.gendan_plan_ids.sorted("id")],
            "order": (order.gendan_delivery_health, order.gendan_money_health, order.gendan_buffer_days),
            "steps": [{name: step[name] for name in steps} for step in order.gendan_milestone_ids.sorted("key")],
            "todos": sorted((todo.kind, todo.name, str(todo.due), todo.role, todo.user_id.id) for todo in todos),
        }

    def test_thirty_nights_at_once_end_as_thirty_nights(self):
        pairs = self.twins()
        self.env.flush_all()
        daily = self.env["sale.order"].union(*(pair[0] for pair in pairs))
        lazy = self.env["sale.order"].union(*(pair[1] for pair in pairs))
        before = [self.picture(order) for order in lazy]
        with self.nightly_for(daily) as nightly:
            for day in range(1, DAYS + 1):
                with freeze_time(MONDAY + timedelta(days=day)):
                    nightly()
        with self.nightly_for(lazy) as nightly, freeze_time(MONDAY + timedelta(days=DAYS)):
            nightly()
            for lived, slept in pairs:
                with self.subTest(lines=lived.order_line.mapped("name"), promised=lived.gendan_promise_date):
                    self.assertEqual(self.picture(lived), self.picture(slept))
            self.assertNotEqual([self.picture(order) for order in lazy], before, "a month did change something")
            self.assertIn("late", lazy.mapped("gendan_delivery_health"))

    def test_the_second_run_finds_nothing_left(self):
        orders = self.env["sale.order"].union(*(order for pair in self.twins() for order in pair))
        with self.nightly_for(orders) as nightly, freeze_time(datetime(2026, 12, 2, 1)):
            nightly()
            revisions = orders.mapped("gendan_revision")
            nightly()
            self.assertEqual(orders.mapped("gendan_revision"), revisions)
