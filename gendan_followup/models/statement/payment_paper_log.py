"""What became of each cheque and acceptance, step by step."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .payment_paper import STATES

LOGGED = object()


class GendanPaymentPaperLog(models.Model):
    """One step of a cheque or acceptance: the day, and who said so. Written by code, never changed."""

    _name = "gendan.payment.paper.log"
    _description = "Step of a Cheque or Acceptance"
    _inherit = ["gendan.parent.access.mixin"]
    _order = "paper_id, id"
    _rec_name = "state"
    _gendan_parent = "paper_id"

    paper_id = fields.Many2one(
        "gendan.payment.paper", string="Cheque or Acceptance", required=True, ondelete="cascade", index=True
    )
    state = fields.Selection(STATES, string="Step", required=True)
    day = fields.Date(required=True)
    user_id = fields.Many2one("res.users", string="Said by", required=True, ondelete="restrict")
    remark = fields.Char()

    @api.model
    def _gendan_key(self):
        """What code carries in the context to write logs."""
        return LOGGED

    def _gendan_check_code(self):
        """:raise UserError: somebody writes history"""
        if self.env.context.get("gendan_paper_log") is not LOGGED:
            raise UserError(self.env._("The log of a cheque or acceptance is kept for ever."))

    @api.model_create_multi
    def create(self, vals_list):
        self._gendan_check_code()
        return super().create(vals_list)

    def write(self, vals):
        raise UserError(self.env._("The log of a cheque or acceptance is kept for ever."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._gendan_check_code()
