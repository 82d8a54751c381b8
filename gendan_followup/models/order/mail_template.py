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

    def _gendan_confirmed_by(self, orders):
        """Those of these orders whose confirmation by Odoo this is; on other mails the paper itself says what it is."""
        if not self or self.model != "sale.order":
            return orders.browse()
        # sudo: which template an order's settings name
        return orders.filtered(lambda order: order.sudo()._get_confirmation_template() == self)

    def _gendan_hold_confirmations(self, orders):
        """A machine sends this: confirmations that need something of ours stay here without an error.

        :return: the orders whose confirmation was held; none for a person, who is told why not
        """
        if not self.env.su:
            return orders.browse()
        held = self._gendan_confirmed_by(orders)._gendan_needing_own_confirmation()
        for order in held:
            order._gendan_hold_confirmation()
        return held

    def send_mail_batch(self, res_ids, *args, **kwargs):
        # EXTENDS mail
        if self.model == "sale.order":
            held = self._gendan_hold_confirmations(self.env["sale.order"].browse(res_ids).exists())
            res_ids = [res_id for res_id in res_ids if res_id not in held._ids]
            if not res_ids:
                return self.env["mail.mail"].sudo()  # sudo: as Odoo returns it
        return super().send_mail_batch(res_ids, *args, **kwargs)

    def send_mail(self, res_id, *args, **kwargs):
        # EXTENDS mail: which takes the first of what was sent
        order = self.env["sale.order"].browse(res_id if self.model == "sale.order" else ()).exists()
        if self._gendan_hold_confirmations(order):
            return False
        return super().send_mail(res_id, *args, **kwargs)

    def _send_check_access(self, res_ids):
        # EXTENDS mail: asked before each mail by template, from code, automation and scheduled actions alike
        result = super()._send_check_access(res_ids)
        if self._gendan_carries_quotation():
            self.env["sale.order"].browse(res_ids)._gendan_gate_or_raise("send")
        if self.model == "sale.order":
            self._gendan_confirmed_by(self.env["sale.order"].browse(res_ids))._gendan_own_paper_or_raise()
        return result
