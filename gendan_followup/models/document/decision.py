"""What was decided about a paper. Append-only."""

from odoo import api, fields, models
from odoo.exceptions import UserError

DECISIONS = [
    ("valid", "Valid"),
    ("provisional", "Provisional, original to come"),
    ("rejected", "Not valid"),
    ("lapsed", "Original did not come"),
    ("again", "Came in again"),
    ("resent", "Went out again"),
    ("lost", "Lost"),
    ("waived", "Waived"),
]
LEVELS = [
    ("same", "Known number"),
    ("likely", "Likely, confirmed"),
    ("other", "Another number"),
    ("none", "No number shown"),
]


class GendanDocumentDecision(models.Model):
    """One decision about one paper: what was seen on it, who decided, when and why.

    Never changed or deleted, by no path; only the paper's own methods make them. Seen with the paper. What the paper
    shows of signature, chop and number is what the last of them says.
    """

    _name = "gendan.document.decision"
    _inherit = ["gendan.parent.access.mixin"]
    _description = "Decision on a Paper"
    _order = "id desc"
    _rec_name = "kind"

    _gendan_parent = "document_id"

    document_id = fields.Many2one(
        "gendan.document", string="Paper", required=True, readonly=True, ondelete="restrict", index=True
    )
    kind = fields.Selection(DECISIONS, string="Decision", required=True, readonly=True)
    reason = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, ondelete="restrict")
    decided_at = fields.Datetime(string="When", required=True, readonly=True)
    returned_at = fields.Datetime(string="Came Back on", readonly=True)
    returned_how = fields.Selection(
        lambda self: self.env["gendan.document"]._fields["returned_how"].selection, string="How", readonly=True
    )
    signatory_id = fields.Many2one(
        "gendan.signatory", string="From the List", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    signed_by = fields.Char(readonly=True)
    signed_function = fields.Char(string="Function", readonly=True)
    signed_on = fields.Date(readonly=True)
    chop_kind_id = fields.Many2one("gendan.chop.kind", string="Chop", readonly=True, ondelete="restrict")
    printed_number = fields.Char(readonly=True, help="The number printed on the sheet.")
    printed_at = fields.Char(string="Printed Date and Time", readonly=True)
    number_level = fields.Selection(LEVELS, string="Compared", readonly=True)
    matched_number = fields.Char(string="Number on File", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        """Note decisions; who and when are set here, the papers follow.

        :raise UserError: somebody calls it other than the paper's own methods
        """
        if not self.env.su:
            raise UserError(self.env._("What is decided about a paper is noted by the buttons of the paper."))
        now = fields.Datetime.now()
        decisions = super().create([{**vals, "user_id": self.env.uid, "decided_at": now} for vals in vals_list])
        for decision in decisions:
            decision.document_id.decision_id = decision
        return decisions

    def write(self, vals):
        """Never edited.

        :raise UserError: always
        """
        raise UserError(self.env._("What was decided about a paper is not changed: decide anew."))

    def copy(self, default=None):
        raise UserError(self.env._("What was decided about a paper is not copied: decide anew."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("What was decided about a paper is not deleted: decide anew."))
