"""What the customer is told, whichever way it goes: the mail's template decides what it is, chatter counts as well."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.mail.tests.common import MailCase

from .common import ComplaintCase


@tagged("post_install", "-at_install")
class TestSaid(ComplaintCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "lin@maili.example.com"
        cls.complaint = cls.complain()

    def compose(self, action, phrase=None, **values):
        """The composer as a button opens it, with another template chosen in it."""
        form = Form(self.env["mail.compose.message"].with_user(self.clerk).with_context(**action["context"]))
        if phrase:
            form.template_id = self.env.ref(f"gendan_followup.phrase_complaint_{phrase}")
        for name, value in values.items():
            setattr(form, name, value)
        return form.save()

    def test_an_offer_does_not_leave_through_the_holding_button(self):
        action = self.complaint.with_user(self.clerk)._gendan_open_mail(True, "We look into it")
        composer = self.compose(action, "closing")
        with self.mock_mail_gateway(), self.assertRaisesRegex(UserError, "record first what was found"):
            composer.action_send_mail()
        self.assertFalse(self.complaint.answer_ids)

    def test_a_holding_phrase_is_no_answer_whatever_button_opened_it(self):
        self.bring_to(self.complaint, "findings")
        action = self.complaint.with_user(self.clerk)._gendan_open_mail(False, "The bar was cold")
        with self.mock_mail_gateway():
            self.compose(action, "holding").action_send_mail()
        self.assertTrue(self.complaint.answer_ids.is_holding)
        self.assertFalse(self.complaint.is_told or self.complaint.answered_at)

    def test_an_offer_nobody_wrote_has_a_gap(self):
        self.bring_to(self.complaint, "findings")
        self.complaint.proposal = False
        action = self.complaint.with_user(self.clerk)._gendan_open_mail(False)
        with self.mock_mail_gateway(), self.assertRaisesRegex(UserError, "to know"):
            self.compose(action, "proposal").action_send_mail()
        self.assertFalse(self.complaint.answer_ids)

    def test_the_composer_speaks_the_clerks_language(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.customer.lang = "zh_TW"
        action = self.complaint.with_user(self.clerk)._gendan_open_mail(True)
        self.assertIn(action["context"].get("lang"), (None, self.clerk.lang))

    def test_done_is_not_said_before_it_is_done(self):
        self.bring_to(self.complaint, "agreed")
        complaint = self.complaint.with_user(self.clerk)
        dialog = Form(self.env["gendan.complaint.say"].with_user(self.clerk).with_context(
            **complaint.action_answer()["context"]
        ))  # fmt: skip
        self.assertFalse(dialog.phrase_id)
        self.assertNotIn("closing", dialog.save().phrase_ids.mapped("gendan_stage"))
        with self.mock_mail_gateway(), self.assertRaisesRegex(UserError, "not carried out"):
            self.compose(complaint._gendan_open_mail(False), "closing").action_send_mail()
        complaint.action_settle()
        self.assertTrue(complaint.settlement_ids.done_at)
        self.assertEqual(complaint._gendan_answer_stage(), "closing")
        with self.mock_mail_gateway():
            self.compose(complaint._gendan_open_mail(False), "closing").action_send_mail()
        self.assertFalse(complaint.answer_ids.is_holding)

    def test_what_is_written_in_the_chatter_holds_the_customer(self):
        complaint = self.complaint.with_user(self.clerk)
        complaint.message_post(body="Seen by us", message_type="comment", subtype_xmlid="mail.mt_note")
        complaint.message_post(
            body="To a colleague", message_type="comment", subtype_xmlid="mail.mt_comment",
            partner_ids=self.supervisor.partner_id.ids,
        )  # fmt: skip
        self.assertFalse(complaint.answer_ids, "he has heard nothing")
        with self.mock_mail_gateway():
            complaint.message_post(
                body="Which pallet is it?", message_type="comment", subtype_xmlid="mail.mt_comment",
                partner_ids=self.customer.ids,
            )  # fmt: skip
        self.assertRecordValues(
            complaint.answer_ids, [{"is_holding": True, "channel": "mail", "text": "Which pallet is it?"}]
        )
        self.assertEqual((complaint.state, bool(complaint.holding_at)), ("work", True))
        # and a mail from the button is noted once
        self.bring_to(complaint, "findings")
        with self.mock_mail_gateway():
            self.compose(complaint._gendan_open_mail(False, "The bar was cold")).action_send_mail()
        self.assertEqual(complaint.answer_ids.mapped("is_holding"), [True, False])

    def test_lines_of_the_answer_stay_lines(self):
        complaint = self.complain(
            kind_id=self.light_kind.id, findings="Cold", cause_id=self.cause.id, light_channel="mail",
            light_answer="We are sorry.\n1. We take off 40\n2. The bar is mended",
            settlement_ids=[Command.create({"choice": "accept"})],
        )  # fmt: skip
        with self.mock_mail_gateway():
            complaint.action_light_close()
        mail = complaint.sudo().message_ids.filtered(lambda message: "1. We take off" in (message.body or ""))
        self.assertIn("<br", mail.body)
        self.assertEqual(complaint.answer_ids.text, complaint.light_answer)
        self.assertEqual(len(complaint.answer_ids), 1)
