from odoo import models

PAPER = "gendan.document"
SIGNING = "gendan.signing"


class IrAttachment(models.Model):
    """The sheet by which a paper was judged stays as it came."""

    _inherit = "ir.attachment"

    def _gendan_judged_papers(self):
        """{attachment: the paper that was judged by it}, sudo."""
        # sudo: whether it is sealed does not hang on who asks
        own = self.sudo().filtered(lambda file: file.res_model == PAPER and file.res_id)
        if not own:
            return {}
        papers = (
            self.env[PAPER]
            .sudo()
            .search(  # sudo: as above
                [("id", "in", own.mapped("res_id")), ("decision_id", "!=", False), ("scan_ids", "in", own.ids)]
            )
        )
        by_id = {paper.id: paper for paper in papers}
        return {
            file: by_id[file.res_id] for file in own if file.res_id in by_id and file in by_id[file.res_id].scan_ids
        }

    def _gendan_sealed(self):
        # EXTENDS gendan_followup
        sealed = super()._gendan_sealed()
        # sudo: whether it is sealed does not hang on who asks
        sealed |= self.sudo().filtered(lambda file: file.res_model == SIGNING and file.res_id)
        return sealed.union(*self._gendan_judged_papers())

    def _gendan_sealed_error(self):
        # EXTENDS gendan_followup
        self.ensure_one()
        if self.res_model == SIGNING:
            # sudo: a number, to say which
            signing = self.env[SIGNING].sudo().browse(self.res_id)
            return self.env._(
                "%(file)s belongs to what was put up for signing of %(paper)s and can be neither changed nor deleted.",
                file=self.name,
                paper=signing.document_id.name,
            )
        if not (paper := self._gendan_judged_papers().get(self.sudo())):  # sudo: as above
            return super()._gendan_sealed_error()
        return self.env._(
            "%(file)s is the sheet by which %(paper)s was judged and can be neither changed nor deleted.",
            file=self.name,
            paper=paper.display_name,
        )
