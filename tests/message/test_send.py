"""Sending: one mail for each customer and day, in the customer's language, by the clerk; failures."""

from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import MONDAY
from .common import PROMISED, MessageCase


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

    def test_the_company_is_called_as_in_the_customers_language(self):
        self.company.with_context(lang="zh_CN").gendan_paper_name = "东莞市好盒纸品有限公司"
        self.company.with_context(lang="en_US").gendan_paper_name = "Dongguan Good Box Paper Products Co., Ltd."
        order = self.abroad("NL-1")
        mail = self.run_and_catch()[0]
        self.assertIn("Dongguan Good Box", mail["subject"])
        self.assertIn("Dongguan Good Box", mail["body"])
        self.assertNotIn(self.company.name, f"{mail['subject']} {mail['body']}")
        link = order.gendan_message_ids[:1]._gendan_plain_text()
        self.assertNotIn(self.company.name, link)

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

    # --- failures ---

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
        self.assertIn("没有电子邮箱", todo.name, "the reason, too")
        self.assertNotIn("e-mail", order.gendan_message_ids.error)

    def test_the_note_on_the_order_is_introduced_in_the_companys_language(self):
        self.company.partner_id.lang = "zh_CN"
        order = self.abroad("NL-1")
        self.run_and_catch()
        note = order.gendan_message_ids.mail_message_id.body
        self.assertIn("已用邮件", note)
        self.assertIn("Your order NL-1 is confirmed", note, "what the customer read, as the customer read it")

    # --- buttons ---

    def test_a_held_message_can_be_sent_after_all(self):
        order = self.confirm_order(promised=PROMISED)
        order.gendan_message_ids.with_user(self.clerk).action_send()
        self.assertEqual(len(self.run_and_catch()), 1)
        self.assertEqual(order.gendan_message_ids.state, "sent")
        with self.assertRaises(UserError):
            order.gendan_message_ids.with_user(self.clerk).action_send()

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

    def test_messages_of_an_other_order_are_not_marked(self):
        order, other = self.confirm_order(promised=PROMISED), self.abroad()
        order.with_user(self.clerk).action_gendan_mark_copied(other.gendan_message_ids.ids, "text")
        self.assertEqual(other.gendan_message_ids.state, "pending")

    def test_texts_of_two_customers_are_refused(self):
        orders = self.abroad() | self.confirm_order(promised=PROMISED)
        with self.assertRaisesRegex(UserError, "one customer"):
            orders.with_user(self.supervisor).action_gendan_copy_text()
