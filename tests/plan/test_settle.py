"""Marks, settling, replay and the nightly action: the follow-up never stops the ERP."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MONDAY, TODAY, GendanCase

SETTLE = "odoo.addons.gendan_followup.models.plan.sale_order_settle"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSettle(GendanCase):
    def break_provider(self, event="order_confirmed"):
        """Make a provider raise an error nobody expects."""
        line = type(self.env["sale.order.line"])

        def broken(lines, kind):
            raise ZeroDivisionError("provider is broken")

        return patch.object(line, f"_gendan_actual_{event}", broken)

    @mute_logger(SETTLE)
    def test_a_provider_that_raises_does_not_stop_the_confirmation(self):
        order = self.make_order(promised=date(2026, 11, 20))
        with self.break_provider():
            order.action_confirm()
            self.env.cr.flush()  # what the commit runs
        self.assertEqual(order.state, "sale")
        self.assertTrue(order.picking_ids)
        self.assertFalse(order.gendan_plan_ids)
        self.assertTrue(order.gendan_replay_needed)
        todo = self.env["gendan.todo"].search(
            [("order_id", "=", order.id), ("kind", "=", "replay"), ("open", "=", True)]
        )
        self.assertEqual(len(todo), 1)

    @mute_logger(SETTLE)
    def test_what_a_provider_broke_is_healed_by_the_nightly_action(self):
        order = self.make_order(promised=date(2026, 11, 20))
        with self.break_provider():
            order.action_confirm()
            self.env.cr.flush()
        with self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_nightly").method_direct_trigger()
        order.invalidate_recordset()
        self.assertEqual(order.gendan_forecast_date, date(2026, 11, 12))
        self.assertFalse(order.gendan_replay_needed)
        self.assertFalse(
            self.env["gendan.todo"].search([("order_id", "=", order.id), ("kind", "=", "replay"), ("open", "=", True)])
        )

    @mute_logger(SETTLE)
    def test_one_bad_order_does_not_stop_the_nightly_action(self):
        good, bad = (self.confirm_order(promised=date(2026, 11, 20)) for _ in range(2))
        (good | bad).gendan_next_check = TODAY
        good.order_line.gendan_part_ids.plan_id.buffer_days = 99
        provider = type(self.env["sale.order.line"])._gendan_actual_order_confirmed

        def broken(lines, kind):
            if bad.order_line & lines:
                raise ZeroDivisionError
            return provider(lines, kind)

        with (
            patch.object(type(self.env["sale.order.line"]), "_gendan_actual_order_confirmed", broken),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("gendan_followup.ir_cron_nightly").method_direct_trigger()
        (good | bad).invalidate_recordset()
        self.assertEqual(good.gendan_plan_ids.buffer_days, 7)
        self.assertTrue(bad.gendan_replay_needed)
        self.assertEqual(bad.gendan_next_check, date(2026, 11, 3), "tried again tomorrow, not for ever today")

    def test_the_nightly_action_writes_nothing_where_nothing_is_due(self):
        order = self.confirm_order(promised=date(2026, 11, 20))
        self.assertGreater(order.gendan_next_check, TODAY)
        stamp = order.gendan_milestone_ids.mapped("write_date")
        with self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_nightly").method_direct_trigger()
        order.invalidate_recordset()
        self.assertEqual(order.gendan_milestone_ids.mapped("write_date"), stamp)

    def test_marks_are_settled_before_the_commit_without_being_asked(self):
        order = self.make_order(promised=date(2026, 11, 20))
        order.action_confirm()
        self.assertFalse(order.gendan_plan_ids)
        self.env.cr.flush()
        self.assertTrue(order.gendan_plan_ids)

    def test_confirming_by_write_or_create_makes_the_plan_too(self):
        written = self.make_order(promised=date(2026, 11, 20))
        written.write({"state": "sale"})
        created = self.make_order(promised=date(2026, 11, 20), state="sale")
        self.settle()
        self.assertTrue(written.gendan_plan_ids)
        self.assertTrue(created.gendan_plan_ids)

    def test_cancelling_and_confirming_again_keeps_the_promises(self):
        order = self.confirm_order(promised=date(2026, 11, 20))
        order._action_cancel()
        self.settle()
        self.assertEqual(order.gendan_delivery_health, "cancelled")
        self.assertFalse(order.gendan_next_check)
        self.assertFalse(self.env["gendan.todo"].search([("order_id", "=", order.id), ("open", "=", True)]))
        order.action_draft()
        order.action_confirm()
        self.settle()
        self.assertEqual(order.gendan_delivery_health, "on_track")
        self.assertEqual(len(order.gendan_promise_ids), 1)

    def test_a_line_added_to_a_running_order_is_followed_too(self):
        order = self.confirm_order(promised=date(2026, 11, 20))
        order.write({"order_line": [(0, 0, {"product_id": self.carton.id, "product_uom_qty": 10})]})
        self.settle()
        self.assertEqual(len(order.gendan_part_ids), 2)
        self.assertEqual(len(order.gendan_plan_ids), 1)

    def test_a_line_of_nothing_is_followed_once_something_is_ordered(self):
        order = self.confirm_order([(self.carton, 0)], promised=date(2026, 11, 20))
        self.assertFalse(order.gendan_plan_ids)
        order.order_line.product_uom_qty = 5
        self.settle()
        self.assertEqual(order.gendan_part_ids.quantity, 5)

    def test_another_day_of_confirmation_reaches_the_plan(self):
        order = self.confirm_order(promised=date(2026, 11, 20))
        order.date_order = "2026-10-28 02:00:00"
        self.settle()
        self.assertEqual(self.milestone(order, "confirmed").actual_date, date(2026, 10, 28))
        self.assertEqual(order.gendan_plan_ids.confirmed_date, date(2026, 10, 28))

    def test_what_settling_writes_is_in_the_language_of_the_company(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.company.partner_id.lang = "zh_CN"
        order = self.confirm_order(promised=date(2026, 11, 20))
        order._action_cancel()
        order.action_draft()
        order.commitment_date = self.company._gendan_end_of_day(date(2026, 12, 19))
        order.action_confirm()
        self.settle()
        note = order.gendan_promise_ids.sorted("version")[-1].note
        self.assertNotIn("outside the dialog", note)
        order.with_env(self.env(context={}))._gendan_put_off()
        todo = self.env["gendan.todo"].search([("order_id", "=", order.id), ("kind", "=", "replay")])
        self.assertIn(order.name, todo.name)
        self.assertNotIn("could not be worked out", todo.name)

    def test_services_down_payments_and_freight_are_not_followed(self):
        plate_fee = self.make_product("Plate fee", type="service", is_storable=False)
        order = self.confirm_order([(self.bag, 1000), (plate_fee, 8)], promised=date(2026, 11, 20))
        self.assertEqual(order.gendan_part_ids.line_id.product_id, self.bag)

    def test_what_confirming_adds_is_bounded_per_batch(self):
        """Queries of settling 1, 10 and 40 confirmed orders: the number must not grow with them."""
        counts = {}
        self.confirm_order([(self.carton, 5)], promised=date(2026, 11, 20))  # fills the caches
        for number in (1, 10, 40):
            orders = self.env["sale.order"].union(
                *(self.make_order([(self.carton, 5)], promised=date(2026, 11, 20)) for _ in range(number))
            )
            orders.action_confirm()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(orders._gendan_settle())
            self.env.flush_all()
            counts[number] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[40], counts[10] + 20, counts)
        self.assertLessEqual(counts[10], counts[1] + 30, counts)

    def test_one_signal_for_forty_orders_has_a_bounded_number_of_queries(self):
        counts = {}
        for number in (1, 40):
            orders = self.env["sale.order"].union(
                *(self.make_order([(self.carton, 5)], promised=date(2026, 11, 20)) for _ in range(number))
            )
            orders.action_confirm()
            self.settle()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders._gendan_mark("shipped")
            orders._gendan_settle()
            self.env.flush_all()
            counts[number] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[40], counts[1] + 20, counts)

    def test_an_order_with_many_lines_costs_no_query_for_each(self):
        counts = {}
        self.confirm_order([(self.carton, 5)], promised=date(2026, 11, 20))  # fills the caches
        for number in (2, 60):
            order = self.make_order([(self.carton, 5)] * number, promised=date(2026, 11, 20))
            order.action_confirm()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(order._gendan_settle())
            self.assertTrue(order.gendan_timeline)
            self.env.flush_all()
            counts[number] = self.env.cr.sql_log_count - before
            self.assertEqual(len(order.gendan_part_ids), number)
        self.assertLessEqual(counts[60], counts[2] + 20, counts)
