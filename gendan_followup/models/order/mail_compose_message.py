from odoo import models


class MailComposeMessage(models.TransientModel):
    """The composer sends no quotation whose prices are not approved, and no confirmation past our own approval."""

    _inherit = "mail.compose.message"

    def _action_send_mail(self, auto_commit=False):
        # EXTENDS mail
        for wizard in self.filtered(lambda wizard: wizard.model == "sale.order"):
            if self.env.context.get("mark_so_as_sent") or wizard.template_id._gendan_carries_quotation():
                wizard._gendan_orders()._gendan_gate_or_raise("send")
            if wizard.template_id._gendan_confirms_order():
                wizard._gendan_orders()._gendan_own_paper_or_raise()
        return super()._action_send_mail(auto_commit=auto_commit)
