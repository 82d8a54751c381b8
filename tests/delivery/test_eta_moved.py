"""A day of the carrier that moves after the customer was told one is told again: once a change, in the bundle."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import MONDAY
from .track_common import TrackCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestEtaMoved(TrackCase):
    def setUp(self):
        super().setUp()
        self.leave()
        # off: the notice of the arrival comes where a test asks for it
        self.template.line_ids.customer_visible = False
        self.order.gendan_milestone_ids.customer_visible = False

    def tell(self, eta, number="SF100"):
        """The number with its day, and the mail of that day."""
        self.type(number, gendan_eta=eta)
        return self.run_and_catch()

    def moved(self):
        return self.order.gendan_message_ids.filtered(lambda row: row.occasion == "moved").sorted("id")

    def expect(self, day):
        self.picking.with_user(self.warehouse_user).gendan_eta = day
        self.settle()

    def test_a_day_that_moves_is_told_again(self):
        self.tell("2026-11-05")
        self.expect("2026-11-10")
        self.assertRecordValues(
            self.moved(), [{"state": "pending", "event_day": date(2026, 11, 10), "picking_id": self.picking.id}]
        )
        with freeze_time("2026-11-03 01:00:00"):
            (mail,) = self.run_and_catch()
        for text in ("SF100", "Nov 10, 2026", "Nov 5, 2026"):
            self.assertIn(text, mail["body"])

    def test_a_change_within_the_settings_days_is_no_news(self):
        self.tell("2026-11-05")
        self.expect("2026-11-06")
        self.assertFalse(self.moved())
        self.company.gendan_eta_told_days = 4
        self.expect("2026-11-10")
        self.assertFalse(self.moved())
        self.company.gendan_eta_told_days = 0
        self.expect("2026-11-06")
        self.assertEqual(self.moved().event_day, date(2026, 11, 6))

    def test_several_changes_before_the_mail_are_one(self):
        self.tell("2026-11-05")
        for day in ("2026-11-10", "2026-11-12", "2026-11-13"):
            self.expect(day)
        self.assertRecordValues(self.moved(), [{"state": "pending", "event_day": date(2026, 11, 13)}])

    def test_a_change_taken_back_before_the_mail_is_not_told(self):
        self.tell("2026-11-05")
        self.expect("2026-11-10")
        self.expect("2026-11-05")
        self.assertEqual(self.moved().mapped("state"), ["cancelled"])

    def test_the_same_day_is_never_told_twice(self):
        self.tell("2026-11-05")
        self.expect("2026-11-10")
        with freeze_time("2026-11-03 01:00:00"):
            self.run_action()
            self.expect("2026-11-10")
            self.picking.write({"gendan_eta": "2026-11-10", "gendan_eta_from": "2026-11-09"})
            self.assertEqual(self.moved().mapped("state"), ["sent"])
            self.expect("2026-11-13")
            self.assertEqual(self.moved().mapped("state"), ["sent", "pending"])

    def test_left_out_by_hand_it_stays_left_out_until_it_moves_again(self):
        self.tell("2026-11-05")
        self.expect("2026-11-10")
        self.moved().with_user(self.supervisor).action_hold()
        self.expect("2026-11-10")
        self.assertEqual(self.moved().mapped("state"), ["held"])
        self.expect("2026-11-13")
        self.assertEqual(self.moved().mapped("state"), ["held", "pending"])

    def test_who_was_told_no_day_is_not_told_of_its_change(self):
        self.company.gendan_show_forecast = False
        self.tell("2026-11-05")
        self.expect("2026-11-12")
        self.assertFalse(self.moved())

    def test_what_is_still_to_be_told_takes_the_new_day_along(self):
        self.type("SF100", gendan_eta="2026-11-05")
        self.expect("2026-11-12")
        self.assertFalse(self.moved())
        (mail,) = self.run_and_catch()
        self.assertIn("Nov 12, 2026", mail["body"])

    def test_after_the_notice_of_the_arrival_too(self):
        target = self.milestone(self.order, "arrived")
        target.customer_visible = True
        self.foreign_customer.gendan_arrival_notice_days = 3
        self.order._gendan_mark_all()
        self.settle()
        notice = self.message(self.order, "arrived", "coming")
        self.assertEqual(notice.state, "pending")
        self.run_action()
        self.assertEqual(notice.state, "sent")
        self.expect("2026-11-12")
        self.assertRecordValues(self.moved(), [{"state": "pending", "event_day": date(2026, 11, 12)}])
        text = self.moved().sudo()._gendan_text()
        self.assertIn("Nov 3, 2026", text)
        self.assertNotIn("waybill", text)

    def test_what_has_arrived_is_not_expected_on_another_day(self):
        self.tell("2026-11-05")
        self.expect("2026-11-10")
        self.env["gendan.arrival"].create({"picking_id": self.picking.id})
        self.assertEqual(self.moved().state, "cancelled")
        self.expect("2026-11-13")
        self.assertEqual(self.moved().mapped("state"), ["cancelled"])

    def test_a_day_taken_off_leaves_nothing_to_tell(self):
        self.tell("2026-11-05")
        self.expect("2026-11-10")
        self.expect(False)
        self.assertEqual(self.moved().state, "cancelled")
