"""Phrases for complaints: in the customer's language, and none that promises before something was found."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import ComplaintCase


@tagged("post_install", "-at_install")
class TestComplaintPhrase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls.complain()

    def say(self, is_holding):
        action = (
            self.complaint.with_user(self.clerk).action_hold()
            if is_holding
            else self.complaint.with_user(self.clerk).action_answer()
        )
        return Form(self.env["gendan.complaint.say"].with_user(self.clerk).with_context(**action["context"]))

    def test_a_holding_answer_begins_with_the_holding_phrase(self):
        dialog = self.say(True)
        self.assertEqual(dialog.phrase_id.gendan_stage, "holding")
        self.assertIn(self.complaint.name, dialog.text)
        dialog.channel = "phone"
        saved = dialog.save()
        self.assertEqual(
            set(saved.phrase_ids.mapped("gendan_stage")), {"holding", "apology"}, "nothing that promises"
        )
        saved.action_note()
        self.assertTrue(self.complaint.answer_ids.is_holding)

    def test_phrase_speaks_the_customers_language(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        phrase = self.env.ref("gendan_followup.phrase_complaint_holding")
        phrase.with_context(lang="zh_TW").body_html = "<p>客訴 <t t-out='object.name'/> 已收到</p>"
        self.complaint.sudo()._gendan_answer_to().lang = "zh_TW"
        self.assertEqual(self.say(True).text, f"客訴 {self.complaint.name} 已收到")

    def test_the_offer_stands_in_the_phrase(self):
        self.bring_to(self.complaint, "findings")
        self.complaint.proposal = "We make 40 anew."
        dialog = self.say(False)
        self.assertEqual(dialog.phrase_id.gendan_stage, "proposal")
        self.assertIn("We make 40 anew.", dialog.text)

    def test_a_gap_left_in_the_text_is_refused(self):
        self.bring_to(self.complaint, "findings")
        self.complaint.proposal = False
        dialog = self.say(False)
        self.assertEqual(dialog.phrase_id.gendan_stage, "findings")
        dialog.channel = "phone"
        with self.assertRaisesRegex(UserError, "to know"):
            dialog.save().action_note()
        dialog.text = "The seal bar was too cold."
        dialog.save().action_note()
        self.assertEqual(self.complaint.answer_ids.text, "The seal bar was too cold.")

    def compose(self, phrase, body="<p>Hello</p>"):
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.clerk)
            .with_context(default_model="gendan.complaint", default_res_ids=self.complaint.ids)
            .create(
                {
                    "template_id": self.env.ref(phrase).id,
                    "partner_ids": self.customer.ids,
                    "body": body,
                    "subject": "Re",
                }
            )
        )
        composer.body = body
        return composer

    def test_a_phrase_chosen_in_the_composer_itself_is_judged_too(self):
        with self.assertRaisesRegex(UserError, "record first what was found"):
            self.compose("gendan_followup.phrase_complaint_proposal").action_send_mail()
        self.assertFalse(self.complaint.answer_ids)
        self.compose("gendan_followup.phrase_complaint_apology").action_send_mail()
        self.assertTrue(self.complaint.answer_ids.is_holding)

    def test_a_mail_with_a_gap_does_not_leave(self):
        self.bring_to(self.complaint, "findings")
        before = self.complaint.message_ids
        with self.assertRaisesRegex(UserError, "to know"):
            self.compose("gendan_followup.phrase_complaint_findings", "<p>We found: […]</p>").action_send_mail()
        self.assertEqual(self.complaint.message_ids, before)


@tagged("post_install", "-at_install")
class TestPaymentPhrase(ComplaintCase):
    def phrase(self, name, invoice):
        dialog = self.env["gendan.phrase.use"].with_context(active_model="account.move", active_id=invoice.id)
        return dialog.create({"template_id": self.env.ref(f"gendan_followup.phrase_invoice_{name}").id})

    def test_payment_is_asked_for_what_is_owed_only(self):
        invoice = self.order.sudo()._create_invoices()
        with self.assertRaisesRegex(UserError, "not posted"):
            self.phrase("due", invoice).action_mail()
        invoice.action_post()
        invoice.invoice_date_due = self.company._gendan_today()
        self.assertFalse(self.phrase("due", invoice).sentence)
        with self.assertRaisesRegex(UserError, "not over"):
            self.phrase("overdue", invoice).action_mail()
        invoice.invoice_date_due = "2020-01-01"
        self.assertTrue(self.phrase("overdue", invoice).action_mail())
        with self.assertRaisesRegex(UserError, "has passed"):
            self.phrase("due", invoice).action_mail()
        paying = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        paying.create({})._create_payments()
        with self.assertRaisesRegex(UserError, "nothing"):
            self.phrase("overdue", invoice).action_copied()
        bill = self.env["account.move"].create({"move_type": "in_invoice", "partner_id": self.supplier.id})
        with self.assertRaisesRegex(UserError, "no invoice to a customer"):
            self.phrase("overdue", bill).action_copied()
