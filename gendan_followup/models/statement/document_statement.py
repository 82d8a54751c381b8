from odoo import models


class GendanDocument(models.Model):
    """The paper of a statement: prints the statement, and has to be back by the day the statement says."""

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

    def _gendan_print_pdf(self):
        # EXTENDS gendan_followup
        if self.res_model != "gendan.statement":
            return super()._gendan_print_pdf()
        return self.env["ir.actions.report"]._render_qweb_pdf(
            "gendan_followup.action_report_statement", [self.res_id]
        )[0]

    def _gendan_counts_changed(self):
        # EXTENDS gendan_followup: the plans of the orders it lists
        result = super()._gendan_counts_changed()
        ids = self.filtered(lambda paper: paper.res_model == "gendan.statement").mapped("res_id")
        if ids:
            # sudo: whoever took in the paper
            lines = self.env["gendan.statement"].sudo().browse(ids).line_ids
            lines.order_id._gendan_mark("statement_valid")
        return result
