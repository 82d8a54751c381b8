"""Sending: what becomes of the mail about one order, sent, failed, held or copied."""

from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MONDAY
from .common import TUESDAY, MessageCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestMessageOfOneOrder(MessageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.abroad()

    def test_at_most_one_mail_a_customer_and_day(self):
        order = self.order
        self.assertEqual(len(self.run_and_catch()), 1)
        self.tick(order, "made")
        with self.capture_triggers("gendan_followup.ir_cron_messages") as captured:
            self.assertFalse(self.run_and_catch())
        self.assertEqual(self.message(order, "made").state, "pending")
        self.assertIn(datetime(2026, 11, 3, 1, 0), captured.records.mapped("call_at"), "nine in the morning in China")
        with freeze_time(TUESDAY):
            self.assertEqual(len(self.run_and_catch()), 1)
        self.assertEqual(self.message(order, "made").state, "sent")

    def test_a_customer_switched_off_in_between_is_not_told(self):
        order = self.order
        self.foreign_customer.gendan_message_policy = "off"
        self.assertFalse(self.run_and_catch())
        self.assertEqual(order.gendan_message_ids.hold_reason, "policy")

    def test_a_failure_is_tried_three_times_then_the_clerk_has_to_see_to_it(self):
        order = self.order
        message = order.gendan_message_ids
        for attempt, moment in enumerate((MONDAY, datetime(2026, 11, 2, 2, 0), datetime(2026, 11, 2, 4, 0)), start=1):
            with freeze_time(moment):
                self.run_with_broken_server("nordlicht")
                self.assertRecordValues(message, [{"state": "failed", "attempts": attempt, "bundle_lead": False}])
                self.assertIn("No route to host", message.error)
                self.assertFalse(message.mail_message_id, "nothing is noted that was not sent")
        self.assertFalse(message.next_try_at)
        todo = self.env["gendan.todo"].search([("order_id", "=", order.id), ("kind", "=", "message_failed")])
        self.assertRecordValues(todo, [{"open": True, "user_id": self.other_clerk.id}])
        with freeze_time(TUESDAY):
            self.assertFalse(self.run_and_catch(), "given up")
            message.with_user(self.other_clerk).action_send()
            self.assertFalse(todo.open)
            self.assertEqual(len(self.run_and_catch()), 1)
        self.assertEqual(message.state, "sent")

    def test_a_retry_can_go_out_on_the_same_day(self):
        order = self.order
        self.run_with_broken_server("nordlicht")
        with freeze_time(datetime(2026, 11, 2, 2, 0)):
            self.assertEqual(len(self.run_and_catch()), 1)
        self.assertEqual(order.gendan_message_ids.state, "sent")

    def test_what_failed_goes_along_with_the_next_bundle(self):
        order = self.order
        self.run_with_broken_server("nordlicht")
        self.tick(order, "made")
        self.assertEqual(len(self.run_and_catch()), 1)
        self.assertEqual(set(order.gendan_message_ids.mapped("state")), {"sent"})

    def test_two_workers_never_tell_a_customer_twice_on_one_day(self):
        """The second worker does not see the first one's rows; the database refuses its bundle."""
        order = self.order
        self.run_and_catch()
        self.tick(order, "made")
        message = self.message(order, "made")
        with self.mock_mail_gateway(), mute_logger("odoo.sql_db"), self.enter_registry_test_mode():
            message._gendan_send()
        self.env.invalidate_all()
        self.assertFalse(self._mails)
        self.assertRecordValues(message, [{"error": False, "state": "pending", "bundle": False}])

    def test_a_message_can_be_left_out(self):
        order = self.order
        order.gendan_message_ids.with_user(self.other_clerk).action_hold()
        self.assertFalse(self.run_and_catch())
        self.assertEqual(order.gendan_message_ids.hold_reason, "hand")

    def test_only_those_who_may_write_the_order_use_the_buttons(self):
        order = self.order
        for button in ("action_hold", "action_send", "action_copy_text"):
            with self.assertRaises(AccessError):
                getattr(order.gendan_message_ids.with_user(self.other_rep), button)()

    def test_copied_messages_are_not_mailed_too(self):
        order = self.order
        action = self.message(order, "confirmed").with_user(self.other_clerk).action_copy_text()
        order.with_user(self.other_clerk).action_gendan_mark_copied(action["params"]["message_ids"], "text")
        self.assertFalse(self.run_and_catch())
        self.tick(order, "made")
        self.assertFalse(self.run_and_catch(), "one bundle a day, whatever the channel")

    def test_sent_in_the_meantime_is_said(self):
        order = self.order
        action = order.with_user(self.other_clerk).action_gendan_copy_text()
        self.run_and_catch()
        missed = order.with_user(self.other_clerk).action_gendan_mark_copied(action["params"]["message_ids"], "text")
        self.assertEqual(missed, 1)
        self.assertEqual(order.gendan_message_ids.state, "sent")

    def test_with_nothing_new_the_text_says_how_the_order_stands(self):
        order = self.order
        self.run_and_catch()
        params = order.with_user(self.other_clerk).action_gendan_copy_text()["params"]
        self.assertFalse(params["message_ids"])
        for text in ("NL-1", "Confirmed: Nov 2, 2026", "Promised: Nov 20, 2026", "/gendan/a/"):
            self.assertIn(text, params["text"])

    def test_a_milestones_button_copies_its_message(self):
        order = self.order
        self.tick(order, "made")
        params = self.milestone(order, "made").with_user(self.other_clerk).action_copy_text()["params"]
        self.assertIn("is made", params["text"])
        self.assertNotIn("is confirmed", params["text"])

    def test_the_day_is_the_companys(self):
        """Late on Monday in UTC is Tuesday in China: a new day, a new bundle."""
        order = self.order
        self.run_and_catch()
        self.tick(order, "made")
        with freeze_time(datetime(2026, 11, 2, 16, 30)):
            self.assertEqual(len(self.run_and_catch()), 1)
        self.assertEqual(self.message(order, "made").event_day, date(2026, 11, 2))
