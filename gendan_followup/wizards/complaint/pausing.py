from odoo import fields, models

from odoo.addons.gendan_followup.models.complaint.complaint_pause import REASONS


class GendanComplaintPausing(models.TransientModel):
    """Asks why a complaint's clock is to stand. For who handles complaints."""

    _name = "gendan.complaint.pausing"
    _description = "Pause a Complaint's Clock"

    complaint_id = fields.Many2one("gendan.complaint", required=True, readonly=True, ondelete="cascade")
    reason = fields.Selection([reason for reason in REASONS if reason[0] != "closed"], required=True, default="photo")
    note = fields.Char("Waiting for What")

    def action_pause(self):
        """Button: the clock stands from now on."""
        self.ensure_one()
        self.complaint_id._gendan_pause(self.reason, self.note)
        return {"type": "ir.actions.act_window_close"}
