"""Complaints by mail, the awkward ones: whose they are, who gets the answer, and what is no machine's."""

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import html2plaintext

from odoo.addons.gendan_followup.tools.mail_text import break_blocks, fresh_text, mark_blocks

from ..common import MONDAY
from .intake_common import IntakeCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestIntakeWhose(IntakeCase):
    def test_goods_that_were_not_delivered_are_no_undeliverable_mail(self):
        for subject in ("Undelivered: 40 cartons of S90011", "Out of office chairs broken", "自动回复机坏了 S90011"):
            with self.subTest(subject=subject):
                self.assertTrue(self.receive_text(subject, "Please help."), "a complaint is not dropped")
        for subject in (
            "Undeliverable: Re: S90011",
            "Automatic reply: S90011",
            "Automatische Antwort: S90011",
            "Out of Office: S90011",
            "自动回复: S90011",
            "自動回覆：S90011",
            "自动回复",
        ):
            with self.subTest(subject=subject):
                self.assertFalse(self.receive_text(subject, "I am away."))

    def test_an_address_anybody_may_have_below_a_providers_domain(self):
        self.buyer.email = "wang@ms12.hinet.net"
        complaint = self.receive_text("Broken", "Cartons", "chen@ms12.hinet.net")
        self.assertFalse(complaint.partner_id, "Chen and Wang only have the same provider")
        self.assertEqual(self.receive_text("Broken", "Cartons", "wang@ms12.hinet.net").partner_id, self.customer)

    def test_who_wrote_gets_the_answer(self):
        self.customer.email = "office@maili.example"
        complaint = self.receive("colleague_of_lin").with_user(self.clerk)
        context = complaint._gendan_open_mail(True)["context"]
        asked = self.env["res.partner"].browse(context["default_partner_ids"])
        self.assertEqual(asked.mapped("email_normalized"), ["zhou@maili.example"])
        self.assertEqual((asked.name, asked.commercial_partner_id), ("Zhou", self.customer))
        # asked a second time it is the same person
        self.assertEqual(complaint._gendan_open_mail(True)["context"]["default_partner_ids"], asked.ids)
        self.assertEqual(complaint.contact_id, asked)

    def test_a_stranger_who_was_placed_becomes_nobody_of_the_customers(self):
        self.customer.email = "office@maili.example"
        complaint = self.receive("stranger")
        complaint.with_user(self.supervisor).partner_id = self.customer
        context = complaint.with_user(self.supervisor)._gendan_open_mail(True)["context"]
        self.assertEqual(context["default_partner_ids"], self.customer.ids)

    def test_what_he_wrote_keeps_its_lines_and_loses_what_it_answers(self):
        html = (
            "<div>40 leak:</div><div>- seam</div><div><br></div><div>Lin</div>"
            "<div><b>发件人:</b> Wang &lt;wang@ours.example&gt;<br><b>主题:</b> S90012</div><div>old</div>"
        )
        complaint = self.receive_text("Leak S90011", html, kind="html")
        self.assertEqual(complaint.description, "40 leak:\n- seam\n\nLin")
        self.assertEqual(complaint.order_id, self.order)

    def test_answers_as_the_programs_of_both_sides_write_them(self):
        history = {
            "Outlook": "<div><p><b>发件人:</b> Wang &lt;w@ours.example&gt;<br><b>主题:</b> x</p></div><p>old",
            "no address": "<p><b>寄件者:</b> Wang<br><b>寄件日期:</b> 2026<br><b>主旨:</b> x</p><p>old",
            "English": "<p><b>From:</b> Wang &lt;w@ours.example&gt;<br><b>Sent:</b> Monday<br>old",
            "Gmail": "<div><div>Wang &lt;w@ours.example&gt; 于2026年11月2日周一 08:15写道：<br></div>old",
            "QQ": "<div>------------------&nbsp;原始邮件&nbsp;------------------</div><div>old</div>",
            "163": '<p>At 2026-11-02 08:15:00, "wang" &lt;w@ours.example&gt; wrote:</p>old',
            "163, Chinese": '<pre>在 2026-11-02 08:15:00，"wang" &lt;w@ours.example&gt; 写道：</pre>old',
            "Foxmail": "<hr><div><b>发件人：</b>&nbsp;<a>wang</a></div><div><b>发送时间：</b> 2026</div>old",
            "two lines": "<p>On Mon, 2 Nov 2026 at 08:15, Wang <br>&lt;w@ours.example&gt; wrote:<br>old",
        }
        for program, html in history.items():
            with self.subTest(program=program):
                text = break_blocks(html2plaintext(mark_blocks(f"<div>40 leak.</div>{html}"), include_references=False))
                self.assertEqual(fresh_text(text), "40 leak.")
        self.assertEqual(fresh_text("Goods from: Wang\nwere bad"), "Goods from: Wang\nwere bad")

    def test_a_machine_of_his_ends_no_pause(self):
        complaint = self.receive("alternative")
        complaint.with_user(self.clerk)._gendan_pause("photo")
        parent = complaint.message_ids.filtered(lambda message: message.message_type == "email").message_id
        heads = {"In_Reply_To": parent, "References": parent}
        self.receive_text("Re: Bags open", "I am away", Auto_Submitted="auto-replied", **heads)
        self.receive_text("Automatic reply: Bags open", "I am away", **heads)
        self.assertTrue(complaint.open_pause_id)
        self.receive_text("Re: Bags open", "Here it is", **heads)
        self.assertFalse(complaint.open_pause_id)

    def test_a_mail_passed_on_is_read_whole(self):
        html = (
            "<div>Please see.</div><div>---------- Forwarded message ---------<br>"
            "From: Zhao &lt;zhao@plant.example&gt;<br>Subject: leak</div><div>40 leak, order S90011</div>"
        )
        complaint = self.receive_text("Fwd: leak", html, kind="html")
        self.assertIn("40 leak, order S90011", complaint.description)
        self.assertEqual(complaint.order_id, self.order)

    def test_a_clerk_passes_a_customers_mail_on(self):
        self.clerk.email = "clerk@elsewhere.example"
        text = "见下\n\n-----原始邮件-----\n发件人: \"Lin\" <lin@maili.example>\n主题: 漏\n\nS90011 40 pcs leak"
        complaint = self.receive_text("转发: 漏", text, "clerk@elsewhere.example")
        self.assertEqual((complaint.partner_id, complaint.contact_id), (self.customer, self.buyer))
        self.assertEqual(complaint.order_id, self.order)
        # nobody else's word is taken for whose it is
        complaint = self.receive_text("转发: 漏", text, "somebody@gmail.com")
        self.assertFalse(complaint.partner_id)

    def test_a_new_mail_that_names_his_complaint_belongs_to_it(self):
        complaint = self.receive("alternative")
        again = self.receive_text(f"About {complaint.name}: 12 more", "12 more are open", "zhou@maili.example")
        self.assertEqual(again, complaint)
        self.assertIn("12 more are open", complaint.message_ids[:1].body)
        inquiry = self.env["gendan.inquiry"].search([("source_model", "=", complaint._name)])
        self.assertEqual((inquiry.source_id, inquiry.state), (complaint.id, "open"), "it waits for an answer")
        # somebody else's number opens no door
        foreign = self.receive_text(f"About {complaint.name}", "And mine?", "somebody@gmail.com")
        self.assertNotEqual(foreign, complaint)
        self.assertFalse(foreign.partner_id)
        other = self.receive_text("Another matter", f"Unlike {complaint.name}, the colour is off")
        self.assertNotEqual(other, complaint, "the text may speak of many")

    def test_what_a_clerk_answers_from_her_own_mail_program_has_held_him(self):
        complaint = self.receive("alternative")
        self.clerk.email = "clerk@elsewhere.example"
        parent = complaint.message_ids.filtered(lambda message: message.message_type == "email").message_id
        heads = {"In_Reply_To": parent, "References": parent, "sender": "clerk@elsewhere.example"}
        heads.update(To="lin@maili.example", Cc="complaints@ours.example")
        self.receive_text("Re: Bags open", "Which pallet?", **heads)
        self.assertRecordValues(
            complaint.answer_ids, [{"is_holding": True, "text": "Which pallet?", "user_id": self.clerk.id}]
        )
        self.assertEqual(complaint.state, "work")
