"""What the bank says of a cheque or acceptance."""

from odoo import api, models


class AccountPartialReconcile(models.Model):
    """A bank line matched with the payment of a paper clears it."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS account
        partials = super().create(vals_list)
        if found := partials._gendan_bank_papers():
            self.env["gendan.payment.paper"]._gendan_bank_said(found)
        return partials

    def unlink(self):
        # EXTENDS account: before super, while the entries are known
        found = self._gendan_bank_papers()
        result = super().unlink()
        if found:
            self.env["gendan.payment.paper"]._gendan_bank_said(dict.fromkeys(found, False))
        return result

    def _gendan_bank_papers(self):
        """{paper (sudo): day of the bank line} of these matches of a paper's payment with a bank line."""
        result = {}
        # sudo: who matches need not see the papers
        for partial in self.sudo():
            sides = partial.debit_move_id, partial.credit_move_id
            for mine, other in (sides, sides[::-1]):
                paper = mine.move_id.origin_payment_id.gendan_paper_id
                if paper and other.statement_line_id and mine.account_type != "asset_receivable":
                    result[paper] = other.date
        return result
