from odoo import api, models
from odoo.tools import html2plaintext


class MailThread(models.AbstractModel):
    """Statements that other mail servers send back, hours after they left ours."""

    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        # EXTENDS mail
        result = super()._routing_handle_bounce(email_message, message_dict)
        message = message_dict["bounced_message"]
        if message and message.model == "gendan.statement":
            message = message.sudo()  # sudo: nobody is logged in when mail comes in
            statement = self.env["gendan.statement"].sudo().browse(message.res_id).exists()  # sudo: as above
            address, partners = message_dict["bounced_email"] or "", message_dict["bounced_partner"]
            asked = message.partner_ids
            # followers of ours get it, too; an address nobody has any more was the customer's
            is_his = partners & asked if partners else not address or address in (statement.sent_to or "").lower()
            if statement and is_his:
                statement._gendan_bounced(message, address, html2plaintext(message_dict.get("body") or ""))
        return result
