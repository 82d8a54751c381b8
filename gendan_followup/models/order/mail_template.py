from odoo import models

# Odoo's own that tell the prices in their text
QUOTATION_TEMPLATES = ("sale.email_template_edi_sale", "sale.email_template_proforma")


class MailTemplate(models.Model):
    """Templates that carry a quotation send none whose prices are not approved, whoever calls them."""

    _inherit = "mail.template"

    def _gendan_carries_quotation(self):
        """Whether a mail of this template shows an order's prices: Odoo's own, and those with a printed paper."""
        if not self or self.model != "sale.order":
            return False
        own = [self.env.ref(name, raise_if_not_found=False) for name in QUOTATION_TEMPLATES]
        return self in own or bool(self.report_template_ids)

    def _gendan_confirms_order(self):
        """Whether this is the template of Odoo's own confirmation; on other mails the paper itself says what it is."""
        return bool(self) and self == self.env["sale.order"]._gendan_confirmation_template()

    def _send_check_access(self, res_ids):
        # EXTENDS mail: asked before each mail by template, from code, automation and scheduled actions alike
        result = super()._send_check_access(res_ids)
        if self._gendan_carries_quotation():
            self.env["sale.order"].browse(res_ids)._gendan_gate_or_raise("send")
        if self._gendan_confirms_order():
            self.env["sale.order"].browse(res_ids)._gendan_own_paper_or_raise()
        return result
