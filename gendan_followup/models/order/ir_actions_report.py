from odoo import api, models
from odoo.exceptions import AccessError


class IrActionsReport(models.Model):
    """Customers with a login get no paper of an order by the address of a report that its page does not give them."""

    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        # EXTENDS sale
        self._gendan_check_customer(self._get_report(report_ref), res_ids)
        return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)

    def _get_rendering_context(self, report, docids, data):
        # EXTENDS base: HTML, text and what PDFs are made of
        self._gendan_check_customer(report, docids)
        return super()._get_rendering_context(report, docids, data)

    @api.model
    def _gendan_check_customer(self, report, res_ids):
        """Whether a customer may have these orders on paper. The page's own routes (superuser) ask by themselves.

        :raise AccessError: the page of one of them is closed, or our own confirmation goes out instead
        """
        if report.model != "sale.order" or self.env.su or not self.env.user.share:
            return
        # sudo: settings and rules behind it; what the customer may read the rendering asks
        orders = self.env["sale.order"].sudo().browse(res_ids or []).exists()
        if any(problem.blocks for problems in orders._gendan_gate("send").values() for problem in problems):
            # not our reasons: the customer reads it
            raise AccessError(
                self.env._("We are preparing this quotation. You will hear from us as soon as it is ready.")
            )
        if orders._gendan_needing_own_confirmation():
            raise AccessError(
                self.env._("We are preparing the confirmation of this order. You will get it from us.")
            )
