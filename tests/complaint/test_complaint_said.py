"""What the customer writes and sees on the page of a complaint: his own and what he was told, nothing internal."""

import io
from unittest.mock import patch

from freezegun import freeze_time
from lxml import html
from PIL import Image
from werkzeug.datastructures import FileStorage

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Command, Datetime
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import plaintext2html

from .common import ComplaintCase


def picture(colour="red"):
    """A photo of a phone."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(stream, "JPEG")
    return stream.getvalue()


class SaidCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.lang = "en_US"
        cls.written = cls.complain(description="Half of them open", order_id=cls.order.id)
        cls.complaint = cls.written.with_user(cls.portal_user).sudo()
        # all that is ours
        inner = cls.env["ir.attachment"].with_user(cls.clerk).create({"name": "inner.jpg", "raw": picture("black")})
        cls.written.write({"photo_ids": [Command.link(inner.id)], "internal_note": "OUR FAULT"})
        cls.written.message_post(body="He always complains", attachment_ids=inner.ids)
        cls.written.message_post(
            body="Between us",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=cls.clerk.partner_id.id,
        )
        cls.inner = inner.with_env(cls.env)
        cls.env.flush_all()

    def todo(self):
        return self.env["gendan.todo"].search(self.complaint._gendan_todo_domain(["customer_message"]))


@tagged("post_install", "-at_install")
class TestWhatWaits(SaidCase):
    """The clerk's form says what he wrote until he is told something."""

    def test_the_form_says_what_he_wrote_until_he_is_answered(self):
        mine = self.written.with_user(self.clerk)
        self.assertFalse(mine.customer_said)
        with freeze_time("2026-11-03 01:00:00"):
            self.complaint._gendan_customer_writes("12 more today")
        self.assertEqual((mine.customer_said, str(mine.customer_said_at)), ("12 more today", "2026-11-03 01:00:00"))
        arch = mine.get_view(view_type="form")["arch"]
        self.assertIn('name="customer_said"', arch)
        with freeze_time("2026-11-03 02:00:00"):
            mine._gendan_note_answer("phone", "We look into it", True)
        self.assertFalse(mine.customer_said)
        with freeze_time("2026-11-03 03:00:00"):
            self.complaint._gendan_customer_writes("", [("seal.jpg", picture())])
        self.assertIn("1", mine.customer_said)
        with freeze_time("2026-11-03 04:00:00"):
            self.complaint._gendan_customer_writes("long " * 200)
        self.assertEqual(len(mine.customer_said), 300)

    def test_a_mail_of_his_counts_and_ours_does_not(self):
        mine = self.written.with_user(self.clerk)
        with freeze_time("2026-11-03 01:00:00"):
            self.written.message_post(
                body=plaintext2html("Look at this\n\n> old words"), author_id=self.portal_user.partner_id.id,
                message_type="email", subtype_xmlid="mail.mt_comment", email_from="lin@maili.example",
            )  # fmt: skip
        self.assertEqual((mine.customer_said, str(mine.customer_said_at)), ("Look at this", "2026-11-03 01:00:00"))
        with freeze_time("2026-11-03 05:00:00"):
            mine.message_post(body="Between us")
        self.assertEqual(str(mine.customer_said_at), "2026-11-03 01:00:00")
        self.assertEqual(mine.customer_said, "Look at this")


@tagged("post_install", "-at_install")
class TestComplaintSaid(SaidCase):
    def talk(self):
        talk, _files = self.complaint._gendan_customer_talk()
        return [(said["is_ours"], said["text"]) for said in talk]

    def test_a_message_reaches_the_clerk_and_is_answered(self):
        self.complaint._gendan_customer_writes("12 more today", [("seal.jpg", picture())])
        photo = self.complaint.photo_ids - self.inner
        self.assertEqual((photo.name, photo.res_id), ("seal.jpg", self.complaint.id))
        self.assertTrue(photo.with_user(self.clerk).has_access("read"))
        todo = self.todo()
        self.assertEqual(todo.user_id, self.clerk)
        self.assertIn("12 more today", todo.name)
        self.assertEqual(self.complaint.state, "new", "it decides nothing")
        self.assertFalse(self.env["gendan.inquiry"].search([("source_model", "=", "gendan.complaint")]))
        self.written._gendan_note_answer("chat", "We come and sort", True)
        self.assertFalse(self.todo(), "answered")
        self.assertEqual(self.talk(), [(False, "12 more today"), (True, "We come and sort")])
        self.assertEqual(self.complaint._gendan_customer_files(), photo)

    def test_it_can_be_written_whatever_its_state(self):
        self.bring_to(self.written.with_user(self.supervisor), "unfounded")
        self.complaint._gendan_customer_writes("I do not think so")
        self.assertEqual(self.complaint.state, "unfounded")
        self.assertTrue(self.todo())

    def test_pressed_twice_it_is_said_once(self):
        for _click in range(2):
            self.complaint._gendan_customer_writes("12 more today", [("seal.jpg", picture())])
        self.assertEqual(self.talk(), [(False, "12 more today")])
        self.assertEqual(len(self.complaint.photo_ids - self.inner), 1)
        self.complaint._gendan_customer_writes("12 more today", [("other.jpg", picture("blue"))])
        self.assertEqual(len(self.talk()), 2, "another photo is another message")

    def test_something_has_to_be_said(self):
        with self.assertRaisesRegex(UserError, "write a message"):
            self.complaint._gendan_customer_writes("  ")
        self.complaint._gendan_customer_writes("", [("seal.jpg", picture())])
        self.assertIn("photos", self.todo().name)

    def test_words_of_others_are_not_his(self):
        self.assertEqual(self.talk(), [])
        self.assertFalse(self.complaint._gendan_customer_files())
        stranger = new_test_user(self.env, "t_stranger3", "base.group_portal")
        self.written.message_post(body="I am somebody else", author_id=stranger.partner_id.id, message_type="comment")
        colleague = self.env["res.partner"].create({"name": "Mr Wu", "parent_id": self.customer.id})
        self.written.message_post(body="And mine leak, too", author_id=colleague.id, message_type="comment")
        self.assertEqual(self.talk(), [(False, "And mine leak, too")])

    def test_what_went_to_him_with_an_answer(self):
        report = self.env["ir.attachment"].with_user(self.clerk).create({"name": "8D.pdf", "raw": b"%PDF-1.4"})
        message = self.written.message_post(body="Our report", attachment_ids=report.ids)
        self.written._gendan_note_answer("mail", "Our report", True, message=message)
        self.assertEqual(self.complaint._gendan_customer_files(), report)

    def test_his_own_mail_is_the_beginning(self):
        photo = self.env["ir.attachment"].with_user(self.clerk).create({"name": "mail.jpg", "raw": picture("green")})
        self.written.message_post(
            body=plaintext2html("Half of them open"),
            author_id=self.portal_user.partner_id.id,
            attachment_ids=photo.ids,
            message_type="email",
        )
        talk, files = self.complaint._gendan_customer_talk()
        self.assertEqual((talk, files), ([], photo))

    def test_a_delivery_is_called_as_on_his_paper(self):
        self.company.gendan_note = True
        picking = self.delivered_order().picking_ids
        picking.action_gendan_note()
        self.assertNotEqual(picking.gendan_note_id.name, picking.name)
        complaint = self.complain(picking_id=picking.id).sudo()
        self.assertEqual(complaint._gendan_customer_values()["transfer"], picking.gendan_note_id.name)

    def test_when_he_wrote_is_typed_by_nobody(self):
        with self.assertRaises(UserError):
            self.written.write({"customer_said_at": Datetime.now()})

    def test_photos_of_a_request_that_is_tried_again(self):
        files = [FileStorage(io.BytesIO(picture(colour)), f"{colour}.jpg") for colour in ("red", "blue")]
        for _try in range(2):
            photos = self.env["gendan.answer"]._gendan_photos(files)
        self.assertTrue(all(content for _name, content in photos))
        self.assertEqual(len(photos), 2)


@tagged("post_install", "-at_install")
class TestComplaintSaidPage(SaidCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.page = f"/my/complaints/{self.complaint.id}"
        self.authenticate(self.portal_user.login, self.portal_user.login)

    def post(self, url, files=None, **data):
        return self.url_open(url, data={"csrf_token": http.Request.csrf_token(self), **data}, files=files)

    def test_his_page(self):
        sent = self.post(f"{self.page}/message", {"photos": ("seal.jpg", picture(), "image/jpeg")}, text="12 more")
        self.assertIn("has reached your contact", sent.text)
        page = html.fromstring(sent.text)
        small, whole = page.xpath(f"//img[contains(@src, '{self.page}/file/')]/@src")[0], None
        whole = small.partition("?")[0]
        for url in (small, whole):
            answer = self.url_open(url)
            self.assertEqual((answer.status_code, answer.headers["Content-Type"]), (200, "image/jpeg"))
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        # what is ours stays here
        for words in ("OUR FAULT", "He always complains", "Between us", "inner.jpg"):
            self.assertNotIn(words, sent.text)
        self.assertEqual(self.url_open(f"{self.page}/file/{self.inner.id}").status_code, 404)
        # quantities as people write them
        self.complaint.line_ids.write({"bad": 1000})
        self.assertIn("1,000", self.url_open(self.page).text)
        # nothing lost
        refused = self.post(f"{self.page}/message", {"photos": ("virus.jpg", b"MZ", "image/jpeg")}, text="Here it is")
        self.assertIn("virus.jpg is not a photo", refused.text)
        self.assertEqual(html.fromstring(refused.text).xpath("//textarea[@name='text']")[0].text, "Here it is")
        stranger = new_test_user(self.env, "t_stranger4", "base.group_portal", partner_id=self.foreign_customer.id)
        self.authenticate(stranger.login, stranger.login)
        self.assertEqual(self.url_open(whole).status_code, 404)
        self.assertEqual(self.post(f"{self.page}/message", text="x").status_code, 404)

    def test_nobody_agrees_by_enter_or_with_another_wish(self):
        self.bring_to(self.written.with_user(self.supervisor), "proposed")
        page = html.fromstring(self.url_open(self.page).text)
        first = page.xpath("//form[.//button[@name='verdict']]//button")[0]
        self.assertEqual(first.get("disabled"), "disabled")
        answer = self.post(self.page, verdict="agree", name="Lin", message="5 % off, please")
        self.assertIn("empty that field", answer.text)
        self.assertEqual(self.complaint.state, "proposed")
        self.assertIn("5 % off, please", answer.text)

    def test_the_last_word_is_offered_where_it_ended(self):
        with freeze_time("2026-11-02 09:00:00"):
            self.bring_to(self.written.with_user(self.supervisor), "unfounded")
        with patch.object(type(self.complaint), "_gendan_verdict_url", lambda complaint: "/gendan/a/x"):
            self.assertIn(f"{self.page}/verdict", self.url_open(self.page).text)
