"""What the rows of an investigation share."""

from odoo import api, models


class GendanComplaintPartMixin(models.AbstractModel):
    """A row of a complaint that whoever may write the complaint writes, the department it is put to among them.

    Rows of one that has ended stay.
    """

    _name = "gendan.complaint.part.mixin"
    _description = "Part of a Complaint"
    _inherit = "gendan.parent.access.mixin"

    _gendan_parent = "complaint_id"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        rows = super().create(vals_list)
        rows.complaint_id._gendan_check_line_writes()
        return rows

    def write(self, vals):
        # EXTENDS base
        self.complaint_id._gendan_check_line_writes()
        result = super().write(vals)
        if "complaint_id" in vals:
            # record rules are asked before only: it would become one of anybody's
            self.complaint_id._gendan_check_line_writes()
        return result

    def unlink(self):
        # EXTENDS base
        self.complaint_id._gendan_check_line_writes()
        return super().unlink()
