from odoo import api, fields, models

from ...models.complaint.complaint import CHANNELS


class GendanComplaintSay(models.TransientModel):
    """Takes down what the customer was told on the phone or in a chat, or opens the mail; the complaint judges it."""

    _name = "gendan.complaint.say"
    _description = "Answer to a Complaint"

    complaint_id = fields.Many2one("gendan.complaint", required=True, readonly=True, ondelete="cascade")
    is_holding = fields.Boolean("Holding Answer", readonly=True)
    channel = fields.Selection(
        CHANNELS, string="How", required=True, compute="_compute_channel", store=True, readonly=False
    )
    text = fields.Text("What He Is Told")
    at = fields.Datetime("When", default=fields.Datetime.now)

    @api.depends("complaint_id")
    def _compute_channel(self):
        for say in self:
            channel = say.complaint_id.channel or "phone"
            say.channel = "mail" if channel == "portal" else channel

    def action_note(self):
        """Button: he has been told.

        :raise UserError: the sentence why it cannot be noted
        """
        self.ensure_one()
        self.complaint_id._gendan_note_answer(self.channel, self.text, self.is_holding, at=self.at)
        return {"type": "ir.actions.act_window_close"}

    def action_mail(self):
        """Button: write the mail.

        :return: action of the mail composer
        """
        self.ensure_one()
        return self.complaint_id._gendan_open_mail(self.is_holding, self.text)
