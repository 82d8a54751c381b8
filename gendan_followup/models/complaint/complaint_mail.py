from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext
from odoo.tools.mail import email_normalize_all

from odoo.addons.gendan_followup.tools.mail_text import fresh_text

from ..common.mail_words import mail_words
from .complaint import ENDED
from .complaint_answer import NOTING


class GendanComplaint(models.Model):
    """What is written to the customer in the chatter has held him; what was found goes by the buttons."""

    _inherit = "gendan.complaint"

    def message_post(self, **kwargs):
        # EXTENDS mail
        message = super().message_post(**kwargs)
        if self.env.context.get("gendan_noting") is not NOTING:
            self._gendan_note_message(message)
        return message

    def _gendan_note_message(self, message):
        """Note a message of ours to the customer as a holding answer; what cannot be noted goes out all the same."""
        sent = message.sudo()  # sudo: the message just posted
        if self.state in ENDED or sent.subtype_id != self.env.ref("mail.mt_comment"):
            return
        user = self._gendan_who_wrote(sent)
        if not user or not self.partner_id & self._gendan_who_heard(sent):
            return
        complaint = self
        if user != self.env.user:
            # from her own mail program: the gateway posts it, she has said it
            companies = self.company_id & user.company_ids
            complaint = self.with_user(user).with_context(allowed_company_ids=companies.ids)
        text = fresh_text(mail_words(sent.body))
        if not text or (user != self.env.user and not companies) or not complaint.has_access("write"):
            return
        if not complaint._gendan_answer_error(True) and not complaint._gendan_gap_error(text):
            complaint._gendan_note_answer("mail", text, True, message=message)

    def _gendan_who_wrote(self, message):
        """The user inside who wrote a message (sudo) to people, here or in a mail; empty for all else."""
        users = message.author_id.user_ids.filtered(lambda user: not user.share)
        if message.message_type == "email":
            return users[:1]
        return users & self.env.user if message.message_type == "comment" else users.browse()

    def _gendan_who_heard(self, message):
        """The companies of those who got a message (sudo): by Odoo, or by the mail itself."""
        heard = (message.partner_ids | message.notified_partner_ids).commercial_partner_id
        said = f"{message.incoming_email_to or ''},{message.incoming_email_cc or ''}"
        for address in email_normalize_all(said) if message.message_type == "email" else ():
            heard |= self._gendan_recognise_sender(address, self.company_id)[0]
        return heard


class MailComposeMessage(models.TransientModel):
    """Mails to who complained count as answers."""

    _inherit = "mail.compose.message"

    gendan_complaint_answer = fields.Selection([("holding", "Holding answer"), ("answer", "Answer")], readonly=True)

    def _action_send_mail(self, auto_commit=False):
        # EXTENDS mail
        answers = {wizard: wizard._gendan_complaints() for wizard in self}
        for wizard, complaints in answers.items():
            for complaint in complaints:
                if sentence := complaint._gendan_answer_error(wizard.gendan_complaint_answer == "holding"):
                    raise UserError(sentence)
        texts = {wizard: html2plaintext(wizard.body or "").strip() or wizard.subject for wizard in self}
        # those that answer something are noted below
        noted = self.filtered(lambda wizard: answers[wizard])
        result = super(MailComposeMessage, self - noted)._action_send_mail(auto_commit=auto_commit)
        if noted:
            more = super(MailComposeMessage, noted.with_context(gendan_noting=NOTING))._action_send_mail(
                auto_commit=auto_commit
            )
            result = tuple(one | other for one, other in zip(result, more, strict=True))
        for wizard, complaints in answers.items():
            for complaint in complaints:
                # sudo: the message it has just posted
                message = complaint.sudo().message_ids[:1]
                complaint._gendan_note_answer(
                    "mail", texts[wizard], wizard.gendan_complaint_answer == "holding", message=message
                )
        return result

    def _action_schedule_message(self):
        # EXTENDS mail: what goes later would not be noted, and the clock would run on
        for wizard in self:
            if complaints := wizard._gendan_complaints():
                raise UserError(
                    self.env._("The answer to %(complaint)s goes out when you press Send, not later.",
                               complaint=complaints[:1].display_name)
                )  # fmt: skip
        return super()._action_schedule_message()

    def _gendan_complaints(self):
        """The complaints this mail answers: to somebody of the customer's."""
        self.ensure_one()
        complaints = self.env["gendan.complaint"]
        if self.model != complaints._name or not self.gendan_complaint_answer or self.subtype_is_log:
            return complaints
        found = complaints.browse(self._evaluate_res_ids()).exists()
        return found.filtered(
            lambda complaint: complaint.partner_id & self.partner_ids.commercial_partner_id
        )
