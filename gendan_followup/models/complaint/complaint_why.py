from odoo import fields, models

BRANCHES = [("made", "Why it happened"), ("passed", "Why it was not found")]


class GendanComplaintWhy(models.Model):
    """One step of a chain of whys: each answer is asked why again, until it can be mended.

    Two chains by usage of the trade: why it happened, and why nobody found it. Each answer may name its branch of the
    cause tree. Seen with the complaint; written by who handles it and by the department it is put to.
    """

    _name = "gendan.complaint.why"
    _description = "Why of a Complaint"
    _inherit = "gendan.complaint.part.mixin"
    _order = "complaint_id, branch, sequence, id"

    complaint_id = fields.Many2one("gendan.complaint", required=True, ondelete="cascade", index=True)
    branch = fields.Selection(BRANCHES, string="Chain", required=True, default="made")
    sequence = fields.Integer(default=10)
    question = fields.Char("Why?", required=True)
    answer = fields.Char("Because")
    cause_id = fields.Many2one("gendan.cause", string="Cause Category", ondelete="restrict", index="btree_not_null")
    is_root = fields.Boolean("Root Cause", help="Here the chain ends: this is what has to be mended.")
    is_internal = fields.Boolean("Internal", help="Not in the customer's 8D report.")
