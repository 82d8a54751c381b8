"""Every path in Odoo marks the orders behind the document, and nothing else."""

from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY, TODAY, GendanCase

MARKS = "gendan_followup.marks"
SUPPLY = {"mo_confirmed", "components_available", "mo_started", "workorder_done", "mo_done", "shipped"}
PRODUCTION = SUPPLY - {"shipped"}


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestMarks(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        workcenter = cls.env["mrp.workcenter"].create({"name": "Press"})
        cls.bom.operation_ids = [(0, 0, {"name": "Print", "workcenter_id": workcenter.id})]
        cls.order = cls.confirm_order(promised=date(2026, 12, 1))
        cls.line = cls.order.order_line
        cls.production = cls.line._gendan_productions()[cls.line]
        cls.purchase = cls.line._gendan_purchase_lines()[cls.line].order_id

    def marks(self):
        """Events the order was marked with since last time."""
        self.env["sale.order"]._gendan_mark_touched()
        return (self.env.cr.precommit.data.get(MARKS) or {}).pop(self.order.id, set())

    def assertMarks(self, events, action, *args, **kwargs):
        self.marks()
        action(*args, **kwargs)
        self.assertLessEqual(set(events), self.marks())

    def test_production_paths(self):
        self.assertTrue(self.production and self.purchase)
        self.purchase.button_confirm()
        self.assertMarks(["components_available"], self.purchase.picking_ids.button_validate)
        self.assertMarks(["components_available"], self.production.do_unreserve)
        self.assertMarks(["components_available"], self.production.action_assign)
        self.assertMarks(["mo_started"], self.production.action_start)
        workorder = self.production.workorder_ids
        self.assertMarks(["mo_started", "workorder_done"], workorder.button_start)
        self.assertMarks(["workorder_done"], workorder.button_finish)
        self.assertMarks(["workorder_done"], workorder.write, {"state": "progress"})
        self.assertMarks(["mo_started"], self.production.write, {"qty_producing": 50000})
        self.production._set_qty_producing()
        self.assertMarks(
            PRODUCTION, self.production.with_context(skip_consumption=True, skip_backorder=True).button_mark_done
        )
        self.assertEqual(self.production.state, "done")

    def test_production_confirmed_planned_split_and_cancelled(self):
        self.assertMarks(["mo_done"], self.production.button_plan)
        self.assertMarks(["mo_done"], self.production.button_unplan)
        self.assertMarks(["mo_done"], self.production.write, {"date_start": datetime(2026, 11, 9, 1)})
        self.assertMarks(["mo_confirmed"], self.production._split_productions, {self.production: [30000, 20000]})
        self.assertMarks(SUPPLY, self.production.action_cancel)

    def test_production_by_hand_for_the_line(self):
        def make():
            self.env["mrp.production"].create(
                {"product_id": self.bag.id, "product_qty": 5, "sale_line_id": self.line.id}
            ).action_confirm()

        self.assertMarks(["mo_confirmed"], make)

    def test_purchase_paths(self):
        purchase_line = self.purchase.order_line
        self.assertMarks(SUPPLY, purchase_line.write, {"date_planned": datetime(2026, 11, 20)})
        self.assertMarks(SUPPLY, self.purchase.button_confirm)
        self.assertMarks(SUPPLY, purchase_line._update_date_planned, datetime(2026, 11, 22))
        self.assertMarks(SUPPLY, self.purchase.picking_ids.write, {"scheduled_date": datetime(2026, 11, 23)})
        self.assertMarks(SUPPLY, self.purchase.button_cancel)

    def test_purchase_line_deleted(self):
        self.assertMarks(SUPPLY, self.purchase.order_line.unlink)

    def test_delivery_paths(self):
        order = self.confirm_order([(self.carton, 10)], promised=date(2026, 12, 1))
        self.order = order
        self.put_in_stock(self.carton, 100)
        picking = order.picking_ids
        self.assertMarks(["shipped"], picking.action_assign)
        self.assertMarks(["shipped"], picking.write, {"scheduled_date": datetime(2026, 12, 3)})
        picking.move_ids.write({"quantity": 4, "picked": True})
        self.assertMarks(["shipped"], picking.with_context(skip_backorder=True).button_validate)
        self.assertMarks(["shipped"], picking.move_line_ids.write, {"quantity": 3})
        back_order = order.picking_ids - picking
        self.assertMarks(["shipped"], back_order.action_cancel)
        wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 1
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.picked = True
        self.assertMarks(["shipped"], back.button_validate)

    def test_component_from_stock_bought_for_anybody(self):
        self.film.route_ids = [(6, 0, self.route_buy.ids)]
        order = self.order = self.confirm_order(promised=date(2026, 12, 1))
        self.assertFalse(order.order_line._gendan_purchase_lines()[order.order_line])
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.supplier.id,
                "order_line": [(0, 0, {"product_id": self.film.id, "product_qty": 500})],
            }
        )
        self.assertMarks(SUPPLY, purchase.button_confirm)
        self.assertMarks(SUPPLY, purchase.order_line.write, {"date_planned": datetime(2026, 11, 20)})
        self.assertMarks(SUPPLY, purchase.picking_ids.write, {"scheduled_date": datetime(2026, 11, 23)})
        self.assertMarks(["components_available"], purchase.picking_ids.button_validate)

    def test_the_milestones_follow_without_being_asked(self):
        """What the clerk sees: put back, received, produced, shipped, and each taken back."""
        material, made = self.milestone(self.order, "material"), self.milestone(self.order, "made")
        self.purchase.button_confirm()
        self.purchase.order_line.date_planned = datetime(2026, 12, 10, 4)
        self.settle()
        self.assertEqual(material.forecast_date, date(2026, 12, 10))
        self.assertEqual(material.expected_source, f"{self.purchase.name} · 2026-12-10")
        self.assertLess(self.order.gendan_buffer_days, 0)
        with freeze_time("2026-11-09 02:00:00"):
            self.purchase.picking_ids.button_validate()
            self.settle()
            self.assertEqual(material.actual_date, date(2026, 11, 9))
        with freeze_time("2026-11-10 02:00:00"):
            self.production.do_unreserve()
            self.settle()
            self.assertFalse(material.actual_date)
            self.production.action_assign()
            self.settle()
            self.assertEqual(material.actual_date, date(2026, 11, 10))
        with freeze_time("2026-11-12 02:00:00"):
            self.production.qty_producing = 50000
            self.production._set_qty_producing()
            self.production.with_context(skip_consumption=True, skip_backorder=True).button_mark_done()
            self.settle()
            self.assertEqual(made.actual_date, date(2026, 11, 12))
            self.ship(self.order)
            self.assertEqual(self.milestone(self.order, "shipped").actual_date, date(2026, 11, 12))
        fields = ["event_date", "actual_date", "state", "forecast_date", "expected_date", "expected_source"]
        lived = self.order.gendan_milestone_ids.read(fields)
        with freeze_time("2026-11-12 03:00:00"):
            self.order._gendan_replay()
        self.assertEqual(self.order.gendan_milestone_ids.read(fields), lived, "replay agrees with living through it")

    def test_touching_costs_no_query(self):
        moves = self.order.picking_ids.move_ids
        self.marks()
        before = self.env.cr.sql_log_count
        self.env["sale.order"]._gendan_touch(moves, "shipped")
        self.assertEqual(self.env.cr.sql_log_count, before)

    def test_orders_nobody_follows_are_not_marked(self):
        self.company.gendan_follow_new_orders = False
        order = self.make_order([(self.carton, 10)])
        order.action_confirm()
        self.settle()
        self.assertFalse(order.gendan_plan_ids)
        self.order = order
        self.marks()
        self.put_in_stock(self.carton, 100)
        self.ship(order)
        self.assertFalse(self.marks())

    def test_the_journal_is_append_only(self):
        self.line._gendan_actual_mo_confirmed(self.env["gendan.milestone.kind"])
        row = self.env["gendan.event"].search([("order_id", "=", self.order.id)], limit=1)
        self.assertEqual((row.event, row.date, row.source), ("mo_confirmed", TODAY, self.production.name))
        for user in (self.env.user, self.supervisor, self.clerk):
            journal = row.with_user(user).sudo()
            with self.assertRaises(UserError):
                journal.write({"date": TODAY})
            with self.assertRaises(UserError):
                journal.unlink()
        self.assertTrue(row.with_user(self.clerk).read(["event"]))
        self.assertFalse(self.env["gendan.event"].with_user(self.other_clerk).search([("id", "=", row.id)]))
        with self.assertRaises(AccessError):
            self.env["gendan.event"].with_user(self.supervisor).create(
                {"order_id": self.order.id, "line_id": self.line.id, "event": "mo_done", "date": TODAY}
            )
