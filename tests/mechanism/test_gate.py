"""The gate before confirming, on every path a person or a program takes (portal and payments: test_gate_portal)."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.gendan_followup.tools.gate import GatePass, GatePoint, GateProblem

from .common import GateRuleMixin, MechanismCase


@tagged("post_install", "-at_install")
class TestGate(GateRuleMixin, MechanismCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order(client_order_ref="HOLD")
        cls.free_order = cls.make_order()

    # ------------------------------------------------------------ inert

    def test_without_a_check_nothing_is_held(self):
        self.patch(self.env.registry["sale.order"], "_gendan_checks", lambda records, action: [])
        self.assertFalse(self.order.gendan_gate_html)
        self.assertEqual(self.order._gendan_gate("confirm"), {self.order: []})
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_without_a_check_confirming_asks_no_waiver(self):
        self.patch(self.env.registry["sale.order"], "_gendan_checks", lambda records, action: [])
        self.order._gendan_gate("confirm")
        self.env.flush_all()
        with self.assertQueryCount(0):
            self.assertFalse(self.order._gendan_gate_error("confirm"))

    # ------------------------------------------------------------ what a check may answer

    def test_findings_of_all_shapes(self):
        order, other = self.order, self.free_order
        problem = GateProblem("own", "Own problem.", "warn")
        point = GatePoint("p", lambda records: {order: ["One.", problem, False], other: None})
        found = point.problems(order | other)
        self.assertEqual(list(found), [order])
        self.assertEqual([entry.sentence for entry in found[order]], ["One.", "Own problem."])
        self.assertEqual([entry.blocks for entry in found[order]], [True, False])
        self.assertEqual({entry.record for entry in found[order]}, {order})

    def test_gate_asks_each_check_once_for_all_records(self):
        calls = []

        def check(orders):
            calls.append(orders)
            return {}

        self.register_rule(check)
        (self.order | self.free_order).action_confirm()
        self.assertEqual(calls, [self.order | self.free_order])

    # ------------------------------------------------------------ paths of persons and programs

    def test_button(self):
        self.register_rule()
        with self.assertRaisesRegex(UserError, "is on hold"):
            self.order.with_user(self.clerk).action_confirm()
        self.assertEqual(self.order.state, "draft")

    def test_button_on_a_selection_names_the_held_one(self):
        self.register_rule()
        with self.assertRaisesRegex(UserError, self.order.name):
            (self.free_order | self.order).action_confirm()
        self.free_order.action_confirm()
        self.assertEqual(self.free_order.state, "sale")

    def test_odoos_own_error_comes_first(self):
        self.register_rule()
        self.order._action_cancel()
        with self.assertRaisesRegex(UserError, "not in a state"):
            self.order.action_confirm()

    def test_write_state(self):
        self.register_rule()
        for order in (self.order.with_user(self.clerk), self.order):
            with self.assertRaisesRegex(UserError, "is on hold"):
                order.write({"state": "sale"})
        self.free_order.write({"state": "sale"})

    def test_create_confirmed(self):
        self.register_rule()
        values = {
            "partner_id": self.customer.id,
            "state": "sale",
            "client_order_ref": "HOLD",
            "order_line": [Command.create({"product_id": self.carton.id, "product_uom_qty": 1})],
        }
        with self.assertRaisesRegex(UserError, "is on hold"):
            self.env["sale.order"].create([values])
        with self.assertRaisesRegex(UserError, "is on hold"):
            self.env["sale.order"].with_context(default_state="sale").create([{**values, "state": "sale"}])
        free = self.env["sale.order"].create([{**values, "client_order_ref": "PO-9"}])
        self.assertEqual(free.state, "sale")

    def test_import(self):
        self.register_rule()
        header = ["partner_id/.id", "client_order_ref", "state"]
        with mute_logger("odoo.sql_db"):
            result = self.env["sale.order"].load(header, [[str(self.customer.id), "HOLD", "sale"]])
        self.assertFalse(result["ids"])
        self.assertIn("is on hold", result["messages"][0]["message"])
        result = self.env["sale.order"].load(
            [".id", "state"], [[str(self.order.id), "sale"]]
        )
        self.assertFalse(result["ids"])

    def test_web_save(self):
        self.register_rule()
        with self.assertRaisesRegex(UserError, "is on hold"):
            self.order.web_save({"state": "sale"}, {"state": {}})

    def test_server_action(self):
        """As an automated action would: the state by a field update, the confirmation by code."""
        self.register_rule()
        actions = self.env["ir.actions.server"].create(
            [
                {
                    "name": "Confirm by update",
                    "model_id": self.env["ir.model"]._get_id("sale.order"),
                    "state": "object_write",
                    "update_path": "state",
                    "selection_value": self.env.ref("sale.selection__sale_order__state__sale").id,
                    "evaluation_type": "value",
                },
                {
                    "name": "Confirm by code",
                    "model_id": self.env["ir.model"]._get_id("sale.order"),
                    "state": "code",
                    "code": "records.action_confirm()",
                },
            ]
        )
        for action in actions:
            with self.assertRaisesRegex(UserError, "is on hold"), mute_logger("odoo.addons.base.models.ir_actions"):
                action.with_context(active_model="sale.order", active_ids=self.order.ids, active_id=self.order.id).run()
        self.assertEqual(self.order.state, "draft")

    def test_a_pass_cannot_be_sent_by_rpc(self):
        self.register_rule()
        for forged in (True, 1, {"action": "confirm"}, [self.order.id], "GatePass"):
            with self.assertRaises(UserError):
                self.order.with_context(gendan_gate_pass=forged).write({"state": "sale"})

    def test_a_pass_opens_only_for_its_own_order_and_action(self):
        self.register_rule()
        foreign = (
            GatePass("confirm", "sale.order", frozenset(self.free_order.ids)),
            GatePass("ship", "sale.order", frozenset(self.order.ids)),
            GatePass("confirm", "stock.picking", frozenset(self.order.ids)),
        )
        for gate_pass in foreign:
            with self.assertRaises(UserError):
                self.order.with_context(gendan_gate_pass=gate_pass).write({"state": "sale"})

    def test_the_pass_does_not_travel_on(self):
        """What is confirmed while an order is confirmed has to pass the gate itself."""
        self.register_rule()
        seen = []

        def confirm(orders):
            seen.append(orders._gendan_not_passed("confirm"))

        with self._patch_below("_action_confirm", confirm):
            self.free_order.action_confirm()
        self.assertEqual(seen, [self.free_order])

    def _patch_below(self, name, function):
        """Patch a method in sale's own class, below ours."""
        from unittest.mock import patch

        from odoo.addons.sale.models.sale_order import SaleOrder

        return patch.object(SaleOrder, name, function)

    # ------------------------------------------------------------ never stopped

    def test_cancelling_is_never_stopped(self):
        self.register_rule()
        self.order.action_cancel()
        self.assertEqual(self.order.state, "cancel")

    def test_warnings_do_not_stop(self):
        self.register_rule(severity="warn")
        self.assertIn("is on hold", self.order.gendan_gate_html)
        self.assertFalse(self.order.gendan_gate_blocked)
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")

    # ------------------------------------------------------------ shown before anyone presses

    def test_banner_escapes_and_shows_before_pressing(self):
        self.register_rule(lambda orders: {order: "<script>alert(1)</script> held" for order in orders})
        html = self.order.gendan_gate_html
        self.assertNotIn("<script>", html)
        self.assertIn("&lt;script&gt;", html)
        self.assertTrue(self.order.gendan_gate_blocked)

    def test_our_reasons_and_choices_are_not_the_customers_to_read(self):
        internal = {
            "gendan_gate_html", "gendan_gate_blocked", "gendan_can_waive", "gendan_clerk_id", "gendan_priority",
            "gendan_condition_days", "gendan_condition_kind_ids", "gendan_order_kind", "gendan_template_id",
            "gendan_message_ids",
        }  # fmt: skip
        self.assertFalse(internal & set(self.env["sale.order"].with_user(self.portal_user).fields_get()))
        self.assertLessEqual(internal, set(self.env["sale.order"].with_user(self.rep).fields_get()))
        order = self.free_order.with_user(self.portal_user)
        self.assertFalse(order._gendan_concerned(), "may be asked by whoever confirms")

    def test_banner_is_gone_after_confirmation_and_absent_on_a_new_order(self):
        self.register_rule()
        self.assertFalse(self.free_order.gendan_gate_html)
        with Form(self.env["sale.order"]) as form:
            form.partner_id = self.customer
            form.client_order_ref = "HOLD"
            self.assertFalse(form.gendan_gate_blocked)

    def test_a_broken_check_does_not_keep_anybody_from_opening_the_order(self):
        def check(orders):
            raise ZeroDivisionError

        self.register_rule(check)
        with mute_logger("odoo.addons.gendan_followup.models.common.gate_mixin"):
            self.assertIn("could not be checked", self.order.gendan_gate_html)

    # ------------------------------------------------------------ machine paths

    def test_held_order_waits_with_a_todo(self):
        self.register_rule()
        self.order.signed_on = "2026-11-02 03:00:00"
        self.order._validate_order()
        self.assertEqual(self.order.state, "draft")
        todo = self.hold_todo(self.order)
        self.assertEqual(todo.user_id, self.clerk)
        self.assertIn("was signed", todo.name)
        self.assertIn("is on hold", todo.name)
        self.assertTrue(self.order._gendan_is_held("confirm"))
        self.order._validate_order()
        self.assertEqual(len(self.hold_todo(self.order)), 1, "the same to-do, not a second one")

    def test_the_todo_closes_when_the_order_is_confirmed_or_cancelled(self):
        self.register_rule()
        self.order._validate_order()
        todo = self.hold_todo(self.order)
        self.order.client_order_ref = "PO-778"
        self.assertTrue(todo.open)
        self.order.action_confirm()
        self.assertFalse(todo.open)
        self.assertTrue(todo.closed_at)

        other = self.make_order(client_order_ref="HOLD")
        other._validate_order()
        todo = self.hold_todo(other)
        other.action_cancel()
        self.assertFalse(todo.open)

    def test_a_free_order_is_confirmed_by_the_machine(self):
        self.register_rule()
        (self.order | self.free_order)._validate_order()
        self.assertEqual(self.free_order.state, "sale")
        self.assertEqual(self.order.state, "draft")

    def test_a_broken_check_holds_and_loses_nothing(self):
        def check(orders):
            raise ZeroDivisionError

        self.register_rule(check)
        with mute_logger("odoo.addons.gendan_followup.models.common.gate_mixin"):
            self.order._validate_order()
        self.assertEqual(self.order.state, "draft")
        self.assertIn("could not be checked", self.hold_todo(self.order).name)
