"""Complaints out of chats: what is read is proposed, what was sent is kept as it came."""

import base64
from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import MONDAY
from .common import ComplaintCase

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestComplaintChat(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk.name = "陈敏"
        cls.foreign_order = cls.delivered_order(partner_id=cls.foreign_customer.id)
        cls.order.name, cls.picking.name = "S90021", "WH/OUT/90021"
        cls.buyer = cls.env["res.partner"].create({"name": "Lin Mei", "parent_id": cls.customer.id})
        cls.account = cls.env["gendan.partner.account"].create(
            {"partner_id": cls.buyer.id, "app": "wechat", "account": "maili-lin", "person": "Lin Mei"}
        )
        # the clerk's clock is eight hours ahead
        cls.told = datetime(2026, 11, 2, 0, 22)
        cls.text = (
            f"maili-lin 2026/11/2 08:20:10\n你好\n\n{cls.clerk.name} 2026/11/2 08:21:00\n您好，请讲\n\n"
            "maili-lin 2026/11/2 08:22:00\nS90021 这批抽检 200 个，40 个破了，我们产线停了\n\n"
            f"{cls.clerk.name} 2026/11/2 08:23:00\n马上查\n"
        )
        cls.env.flush_all()

    @classmethod
    def shot(cls, user=None, name="shot.png"):
        """A screenshot as the dialog uploads it."""
        return (
            cls.env["ir.attachment"]
            .with_user(user or cls.clerk)
            .create({"name": name, "raw": PIXEL, "res_model": "gendan.complaint.chat", "res_id": 0})
        )

    @classmethod
    def dialog(cls, text=None, user=None, **values):
        """The dialog with a chat pasted, saved as a form saves it."""
        chats = cls.env["gendan.complaint.chat"].with_user(user or cls.clerk)
        with Form(chats) as form:
            form.text = cls.text if text is None else text
            for name, value in values.items():
                form[name] = value
        return form.record

    # ------------------------------------------------------------ what is read

    def test_all_that_the_chat_says_is_proposed(self):
        chat = self.dialog()
        self.assertRecordValues(
            chat,
            [{"partner_id": self.customer.id, "contact_id": self.buyer.id, "chat_app": "wechat", "sent_by": "Lin Mei",
              "account": "maili-lin", "order_id": self.order.id, "received_at": self.told, "is_time_read": True,
              "line_stopped": True, "complaint_id": False}],
        )  # fmt: skip
        self.assertEqual(chat.subject, "S90021 这批抽检 200 个，40 个破了，我们产线停了")
        self.assertRecordValues(chat.line_ids, [{"product_id": self.carton.id, "bad": 40, "checked": 200}])

    def test_whose_it_is_is_found_by_account_number_address_or_name_and_else_asked(self):
        for text, customer, contact in (
            ("麦利-Lin Mei 2026/11/2 08:20:10\n破了", self.customer, self.buyer),
            ("Nobody Knows 2026/11/2 08:20:10\nWH/OUT/90021 破了", self.customer, self.env["res.partner"]),
            ("问 2026/11/2 08:20:10\n请回 lin@maili-chat.example 破了", self.customer, self.buyer),
            (f"{self.customer.name} 2026/11/2 08:20:10\n破了", self.customer, self.env["res.partner"]),
            ("Nobody Knows 2026/11/2 08:20:10\n破了", self.env["res.partner"], self.env["res.partner"]),
            ("破了", self.env["res.partner"], self.env["res.partner"]),
        ):
            self.buyer.email = "lin@maili-chat.example"
            with self.subTest(text=text):
                chat = self.dialog(text)
                self.assertEqual((chat.partner_id, chat.contact_id), (customer, contact))

    def test_a_number_of_somebody_else_is_not_taken_over(self):
        chat = self.dialog(f"maili-lin 2026/11/2 08:20:10\n{self.foreign_order.name} 破了")
        self.assertEqual((chat.partner_id, chat.order_id.ids), (self.customer, []))

    def test_a_clerk_is_shown_no_order_she_may_not_read(self):
        self.assertFalse(self.order.with_user(self.other_clerk).has_access("read"))
        chat = self.dialog(user=self.other_clerk)
        self.assertFalse(chat.order_id or chat.picking_id or chat.line_ids)

    def test_what_the_clerk_has_chosen_stays_until_the_text_says_otherwise(self):
        with Form(self.env["gendan.complaint.chat"].with_user(self.clerk)) as form:
            form.text = "Nobody 2026/11/2 08:20:10\n破了"
            self.assertFalse(form.partner_id)
            form.partner_id = self.customer
            form.order_id = self.order
            self.assertEqual(len(form.line_ids), 1, "the one product of the order")
            form.text = f"Nobody 2026/11/2 08:20:10\n{self.foreign_customer.name} 破了 12 个"
            self.assertEqual((form.partner_id, form.order_id), (self.customer, self.order))
            self.assertEqual(form.subject, f"{self.foreign_customer.name} 破了 12 个")

    def test_a_chat_without_a_time_is_typed_and_never_of_time_to_come(self):
        chat = self.dialog("maili-lin:\nS90021 破了")
        self.assertEqual((chat.received_at, chat.is_time_read), (False, False))
        with self.assertRaisesRegex(UserError, "does not say when he wrote"):
            chat.action_save()
        chat.received_at = datetime(2026, 11, 3)
        with self.assertRaisesRegex(UserError, "time to come"), self.env.cr.savepoint():
            chat.action_save()
        self.assertFalse(self.dialog("maili-lin 2026/11/20 08:20:10\nS90021 破了").received_at)

    # ------------------------------------------------------------ what is made

    def test_one_complaint_with_the_chat_kept_as_it_came(self):
        shot = self.shot()
        chat = self.dialog(attachment_ids=shot)
        action = chat.action_save()
        self.assertEqual(chat.action_save()["res_id"], action["res_id"], "pressed twice it is one")
        complaint = self.env["gendan.complaint"].browse(action["res_id"])
        self.assertRecordValues(
            complaint,
            [{"partner_id": self.customer.id, "contact_id": self.buyer.id, "order_id": self.order.id, "channel": "chat",
              "received_at": self.told, "line_stopped": True, "severity": "critical", "state": "new"}],
        )  # fmt: skip
        self.assertEqual((complaint.line_ids.bad, complaint.line_ids.checked), (40, 200))
        self.assertNotIn("马上查", complaint.description, "his words, not ours")
        paper = complaint.paper_ids
        self.assertRecordValues(
            paper,
            [{"text": self.text, "received_at": self.told, "sent_by": "Lin Mei", "account": "maili-lin",
              "chat_app": "wechat", "user_id": self.clerk.id}],
        )  # fmt: skip
        self.assertEqual((paper.attachment_ids, complaint.photo_ids), (shot, shot))
        self.assertEqual((shot.res_model, shot.res_id), ("gendan.complaint.paper", paper.id))

    def test_what_was_sent_is_changed_by_nobody(self):
        complaint = self.chat_complaint()
        paper, shot = complaint.paper_ids, complaint.paper_ids.attachment_ids
        for user in (self.clerk, self.supervisor, self.env.ref("base.user_root")):
            for work in (
                lambda record: record[0].write({"text": "All is well"}),
                lambda record: record[0].unlink(),
                lambda record: record[0].copy(),
                lambda record: record[1].write({"raw": b"another"}),
                lambda record: record[1].unlink(),
                lambda record: record[2].unlink(),
            ):
                with (
                    self.subTest(user=user.login),
                    self.assertRaises(Exception) as caught,
                ):
                    work([record.with_user(user) for record in (paper, shot, complaint)])
                self.assertIsInstance(caught.exception, (UserError, AccessError))
        # taken off the list of photos, it is still there
        complaint.with_user(self.clerk).photo_ids = [Command.clear()]
        self.assertEqual(paper.attachment_ids, shot)
        for user in (self.quality_user, self.rep):
            self.assertEqual(shot.with_user(user).raw, PIXEL, "who sees the complaint sees what was sent")

    def chat_complaint(self):
        """A complaint out of the chat with a screenshot."""
        chat = self.dialog(attachment_ids=self.shot())
        complaint = self.env["gendan.complaint"].browse(chat.action_save()["res_id"])
        complaint.kind_id = self.kind
        return complaint

    def test_a_foreign_file_is_not_taken_in(self):
        foreign = self.env["ir.attachment"].create(
            {"name": "secret.png", "raw": PIXEL, "res_model": "sale.order", "res_id": self.foreign_order.id}
        )
        complaint = self.complain()
        with self.assertRaises(AccessError):
            self.env["gendan.complaint.paper"].with_user(self.clerk).create(
                {"complaint_id": complaint.id, "received_at": MONDAY, "attachment_ids": [Command.set(foreign.ids)]}
            )

    # ------------------------------------------------------------ a further message

    def test_a_further_chat_is_the_customers_message_on_the_open_one(self):
        self.company.gendan_inquiry_mails = True
        complaint = self.complain().with_user(self.clerk)
        complaint._gendan_pause("photo")
        count = self.env["gendan.complaint"].search_count([])
        chats = self.env["gendan.complaint.chat"].with_user(self.clerk)
        with Form(chats.with_context(**complaint.action_chat()["context"])) as form:
            form.text = "maili-lin 2026/11/2 08:30:00\n照片来了"
            form.attachment_ids = self.shot()
            form.chat_app = "wechat"
        form.record.action_save()
        self.assertEqual(self.env["gendan.complaint"].search_count([]), count)
        self.assertEqual(complaint.paper_ids.text, "maili-lin 2026/11/2 08:30:00\n照片来了")
        self.assertEqual(len(complaint.photo_ids), 1)
        message = complaint.message_ids.filtered(lambda message: "照片来了" in (message.body or ""))
        self.assertEqual(message.author_id, self.customer)
        self.assertFalse(complaint.open_pause_id, "what was waited for is here")
        inquiry = self.env["gendan.inquiry"].search([("source_id", "=", complaint.id)])
        self.assertRecordValues(
            inquiry, [{"source_model": "gendan.complaint", "channel": "chat", "chat_app": "wechat"}]
        )
        self.assertIn("照片来了", complaint.customer_said)
        again = Form(chats.with_context(**complaint.action_chat()["context"]))
        self.assertEqual(again.chat_app, "wechat", "as the last one")
        self.assertFalse(message.notified_partner_ids.filtered("partner_share"), "no copy of his own words")

    def test_of_a_further_chat_who_wrote_is_read_as_of_the_first(self):
        complaint = self.complain().with_user(self.clerk)
        chats = self.env["gendan.complaint.chat"].with_user(self.clerk)
        text = "maili-lin 2026/11/2 08:30:00\n照片来了"
        with Form(chats.with_context(**complaint.action_chat()["context"])) as form:
            form.text = text
            self.assertEqual((form.sent_by, form.account, form.chat_app), ("Lin Mei", "maili-lin", "wechat"))
        form.record.action_save()
        self.assertRecordValues(
            complaint.paper_ids, [{"sent_by": "Lin Mei", "account": "maili-lin", "chat_app": "wechat"}]
        )
        # joined to one that is open in the dialog for new ones
        with Form(chats) as form:
            form.text = text
            form.complaint_id = complaint
            self.assertEqual((form.sent_by, form.account, form.chat_app), ("Lin Mei", "maili-lin", "wechat"))
        # somebody who is in no book yet, by the name he has there
        with Form(chats.with_context(**complaint.action_chat()["context"])) as form:
            form.text = "Xiao Zhou 2026/11/2 08:31:00\n还有 12 个"
            self.assertEqual((form.sent_by, form.partner_id), ("Xiao Zhou", self.customer))
            # what was typed stays until the text says otherwise
            form.text = "Xiao Zhou 2026/11/2 08:31:00\n还有 12 个，对"
            form.sent_by = "Zhou"
        self.assertEqual(form.record.sent_by, "Zhou")
        # another customer's account does not make it his
        self.account.partner_id = self.foreign_customer
        with Form(chats.with_context(**complaint.action_chat()["context"])) as form:
            form.text = text
            self.assertEqual((form.partner_id, form.sent_by, form.account), (self.customer, "maili-lin", False))

    def test_open_complaints_of_the_customer_are_offered_ended_ones_not(self):
        going = self.complain()
        ended = self.bring_to(self.complain(), "closed")
        chat = self.dialog()
        self.assertEqual(chat.open_ids, going)
        with self.assertRaisesRegex(UserError, "has ended"):
            ended.with_user(self.clerk).action_chat()
        chat.complaint_id = ended
        with self.assertRaisesRegex(UserError, "has ended"):
            chat.action_save()
        with self.assertRaisesRegex(UserError, "has ended"):
            self.env["gendan.complaint.paper"].with_user(self.clerk).create(
                {"complaint_id": ended.id, "received_at": MONDAY, "text": "破了"}
            )

    # ------------------------------------------------------------ doors

    def test_from_the_order_and_the_customer(self):
        for document, order in ((self.order, self.order), (self.customer, self.env["sale.order"])):
            context = document.with_user(self.clerk).action_gendan_chat_complaint()["context"]
            with self.subTest(document=document), Form(
                self.env["gendan.complaint.chat"].with_user(self.clerk).with_context(**context)
            ) as form:
                form.text = "Somebody 2026/11/2 08:30:00\n破了 12 个"
                self.assertEqual((form.partner_id, form.order_id), (self.customer, order))
