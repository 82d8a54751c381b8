"""Complaints by mail: to the company's address for them, off until one is set."""

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import email_normalize
from odoo.tools.mail import parse_contact_from_email

from odoo.addons.gendan_followup.tools.mail_text import fresh_text
from odoo.addons.gendan_followup.tools.picture import is_trimming

from ..common.mail_words import mail_words

SUBJECT, TEXT = 200, 20000


class ResCompany(models.Model):
    """The address to which customers complain."""

    _inherit = "res.company"

    gendan_complaint_alias_id = fields.Many2one(
        "mail.alias", string="Alias of Complaints", readonly=True, copy=False, ondelete="set null"
    )
    gendan_complaint_alias_name = fields.Char(
        "Complaints by E-mail to",
        compute="_compute_gendan_complaint_alias_name",
        inverse="_inverse_gendan_complaint_alias_name",
        compute_sudo=True,
        help="The part before the @. Mails to this address become complaints. Empty: none are taken by e-mail.",
    )

    @api.depends("gendan_complaint_alias_id.alias_name")
    def _compute_gendan_complaint_alias_name(self):
        for company in self:
            company.gendan_complaint_alias_name = company.gendan_complaint_alias_id.alias_name

    def _inverse_gendan_complaint_alias_name(self):
        model = self.env["ir.model"]._get("gendan.complaint")
        for company in self:
            name = (company.gendan_complaint_alias_name or "").strip()
            # sudo: who may change the company may change its address; aliases are the administrator's otherwise
            alias = company.sudo().gendan_complaint_alias_id
            if alias and name:
                alias.alias_name = name
            elif alias:
                alias.unlink()
            elif name:
                # sudo: as above
                company.sudo().gendan_complaint_alias_id = self.env["mail.alias"].sudo().create(
                    {
                        "alias_name": name,
                        "alias_domain_id": company.sudo().alias_domain_id.id,  # sudo: as above
                        "alias_model_id": model.id,
                        "alias_contact": "everyone",
                        "alias_defaults": repr({"company_id": company.id}),
                    }
                )


class ResConfigSettings(models.TransientModel):
    """The same in the settings."""

    _inherit = "res.config.settings"

    gendan_complaint_alias_name = fields.Char(related="company_id.gendan_complaint_alias_name", readonly=False)


class GendanInquiry(models.Model):
    """The mail a complaint was made of is the complaint; what comes after it wants an answer like any other."""

    _inherit = "gendan.inquiry"

    @api.model
    def _gendan_note_question(self, record, message, **values):
        # EXTENDS gendan_followup
        if record._name != "gendan.complaint":
            return super()._gendan_note_question(record, message, **values)
        if record.env.context.get("gendan_complaint_mail"):
            return None
        # sudo: the gateway, or a clerk with a chat of his
        record.sudo()._gendan_keep({"customer_said_at": message.date})
        result = super()._gendan_note_question(record, message, **values)
        # sudo: whether somebody has it now
        if not self.sudo()._gendan_of(record):
            # nobody's customer, or mails are no inquiries here: who handles it, else the supervisor
            record.sudo()._gendan_tell_customer_wrote(fresh_text(mail_words(message.body)))  # sudo: the gateway
        return result


class GendanComplaint(models.Model):
    """A mail becomes a complaint: nothing is answered by itself, and who cannot be placed is found out by people.

    A further mail on its thread stays there and is an inquiry until somebody has answered; it opens nothing again.
    """

    _inherit = "gendan.complaint"

    @api.model
    def _gendan_kept_fields(self):
        # EXTENDS gendan_followup
        return super()._gendan_kept_fields() | {"mail_from"}

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        # EXTENDS mail: a mail to the complaints' address
        custom_values = dict(custom_values or {})
        company = self.env["res.company"].browse(custom_values.pop("company_id", False)).exists() or self.env.company
        complaints = self.with_company(company).with_context(lang=company.partner_id.lang or self.env.lang)
        customer, contact = complaints._gendan_recognise_sender(msg_dict.get("email_from"), company)
        subject = " ".join((msg_dict.get("subject") or "").split())
        body = mail_words(msg_dict.get("body"))[:TEXT]
        if not customer:
            customer, contact = complaints._gendan_recognise_passed_on(msg_dict.get("email_from"), body, company)
        if named := complaints._gendan_named_complaint(subject, customer, company):
            # it goes on, and what is new waits for an answer like any other mail on it
            return named
        said = complaints._gendan_read_text(subject, body, customer, company)
        values = {
            "subject": subject[:SUBJECT] or complaints.env._("E-mail without subject"),
            "channel": "mail",
            "received_at": complaints._gendan_mailed_at(msg_dict.get("date")),
            "partner_id": customer.id,
            **said,
            **custom_values,
        }
        if contact:
            values["contact_id"] = contact.id
        complaint = super(GendanComplaint, complaints).message_new(msg_dict, values)
        complaint._gendan_keep({"mail_from": email_normalize(msg_dict.get("email_from") or "") or False})
        # the message that follows is this complaint, not a question about it
        return complaint.with_context(gendan_complaint_mail=True)

    def _gendan_take_writer(self):
        """Who mailed from the customer's domain and is not in the books yet becomes who complains, and is answered.

        Called when somebody is about to answer, so that no mail makes a contact by itself. Strangers whom a colleague
        placed with a customer stay strangers: their word is no proof.
        """
        self.ensure_one()
        self.check_access("write")
        if self.contact_id or not self.mail_from or not self.partner_id:
            return
        customer, contact = self._gendan_recognise_sender(self.mail_from, self.company_id)
        if customer.id != self.partner_id.id:
            return
        if not contact and customer.email_normalized != self.mail_from:
            # sudo: the mail that came in first; contacts are made by few
            mail = self.sudo().message_ids.filtered(lambda message: message.message_type == "email")[-1:]
            name, _email = parse_contact_from_email(mail.email_from or "")
            contact = customer.sudo().create(
                {
                    "name": name or self.mail_from,
                    "email": self.mail_from,
                    "parent_id": customer.id,
                    "type": "contact",
                    "lang": customer.lang,
                    "company_id": customer.company_id.id,
                }
            )
        if contact:
            self._gendan_keep({"contact_id": contact.id})

    def _gendan_open_say(self, is_holding):
        # EXTENDS gendan_followup
        self._gendan_take_writer()
        return super()._gendan_open_say(is_holding)

    def _gendan_open_mail(self, is_holding, text=""):
        # EXTENDS gendan_followup
        self._gendan_take_writer()
        return super()._gendan_open_mail(is_holding, text)

    def _gendan_light_tell(self):
        # EXTENDS gendan_followup
        self._gendan_take_writer()
        return super()._gendan_light_tell()

    def _message_post_after_hook(self, message, msg_values):
        # EXTENDS mail: what the customer attaches belongs to the complaint
        result = super()._message_post_after_hook(message, msg_values)
        if message.message_type == "email" and message.attachment_ids and self._gendan_is_from_outside(message):
            # sudo: the gateway has posted it on this complaint
            files = self.sudo()._gendan_shown_by(message.sudo())
            if files:
                self.sudo()._gendan_keep({"photo_ids": [Command.link(file.id) for file in files]})  # sudo: as above
        return result

    def _gendan_shown_by(self, message):
        """What of a mail's files (sudo) shows what is wrong: not the logos in its text, and nothing there already.

        What was attached beside the text was sent on purpose, however small it is.
        """
        have = set(self.photo_ids.mapped("checksum"))
        body = message.body or ""
        return message.attachment_ids.filtered(
            lambda file: file.checksum not in have
            and not (f"/web/image/{file.id}?" in body and is_trimming(file.raw or b""))
        )

    def _gendan_is_from_outside(self, message):
        """Whether it was written by nobody of ours, or made this complaint."""
        # sudo: who has a login
        author = message.sudo().author_id
        return bool(self.env.context.get("gendan_complaint_mail")) or not author or author.partner_share
