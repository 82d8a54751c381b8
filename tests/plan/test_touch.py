"""Changes that reach their orders later: too many orders at once, or orders that could not be found."""

import re
from contextlib import contextmanager
from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MONDAY, TODAY, GendanCase

MANY = "odoo.addons.gendan_followup.models.plan.stock_move.MANY_MOVES"
ORDERS = "odoo.addons.gendan_followup.models.plan.sale_order_touch"
TOUCH = "odoo.addons.gendan_followup.models.plan.touch"
LATER = date(2026, 11, 30)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestTouch(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the film comes from stock: nothing links its purchase to the orders that wait for it
        cls.film.route_ids = [(6, 0, cls.route_buy.ids)]
        cls.orders = cls.env["sale.order"].union(*(cls.confirm_order(promised=date(2026, 12, 1)) for _ in range(3)))
        cls.purchase = cls.env["purchase.order"].create(
            {
                "partner_id": cls.supplier.id,
                "order_line": [(0, 0, {"product_id": cls.film.id, "product_qty": 500})],
            }
        )
        cls.purchase.button_confirm()
        cls.settle()
        cls.orders.gendan_next_check = LATER

    def touches(self):
        self.env["sale.order"]._gendan_settle()
        return self.env["gendan.touch"].search([])

    def run_hourly(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_nightly").method_direct_trigger()
        self.env.invalidate_all()

    def put_back(self):
        """The buyer types a later day: nothing of it reaches the orders by a link."""
        self.purchase.order_line.date_planned = datetime(2026, 12, 10, 4)

    def test_few_orders_follow_at_once(self):
        self.put_back()
        self.assertFalse(self.touches())
        self.assertLess(min(self.orders.mapped("gendan_buffer_days")), 0)

    def test_a_component_half_the_factory_waits_for_leaves_one_row_and_no_order_is_written(self):
        self.env.flush_all()
        versions = self.orders.mapped("gendan_revision")
        with patch(MANY, 2):
            self.put_back()
            queries = []
            with contextmanager(self._patchExecute)(queries, True):
                row = self.touches()
                self.env.flush_all()
        written = [query for query in queries if re.search(r'(?i)update "?sale_order|for (no key )?update', query)]
        self.assertFalse(written, "who posts a receipt locks no order")
        row = row[:1]
        self.assertEqual((row.res_model, row.res_ids, row.reason), ("product.product", self.film.ids, "many"))
        self.assertEqual(row.company_id, self.company)
        self.assertEqual(self.orders.mapped("gendan_next_check"), [LATER] * 3)
        self.assertEqual(self.orders.mapped("gendan_revision"), versions)

        self.run_hourly()
        self.assertFalse(self.env["gendan.touch"].search([]))
        self.assertLess(min(self.orders.mapped("gendan_buffer_days")), 0, "the orders know of the later film")
        worked_out = zip(self.orders.mapped("gendan_revision"), versions, strict=True)
        self.assertTrue(all(new > old for new, old in worked_out))

    def test_receiving_such_a_component_leaves_a_row_too(self):
        with patch(MANY, 2):
            receipt = self.purchase.picking_ids
            receipt.move_ids.write({"quantity": 1, "picked": True})
            receipt.with_context(skip_backorder=True).button_validate()
            rows = self.touches()
        self.assertEqual([row.res_ids for row in rows if row.res_model == "product.product"][:1], [self.film.ids])

    def test_a_receipt_that_serves_many_orders_leaves_them_to_the_action(self):
        """Reserving the film wakes every order that got some: too many for the storekeeper's transaction."""
        versions = self.orders.mapped("gendan_revision")
        with patch(f"{ORDERS}.MANY_ORDERS", 2):
            self.purchase.picking_ids.button_validate()
            rows = self.touches()
        self.assertEqual(self.orders.mapped("gendan_revision"), versions)
        self.assertIn(sorted(self.orders.ids), [sorted(row.res_ids) for row in rows])
        self.run_hourly()
        material = self.orders.gendan_milestone_ids.filtered(lambda m: m.kind_id == self.kinds["material"])
        self.assertEqual(set(material.mapped("actual_date")), {TODAY})

    def test_confirming_more_orders_than_that_plans_them_at_once(self):
        orders = self.env["sale.order"].union(*(self.make_order([(self.carton, 5)]) for _ in range(3)))
        with patch(f"{ORDERS}.MANY_ORDERS", 2):
            orders.action_confirm()
            self.env.cr.flush()
        self.assertEqual(len(orders.gendan_plan_ids), 3)
        self.assertFalse(self.env["gendan.touch"].search([]), "nothing is left to be done once more")

    def test_the_same_component_touched_again_and_again_is_worked_out_once(self):
        with patch(MANY, 2):
            for day in (10, 11, 12):
                self.purchase.order_line.date_planned = datetime(2026, 12, day, 4)
                self.touches()
        self.assertGreaterEqual(len(self.env["gendan.touch"].search([])), 3)
        versions = self.orders.mapped("gendan_revision")
        self.run_hourly()
        self.assertEqual(self.orders.mapped("gendan_revision"), [version + 1 for version in versions])

    def test_an_order_held_by_another_transaction_is_looked_at_once_more(self):
        with patch(MANY, 2):
            self.put_back()
            row = self.touches()[:1]
        with patch.object(type(self.env["sale.order"]), "_gendan_due_today", lambda orders: False):
            self.run_hourly()
        self.assertEqual((row.attempts, row.next_try_at), (1, datetime(2026, 11, 2, 2)))
        self.run_hourly()
        self.assertTrue(row.exists(), "not before its time")
        with freeze_time("2026-11-02 02:05:00"):
            self.run_hourly()
        self.assertFalse(row.exists())
        self.assertLess(min(self.orders.mapped("gendan_buffer_days")), 0)

    def test_an_error_on_the_way_to_the_orders_does_not_stop_the_erp_and_heals(self):
        def broken(moves):
            raise ZeroDivisionError

        order = self.orders[0]
        production = order.order_line._gendan_productions()[order.order_line]
        with (
            patch.object(type(self.env["mrp.production"]), "_gendan_orders", broken),
            self.assertLogs(TOUCH, "ERROR") as logs,
        ):
            production.action_start()
            self.env.cr.flush()  # what the commit runs
        self.assertEqual(production.state, "progress")
        self.assertIn(f"mrp.production {production.ids}", logs.output[0])
        row = self.env["gendan.touch"].search([])
        self.assertEqual((row.res_model, row.res_ids, row.reason), ("mrp.production", production.ids, "failed"))
        version = order.gendan_revision
        self.run_hourly()
        self.assertFalse(row.exists())
        self.assertGreater(order.gendan_revision, version, "worked out again")

    @mute_logger(TOUCH)
    def test_one_bad_row_does_not_stop_the_rest(self):
        Touch = self.env["gendan.touch"]
        gone = self.env["stock.move"].browse(2**31 - 1)
        rows = Touch._gendan_leave(gone, "failed") | Touch._gendan_leave(self.film, "many", self.company)
        bad = Touch._gendan_leave(self.carton, "many", self.company)
        Product = type(self.env["product.product"])
        provider = Product._gendan_orders

        def broken(products):
            if self.carton in products:
                raise ZeroDivisionError
            return provider(products)

        with patch.object(Product, "_gendan_orders", broken):
            self.run_hourly()
        self.assertFalse(rows.exists())
        self.assertNotIn(LATER, self.orders.mapped("gendan_next_check"), "worked out")
        self.assertEqual((bad.attempts, bad.next_try_at), (1, datetime(2026, 11, 2, 2)))

    def test_of_a_room_that_is_uninstalled_nothing_is_left(self):
        row = self.env["gendan.touch"].create({"res_model": "gone.model", "res_ids": [1], "reason": "failed"})
        self.run_hourly()
        self.assertFalse(row.exists())
