from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext


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
        result = super()._action_send_mail(auto_commit=auto_commit)
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
