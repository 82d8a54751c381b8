"""About which order a mail or a chat is, and which complaint: read out of its text."""

from odoo import api, models
from odoo.tools import format_list

from odoo.addons.gendan_followup.tools.mail_text import fresh_text, is_passed_on, numbers_in


class GendanComplaint(models.Model):
    """What is doubtful is for the clerk to say. Who wrote: ``gendan.mail.intake.mixin``."""

    _inherit = "gendan.complaint"

    @api.model
    def _gendan_recognise_documents(self, texts, customer, company):
        """The documents of a customer's that are named, from the first of these texts that names one of each.

        :param list texts: where to look, the surest first (subject, what is new, all)
        :param customer: res.partner; without one nothing is his
        :return: values of `order_id`, `picking_id`, `invoice_id`; what is doubtful is left out
        """
        if not customer:
            return {}
        for text in texts:
            orders, pickings, invoices = self._gendan_named_documents(text, company, customer)
            if not (orders or pickings or invoices):
                continue
            values = {}
            if len(pickings) == 1:
                values["picking_id"] = pickings.id
            if len(orders) == 1:
                values["order_id"] = orders.id
            if len(invoices) == 1 and not (orders or pickings):
                values["invoice_id"] = invoices.id
            if not values:
                return {}
            # what does not fit together is left to the clerk
            if self.sudo().new({"company_id": company.id, "subject": "?", **values})._gendan_error():
                return {}
            return values
        return {}

    @api.model
    def _gendan_named_complaint(self, subject, customer, company):
        """The one complaint of a customer's whose number stands in the subject of a new mail of his, or none.

        :return: gendan.complaint
        """
        numbers = numbers_in(subject)
        if not customer or not numbers:
            return self.browse()
        found = self.search(
            [("company_id", "=", company.id), ("partner_id", "=", customer.id), ("name", "in", numbers)], limit=2
        )
        return found if len(found) == 1 else self.browse()

    @api.model
    def _gendan_read_text(self, subject, text, customer, company):
        """What a text says: values of a new complaint, and a note for inside where it is doubtful.

        :param str subject: in one line, may be empty
        :param str text: plain text, with what it answers
        :rtype: dict
        """
        fresh = (text or "").strip() if is_passed_on(subject) else fresh_text(text)
        values = {"description": fresh}
        found = self._gendan_recognise_documents(
            [subject or "", f"{subject or ''}\n{fresh}", f"{subject or ''}\n{text or ''}"], customer, company
        )
        if found:
            return {**values, **found}
        groups = self._gendan_named_documents(f"{subject or ''}\n{fresh}", company, customer)
        names = [name for group in groups for name in group.mapped("name")]
        if names:
            values["internal_note"] = self.env._(
                "Named, and not taken over: %(numbers)s", numbers=format_list(self.env, names)
            )
        return values
