from odoo import models
from odoo.tools import format_date


class AccountMove(models.Model):
    """Payment is asked for where it is owed, and nobody is told that he is late before he is."""

    _inherit = "account.move"

    def _gendan_phrase_error(self, template):
        """The sentence why this phrase cannot be used now, or False. Asked by the dialog of phrases. Hook.

        :param template: ``mail.template`` with a stage
        """
        self.ensure_one()
        if template.gendan_stage != "payment":
            return False
        words = {"invoice": self.display_name}
        if self.move_type != "out_invoice":
            return self.env._("%(invoice)s is no invoice to a customer: there is nothing to ask him for.", **words)
        if self.state != "posted":
            return self.env._("%(invoice)s is not posted yet: nobody owes it.", **words)
        if self.currency_id.is_zero(self.amount_residual) or self.payment_state in ("paid", "in_payment", "reversed"):
            return self.env._("%(invoice)s: nothing is open on it.", **words)
        due = self.invoice_date_due
        is_over = bool(due and due < self.company_id._gendan_today())
        words["day"] = format_date(self.env, due) if due else ""
        if template == self.env.ref("gendan_followup.phrase_invoice_overdue", raise_if_not_found=False) and not is_over:
            return self.env._("%(invoice)s is due on %(day)s, and that day is not over.", **words)
        if template == self.env.ref("gendan_followup.phrase_invoice_due", raise_if_not_found=False) and is_over:
            return self.env._("%(invoice)s was due on %(day)s: that day has passed.", **words)
        return False
