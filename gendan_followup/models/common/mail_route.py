"""What of the mails to an address of ours is none: machines, newsletters, mailing lists."""

from odoo import api, models
from odoo.tools import email_normalize

from odoo.addons.gendan_followup.tools.mail_text import is_automatic, is_machine_subject, is_mass, list_of

from .mail_aside import TAKING
from .mail_words import mail_words


class MailThread(models.AbstractModel):
    """New mails are looked at before something is made of them; replies on what is there already are not."""

    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        # EXTENDS mail
        kept = []
        for route in routes or ():
            model = self.env.get(route[0])
            if not route[1] and hasattr(model, "_gendan_mail_route"):
                route = model._gendan_mail_route(route, message, message_dict)
            if route:
                kept.append(route)
        return super()._message_route_process(message, message_dict, kept)


class GendanMailIntakeMixin(models.AbstractModel):
    """Nothing that a customer may mean is thrown away: what is doubtful is looked at by people, the rest is set aside.

    A mail through a group's address of our own is a mail like any other. Of others' lists it is one where it names a
    paper of ours; what becomes of a customer's other mails to many the room says. Machines' and strangers' are set
    aside (``gendan.mail.aside``).
    """

    _inherit = "gendan.mail.intake.mixin"

    @api.model
    def _gendan_mail_route(self, route, message, message_dict):
        """Where a new mail goes.

        :param tuple route: as the gateway made it: model, thread, values, user, alias
        :param message: ``email.message.EmailMessage``
        :param dict message_dict: as the gateway read it; who wrote through our own group is put right in it
        :return: a route, or None: it is set aside
        """
        company = self.env["res.company"].browse((route[2] or {}).get("company_id")).exists() or self.env.company
        is_many = is_mass(message.get)
        is_own = is_many and self._gendan_is_own_list(list_of(message.get), company)
        if is_own:
            self._gendan_take_true_writer(message, message_dict, company)
        if self.env.context.get("gendan_taking") is TAKING:
            return route
        sender = message_dict.get("email_from")
        reason = self._gendan_no_mail_reason(message, message_dict)
        if not reason and (not is_many or is_own or self._gendan_is_colleague(sender)):
            return route
        customer, _contact = self._gendan_recognise_sender(sender, company)
        if not reason:
            subject = " ".join((message_dict.get("subject") or "").split())
            if self._gendan_names_ours(subject, mail_words(message_dict.get("body")), customer, company):
                return route
            if customer:
                return self._gendan_list_route(route, customer, company)
        asides = self.env["gendan.mail.aside"]
        is_aside = asides._gendan_set_aside(route, message, message_dict, reason or "many", customer, company)
        return None if is_aside else route

    @api.model
    def _gendan_no_mail_reason(self, message, message_dict):
        """Why a mail is none, as in ``gendan.mail.aside``: an automatic reply, or from an address of our own; or False.

        What a customer's system sends by itself says `auto-generated`, and is one.
        """
        said = str(message.get("Auto-Submitted") or "").strip().lower()
        generated = said.startswith("auto-generated")
        if is_machine_subject(message_dict.get("subject")) or (not generated and is_automatic(message.get)):
            return "machine"
        sender = email_normalize(message_dict.get("email_from") or "")
        # sudo: the gateway asks which addresses are ours
        if sender and self.env["mail.alias.domain"].sudo()._find_aliases([sender]):
            return "own"
        return False

    @api.model
    def _gendan_names_ours(self, subject, text, customer, company):
        """Whether a mail to many names a paper of ours. Hook: ``return super()... or`` what the room has.

        :param customer: res.partner, may be empty
        """
        return any(self._gendan_named_documents(f"{subject}\n{text}", company, customer))

    @api.model
    def _gendan_list_route(self, route, customer, company):
        """Where a customer's mail to many goes that names nothing of ours. Hook; here: where it was sent.

        :return: a route
        """
        return route

    @api.model
    def _gendan_taken_values(self, aside):
        """Values of what becomes of a mail that was set aside, and is taken in by hand. Hook.

        :param aside: ``gendan.mail.aside``
        :rtype: dict
        """
        return {"company_id": aside.company_id.id}
