from odoo import api, fields, models


class GendanComplaintGiving(models.TransientModel):
    """Asks whose complaint it is, or who may know. For clerks; `gendan.complaint` judges."""

    _name = "gendan.complaint.giving"
    _description = "Hand Over a Complaint"

    complaint_id = fields.Many2one("gendan.complaint", required=True, readonly=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Customer", ondelete="cascade")
    user_id = fields.Many2one(
        "res.users",
        string="Gets It",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        ondelete="cascade",
        domain=[("share", "=", False)],
    )
    note = fields.Char("What Is Known")

    @api.depends("partner_id")
    def _compute_user_id(self):
        complaints = self.env["gendan.complaint"]
        for giving in self:
            giving.user_id = complaints._gendan_receiver_of(giving.partner_id._origin) or giving.user_id

    def action_give(self):
        """Button: she has it from now on.

        :return: action: says so, and goes back to the list
        :raise UserError: the sentence why it cannot be handed over so
        """
        self.ensure_one()
        name = self.complaint_id.display_name
        self.complaint_id._gendan_give(self.partner_id, self.user_id, self.note)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%(complaint)s is with %(user)s now.", complaint=name, user=self.user_id.name),
                # it may be out of sight
                "next": self.env["ir.actions.actions"]._for_xml_id("gendan_followup.action_gendan_complaint")
                | {"target": "main"},
            },
        }
