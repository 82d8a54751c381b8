from odoo import models


class MailComposeMessage(models.TransientModel):
    """The composer sends no quotation whose prices are not approved, and no confirmation past our own approval."""

    _inherit = "mail.compose.message"

    def _action_send_mail(self, auto_commit=False):
        # EXTENDS mail
        empty = self.browse()
        for wizard in self.filtered(lambda wizard: wizard.model == "sale.order"):
            if self.env.context.get("mark_so_as_sent") or wizard.template_id._gendan_carries_quotation():
                wizard._gendan_orders()._gendan_gate_or_raise("send")
            orders = wizard._gendan_orders()
            if held := wizard.template_id._gendan_hold_confirmations(orders):
                # an automation: what it does besides goes on, and the mail to the other orders, too
                if orders == held:
                    empty |= wizard
                else:
                    wizard.write({"res_domain": False, "res_ids": str((orders - held).ids)})
            wizard.template_id._gendan_confirmed_by(orders - held)._gendan_own_paper_or_raise()
        return super(MailComposeMessage, self - empty)._action_send_mail(auto_commit=auto_commit)
