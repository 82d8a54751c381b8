from odoo import models
from odoo.exceptions import UserError

from .statement_send import TEMPLATE


class MailComposeMessage(models.TransientModel):
    """A statement that the composer sends is frozen as it goes, with its PDF and workbook."""

    _inherit = "mail.compose.message"

    def _action_send_mail(self, auto_commit=False):
        # EXTENDS mail
        carrying = self.filtered(lambda wizard: wizard._gendan_carries_statement())
        if not carrying:
            return super()._action_send_mail(auto_commit=auto_commit)
        result_mails, result_messages = super(MailComposeMessage, self - carrying)._action_send_mail(
            auto_commit=auto_commit
        )
        for wizard in carrying:
            statement = wizard._gendan_statement()
            statement._gendan_go_or_raise("email")
            if not wizard.partner_ids:
                raise UserError(
                    self.env._("Say to whom %(statement)s goes.", statement=statement.display_name)
                )
            statement._gendan_freeze_if_new()
            files = self.env["ir.attachment"].create(
                [
                    {"name": name, "raw": data, "res_model": wizard._name, "res_id": 0}
                    for name, data in statement._gendan_mail_files()
                ]
            )
            wizard.attachment_ids |= files
            # the mail waits for the commit: what did not go out is never frozen, what is frozen has its mail
            mails, messages = super(
                MailComposeMessage, wizard.with_context(mail_notify_force_send=False)
            )._action_send_mail(auto_commit=auto_commit)
            statement._gendan_mail_goes(messages)
            result_mails += mails
            result_messages += messages
        return result_mails, result_messages

    def _action_schedule_message(self):
        # EXTENDS mail: what goes later would not say what the books say then
        for wizard in self:
            if wizard._gendan_carries_statement():
                raise UserError(
                    self.env._(
                        "%(statement)s goes out when you press Send, not later.",
                        statement=wizard._gendan_statement().display_name,
                    )
                )
        return super()._action_schedule_message()

    def _gendan_carries_statement(self):
        """Whether this composer sends a statement to the customer: opened to do so, or with our template; not a note.

        :raise UserError: several at once
        """
        self.ensure_one()
        if self.model != "gendan.statement" or self.subtype_is_log:
            return False
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        is_ours = template and self.template_id == template
        if not is_ours and not self.env.context.get("gendan_statement_goes_out"):
            return False
        if self.composition_mode != "comment" or len(self._gendan_statement()) != 1:
            raise UserError(
                self.env._("Select the statements and press “Send Statements”: each goes out with its own papers.")
            )
        return True

    def _gendan_statement(self):
        """The statements this composer writes about."""
        self.ensure_one()
        statements = self.env["gendan.statement"]
        if self.res_domain:
            return statements.search(self._evaluate_res_domain())
        return statements.browse(self._evaluate_res_ids()).exists()
