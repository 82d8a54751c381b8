from odoo import models


class GendanDocument(models.Model):
    """The copy of a statement has to be back by the day the statement says."""

    _inherit = "gendan.document"

    def _gendan_back_by(self):
        # EXTENDS gendan_followup
        days = super()._gendan_back_by()
        papers = self.filtered(lambda paper: paper.res_model == "gendan.statement")
        # sudo: the day is printed on the paper
        statements = self.env["gendan.statement"].sudo().browse(papers.mapped("res_id")).exists()
        said = {one.id: one.signed_by_day for one in statements}
        days.update({paper: said[paper.res_id] for paper in papers if said.get(paper.res_id)})
        return days
