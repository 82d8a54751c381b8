"""Complaints by mail, from mails as they come: who wrote, about what, and what is none."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import MONDAY
from .intake_common import MAILS, IntakeCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestIntakeMail(IntakeCase):
    def todos(self, complaint):
        return self.env["gendan.todo"].search(complaint._gendan_todo_domain())

    # ------------------------------------------------------------ what is read

    def test_customer_order_and_time(self):
        complaint = self.receive("alternative")
        self.assertRecordValues(
            complaint,
            [{"partner_id": self.customer.id, "contact_id": self.buyer.id, "order_id": self.order.id,
              "channel": "mail", "state": "new", "subject": "Bags open - your S90011", "clerk_id": self.clerk.id,
              "company_id": self.company.id, "mail_from": "lin@maili.example"}],
        )  # fmt: skip
        self.assertEqual(str(complaint.received_at), "2026-11-02 00:15:00")
        self.assertIn("40 pieces", complaint.description)
        self.assertNotIn("<", complaint.description)
        self.assertIn(self.clerk, self.todos(complaint).user_id)
        # it is the complaint, not a question about it
        self.assertFalse(self.env["gendan.inquiry"].search([("source_model", "=", complaint._name)]))

    def test_photos_in_the_text_are_kept(self):
        complaint = self.receive("inline_photo")
        self.assertEqual(complaint.subject, "封口开裂 S90011")
        self.assertEqual(complaint.photo_ids.mapped("name"), ["IMG_2026.png"])
        self.assertEqual(complaint.photo_ids.res_id, complaint.id)
        self.assertTrue(complaint.photo_ids.with_user(self.clerk).has_access("read"))
        self.assertIn("封口开裂，见照片", complaint.description)

    def test_chinese_as_it_is_sent(self):
        for name, subject, words in (
            ("gb18030", "纸箱压坏投诉", "㐂先生要求换货"),
            ("gbk_called_gb2312", None, "朱镕先生说：訂單的紙箱壓壞"),
            ("big5", "紙箱破損", "紙箱破損四十個，請補貨"),
        ):
            with self.subTest(mail=name):
                complaint = self.receive(name)
                self.assertIn(words, complaint.description)
                self.assertEqual(complaint.subject, subject or complaint.subject)
                self.assertEqual(complaint.partner_id, self.customer)
        self.assertEqual(self.receive("gb18030").order_id or self.order, self.order)

    def test_without_text_or_name(self):
        complaint = self.receive("no_text")
        self.assertEqual((complaint.subject, complaint.description or ""), ("E-mail without subject", ""))
        self.assertEqual(complaint.photo_ids.name, "damage.png")
        complaint = self.receive("nameless_file")
        self.assertEqual((complaint.description, complaint.photo_ids.mimetype), ("See the picture.", "image/png"))

    def test_signature_and_history_are_left_to_the_thread(self):
        complaint = self.receive("signature_and_history")
        self.assertEqual(complaint.description, "12 boxes are wet.")
        # only the history names one: that is the delivery he writes about
        self.assertEqual(complaint.order_id, self.other_order)
        self.assertIn("Line 40 of the signature", complaint.message_ids[:1].body)

    def test_a_date_that_cannot_be(self):
        with freeze_time("2026-11-01 10:00:00"):
            self.assertEqual(str(self.receive("alternative").received_at), "2026-11-01 10:00:00", "to come")
        with freeze_time("2026-12-24 10:00:00"):
            self.assertEqual(str(self.receive("big5").received_at), "2026-12-24 10:00:00", "weeks ago")

    # ------------------------------------------------------------ whose it is

    def test_his_own_number_as_a_word_of_its_own(self):
        self.assertEqual(self.receive("their_number").order_id.ids, [])
        self.other_order.client_order_ref = "PO-7789"
        self.env.cr.execute("DELETE FROM mail_message WHERE message_id = '<their_number@maili.example>'")
        self.assertEqual(self.receive("their_number").order_id, self.order)

    def test_a_colleague_of_his_by_the_domain(self):
        complaint = self.receive("colleague_of_lin")
        self.assertEqual((complaint.partner_id, complaint.contact_id.ids), (self.customer, []))
        self.assertEqual((complaint.order_id, complaint.picking_id.ids), (self.order, []), "the subject goes first")
        self.env["res.partner"].create(
            {"name": "Maili Trading", "email": "office@maili.example", "customer_rank": 1, "is_company": True}
        )
        self.env.cr.execute("DELETE FROM mail_message WHERE message_id = '<colleague_of_lin@maili.example>'")
        self.assertFalse(self.receive("colleague_of_lin").partner_id, "two write from there")

    def test_a_number_of_somebody_elses_is_noted_and_not_taken(self):
        complaint = self.receive("foreign_number")
        self.assertEqual((complaint.partner_id, complaint.order_id.ids), (self.foreign_customer, []))
        self.assertFalse(complaint.internal_note, "whose it is is none of his")

    def test_a_stranger_is_found_out_by_the_supervisor(self):
        mails = self.env["mail.mail"].search_count([])
        complaint = self.receive("stranger")
        self.assertFalse(complaint.partner_id or complaint.order_id or complaint.contact_id)
        self.assertIn("S90011", complaint.internal_note)
        self.assertEqual(self.todos(complaint).user_id, self.supervisor)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails, "he hears nothing by itself")
        self.assertFalse(complaint.message_partner_ids.filtered("partner_share"))
        # once placed, it is the clerk's
        complaint.with_user(self.supervisor).partner_id = self.customer
        waiting = [(todo.kind, todo.user_id) for todo in self.todos(complaint)]
        self.assertIn(("complaint", self.clerk), waiting)

    def test_one_thing_to_do_until_somebody_has_looked_at_it(self):
        complaint = self.receive("alternative")
        self.assertEqual(complaint.track, "full", "by the first kind of the list, which nobody has chosen")
        self.assertEqual([todo.kind for todo in self.todos(complaint)], ["complaint"])
        complaint.with_user(self.clerk).action_take()
        self.assertIn("complaint_stage", [todo.kind for todo in self.todos(complaint)])

    # ------------------------------------------------------------ what is none

    def test_machines_and_ourselves_do_not_complain(self):
        before = self.env["gendan.complaint"].search_count([])
        for name in ("auto_reply", "auto_reply_subject", "bounce", "own_address"):
            with self.subTest(mail=name):
                self.assertFalse(self.receive(name))
        self.assertEqual(self.env["gendan.complaint"].search_count([]), before)
        self.assertTrue(self.receive("quality_system"), "his quality system complains by itself")

    def test_a_loop_ends(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", "2")
        text = (MAILS / "alternative.eml").read_bytes()
        made = []
        for number in range(4):
            mail = text.replace(b"<alternative@", b"<loop%d@" % number)
            made.append(bool(self.env["mail.thread"].message_process(None, mail)))
        self.assertEqual(made, [True, True, False, False])
        self.assertFalse(self.receive("alternative"))

    def test_the_same_mail_twice(self):
        self.assertTrue(self.receive("alternative"))
        self.assertFalse(self.receive("alternative"))

    # ------------------------------------------------------------ written again

    def test_who_writes_again_waits_for_an_answer_and_opens_nothing(self):
        complaint = self.bring_to(self.receive("alternative"), "closed")
        parent = complaint.message_ids.filtered(lambda message: message.message_type == "email")[:1].message_id
        self.assertEqual(self.receive("reply", PARENT=parent.strip("<>")), complaint)
        self.assertEqual((complaint.state, complaint.reopened_count), ("closed", 0))
        inquiry = self.env["gendan.inquiry"].search(
            [("source_model", "=", complaint._name), ("source_id", "=", complaint.id)]
        )
        self.assertEqual((len(inquiry), inquiry.state, inquiry.clerk_id), (1, "open", self.clerk))

    # ------------------------------------------------------------ the address

    def test_the_address_is_the_companys_and_off_at_first(self):
        alias = self.company.gendan_complaint_alias_id
        self.assertEqual(alias.alias_full_name, "complaints@ours.example")
        other = self.env["res.company"].create({"name": "Other (test)"})
        self.assertFalse(other.gendan_complaint_alias_name)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            other.alias_domain_id = self.company.alias_domain_id
            other.gendan_complaint_alias_name = "complaints"
        self.company.gendan_complaint_alias_name = False
        self.assertFalse(alias.exists())
