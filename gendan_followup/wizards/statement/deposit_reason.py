from odoo import fields, models


class GendanDepositReason(models.TransientModel):
    """Asks why a deposit or letter of credit has not come; holds no rule of its own."""

    _name = "gendan.deposit.reason"
    _description = "Reason of a Missing Deposit, asked"

    deposit_id = fields.Many2one("gendan.deposit", required=True, readonly=True)
    reason = fields.Char(string="Reason, as the customer said", required=True)
    promised_on = fields.Date("Promised Day", help="The day the customer named; until then nobody is chased.")

    def action_note(self):
        """Button: note it.

        :raise UserError: nothing is waited for, or a day behind us
        """
        self.ensure_one()
        self.deposit_id._gendan_note_reason(self.reason, self.promised_on)
        return {"type": "ir.actions.act_window_close"}
