from odoo import api, fields, models


class GendanComplaintEvidence(models.Model):
    """What was looked at while a complaint was investigated: by whom, when, with files and photos.

    Seen with the complaint; written by who handles it and by the department it is put to, while it is open.
    """

    _name = "gendan.complaint.evidence"
    _description = "Evidence of a Complaint"
    _inherit = "gendan.complaint.part.mixin"
    _order = "complaint_id, found_at, id"

    complaint_id = fields.Many2one("gendan.complaint", required=True, ondelete="cascade", index=True)
    name = fields.Char("What Was Looked at", required=True)
    text = fields.Text("What It Shows")
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "gendan_complaint_evidence_rel",
        string="Files and Photos",
        copy=False,
        bypass_search_access=True,
    )
    found_at = fields.Datetime("Looked at on", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users",
        string="Looked at by",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        ondelete="restrict",
    )
    is_internal = fields.Boolean("Internal", default=True, help="Not in the customer's 8D report.")

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        rows = super().create(vals_list)
        rows._gendan_own_files()
        return rows

    def write(self, vals):
        # EXTENDS base
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._gendan_own_files()
        return result

    def _gendan_own_files(self):
        """Files belong to the complaint, so that whoever reads it sees them.

        :raise AccessError: a fresh upload is another user's
        """
        for row in self:
            # sudo: looked at only; papers of other records stay theirs
            fresh = row.attachment_ids.sudo().filtered(lambda paper: not paper.res_id)
            if fresh:
                fresh.with_env(self.env).check_access("read")
                fresh.write({"res_model": row.complaint_id._name, "res_id": row.complaint_id.id})
