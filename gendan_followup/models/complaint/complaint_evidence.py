from odoo import fields, models


class GendanComplaintEvidence(models.Model):
    """What was looked at while a complaint was investigated: by whom, when, with files and photos.

    Seen with the complaint; written by who handles it and by the department it is put to, while it is open.
    """

    _name = "gendan.complaint.evidence"
    _description = "Evidence of a Complaint"
    _inherit = ["gendan.complaint.part.mixin", "gendan.uploads.mixin"]
    _order = "complaint_id, found_at, id"
    _gendan_upload_fields = ("attachment_ids",)

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

    def _gendan_upload_owner(self):
        # EXTENDS gendan_followup (gendan.uploads.mixin)
        return self.complaint_id
