from odoo import api, models


class AccountPartialReconcile(models.Model):
    """Matching opens deliveries, unmatching closes them again."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS account
        partials = super().create(vals_list)
        self.env["stock.picking"]._gendan_note_held((partials.debit_move_id | partials.credit_move_id).move_id)
        return partials

    def unlink(self):
        # EXTENDS account: before super, while the entries are known
        self.env["stock.picking"]._gendan_note_held((self.debit_move_id | self.credit_move_id).move_id)
        return super().unlink()
