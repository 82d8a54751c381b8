"""Living through a history and replaying it give the same dates, whatever was done and undone."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ..common import MONDAY, GendanCase

COPIED = (
    "actual_date",
    "event_date",
    "forecast_date",
    "state",
    "is_na",
    "is_beyond",
    "slack_days",
    "is_critical",
    "held_days",
)
STEPS = (
    "wait",
    "tick",
    "untick",
    "late_purchase",
    "receive",
    "produce",
    "ship",
    "return",
    "cancel",
    "confirm_again",
    "skip",
    "retime",
    "promise",
    "scope",
    "settle",
)


@tagged("post_install", "-at_install")
class TestReplay(GendanCase):
    """A random walk over everything that can be done to an order and undone again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kinds["arrived"].stage = "payment"
        with freeze_time(MONDAY):
            cls.order = cls.confirm_order([(cls.bag, 5000), (cls.carton, 20)], promised=date(2026, 11, 20))
            cls.put_in_stock(cls.carton, 100)

    @given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=10))
    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def test_replay_gives_what_living_gave(self, steps):
        savepoint = self.env.cr.savepoint()
        try:
            self.walk(steps)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def walk(self, steps):
        self.now, order = MONDAY, self.order
        for step in steps:
            with freeze_time(self.now):
                getattr(self, f"do_{step}")(order)
                self.settle()
        with freeze_time(self.now):
            order._gendan_mark()
            self.settle()  # today may have moved on since the last step
            lived = self.snapshot(order)
            order._gendan_replay()
            self.assertEqual(lived, self.snapshot(order), f"after {steps}")

    def snapshot(self, order):
        self.env.flush_all()
        return {
            "order": (
                order.gendan_delivery_health,
                order.gendan_money_health,
                order.gendan_buffer_days,
                order.gendan_promise_date,
                order.gendan_forecast_date,
                order.gendan_scope_due,
            ),
            **{(m.plan_id.id, m.key): tuple(m[name] for name in COPIED) for m in order.gendan_milestone_ids},
        }

    # --- the steps

    def do_wait(self, order):
        self.now += timedelta(days=1)

    def do_settle(self, order):
        pass

    def do_tick(self, order):
        self.milestone(order, "contract")[:1].with_user(self.supervisor).action_tick()

    def do_untick(self, order):
        self.milestone(order, "contract")[:1].with_user(self.supervisor).action_untick()

    def do_late_purchase(self, order):
        lines = self.env["purchase.order.line"].search([("product_id", "=", self.film.id)])
        for line in lines:
            line.date_planned = datetime.combine(self.now.date() + timedelta(days=9), datetime.min.time())

    def do_receive(self, order):
        purchases = self.env["purchase.order"].search([("partner_id", "=", self.supplier.id)])
        purchases.filtered(lambda p: p.state in ("draft", "sent")).button_confirm()
        for picking in purchases.picking_ids.filtered(lambda p: p.state not in ("done", "cancel")):
            for move in picking.move_ids:
                move.write({"quantity": move.product_uom_qty, "picked": True})
            picking.button_validate()
        self.productions(order).filtered(lambda p: p.state == "confirmed").action_assign()

    def productions(self, order):
        return self.env["mrp.production"].search([("sale_line_id.order_id", "=", order.id)])

    def do_produce(self, order):
        for production in self.productions(order).filtered(lambda p: p.state in ("confirmed", "progress", "to_close")):
            production.qty_producing = production.product_qty
            production._set_qty_producing()
            production.move_raw_ids.picked = True
            production.button_mark_done()

    def do_ship(self, order):
        if order.state == "sale":
            ready = order.picking_ids.filtered(
                lambda p: p.state == "assigned" and p.location_dest_id.usage == "customer"
            )
            for picking in ready:
                picking.move_ids.picked = True
                picking.with_context(skip_backorder=True).button_validate()

    def do_return(self, order):
        done = order.picking_ids.filtered(lambda p: p.state == "done" and p.location_dest_id.usage == "customer")
        for picking in done[:1]:
            wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
            wizard.product_return_moves.write({"quantity": 1, "to_refund": True})
            back = wizard._create_return()
            back.move_ids.write({"quantity": 1, "picked": True})
            back.button_validate()

    def do_cancel(self, order):
        if order.state == "sale":
            order._action_cancel()

    def do_confirm_again(self, order):
        if order.state == "cancel":
            order.action_draft()
            order.action_confirm()

    def do_skip(self, order):
        material = self.milestone(order, "material")[:1].with_user(self.supervisor)
        if material.state == "open":
            material.action_skip("not needed")

    def do_retime(self, order):
        made = self.milestone(order, "made")[:1].with_user(self.supervisor)
        if made.state == "open":
            made.action_retime(self.now.date() + timedelta(days=20), "machine down")

    def do_promise(self, order):
        order.gendan_part_ids[:1]._gendan_promise(date(2026, 12, 1), "capacity")

    def do_scope(self, order):
        if order.state == "sale":
            other = "payment" if order.gendan_scope == "warehouse" else "warehouse"
            order.with_user(self.supervisor).action_gendan_scope(other, "agreed on the phone")
