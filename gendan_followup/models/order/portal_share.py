from odoo import api, models


class PortalShare(models.TransientModel):
    """The dialog that shares a link to an order's page."""

    _inherit = "portal.share"

    @api.model
    def default_get(self, fields):
        # EXTENDS portal: no dialog for a page that is closed
        values = super().default_get(fields)
        self._gendan_check_quotation(values.get("res_model"), values.get("res_id"))
        return values

    def action_send_mail(self):
        # EXTENDS portal
        for wizard in self:
            self._gendan_check_quotation(wizard.res_model, wizard.res_id)
        return super().action_send_mail()

    @api.model
    def _gendan_check_quotation(self, model, res_id):
        """Whether that page may be shared.

        :raise UserError: its prices are not approved
        """
        if model == "sale.order" and res_id:
            self.env["sale.order"].browse(res_id)._gendan_gate_or_raise("send")
