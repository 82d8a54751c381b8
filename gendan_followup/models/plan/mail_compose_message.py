from odoo import models


class MailComposeMessage(models.TransientModel):
    """The clerk sends Odoo's own confirmation from the composer."""

    _inherit = "mail.compose.message"

    def _action_send_mail(self, auto_commit=False):
        # EXTENDS mail: who got Odoo's confirmation does not hear of it once more
        result = super()._action_send_mail(auto_commit=auto_commit)
        for wizard in self.filtered(lambda wizard: wizard.model == "sale.order" and wizard.template_id):
            wizard._gendan_orders()._gendan_confirmation_mailed(wizard.template_id)
        return result

    def _gendan_orders(self):
        """The orders this composer writes to; only for one on ``sale.order``."""
        self.ensure_one()
        orders = self.env["sale.order"]
        if self.res_domain:
            return orders.search(self._evaluate_res_domain())
        return orders.browse(self._evaluate_res_ids())
