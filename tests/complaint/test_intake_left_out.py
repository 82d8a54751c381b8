"""Complaints by mail: newsletters are none, logos are no photos, and nobody's reply stays unnoticed."""

import base64
import io
from email.message import EmailMessage

from freezegun import freeze_time
from PIL import Image

from odoo.tests import tagged

from ..common import MONDAY
from .intake_common import IntakeCase

NEWSLETTER = {
    "List_Id": "Packaging News <news.fair.example>",
    "List_Unsubscribe": "<https://fair.example/out>",
    "Precedence": "bulk",
}
OUR_GROUP = {
    "List_Id": "<quality.ours.example>",
    "List_Unsubscribe": "<mailto:quality+out@ours.example>",
    "Precedence": "list",
}


def picture(width, height):
    """A PNG, each another one."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), (width % 255, height % 255, 90)).save(file, "PNG")
    return file.getvalue()


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestIntakeLeftOut(IntakeCase):
    def todos(self, complaint):
        return self.env["gendan.todo"].search(complaint._gendan_todo_domain())

    def inquiries(self):
        return self.env["gendan.inquiry"].search([])

    # ------------------------------------------------------------ mailing lists

    def test_newsletters_and_lists_of_strangers_are_none(self):
        before = self.inquiries()
        for heads in (
            NEWSLETTER,
            {"List_Id": "<talk.fair.example>"},
            {"List_Unsubscribe": "<https://fair.example/out>"},
            {"Precedence": "bulk"},
            {"Precedence": "Junk"},
        ):
            with self.subTest(heads=heads):
                self.assertFalse(self.receive_text("Fair in May", "Come and see", "news@fair.example", **heads))
        self.assertEqual(self.inquiries(), before)

    def test_what_is_none_is_set_aside_and_taken_in_by_hand(self):
        asides = self.env["gendan.mail.aside"]
        self.assertFalse(self.receive_text("破损", "封口开裂 40 个", "sun@trading.example", **NEWSLETTER))
        self.receive("auto_reply")
        self.assertRecordValues(
            asides.search([], order="id"),
            [{"name": "破损", "reason": "many", "to_model": "gendan.complaint", "partner_id": False},
             {"name": "Re: CT/2026/00001 Seal tears", "reason": "machine", "to_model": "gendan.complaint",
              "partner_id": self.customer.id}],
        )  # fmt: skip
        with freeze_time("2026-11-20 01:00:00"):
            aside = asides.search([("reason", "=", "many")]).with_user(self.other_clerk)
            action = aside.action_take_in()
        complaint = self.env["gendan.complaint"].browse(action["res_id"])
        self.assertRecordValues(
            complaint,
            [{"subject": "破损", "description": "封口开裂 40 个", "channel": "mail", "partner_id": False,
              "mail_from": "sun@trading.example", "received_at": aside.received_at}],
        )  # fmt: skip
        self.assertEqual(str(aside.received_at), "2026-11-02 00:15:00", "the clock runs from when he wrote")
        self.assertEqual(self.todos(complaint).user_id, self.supervisor, "somebody finds out whose it is")

    def test_what_comes_through_our_own_group_is_one(self):
        complaint = self.receive_text("40 leak", "S90011: 40 leak", **OUR_GROUP)
        self.assertEqual((complaint.partner_id, complaint.order_id), (self.customer, self.order))
        stranger = self.receive_text("Broken", "All of it", "chen@somewhere.example", **OUR_GROUP)
        self.assertEqual(self.todos(stranger).user_id, self.supervisor, "found out by people")

    def test_a_group_that_writes_its_own_address_says_who_wrote(self):
        self.env["mail.alias"].create(
            {
                "alias_name": "quality",
                "alias_domain_id": self.company.alias_domain_id.id,
                "alias_model_id": self.env["ir.model"]._get("gendan.inquiry").id,
            }
        )
        heads = {**OUR_GROUP, "X_Original_From": "Lin <lin@maili.example>"}
        complaint = self.receive_text("40 leak", "S90011: 40 leak", "'Lin' via Quality <quality@ours.example>", **heads)
        self.assertEqual((complaint.partner_id, complaint.contact_id), (self.customer, self.buyer))
        self.assertEqual(complaint.mail_from, "lin@maili.example")

    def test_a_customers_list_that_names_an_order_is_one(self):
        heads = {"List_Id": "<sqe.maili.example>", "Precedence": "list"}
        complaint = self.receive_text("8D wanted", "Your S90011 leaks", "qms@maili.example", **heads)
        self.assertEqual(complaint.order_id, self.order)

    def test_a_customers_newsletter_is_looked_at_as_an_inquiry(self):
        before = self.inquiries()
        heads = {"List_Id": "<news.maili.example>", "List_Unsubscribe": "<https://maili.example/out>"}
        complaints = self.env["gendan.complaint"].search([])
        self.receive_text("Our new plant", "Opened in May", "pr@maili.example", **heads)
        self.assertEqual(self.env["gendan.complaint"].search([]), complaints)
        inquiry = self.inquiries() - before
        self.assertRecordValues(
            inquiry, [{"name": "Our new plant", "partner_id": self.customer.id, "clerk_id": self.clerk.id}]
        )
        self.assertEqual(self.env["gendan.todo"].search(inquiry._gendan_todo_domain()).user_id, self.clerk)

    def test_a_list_mail_on_a_complaint_of_his_stays_there(self):
        complaint = self.receive("alternative")
        parent = complaint.message_ids.filtered(lambda message: message.message_type == "email").message_id
        heads = {"In_Reply_To": parent, "References": parent, "List_Id": "<sqe.maili.example>"}
        self.assertEqual(self.receive_text("Re: Bags open", "12 more", "qms@maili.example", **heads), complaint)

    # ------------------------------------------------------------ logos

    def receive_pictures(self, pictures, attached=()):
        """A mail of Lin's with pictures in its text, and others beside it."""
        self.__class__.mail_number = number = getattr(self, "mail_number", 0) + 1
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "lin@maili.example", "complaints@ours.example", "Leak S90011"
        mail["Date"], mail["Message-ID"] = "Mon, 02 Nov 2026 08:15:00 +0800", f"<pictures{number}@maili.example>"
        mail.set_content("40 leak")
        tags = "".join(f'<img src="cid:{name}">' for name in pictures)
        mail.add_alternative(f"<div>40 leak</div>{tags}", subtype="html")
        body = mail.get_payload()[1]
        for name, content in pictures.items():
            body.add_related(content, "image", "png", cid=f"<{name}>", filename=f"{name}.png")
        for name, content in attached:
            mail.add_attachment(content, maintype="image", subtype="png", filename=name)
        found = self.env["mail.thread"].with_user(self.env.ref("base.user_root")).message_process(None, mail.as_bytes())
        return self.env["gendan.complaint"].browse(found)

    def test_logos_in_the_text_are_no_photos(self):
        pictures = {"logo": picture(180, 60), "banner": picture(640, 120), "dot": picture(1, 1)}
        pictures.update(seam=picture(480, 360), screen=picture(300, 700))
        complaint = self.receive_pictures(pictures, [("mark.png", picture(90, 90))])
        self.assertEqual(set(complaint.photo_ids.mapped("name")), {"seam.png", "screen.png", "mark.png"})
        mail = complaint.message_ids.filtered(lambda message: message.message_type == "email")
        self.assertEqual(len(mail.attachment_ids), 6, "the mail keeps all of them")

    def test_what_cannot_be_read_as_a_picture_is_kept(self):
        complaint = self.receive_pictures({"broken": base64.b64decode("AAAA")})
        self.assertEqual(complaint.photo_ids.mapped("name"), ["broken.png"])

    def test_a_photo_sent_again_is_there_once(self):
        complaint = self.receive_pictures({"seam": picture(480, 360)})
        again = complaint.message_ids.filtered(lambda message: message.message_type == "email").attachment_ids
        complaint.message_post(
            body="and this", message_type="email", subtype_xmlid="mail.mt_comment",
            author_id=self.buyer.id, email_from="lin@maili.example", attachments=[("seam.png", again.raw)],
        )  # fmt: skip
        self.assertEqual(len(complaint.photo_ids), 1)

    # ------------------------------------------------------------ a reply

    def reply_to(self, complaint):
        parent = complaint.message_ids.filtered(lambda message: message.message_type == "email")[-1:].message_id
        heads = {"In_Reply_To": parent, "References": parent}
        self.assertEqual(self.receive_text("Re: Bags open", "It leaks <b>again</b>", **heads), complaint)
        return self.todos(complaint)

    def test_a_reply_to_an_ended_one_without_clerk_is_somebodys(self):
        self.customer.gendan_clerk_id = False
        self.order.gendan_clerk_id = False
        complaint = self.bring_to(self.receive("alternative"), "closed")
        self.assertFalse(complaint.clerk_id or self.todos(complaint))
        todo = self.reply_to(complaint)
        self.assertEqual((todo.kind, todo.user_id), ("customer_message", self.supervisor))
        self.assertIn("It leaks", todo.name)
        self.assertEqual(complaint.state, "closed")
        # who handles it comes first
        todo._gendan_close()
        complaint._gendan_keep({"user_id": self.backup.id})
        self.assertEqual(self.reply_to(complaint).user_id, self.backup)

    def test_where_mails_are_no_inquiries_a_reply_is_seen_all_the_same(self):
        self.company.gendan_inquiry_mails = False
        complaint = self.bring_to(self.receive("alternative"), "closed")
        self.assertEqual(self.reply_to(complaint).user_id, self.clerk)

    def test_with_a_clerk_it_is_an_inquiry_and_nothing_twice(self):
        complaint = self.bring_to(self.receive("alternative"), "closed")
        self.assertFalse(self.reply_to(complaint), "the inquiry is what waits")
        self.assertEqual(self.inquiries().filtered(lambda one: one.source_id == complaint.id).state, "open")
