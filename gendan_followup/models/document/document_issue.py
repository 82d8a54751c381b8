from odoo import api, models


class GendanDocumentIssue(models.Model):
    """What goes out is awaited; what was rejected or lost is asked for again by going out again."""

    _inherit = "gendan.document.issue"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS gendan_followup
        lines = super().create(vals_list)
        papers = lines.document_id.filtered("must_return")
        for paper in papers.filtered(lambda paper: paper.decision_id.kind in ("rejected", "lost")):
            paper._gendan_decide("resent")
        papers._gendan_follow_return()
        return lines
