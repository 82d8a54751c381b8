"""What of the mails to the complaints' address is none: machines, newsletters, mailing lists."""

import logging

from odoo import api, models
from odoo.tools import email_domain_extract, email_normalize

from odoo.addons.gendan_followup.tools.mail_text import is_mass, list_of

from ..common.mail_words import mail_words

_logger = logging.getLogger(__name__)

# how groups say whose mail they pass on in their own name
WRITERS = ("X-Original-From", "X-Original-Sender")


class MailThread(models.AbstractModel):
    """Machines do not complain, and newsletters neither."""

    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        # EXTENDS mail
        complaints = self.env["gendan.complaint"]
        kept = []
        for route in routes or ():
            if route[0] == complaints._name and not route[1]:
                route = complaints._gendan_route(route, message, message_dict)
            if route:
                kept.append(route)
        return super()._message_route_process(message, message_dict, kept)


class GendanComplaint(models.Model):
    """Nothing that a customer may mean as a complaint is thrown away: what is doubtful is looked at by people.

    A mail through a group's address of our own is a mail like any other. Of others' lists it is one where a customer
    names his order, delivery or complaint; his other mails to many are inquiries. Strangers' go nowhere.
    """

    _inherit = "gendan.complaint"

    @api.model
    def _gendan_route(self, route, message, message_dict):
        """Where a mail to the complaints' address goes.

        :param tuple route: as the gateway made it: model, thread, values, user, alias
        :param message: ``email.message.EmailMessage``
        :param dict message_dict: as the gateway read it; who wrote through our own group is put right in it
        :return: a route, or None: it is none
        """
        company = self.env["res.company"].browse((route[2] or {}).get("company_id")).exists() or self.env.company
        is_many = is_mass(message.get)
        is_own = is_many and self._gendan_is_own_list(list_of(message.get), company)
        if is_own:
            self._gendan_take_true_writer(message, message_dict, company)
        sender = message_dict.get("email_from")
        if self._gendan_is_no_complaint(message, message_dict):
            _logger.info("No complaint is made of an automatic mail of %s", sender)
            return None
        if not is_many or is_own or self._gendan_is_colleague(sender):
            return route
        customer, _contact = self._gendan_recognise_sender(sender, company)
        subject = " ".join((message_dict.get("subject") or "").split())
        text = f"{subject}\n{mail_words(message_dict.get('body'))}"
        if self._gendan_named_complaint(subject, customer, company):
            return route
        if any(self._gendan_named_documents(text, company, customer)):
            return route
        if customer:
            return ("gendan.inquiry", False, {"company_id": company.id, "partner_id": customer.id}, *route[3:])
        _logger.info("No complaint is made of a newsletter or mailing list: %s, %s", sender, subject)
        return None

    @api.model
    def _gendan_own_domains(self, company):
        """The mail domains that are ours alone.

        :rtype: set[str]
        """
        # sudo: the gateway asks which are ours
        domains = {company.sudo().alias_domain_id.name or "", email_domain_extract(company.email or "") or ""}
        return {domain.lower() for domain in domains if domain and not self._gendan_is_anybodys(domain.lower())}

    @api.model
    def _gendan_is_own_list(self, name, company):
        """Whether a mailing list is a group's address of our own, by which customers reach us."""
        return any(name == own or name.endswith(f".{own}") for own in self._gendan_own_domains(company))

    @api.model
    def _gendan_is_colleague(self, address):
        """Whether somebody with a login of ours writes from this address."""
        email = email_normalize(address or "")
        # sudo: who has a login
        users = self.env["res.users"].sudo()
        return bool(
            email and users.search_count([("partner_id.email_normalized", "=", email), ("share", "=", False)], limit=1)
        )

    @api.model
    def _gendan_take_true_writer(self, message, message_dict, company):
        """Some groups put their own address in place of who wrote, and say beside it who that was."""
        own = self._gendan_own_domains(company)
        writer = next((str(message.get(name)) for name in WRITERS if email_normalize(message.get(name) or "")), "")
        if not writer or email_domain_extract(message_dict.get("email_from") or "") not in own:
            return
        author = self._partner_find_from_emails_single([writer], no_create=True)
        message_dict.update(email_from=writer, author_id=author.id)
