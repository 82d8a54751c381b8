from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date, plaintext2html


class GendanComplaint(models.Model):
    """What the customer reads and says of his complaints on the portal. His pages have checked whose it is."""

    _inherit = "gendan.complaint"

    def _gendan_customer_values(self):
        # EXTENDS gendan_followup: the state in his words, and what was said between him and us
        # no findings, no reason, no photos but his own: these may be ours
        words = {
            "new": self.env._("Received by us"),
            "work": self.env._("We look into it"),
            "findings": self.env._("We look into it"),
            "proposed": self.env._("Waits for your answer"),
            "agreed": self.env._("We carry it out"),
            "settling": self.env._("We carry it out"),
            "closed": self.env._("Closed"),
            "unfounded": self.env._("Not our fault, by what we found"),
            "cancelled": self.env._("Taken back"),
        }
        talk, files = self._gendan_customer_talk()
        wishes = self._gendan_filing_wishes()
        return {
            **super()._gendan_customer_values(),
            "state_words": words[self.state],
            "received": format_date(self.env, self.company_id._gendan_to_day(self.received_at)),
            "wished": wishes.get(self.wished, "") if self.wished != "unknown" else "",
            "replacement_by": format_date(self.env, self.replacement_by) if self.replacement_by else "",
            "line_stopped": self.line_stopped,
            "may_speak": self._gendan_may_speak(),
            "spoken": self._gendan_spoken_error(),
            "talk": talk,
            "files": files,
        }

    def _gendan_customer_says(self, data):
        """The customer's word on what was proposed. Called with sudo by his page, as himself: the judge asks the rest.

        :param dict data: posted strings: `verdict` (agree, refuse), `name`, `message`
        :raise UserError: a sentence for him: what is missing, or that it has moved on
        """
        self.ensure_one()
        verdict, name = data.get("verdict"), (data.get("name") or "").strip()[:100]
        message = (data.get("message") or "").strip()[:2000]
        if verdict not in ("agree", "refuse"):
            raise UserError(self.env._("Please choose whether you agree to it."))
        if not name:
            raise UserError(self.env._("Please write your name."))
        if verdict == "refuse" and not message:
            raise UserError(self.env._("Please write what you would like instead."))
        if verdict == "agree" and message:
            raise UserError(
                self.env._(
                    "You have written what you would like instead. Please empty that field to agree, or choose that"
                    " you do not agree."
                )
            )
        self._gendan_step(verdict, **({"agreed_by": name} if verdict == "agree" else {}))
        if message:
            self.message_post(
                body=plaintext2html(f"{name}: {message}"),
                author_id=self.env.user.partner_id.id,
                message_type="comment",
                subtype_xmlid="mail.mt_note",
            )
