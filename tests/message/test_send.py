"""Sending: one mail for each customer and day, in the customer's language, by the clerk; failures."""

from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server, MailDeliveryException

from ..common import MONDAY
from .common import PROMISED, MessageCase

TUESDAY = datetime(2026, 11, 3, 1, 0)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestMessageSend(MessageCase):
    def test_orders_of_one_customer_go_out_as_one_mail(self):
        first, second = self.abroad("NL-1"), self.abroad("NL-2")
        self.tick(first, "made")
        mails = self.run_and_catch()
        self.assertEqual(len(mails), 1)
        body = mails[0]["body"]
        for text in (
            "Your order NL-1 is confirmed for Nov 20, 2026.",
            "Your order NL-2 is confirmed for Nov 20, 2026.",
            "BG-1402 nut bag is made; it leaves on Nov 19, 2026.",
            first.name,
            "Expected arrival: Nov 20, 2026",
            "/gendan/a/",
        ):
            self.assertIn(text, body)
        self.assertIn("NL-1, NL-2", mails[0]["subject"])
        self.assertIn("einkauf@nordlicht.example", mails[0]["email_to"][0])
        self.assertIn("wu@factory.example", mails[0]["email_from"])
        messages = first.gendan_message_ids | second.gendan_message_ids
        self.assertEqual(set(messages.mapped("state")), {"sent"})
        self.assertEqual(messages.sent_by, self.other_clerk)
        self.assertEqual(self.message(first, "confirmed").text, "Your order NL-1 is confirmed for Nov 20, 2026.")

    def test_each_order_keeps_a_note_of_what_was_told(self):
        first, second = self.abroad("NL-1"), self.abroad("NL-2")
        self.run_and_catch()
        for order, ref in ((first, "NL-1"), (second, "NL-2")):
            note = order.gendan_message_ids.mail_message_id
            self.assertEqual((note.model, note.res_id), ("sale.order", order.id))
            self.assertTrue(note.is_internal)
            self.assertIn(f"Your order {ref} is confirmed", note.body)
            self.assertEqual(note.author_id, self.other_clerk.partner_id)

    def test_the_backup_signs_while_the_clerk_is_away(self):
        self.foreign_customer.gendan_backup_ids = [(0, 0, {"user_id": self.backup.id, "trained_since": "2026-01-05"})]
        self.backup.email = "li@factory.example"
        self.env["gendan.absence"].create(
            {
                "user_id": self.other_clerk.id,
                "backup_id": self.backup.id,
                "date_from": datetime(2026, 11, 1, 16, 0),
                "date_to": datetime(2026, 11, 5, 16, 0),
            }
        )
        self.abroad()
        self.assertIn("li@factory.example", self.run_and_catch()[0]["email_from"])

    def test_at_most_one_mail_a_customer_and_day(self):
        order = self.abroad()
        self.assertEqual(len(self.run_and_catch()), 1)
        self.tick(order, "made")
        with self.capture_triggers("gendan_followup.ir_cron_messages") as captured:
            self.assertFalse(self.run_and_catch())
        self.assertEqual(self.message(order, "made").state, "pending")
        self.assertIn(datetime(2026, 11, 3, 1, 0), captured.records.mapped("call_at"), "nine in the morning in China")
        with freeze_time(TUESDAY):
            self.assertEqual(len(self.run_and_catch()), 1)
        self.assertEqual(self.message(order, "made").state, "sent")

    def test_the_action_is_woken_once_by_an_event(self):
        with self.capture_triggers("gendan_followup.ir_cron_messages") as captured:
            self.env.cr.precommit.data.pop("gendan_followup.messages_triggered", None)
            order = self.abroad()
            self.tick(order, "made")
        self.assertEqual(len(captured.records), 1)

    def test_nothing_to_send_sends_nothing(self):
        self.confirm_order(promised=PROMISED)
        self.assertFalse(self.run_and_catch())

    def test_the_customers_language(self):
        self.customer.gendan_message_policy = "on"
        kind = self.kinds["confirmed"]
        kind.with_context(lang="zh_CN").customer_message = "贵司订单 {customer_ref} 已确认，交期 {promise}。"
        kind.with_context(lang="zh_TW").customer_message = "貴司訂單 {customer_ref} 已確認，交期 {promise}。"
        for lang, expected in (
            ("zh_CN", "贵司订单 PO-778 已确认，交期 2026年11月20日。"),
            ("zh_TW", "貴司訂單 PO-778 已確認，交期 2026年11月20日。"),
            ("en_US", "Your order PO-778 is confirmed for Nov 20, 2026."),
        ):
            with self.subTest(lang):
                customer = self.customer.copy({"name": f"Customer {lang}", "lang": lang, "email": f"{lang}@c.example"})
                customer.write({"gendan_message_policy": "on", "gendan_clerk_id": self.clerk.id})
                order = self.confirm_order(promised=PROMISED, partner_id=customer.id)
                mails = self.run_and_catch()
                self.assertEqual(len(mails), 1)
                self.assertIn(expected, mails[0]["body"])
                self.assertRecordValues(order.gendan_message_ids, [{"lang": lang, "text": expected}])

    def test_a_contacts_language_and_address_go_before_the_companys(self):
        contact = self.env["res.partner"].create(
            {"name": "Ms Lin", "parent_id": self.foreign_customer.id, "email": "lin@nordlicht.example", "lang": "zh_TW"}
        )
        order = self.confirm_order(promised=PROMISED, partner_id=contact.id)
        mails = self.run_and_catch()
        self.assertIn("lin@nordlicht.example", mails[0]["email_to"][0])
        self.assertEqual(order.gendan_message_ids.lang, "zh_TW")
        self.assertEqual(order.gendan_message_ids.partner_id, self.foreign_customer)

    def test_what_is_typed_is_data(self):
        """Braces, markup and attributes of what people type never become code or markup."""
        order = self.abroad("<b>{company}</b>")
        self.milestone(order, "made").customer_message = "{customer_ref} {order.__class__} {nothing} <script>"
        self.tick(order, "made")
        body = self.run_and_catch()[0]["body"]
        self.assertNotIn("<b>{", body)
        self.assertNotIn("<script", body)
        self.assertIn("{order.__class__}", body)

    def test_a_customer_switched_off_in_between_is_not_told(self):
        order = self.abroad()
        self.foreign_customer.gendan_message_policy = "off"
        self.assertFalse(self.run_and_catch())
        self.assertEqual(order.gendan_message_ids.hold_reason, "policy")

    # --- failures ---

    def broken_server(self, *addresses):
        """A mail server that refuses mails to these addresses."""

        def send_email(server, message, *args, **kwargs):
            if any(address in message["To"] for address in addresses):
                raise MailDeliveryException("No route to host")
            return message["Message-Id"]

        return patch.object(IrMail_Server, "send_email", send_email)

    def run_with_broken_server(self, *addresses):
        with (
            mute_logger("odoo.addons.mail.models.mail_mail"),
            self.broken_server(*addresses),
            patch.object(IrMail_Server, "_disable_send", lambda server: False),
            patch.object(IrMail_Server, "_connect__", lambda server, *a, **k: None),
        ):
            self.run_action()

    def test_a_failure_is_tried_three_times_then_the_clerk_has_to_see_to_it(self):
        order = self.abroad()
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
        order = self.abroad()
        self.run_with_broken_server("nordlicht")
        with freeze_time(datetime(2026, 11, 2, 2, 0)):
            self.assertEqual(len(self.run_and_catch()), 1)
        self.assertEqual(order.gendan_message_ids.state, "sent")

    def test_what_failed_goes_along_with_the_next_bundle(self):
        order = self.abroad()
        self.run_with_broken_server("nordlicht")
        self.tick(order, "made")
        self.assertEqual(len(self.run_and_catch()), 1)
        self.assertEqual(set(order.gendan_message_ids.mapped("state")), {"sent"})

    def test_two_workers_never_tell_a_customer_twice_on_one_day(self):
        """The second worker does not see the first one's rows; the database refuses its bundle."""
        order = self.abroad()
        self.run_and_catch()
        self.tick(order, "made")
        message = self.message(order, "made")
        with self.mock_mail_gateway(), mute_logger("odoo.sql_db"), self.enter_registry_test_mode():
            message._gendan_send()
        self.env.invalidate_all()
        self.assertFalse(self._mails)
        self.assertRecordValues(message, [{"error": False, "state": "pending", "bundle": False}])

    def test_one_failing_customer_does_not_stop_the_others(self):
        self.customer.gendan_message_policy = "on"
        bad, good = self.abroad(), self.confirm_order(promised=PROMISED)
        self.run_with_broken_server("nordlicht")
        self.assertEqual(bad.gendan_message_ids.state, "failed")
        self.assertEqual(good.gendan_message_ids.state, "sent")

    def test_a_message_that_cannot_be_made_does_not_stop_the_others(self):
        self.customer.gendan_message_policy = "on"
        bad, good = self.abroad(), self.confirm_order(promised=PROMISED)
        Message = type(self.env["gendan.message"])
        values = Message._gendan_text_values

        def broken(message):
            if message.order_id == bad:
                raise ValueError("a room's bug")
            return values(message)

        with patch.object(Message, "_gendan_text_values", broken):
            mails = self.run_and_catch()
        self.assertEqual(len(mails), 1)
        self.assertRecordValues(bad.gendan_message_ids, [{"state": "failed", "error": "a room's bug"}])
        self.assertEqual(good.gendan_message_ids.state, "sent")

    def test_without_an_address_the_clerk_hears_at_once(self):
        self.foreign_customer.email = False
        order = self.abroad()
        self.assertFalse(self.run_and_catch())
        self.assertRecordValues(order.gendan_message_ids, [{"state": "failed", "next_try_at": False}])
        self.assertTrue(self.env["gendan.todo"].search([("order_id", "=", order.id), ("kind", "=", "message_failed")]))

    def test_the_failure_is_told_in_the_companys_language(self):
        self.foreign_customer.email = False
        self.company.partner_id.lang = "zh_CN"
        order = self.abroad()
        self.run_and_catch()
        todo = self.env["gendan.todo"].search([("order_id", "=", order.id), ("kind", "=", "message_failed")])
        self.assertIn("无法用邮件通知", todo.name)

    # --- buttons ---

    def test_a_held_message_can_be_sent_after_all(self):
        order = self.confirm_order(promised=PROMISED)
        order.gendan_message_ids.with_user(self.clerk).action_send()
        self.assertEqual(len(self.run_and_catch()), 1)
        self.assertEqual(order.gendan_message_ids.state, "sent")
        with self.assertRaises(UserError):
            order.gendan_message_ids.with_user(self.clerk).action_send()

    def test_a_message_can_be_left_out(self):
        order = self.abroad()
        order.gendan_message_ids.with_user(self.other_clerk).action_hold()
        self.assertFalse(self.run_and_catch())
        self.assertEqual(order.gendan_message_ids.hold_reason, "hand")

    def test_only_those_who_may_write_the_order_use_the_buttons(self):
        order = self.abroad()
        for button in ("action_hold", "action_send", "action_copy_text"):
            with self.assertRaises(AccessError):
                getattr(order.gendan_message_ids.with_user(self.other_rep), button)()

    # --- text for a chat ---

    def test_copy_as_text_is_in_the_customers_language_and_marks_as_sent(self):
        kind = self.kinds["confirmed"]
        kind.with_context(lang="zh_CN").customer_message = "贵司订单 {customer_ref} 已确认，交期 {promise}。"
        order = self.confirm_order(promised=PROMISED)
        clerks = order.with_user(self.clerk)
        action = clerks.action_gendan_copy_text()
        params = action["params"]
        self.assertIn("贵司订单 PO-778 已确认，交期 2026年11月20日。", params["text"])
        self.assertIn("/gendan/a/", params["text"])
        self.assertEqual(params["message_ids"], order.gendan_message_ids.ids)
        self.assertEqual(order.gendan_message_ids.state, "held", "looking is not sending")
        self.assertEqual(clerks.action_gendan_mark_copied(params["message_ids"], params["text"]), 0)
        self.assertRecordValues(
            order.gendan_message_ids,
            [{"state": "copied", "channel": "chat", "sent_by": self.clerk.id, "lang": "zh_CN"}],
        )
        note = order.gendan_message_ids.mail_message_id
        self.assertIn("贵司订单 PO-778", note.body)
        self.assertFalse(self.run_and_catch())

    def test_copied_messages_are_not_mailed_too(self):
        order = self.abroad()
        action = self.message(order, "confirmed").with_user(self.other_clerk).action_copy_text()
        order.with_user(self.other_clerk).action_gendan_mark_copied(action["params"]["message_ids"], "text")
        self.assertFalse(self.run_and_catch())
        self.tick(order, "made")
        self.assertFalse(self.run_and_catch(), "one bundle a day, whatever the channel")

    def test_sent_in_the_meantime_is_said(self):
        order = self.abroad()
        action = order.with_user(self.other_clerk).action_gendan_copy_text()
        self.run_and_catch()
        missed = order.with_user(self.other_clerk).action_gendan_mark_copied(action["params"]["message_ids"], "text")
        self.assertEqual(missed, 1)
        self.assertEqual(order.gendan_message_ids.state, "sent")

    def test_messages_of_an_other_order_are_not_marked(self):
        order, other = self.confirm_order(promised=PROMISED), self.abroad()
        order.with_user(self.clerk).action_gendan_mark_copied(other.gendan_message_ids.ids, "text")
        self.assertEqual(other.gendan_message_ids.state, "pending")

    def test_with_nothing_new_the_text_says_how_the_order_stands(self):
        order = self.abroad()
        self.run_and_catch()
        params = order.with_user(self.other_clerk).action_gendan_copy_text()["params"]
        self.assertFalse(params["message_ids"])
        for text in ("NL-1", "Confirmed: Nov 2, 2026", "Promised: Nov 20, 2026", "/gendan/a/"):
            self.assertIn(text, params["text"])

    def test_a_milestones_button_copies_its_message(self):
        order = self.abroad()
        self.tick(order, "made")
        params = self.milestone(order, "made").with_user(self.other_clerk).action_copy_text()["params"]
        self.assertIn("is made", params["text"])
        self.assertNotIn("is confirmed", params["text"])

    def test_texts_of_two_customers_are_refused(self):
        orders = self.abroad() | self.confirm_order(promised=PROMISED)
        with self.assertRaisesRegex(UserError, "one customer"):
            orders.with_user(self.supervisor).action_gendan_copy_text()

    def test_the_day_is_the_companys(self):
        """Late on Monday in UTC is Tuesday in China: a new day, a new bundle."""
        order = self.abroad()
        self.run_and_catch()
        self.tick(order, "made")
        with freeze_time(datetime(2026, 11, 2, 16, 30)):
            self.assertEqual(len(self.run_and_catch()), 1)
        self.assertEqual(self.message(order, "made").event_day, date(2026, 11, 2))
