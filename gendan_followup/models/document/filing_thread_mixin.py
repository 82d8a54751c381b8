"""Signed copies that come in where people talk: on the order, the transfer, the paper itself."""

from odoo import models

from .filing import CLERKS


class GendanFilingThreadMixin(models.AbstractModel):
    """Files attached to the messages of this record are looked through for the codes of our papers.

    What we send out ourselves is not: only mails that came in, what the customer attaches on the portal, and the
    clerks' internal notes and uploads. The files stay with the message; pages without a code are left alone.
    """

    _name = "gendan.filing.thread.mixin"
    _description = "Scans in Messages are Filed"

    def _message_post_after_hook(self, message, msg_values):
        # EXTENDS mail
        result = super()._message_post_after_hook(message, msg_values)
        if msg_values.get("attachment_ids"):
            self._gendan_collect_scans(message)
        return result

    def _gendan_collect_scans(self, message):
        """Look through what came with a message."""
        message = message.sudo()  # sudo: its author, kind and files; the user has just posted it
        author = message.author_id
        if message.message_type == "email" and author and not author.partner_share:
            return  # our own answer, which the customer may have been sent, too
        elif message.message_type == "email":
            user, how = self.env["res.users"], "email"
        elif message.message_type != "comment":
            return
        elif author.partner_share or not author:
            user, how = self.env["res.users"], "portal"
        elif message.subtype_id.internal and self.env.user.has_group(CLERKS):
            user, how = self.env.user, "scan"
        else:
            return
        # sudo: the rows are the program's; what may be filed hangs on the user, or on the paper's own customer
        filings = self.env["gendan.filing"].sudo()
        filings._gendan_collect(message.attachment_ids, user, author, how, is_mailed=message.message_type == "email")
