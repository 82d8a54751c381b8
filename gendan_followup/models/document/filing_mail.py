from odoo import SUPERUSER_ID, api, models
from odoo.tools import email_normalize, email_normalize_all

from .filing import CLERKS


class GendanFiling(models.Model):
    """Piles by e-mail: from the office scanner, from a clerk's phone, from the customer."""

    _inherit = "gendan.filing"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        # EXTENDS mail: whose rights count, and how far the sender is to be trusted
        user = self.env.user
        doubted = self.env.context.get("gendan_sender_doubted")
        if user.id == SUPERUSER_ID or not user.has_group(CLERKS) or doubted:
            user = user.browse()
        company = user.company_id or self.env.company
        own_scanners = email_normalize_all(company.gendan_filing_senders or "")
        is_trusted = not doubted and email_normalize(msg_dict.get("email_from") or "") in own_scanners
        values = {
            **(custom_values or {}),
            "name": msg_dict.get("subject") or self.env._("E-mail without subject"),
            "source": "mail",
            "company_id": company.id,
            "user_id": user.id,
            "sender_id": msg_dict.get("author_id") or False,
            "is_mailed": True,
            "is_trusted": is_trusted,
            "how": company.gendan_filing_how if user or is_trusted else "email",
        }
        return super().message_new(msg_dict, values)

    def _message_post_after_hook(self, message, msg_values):
        # EXTENDS mail: the files of a mail are read
        if self.source == "mail" and message.message_type == "email" and message.attachment_ids:
            # sudo: the mail gateway makes the rows
            filing = self.sudo()
            filing.attachment_ids |= message.attachment_ids
            filing._gendan_take(message.attachment_ids)
            filing._gendan_start()
        return super()._message_post_after_hook(message, msg_values)
