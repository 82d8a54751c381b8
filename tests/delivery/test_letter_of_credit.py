"""Letters of credit: limits, lights, what they tell plans and papers."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import format_date

from ..common import MONDAY
from .export_common import ExportCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestLetterOfCredit(ExportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.gendan_follow_new_orders = True
        cls.kinds["checked"] = cls.make_kind("lc_checked", event="lc_checked")
        cls.kinds["papers"] = cls.make_kind("papers", event="export_papers_ready")
        cls.kinds["lading"] = cls.make_kind("lading", event="lading_received")
        cls.kinds["presented"] = cls.env.ref("gendan_followup.kind_papers_sent")
        cls.kinds["left"] = cls.env.ref("gendan_followup.kind_shipped")
        k = cls.kinds
        cls.rule.template_id = cls.make_template(
            "Export (test)",
            [
                (k["confirmed"], 0, [], {}),
                (k["checked"], 2, [0], {}),
                (k["papers"], 2, [1], {}),
                (k["left"], 5, [2], {}),
                (k["lading"], 3, [3], {}),
                (k["presented"], 4, [4], {}),
                (k["arrived"], 20, [3], {"is_target": True}),
            ],
        )
        cls.order = cls.make_export(commitment_date="2026-12-20 04:00:00")
        cls.shipment = cls.order.gendan_export_ids
        cls.settle()
        cls.credit = cls.env["gendan.letter.of.credit"].create(
            {
                "name": "LC-0815",
                "partner_id": cls.foreign_customer.id,
                "order_ids": [Command.set(cls.order.ids)],
                "bank": "Deutsche Handelsbank",
                "currency_id": cls.usd.id,
                "amount": 150,
                "consignee": "TO ORDER OF DEUTSCHE HANDELSBANK",
                "latest_shipment": "2026-12-31",
                "presentation_days": 21,
                "expiry": "2027-01-31",
            }
        )
        cls.settle()

    def todos(self, kind):
        return self.env["gendan.todo"].search(
            [("res_model", "=", self.credit._name), ("res_id", "=", self.credit.id), ("kind", "=", kind),
             ("open", "=", True)]
        )  # fmt: skip

    def of(self, name):
        return self.order.gendan_milestone_ids.filtered(lambda milestone: milestone.kind_id == self.kinds[name])

    # === lights ===

    def test_a_plan_that_keeps_it_is_on_track(self):
        self.assertEqual(self.credit.ships_on, self.of("left").forecast_date)
        self.assertEqual(self.credit.health, "on_track")
        self.assertFalse(self.credit.problems)
        self.assertFalse(self.todos("lc_late"))

    def test_a_forecast_past_the_latest_shipment_is_late(self):
        self.credit.latest_shipment = "2026-11-03"
        self.assertEqual(self.credit.health, "late")
        self.assertIn(format_date(self.env, date(2026, 11, 3)), self.credit.problems)
        todo = self.todos("lc_late")
        self.assertEqual((todo.due, todo.urgency), (date(2026, 11, 3), "2"))
        self.credit.latest_shipment = "2026-12-31"
        self.assertFalse(self.todos("lc_late"), "amended")

    def test_a_plan_that_moves_turns_the_light_by_itself(self):
        self.credit.latest_shipment = self.credit.ships_on
        self.assertEqual(self.credit.health, "at_risk", "on the last day")
        self.of("left").sudo().write({"retimed_date": "2026-12-28", "retime_reason": "No vessel"})
        self.order._gendan_mark()
        self.settle()
        self.assertEqual(self.credit.health, "late")
        self.assertTrue(self.todos("lc_late"))

    def test_presentation_counts_from_being_on_board_within_the_expiry(self):
        self.credit.presentation_days = 5
        self.assertEqual((self.credit.present_by - self.credit.ships_on).days, 5)
        self.credit.write({"latest_shipment": self.credit.ships_on, "expiry": self.credit.ships_on})
        self.assertEqual(self.credit.present_by, self.credit.ships_on)
        self.assertEqual(self.credit.health, "late")
        self.assertIn("Papers at the bank", self.credit.problems)

    def test_orders_beyond_amount_and_tolerance_are_named(self):
        self.credit.amount = 140
        self.assertEqual(self.credit.health, "at_risk")
        self.assertIn("150", self.credit.problems)
        self.credit.tolerance_over = 10
        self.assertEqual(self.credit.health, "on_track")

    def test_the_latest_shipment_is_the_last_day_to_leave(self):
        self.credit.latest_shipment = "2026-11-25"
        order = self.make_order([(self.carton, 10)], partner_id=self.foreign_customer.id, gendan_lc_id=self.credit.id)
        self.assertEqual(order._gendan_last_departure(date(2026, 12, 10)), date(2026, 11, 25))
        self.assertEqual(order._gendan_last_departure(date(2026, 11, 20)), date(2026, 11, 20))

    # === what it tells others ===

    def test_checked_and_presented_tick_the_plan(self):
        self.credit.action_received()
        self.settle()
        self.assertFalse(self.of("checked").actual_date)
        self.credit.action_checked()
        self.credit.action_presented()
        self.settle()
        self.assertEqual(self.of("checked").actual_date, date(2026, 11, 2))
        self.assertEqual(self.of("presented").actual_date, date(2026, 11, 2))
        self.assertEqual(self.credit.state, "presented")

    def test_papers_tick_the_plan(self):
        shipment = self.shipment.with_user(self.other_clerk)
        shipment.mode = "sea"
        shipment.action_print_packing()
        customs = shipment.paper_ids.filtered(lambda paper: paper.kind_id.code == "customs")
        customs.number = "5300"
        self.settle()
        self.assertFalse(self.of("papers").actual_date, "the declaration is missing")
        customs.action_ready()
        lading = shipment.paper_ids.filtered(lambda paper: paper.kind_id.code == "bl")
        lading.number = "COSU"
        lading.action_received()
        self.settle()
        self.assertEqual(self.of("papers").actual_date, date(2026, 11, 2))
        self.assertEqual(self.of("lading").actual_date, date(2026, 11, 2))
        lading.action_again()
        self.settle()
        self.assertFalse(self.of("lading").actual_date)

    def test_the_shipment_needs_the_papers_of_a_letter_of_credit(self):
        self.assertEqual(self.shipment.payment, "lc")
        self.assertLessEqual({"lc", "inspection"}, set(self.shipment.paper_ids.mapped("kind_id.code")))
        self.credit.order_ids = [Command.clear()]
        self.assertEqual(self.shipment.payment, "tt")
        self.assertNotIn("lc", self.shipment.paper_ids.mapped("kind_id.code"))

    def test_invoice_and_packing_list_name_it(self):
        self.shipment.action_print_packing()
        said = self.shipment._gendan_paper("commercial_invoice").export_content
        self.assertEqual(said["credit"], "LC-0815, Deutsche Handelsbank")
        self.assertEqual(said["consignee"], "TO ORDER OF DEUTSCHE HANDELSBANK")

    def test_on_board_after_the_latest_shipment_is_a_difference(self):
        self.shipment.mode = "sea"
        lading = self.shipment.paper_ids.filtered(lambda paper: paper.kind_id.code == "bl")
        lading.said_on_board = date(2027, 1, 2)
        lading.action_compare()
        self.assertIn(format_date(self.env, date(2026, 12, 31)), lading.difference_ids.ours)

    def test_when_the_goods_have_left_the_papers_are_to_be_presented(self):
        self.ship(self.order)
        todo = self.todos("lc_present")
        self.assertEqual(todo.due, self.credit.present_by)
        self.assertEqual(todo.department_id.code, self.env.ref("gendan_followup.department_shipping").code)
        self.credit.action_presented()
        self.assertFalse(self.todos("lc_present"))

    # === guards ===

    def test_it_does_not_expire_before_the_latest_shipment(self):
        with self.assertRaisesRegex(ValidationError, "would expire before"):
            self.credit.expiry = "2026-12-01"

    def test_another_customers_order_is_refused(self):
        order = self.make_order([(self.carton, 10)])
        with self.assertRaisesRegex(ValidationError, order.name):
            order.gendan_lc_id = self.credit
        with self.assertRaisesRegex(ValidationError, order.name):
            self.credit.order_ids = [Command.link(order.id)]

    def test_once_presented_it_stays(self):
        self.credit.action_presented()
        with self.assertRaisesRegex(UserError, "stays on file"):
            self.credit.unlink()

    def test_whose_it_is(self):
        self.assertEqual(self.credit.with_user(self.other_clerk).name, "LC-0815")
        with self.assertRaises(AccessError):
            self.credit.with_user(self.clerk).read(["name"])
        with self.assertRaises(AccessError):
            self.credit.with_user(self.rep).amount = 1
        accountant = self.make_users(accountant="account.group_account_invoice")
        self.credit.with_user(accountant).action_checked()
        self.assertEqual(self.credit.state, "checked")
