from odoo import api, models

from odoo.addons.gendan_followup.tools.mail_text import is_automatic


class MailThread(models.AbstractModel):
    """What customers write on followed documents wants an answer."""

    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        # EXTENDS mail: machines say so in the head of their mail (RFC 3834), and wait for no answer
        if is_automatic(message.get):
            self = self.with_context(gendan_auto_submitted=True)
        return super()._message_route_process(message, message_dict, routes)

    def _message_post_after_hook(self, message, msg_values):
        # EXTENDS mail
        result = super()._message_post_after_hook(message, msg_values)
        if len(self) == 1 and message.message_type in ("email", "comment") and "gendan.inquiry" in self.env:
            self.env["gendan.inquiry"]._gendan_note_message(self, message)
        return result
