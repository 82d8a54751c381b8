from odoo import models
from odoo.exceptions import UserError


class MailComposeMessage(models.TransientModel):
    """New dates that the composer sends are with the customer."""

    _inherit = "mail.compose.message"

    def _action_send_mail(self, auto_commit=False):
        # EXTENDS mail
        wizards = self.filtered(lambda wizard: wizard.model == "gendan.date.proposal" and not wizard.subtype_is_log)
        proposals = {wizard: wizard._gendan_date_proposals() for wizard in wizards}
        for wizard, found in proposals.items():
            if wizard._gendan_reaches(found):
                for proposal in found:
                    proposal._gendan_send_or_raise()
        result = super()._action_send_mail(auto_commit=auto_commit)
        for wizard, found in proposals.items():
            if wizard._gendan_reaches(found):
                for proposal in found:
                    proposal._gendan_sent("mail", ", ".join(wizard.partner_ids.mapped("display_name")))
        return result

    def _action_schedule_message(self):
        # EXTENDS mail: what goes later would not be noted as sent, and might be overtaken until then
        for wizard in self.filtered(lambda wizard: wizard.model == "gendan.date.proposal"):
            proposals = wizard._gendan_date_proposals()
            if not wizard.subtype_is_log and wizard._gendan_reaches(proposals):
                raise UserError(
                    self.env._("%(proposal)s goes out when you press Send, not later.",
                               proposal=proposals[:1].display_name)
                )  # fmt: skip
        return super()._action_schedule_message()

    def _gendan_date_proposals(self):
        """The proposals this composer writes about."""
        self.ensure_one()
        proposals = self.env["gendan.date.proposal"]
        if self.res_domain:
            return proposals.search(self._evaluate_res_domain())
        return proposals.browse(self._evaluate_res_ids()).exists()

    def _gendan_reaches(self, proposals):
        """Whether the mail carries the question to the customer: with our template, to somebody of his."""
        self.ensure_one()
        template = self.env.ref("gendan_followup.mail_template_date_proposal", raise_if_not_found=False)
        return bool(
            template and self.template_id == template and self.partner_ids.commercial_partner_id & proposals.partner_id
        )
