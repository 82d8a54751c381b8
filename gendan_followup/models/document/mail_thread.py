import re

from odoo import api, models

# what mail servers note of the sender's proofs: spf=fail, dmarc=fail; or "fail (…)" of Received-SPF
_FAILS = re.compile(r"\b(?:spf|dkim|dmarc)\s*=\s*(?:hard|soft)?fail\b|^\s*(?:soft)?fail\b", re.I)


class MailThread(models.AbstractModel):
    """Mails whose sender the mail servers doubt."""

    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        # EXTENDS mail: what a server on the way says is known where the pile is made; it only takes trust away
        proofs = message.get_all("Authentication-Results", []) + message.get_all("Received-SPF", [])
        if any(_FAILS.search(str(proof)) for proof in proofs):
            self = self.with_context(gendan_sender_doubted=True)
        return super()._message_route_process(message, message_dict, routes)
