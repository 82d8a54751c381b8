"""Why a deposit or letter of credit had not come, each time somebody asked."""

from odoo import api, fields, models
from odoo.exceptions import UserError

NOTED = object()


class GendanDepositNote(models.Model):
    """One reason, and the day that was promised. Never changed."""

    _name = "gendan.deposit.note"
    _description = "Reason of a Missing Deposit"
    _inherit = ["gendan.parent.access.mixin"]
    _order = "deposit_id, id desc"
    _rec_name = "reason"
    _gendan_parent = "deposit_id"

    deposit_id = fields.Many2one("gendan.deposit", required=True, ondelete="cascade", index=True)
    day = fields.Date(required=True)
    user_id = fields.Many2one("res.users", string="Noted by", required=True, ondelete="restrict")
    reason = fields.Char(required=True)
    promised_on = fields.Date("Promised Day")

    @api.model
    def _gendan_make(self, deposit, reason, promised_on):
        """Note a reason. Call with sudo after the rights were asked."""
        return self.with_context(gendan_deposit_note=NOTED).create(
            {
                "deposit_id": deposit.id,
                "day": deposit.company_id._gendan_today(),
                "user_id": self.env.uid,
                "reason": reason,
                "promised_on": promised_on,
            }
        )

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get("gendan_deposit_note") is not NOTED:
            raise UserError(self.env._("Reasons are noted on the deposit."))
        return super().create(vals_list)

    def write(self, vals):
        raise UserError(self.env._("What was noted stays as it is. Note another reason."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was noted stays as it is. Note another reason."))
