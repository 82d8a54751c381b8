import logging

from odoo import api, models
from odoo.tools import email_normalize

from odoo.addons.gendan_followup.tools.mail_text import is_machine_subject

from ..common.mail_words import mail_words
from .inquiry import COMING

_logger = logging.getLogger(__name__)

# of a question in one line, of an answer that is kept
LINE, EXCERPT = 120, 2000


class GendanMailAside(models.Model):
    """Mails to the inquiries' address among those set aside."""

    _inherit = "gendan.mail.aside"

    @api.model
    def _selection_to_model(self):
        # EXTENDS gendan_followup
        return [*super()._selection_to_model(), ("gendan.inquiry", self.env._("Inquiries"))]


class GendanInquiry(models.Model):
    """Unanswered messages of customers are inquiries, and answering them where they came in settles these."""

    _inherit = "gendan.inquiry"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        # EXTENDS mail: a mail to the inquiries' address
        author = self.env["res.partner"].browse(msg_dict.get("author_id") or [])
        # sudo: the gateway's user finds whose customer wrote
        customer = author.sudo().commercial_partner_id.filtered("gendan_clerk_id")
        if not author:
            # a colleague of his, who is in no book yet
            company = self.env["res.company"].browse((custom_values or {}).get("company_id")).exists()
            customer = self._gendan_recognise_sender(msg_dict.get("email_from"), company or self.env.company)[0]
        user = author.sudo().user_ids.filtered(lambda user: user.active and not user.share)[:1]  # sudo: as above
        values = {
            "name": msg_dict.get("subject") or self.env._("E-mail without subject"),
            "channel": "colleague" if user else "mail",
            "partner_id": customer.id,
            "contact_id": False if user else author.id,
            "asker_id": user.id,
            "description": mail_words(msg_dict.get("body"))[:EXCERPT],
            "mail_from": email_normalize(msg_dict.get("email_from") or "") or False,
            **(custom_values or {}),
        }
        inquiry = super(GendanInquiry, self.with_context(gendan_coming=COMING)).message_new(msg_dict, values)
        return inquiry.with_env(self.env)

    @api.model
    def _gendan_taken_values(self, aside):
        # EXTENDS gendan_followup: asked when he wrote
        return {**super()._gendan_taken_values(aside), "asked_at": aside.received_at}

    @api.model
    def _gendan_note_message(self, record, message):
        """A message was posted on a record: a question of a customer's, our answer to one, or neither.

        :param record: one record of a mail thread
        :param message: ``mail.message``
        """
        if record._name not in ("res.partner", "account.move") and not hasattr(record, "_gendan_todo_anchor"):
            return
        message = message.sudo()  # sudo: its author and kind; the caller has just posted it
        if message.message_type not in ("email", "comment") or message.subtype_id.internal:
            return
        if not message.subtype_id or message.subtype_id == self.env.ref("mail.mt_note"):
            return
        author = message.author_id
        # of one's own people: whoever has a login inside
        is_ours = bool(author.user_ids.filtered(lambda user: not user.share))
        if record._name == self._name:
            if not is_ours and record.state != "open" and not self._gendan_is_machine(message):
                record.sudo()._gendan_reopen()  # sudo: the customer's answer, whoever takes it in
            return
        note = self._gendan_note_answer if is_ours else self._gendan_note_question
        if is_ours or not self._gendan_is_machine(message):
            # the message itself must come in, whatever is wrong here
            error = self.env["gendan.bulk"]._gendan_attempt(lambda: note(record, message))
            if error is not None:
                _logger.error("No inquiry could be noted of a message on %s", record, exc_info=error)

    @api.model
    def _gendan_is_machine(self, message):
        """Whether a message is an automatic reply."""
        return bool(
            self.env.context.get("gendan_auto_submitted") or is_machine_subject(message.subject)
        )

    @api.model
    def _gendan_note_question(self, record, message, **values):
        """A customer wrote on a followed document: the open inquiry about it, or a new one. With the message's sudo.

        :param values: of a new one, where it did not come by mail or on the portal: ``channel``, ``chat_app``
        """
        anchor = self._gendan_anchor(record)
        if not anchor:
            return
        company, order, partner = anchor["company"], anchor["order"], anchor["partner"]
        if not company.gendan_inquiry_mails or not (order.gendan_clerk_id or partner.gendan_clerk_id):
            return
        Inquiry = self.sudo().with_context(gendan_coming=COMING)  # sudo: customers and the mail gateway make none
        found = Inquiry._gendan_of(record)
        text = mail_words(message.body)
        if found:
            found = found[:1]
            found.write({"message_id": message.id, "message_count": found.message_count + 1})
            return
        Inquiry.create(
            {
                "name": self._gendan_line(message, text, record),
                "description": text[:EXCERPT],
                "channel": "mail",
                "company_id": company.id,
                "order_id": order.id,
                "partner_id": partner.id,
                "contact_id": message.author_id.id,
                "asker_id": False,
                "source_model": record._name,
                "source_id": record.id,
                "message_id": message.id,
                "message_count": 1,
                **values,
            }
        )

    @api.model
    def _gendan_note_answer(self, record, message):
        """Somebody of ours wrote to the customer where he had asked: that was the answer."""
        inquiries = self.sudo()._gendan_of(record)  # sudo: whoever answers settles it
        if inquiries:
            user = message.author_id.user_ids.filtered(lambda user: not user.share)[:1]
            text = mail_words(message.body)[:EXCERPT]
            inquiries.with_user(user).sudo()._gendan_set_answered("mail", answer=text)  # sudo: as above

    @api.model
    def _gendan_of(self, record):
        """The open inquiries that came in on a record."""
        return self.search(
            [("source_model", "=", record._name), ("source_id", "=", record.id), ("state", "=", "open")]
        )

    @api.model
    def _gendan_line(self, message, text, record):
        """A message in one line: its subject where it says more than which document it is about, else how it begins."""
        subject = (message.subject or "").strip()
        name = record.sudo().display_name or ""  # sudo: compared only
        first = next((line.strip() for line in text.splitlines() if line.strip()), "")
        line = first if not subject or name in subject else subject
        return (line or subject or self.env._("Message without text"))[:LINE]

    @api.model
    def _gendan_anchor(self, record):
        """What a record that was written on belongs to: dict of order, partner and company, or None. With sudo."""
        record = record.sudo()  # sudo: whose it is; the writer may be a customer
        if record._name == "res.partner":
            anchor = {"partner": record, "order": self.env["sale.order"], "company": record.company_id}
        elif record._name == "account.move":
            orders = record.invoice_line_ids.sale_line_ids.order_id
            anchor = {"partner": record.partner_id, "order": orders[:1], "company": record.company_id}
        elif hasattr(record, "_gendan_todo_anchor"):
            anchor = record._gendan_todo_anchor()
        else:
            return None
        order = anchor["order"].sudo()  # sudo: as above
        partner = anchor["partner"].sudo().commercial_partner_id  # sudo: as above
        company = anchor["company"] or order.company_id or self.env.company
        return {"order": order, "partner": partner, "company": company.sudo()}  # sudo: its settings
