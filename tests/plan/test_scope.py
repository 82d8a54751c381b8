"""How far an order is followed decides where its plan ends; the promise stays the arrival."""

from datetime import date

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import MONDAY, TODAY, GendanCase

PROMISED = date(2026, 12, 1)
DATES = ("baseline_start", "baseline_date", "forecast_date", "slack_days", "is_critical", "is_ready", "state")


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestScope(GendanCase):
    """Goods from stock: confirmed, contract, ready 2, shipped 1, cleared 2, on the sea 10 days, paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        k = cls.kinds
        k["ready"] = cls.make_kind("ready")
        k["cleared"] = cls.make_kind("cleared", stage="clearance", owner="carrier", customer_visible=True)
        k["arrived"].write({"stage": "payment", "customer_visible": True})
        k["balance"] = cls.make_kind("balance", light="money", owner="customer")
        profile = cls.env["gendan.settlement.profile"].create(
            {
                "name": "Export (test)",
                "line_ids": [Command.create({"kind_id": k["balance"].id, "anchor": "arrived", "days": 5})],
            }
        )
        cls.customer.gendan_settlement_profile_id = profile
        cls.env["gendan.transit"].search([]).active = False
        cls.overseas = cls.make_template(
            "Overseas (test)",
            [
                (k["confirmed"], 0, [], {}),
                (k["contract"], 2, [0], {}),
                (k["ready"], 2, [0], {}),
                (k["shipped"], 1, [2], {}),
                (k["cleared"], 2, [3], {}),
                (k["arrived"], 10, [4], {"is_target": True}),
            ],
        )
        cls.rule.template_id = cls.overseas
        cls.put_in_stock(cls.carton, 100)
        cls.order = cls.confirm_order([(cls.carton, 10)], promised=PROMISED)
        cls.plan = cls.order.gendan_plan_ids

    def follow(self, scope, reason="The forwarder takes over", order=None):
        (order or self.order).with_user(self.clerk).action_gendan_scope(scope, reason)
        self.env.flush_all()

    def states(self, order=None):
        milestones = (order or self.order).gendan_milestone_ids
        return {m.kind_id.code.removeprefix("t_"): m.state for m in milestones}

    def snapshot(self, order=None):
        order = order or self.order
        return {
            "order": (order.gendan_delivery_health, order.gendan_money_health, order.gendan_buffer_days),
            **{m.id: tuple(m[name] for name in DATES) for m in order.gendan_milestone_ids},
        }

    # === where the scope comes from ===

    def test_customer_goes_before_incoterm_before_company(self):
        fob = self.env.ref("account.incoterm_FOB")
        self.assertEqual(self.make_order().gendan_scope, "payment")
        self.company.gendan_scope = "clearance"
        self.assertEqual(self.make_order().gendan_scope, "clearance")
        fob.gendan_scope = "warehouse"
        self.assertEqual(self.make_order(incoterm=fob.id).gendan_scope, "warehouse")
        self.customer.gendan_scope = "payment"
        quotation = self.make_order(incoterm=fob.id)
        self.assertEqual(quotation.gendan_scope, "payment")
        quotation.partner_id = self.foreign_customer
        self.assertEqual(quotation.gendan_scope, "warehouse", "a quotation follows its customer")
        self.assertEqual(quotation.copy().gendan_scope, "warehouse")

    def test_a_confirmed_order_keeps_its_scope(self):
        fob = self.env.ref("account.incoterm_FOB")
        fob.gendan_scope = "warehouse"
        self.order.incoterm = fob
        self.env.flush_all()
        self.assertEqual(self.order.gendan_scope, "payment")

    def test_kinds_of_money_are_followed_to_the_payment(self):
        self.assertEqual(self.kinds["balance"].stage, "payment")
        self.assertEqual(self.kinds["ready"].stage, "warehouse")
        shipped = {
            kind.code: kind.stage
            for kind in self.env["gendan.milestone.kind"].search([("code", "in", ("container_loaded", "on_board"))])
        }
        self.assertEqual(shipped["container_loaded"], "warehouse")

    # === what lies behind the end ===

    def test_what_lies_behind_the_end_does_not_apply(self):
        self.follow("warehouse")
        self.assertEqual(
            self.states(),
            {
                "confirmed": "done",
                "contract": "open",
                "ready": "open",
                "shipped": "open",
                "cleared": "na",
                "arrived": "na",
                "balance": "na",
            },
        )
        behind = self.order.gendan_milestone_ids.filtered("is_beyond")
        self.assertEqual(behind.mapped("forecast_date"), [False] * 3)
        self.assertEqual(set(behind.mapped("health")), {"none"})
        self.assertEqual(self.order.gendan_money_health, "none")
        self.follow("clearance")
        self.assertEqual(
            [self.states()[name] for name in ("cleared", "arrived", "balance")], ["open", "na", "na"]
        )

    def test_the_end_of_the_scope_ends_the_followup(self):
        self.follow("warehouse")
        self.milestone(self.order, "ready").with_user(self.clerk).action_tick()
        self.milestone(self.order, "contract").with_user(self.clerk).action_tick()
        self.ship(self.order)
        self.assertEqual(self.order.gendan_delivery_health, "delivered")
        self.assertTrue(self.order.gendan_is_done)
        self.assertEqual(self.plan.actual_date, TODAY)
        self.assertFalse(self.plan.next_milestone_id)
        self.assertFalse(self.plan.next_check)
        todos = self.env["gendan.todo"].search([("order_id", "=", self.order.id), ("open", "=", True)])
        self.assertFalse(todos.filtered(lambda todo: todo.kind == "milestone"))
        self.follow("payment", "The forwarder went bankrupt")
        self.assertEqual(self.order.gendan_delivery_health, "on_track")
        self.assertFalse(self.order.gendan_is_done)
        self.assertEqual(self.plan.next_milestone_id, self.milestone(self.order, "cleared"))

    def test_widened_again_all_comes_back_with_its_dates(self):
        before = self.snapshot()
        self.follow("warehouse")
        self.assertNotEqual(self.snapshot(), before)
        self.follow("payment")
        self.assertEqual(self.snapshot(), before)
        self.assertFalse(self.order.gendan_scope_due)

    def test_made_narrow_or_narrowed_later_is_the_same(self):
        self.customer.gendan_scope = "warehouse"
        order = self.confirm_order([(self.carton, 10)], promised=PROMISED)
        self.assertEqual(order.gendan_scope, "warehouse")
        self.follow("warehouse")
        lived = [value for key, value in self.snapshot().items() if key != "order"]
        self.assertEqual([value for key, value in self.snapshot(order).items() if key != "order"], lived)
        self.assertEqual(order.gendan_scope_due, self.order.gendan_scope_due)
        self.follow("payment", order=order)
        self.assertTrue(all(m.forecast_date and m.baseline_date for m in order.gendan_milestone_ids))

    def test_a_fact_behind_the_end_stays_on_file(self):
        self.milestone(self.order, "cleared").with_user(self.clerk).write({"hand_date": TODAY})
        self.follow("warehouse")
        cleared = self.milestone(self.order, "cleared")
        self.assertEqual((cleared.state, cleared.actual_date, cleared.hand_date), ("na", False, TODAY))
        self.order._gendan_replay()
        self.assertEqual(cleared.state, "na")
        self.follow("clearance")
        self.assertEqual((cleared.state, cleared.actual_date), ("done", TODAY))

    # === dates and lights ===

    def test_the_last_day_for_the_end_leaves_room_for_the_rest_of_the_way(self):
        shipped = self.milestone(self.order, "shipped")
        latest = shipped.baseline_date
        buffer = self.order.gendan_buffer_days
        self.follow("warehouse")
        self.assertEqual(self.order.gendan_scope_due, latest)
        self.assertEqual(self.order.gendan_promise_date, PROMISED, "the promise stays the arrival")
        self.assertEqual(self.order.gendan_forecast_date, shipped.forecast_date)
        self.assertEqual(self.order.gendan_buffer_days, buffer)
        self.assertEqual(self.plan.latest_ship_date, latest)

    def test_late_is_who_passes_the_last_day_for_the_end(self):
        self.follow("warehouse")
        latest = self.order.gendan_scope_due
        for name in ("contract", "ready"):
            self.milestone(self.order, name).with_user(self.clerk).action_tick()
        self.milestone(self.order, "shipped").with_user(self.clerk).action_retime(
            self.company._gendan_add_workdays(latest, 2), "no space"
        )
        self.assertEqual((self.order.gendan_delivery_health, self.order.gendan_buffer_days), ("at_risk", -2))
        morning_after = fields.Date.add(latest, days=1)
        self.assertEqual(self.order.gendan_next_check, morning_after, "the light turns without any event")
        with freeze_time(f"{morning_after} 02:00:00"):
            self.order._gendan_replay()
            self.assertEqual(self.order.gendan_delivery_health, "late", "long before the promised arrival")

    def test_retiming_past_the_last_day_for_the_end_asks_why(self):
        self.follow("warehouse")
        shipped = self.milestone(self.order, "shipped").with_user(self.clerk)
        past = fields.Date.add(self.plan.scope_due, days=1)
        self.assertLess(past, PROMISED)
        with self.assertRaisesRegex(UserError, "Shipped.*the last day for the promised.*Say why"):
            shipped.action_retime(past)
        shipped.action_retime(past, "the forwarder comes later")

    def test_what_happens_behind_the_end_moves_no_light(self):
        self.follow("warehouse")
        arrived = self.milestone(self.order, "arrived")
        arrived.sudo().write({"retimed_date": date(2027, 3, 1), "expected_date": date(2027, 3, 1)})
        self.order._gendan_replay()
        self.assertEqual(self.order.gendan_delivery_health, "on_track")

    def test_a_skipped_end_hands_over_to_the_step_before(self):
        self.follow("clearance")
        self.milestone(self.order, "cleared").with_user(self.clerk).action_skip("the buyer clears")
        self.ship(self.order)
        self.assertEqual(self.order.gendan_delivery_health, "delivered")

    def test_a_return_after_the_end_is_no_unshipping(self):
        self.follow("warehouse")
        self.ship(self.order)
        shipped = self.milestone(self.order, "shipped")
        with freeze_time("2026-11-20 02:00:00"):
            picking = self.order.picking_ids.filtered(lambda p: p.picking_type_code == "outgoing")[:1]
            wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
            wizard.product_return_moves.quantity = 10
            back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
            back.move_ids.picked = True
            back.button_validate()
            self.settle()
            self.assertEqual((shipped.state, shipped.actual_date), ("done", TODAY))
            self.order._gendan_replay()
            self.assertEqual(shipped.actual_date, TODAY)
            self.follow("payment")
            self.assertEqual(shipped.state, "open", "followed to the arrival it never arrived")

    def test_a_conditional_promise_waits_all_the_same(self):
        self.customer.gendan_scope = "warehouse"
        self.overseas.line_ids[1].is_condition = True
        order = self.confirm_order([(self.carton, 10)], gendan_condition_days=25)
        self.assertEqual((order.gendan_delivery_health, order.gendan_scope_due), ("waiting", False))
        self.milestone(order, "contract").with_user(self.clerk).action_tick()
        self.assertEqual(order.gendan_delivery_health, "on_track")
        self.assertTrue(order.gendan_scope_due < order.gendan_promise_date)

    # === several lines and parts ===

    def test_every_plan_of_the_order_follows(self):
        part = self.order.gendan_part_ids
        part.with_user(self.clerk).action_split(4, date(2026, 12, 15))
        self.settle()
        self.assertEqual(len(self.order.gendan_plan_ids), 2)
        self.follow("warehouse")
        self.assertEqual(self.milestone(self.order, "arrived").mapped("state"), ["na", "na"])
        dues = self.order.gendan_plan_ids.mapped("scope_due")
        self.assertEqual(len(set(dues)), 2, "each part has a last day of its own")
        self.ship(self.order, {self.carton: 4})
        self.assertEqual(
            sorted(self.order.gendan_plan_ids.mapped("delivery_health")), ["delivered", "on_track"]
        )

    def test_lines_added_later_end_there_too(self):
        self.follow("warehouse")
        line = self.env["sale.order.line"].create(
            {"order_id": self.order.id, "product_id": self.carton.id, "product_uom_qty": 5, "gendan_own_date": PROMISED}
        )
        self.settle()
        self.assertTrue(line.gendan_part_ids)
        self.assertEqual(set(self.milestone(self.order, "arrived").mapped("state")), {"na"})

    # === who changes it, and how ===

    def test_free_until_something_has_happened(self):
        order = self.order.with_user(self.clerk)
        order.gendan_scope = "warehouse"
        self.assertEqual(self.states()["arrived"], "na")
        self.milestone(self.order, "contract").with_user(self.clerk).action_tick()
        with self.assertRaisesRegex(UserError, "under way"):
            order.gendan_scope = "payment"
        with self.assertRaisesRegex(UserError, "say why"):
            order.action_gendan_scope("payment", "  ")
        order.action_gendan_scope("payment", "Bank insists")
        self.assertIn("Bank insists", self.order.message_ids[:5].mapped("body")[0])
        self.assertEqual(self.states()["arrived"], "open")

    def test_a_context_key_is_no_reason(self):
        self.milestone(self.order, "contract").with_user(self.clerk).action_tick()
        with self.assertRaises(UserError):
            self.order.with_user(self.clerk).with_context(gendan_scope_reason=True).gendan_scope = "warehouse"

    def test_sales_reps_read_it(self):
        order = self.order.with_user(self.rep)
        self.assertEqual(order.gendan_scope, "payment")
        with self.assertRaises(AccessError):
            order.gendan_scope = "warehouse"
        with self.assertRaises(AccessError):
            order.action_gendan_scope("warehouse", "I like it")

    def test_another_clerks_order_is_not_hers(self):
        with self.assertRaises(AccessError):
            self.order.with_user(self.other_clerk).action_gendan_scope("warehouse", "x")

    def test_a_cancelled_order_is_not_followed(self):
        self.order._action_cancel()
        with self.assertRaisesRegex(UserError, "cancelled"):
            self.follow("warehouse")

    def test_nothing_behind_the_end_is_worked_on(self):
        self.follow("warehouse")
        arrived = self.milestone(self.order, "arrived").with_user(self.clerk)
        for work in (
            arrived.action_tick,
            lambda: arrived.action_retime(date(2026, 12, 20), "x"),
            lambda: arrived.action_skip("x"),
            lambda: self.plan.with_user(self.clerk).action_add_milestone(self.kinds["cleared"], date(2026, 12, 1)),
        ):
            with self.assertRaisesRegex(UserError, "lies behind the end of the follow-up"):
                work()

    def test_the_dialog_names_what_goes_and_what_comes_back(self):
        self.milestone(self.order, "contract").with_user(self.clerk).action_tick()
        Wizard = self.env["gendan.scope.wizard"].with_user(self.clerk)
        wizard = Wizard.with_context(active_model="sale.order", active_id=self.order.id)
        with Form(wizard) as form:
            self.assertEqual(form.scope, "payment")
            form.scope = "clearance"
            self.assertIn("Not followed any more: Arrived, Balance", form.left_out)
            with self.assertRaises(AssertionError, msg="the reason is required"):
                form.save()
            form.reason = "The buyer's agent goes on"
        form.save().action_change()
        self.assertEqual(self.order.gendan_scope, "clearance")
        back = Wizard.create({"order_id": self.order.id, "scope": "payment"})
        self.assertEqual(back.left_out, "Followed again: Arrived, Balance")

    # === the customer ===

    def test_the_customer_sees_nothing_behind_the_end(self):
        self.follow("warehouse")
        progress = self.order._gendan_progress()["plans"][0]
        names = {step["name"] for step in progress["steps"]}
        self.assertTrue(names)
        self.assertFalse(names & {"Cleared", "Arrived"})
        self.assertFalse(progress["arrival"])
        self.assertTrue(progress["promise"])

    def test_the_customer_hears_nothing_behind_the_end(self):
        self.customer.gendan_message_policy = "on"
        self.ship(self.order)
        self.follow("warehouse")
        arrived = self.milestone(self.order, "arrived")
        arrived.sudo().event_date = TODAY
        self.order._gendan_mark()
        self.settle()
        told = self.env["gendan.message"].search([("order_id", "=", self.order.id), ("state", "!=", "cancelled")])
        self.assertNotIn(self.kinds["arrived"], told.kind_id)
        self.assertIn(self.kinds["shipped"], told.kind_id)
