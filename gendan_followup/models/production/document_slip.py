from odoo import api, fields, models

from .slip_paper import KIND


class GendanDocument(models.Model):
    """A sheet of a liaison slip: the house's own paper, kept by the clerk of the slip."""

    _inherit = "gendan.document"

    kind = fields.Selection(selection_add=[(KIND, "Liaison Slip"), ("other",)], ondelete={KIND: "set default"})
    slip_line_id = fields.Many2one(
        "gendan.slip.department", string="Department's copy", readonly=True, index="btree_not_null", ondelete="set null"
    )

    @api.depends("slip_line_id.slip_id.clerk_id", "slip_line_id.slip_id.sender_id")
    def _compute_clerk_id(self):
        # EXTENDS gendan_followup: not the clerk of our own company's partner
        sheets = self.filtered("slip_line_id")
        for sheet in sheets:
            slip = sheet.slip_line_id.slip_id
            sheet.clerk_id = slip.clerk_id or slip.sender_id
        return super(GendanDocument, self - sheets)._compute_clerk_id()

    def _gendan_print_pdf(self):
        # EXTENDS gendan_followup: this copy only
        if self.res_model != "gendan.slip":
            return super()._gendan_print_pdf()
        return self.env["ir.actions.report"]._render_qweb_pdf(
            "gendan_followup.action_report_slip", [self.res_id], data={"gendan_copy": self.id}
        )[0]


class ResUsers(models.Model):
    """What customers do not hear of."""

    _inherit = "res.users"

    def _gendan_inside_papers(self):
        # EXTENDS gendan_followup
        return [*super()._gendan_inside_papers(), KIND]
