"""Tracking: numbers told once, expected days that move the plan, arrivals announced, and who may see."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..common import MONDAY
from .track_common import TrackCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestTracking(TrackCase):
    def told_rep(self):
        return self.env["mail.message"].search(
            [("partner_ids", "in", self.rep.partner_id.ids), ("subject", "ilike", "on its way")]
        )

    # === numbers ===

    def test_customer_and_rep_hear_a_number_when_it_is_typed(self):
        self.leave()
        self.type("SF100")
        self.assertRecordValues(self.rows(), [{"waybill": "SF100", "state": "pending", "picking_id": self.picking.id}])
        mails = self.run_and_catch()
        mine = [mail for mail in mails if "SF100" in mail["body"]]
        self.assertEqual(len(mine), 1)
        self.assertIn("with Shuntu", mine[0]["body"])
        self.assertIn("https://shuntu.example/SF100", mine[0]["body"])
        self.assertEqual(self.rows().state, "sent")
        self.assertEqual(len(self.told_rep()), 1)
        self.assertIn("SF100", self.told_rep().body)

    def test_a_number_typed_before_is_told_when_the_goods_have_left(self):
        self.type("SF100")
        self.assertFalse(self.rows())
        self.leave()
        self.assertEqual(self.rows().mapped("waybill"), ["SF100"])

    def test_each_number_is_told_once(self):
        self.leave()
        self.type("SF100，SF101")
        self.assertEqual(set(self.rows().mapped("waybill")), {"SF100", "SF101"})
        self.run_and_catch()
        self.type("SF101, SF100 SF102")
        self.assertEqual(self.rows().sorted("id").mapped("state"), ["sent", "sent", "pending"])
        self.assertEqual(len(self.told_rep()), 2)

    def test_each_parcel_has_its_own_page(self):
        self.leave()
        self.type("SF100, SF101")
        self.assertEqual(
            self.order._gendan_progress()["tracking"],
            [
                {"name": "SF100", "url": "https://shuntu.example/SF100"},
                {"name": "SF101", "url": "https://shuntu.example/SF101"},
            ],
        )

    def test_a_number_taken_off_before_it_was_told_is_taken_back(self):
        self.leave()
        self.type("SF10O")
        self.type("SF100")
        self.assertEqual(self.rows().sorted("id").mapped("state"), ["cancelled", "pending"])
        self.type("SF10O")
        self.assertEqual(self.rows().sorted("id").mapped("state"), ["pending", "cancelled"])

    def test_the_customers_language(self):
        self.foreign_customer.lang = "zh_CN"
        self.leave()
        self.type("SF100", gendan_eta_from="2026-11-04", gendan_eta="2026-11-05")
        row = self.rows()
        text = row.with_context(lang=row.order_id._gendan_customer_lang())._gendan_text()
        self.assertIn("2026年11月4日", text)
        self.assertIn("2026年11月5日", text)

    def test_without_a_carrier_there_is_no_link_and_a_script_is_none(self):
        self.carrier.tracking_url = "javascript:alert('<shipmenttrackingnumber>')"
        self.leave()
        self.type("SF100")
        self.assertNotIn("javascript", self.rows().sudo()._gendan_text())
        self.picking.carrier_id = False
        self.assertNotIn("Shuntu", self.rows().sudo()._gendan_text())

    def test_who_wants_no_messages_gets_none(self):
        self.foreign_customer.gendan_message_policy = "off"
        self.leave()
        self.type("SF100")
        self.assertRecordValues(self.rows(), [{"state": "held", "hold_reason": "policy"}])
        self.assertFalse([mail for mail in self.run_and_catch() if "SF100" in mail["body"]])
        text = self.rows().with_user(self.supervisor).action_copy_text()["params"]["text"]
        self.assertIn("SF100", text)

    def test_what_left_long_ago_is_no_news(self):
        self.leave()
        self.picking.date_done = "2026-10-20 03:00:00"
        self.type("SF100")
        self.assertRecordValues(self.rows(), [{"state": "held", "hold_reason": "old"}])
        self.assertFalse(self.told_rep())

    def test_odoos_own_mail_at_leaving_tells_it(self):
        self.company.stock_move_email_validation = True
        self.type("SF100")
        self.leave()
        self.assertRecordValues(self.rows(), [{"state": "held", "hold_reason": "odoo"}])
        self.type("SF100, SF101")
        self.assertEqual(self.rows().sorted("id").mapped("state"), ["held", "pending"])

    def test_an_order_that_is_not_followed_tells_nothing(self):
        self.company.gendan_follow_new_orders = False
        order = self.make_order([(self.carton, 10)], partner_id=self.foreign_customer.id)
        order.action_confirm()
        self.leave(order.picking_ids)
        order.picking_ids.carrier_tracking_ref = "SF900"
        self.settle()
        self.assertFalse(self.env["gendan.message"].search([("waybill", "=", "SF900")]))

    def test_working_the_order_out_leaves_the_numbers_alone(self):
        self.leave()
        self.type("SF100")
        self.order._gendan_mark_all()
        self.settle()
        self.assertEqual(self.rows().state, "pending")

    # === expected days ===

    def arrived(self):
        self.settle()
        return self.milestone(self.order, "arrived")

    def test_the_carriers_day_moves_the_forecast_and_a_late_one_is_lit(self):
        self.leave()
        before = self.arrived().forecast_date
        self.assertLess(before, date(2026, 11, 6))
        self.picking.with_user(self.warehouse_user).gendan_eta = "2026-11-10"
        milestone = self.arrived()
        self.assertEqual((milestone.expected_date, milestone.forecast_date), (date(2026, 11, 10), date(2026, 11, 10)))
        self.assertIn("Shuntu", milestone.expected_source)
        self.assertEqual(milestone.plan_id.delivery_health, "at_risk")
        self.assertTrue(self.picking.gendan_is_eta_late)
        self.assertEqual(self.picking.gendan_promised_arrival, date(2026, 11, 6))
        self.picking.gendan_eta = "2026-11-05"
        self.assertEqual(self.arrived().forecast_date, date(2026, 11, 5))
        self.assertFalse(self.picking.gendan_is_eta_late)

    def test_what_arrived_is_not_expected_any_more(self):
        self.leave()
        self.picking.gendan_eta = "2026-11-10"
        self.env["gendan.arrival"].create({"picking_id": self.picking.id})
        milestone = self.arrived()
        self.assertEqual((milestone.actual_date, milestone.expected_date), (date(2026, 11, 2), False))
        self.assertEqual(self.picking.gendan_arrived_on, date(2026, 11, 2))

    def test_the_clerk_types_number_and_day_in_the_list(self):
        self.leave()
        mine = self.picking.with_user(self.supervisor)
        mine.write({"carrier_tracking_ref": "SF100", "gendan_eta": "2026-11-05"})
        self.assertEqual(self.arrived().forecast_date, date(2026, 11, 5))
        self.assertEqual(self.rows().waybill, "SF100")
        plain = self.env.ref("gendan_followup.gendan_delivery_view_form")
        self.assertEqual(mine.action_gendan_open()["views"], [(plain.id, "form")])

    def test_days_that_are_no_range_are_refused(self):
        with self.assertRaises(ValidationError):
            self.picking.write({"gendan_eta_from": "2026-11-10", "gendan_eta": "2026-11-09"})
        with self.assertRaises(ValidationError):
            self.picking.write({"gendan_eta_from": "2026-11-10", "gendan_eta": False})

    def test_the_arrival_is_asked_about_when_the_carrier_says_so(self):
        self.company.write({"gendan_note": True})
        self.picking.action_assign()
        self.picking.action_gendan_note()
        self.leave()
        todo = self.env["gendan.todo"].search(
            [("res_model", "=", "gendan.delivery.note"), ("res_id", "=", self.picking.gendan_note_id.id)]
        )
        self.picking.with_user(self.warehouse_user).gendan_eta = "2026-11-12"
        self.assertEqual((todo.kind, todo.due), ("arrival_ask", date(2026, 11, 12)))

    def test_an_arrival_is_announced_the_customers_own_days_before(self):
        self.foreign_customer.gendan_arrival_notice_days = 3
        self.leave()
        notice = self.message(self.order, "arrived", "coming")
        self.assertRecordValues(notice, [{"state": "pending", "event_day": date(2026, 11, 3)}])
        self.picking.gendan_eta = "2026-11-10"
        self.settle()
        self.assertEqual(notice.state, "cancelled", "too early for that day")
        self.assertEqual(self.milestone(self.order, "arrived")._gendan_notice_day(), date(2026, 11, 6))
        self.picking.gendan_eta = "2026-11-05"
        self.settle()
        self.assertRecordValues(notice, [{"state": "pending", "event_day": date(2026, 11, 5)}])

    def test_expected_days_cost_one_query_where_none_are_typed(self):
        lines = self.order.order_line
        lines.fetch(["state"])
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.assertEqual(lines._gendan_expected_arrived(self.kinds["arrived"]), {})
