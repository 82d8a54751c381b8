from odoo import fields, models


class GendanExceptionCannot(models.TransientModel):
    """Asks why the customer's requirement cannot be met; `gendan.exception` tells the head of the company."""

    _name = "gendan.exception.cannot"
    _description = "The Customer's Requirement Cannot Be Met"

    exception_id = fields.Many2one("gendan.exception", required=True, readonly=True, ondelete="cascade")
    reason = fields.Char("Why", required=True)

    def action_tell(self):
        """Button: tell the head of the company.

        :raise UserError: no reason, or the exception is closed
        """
        self.ensure_one()
        self.exception_id._gendan_say_cannot_meet(self.reason)
        return {"type": "ir.actions.act_window_close"}
