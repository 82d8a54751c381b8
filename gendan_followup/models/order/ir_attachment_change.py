from odoo import models

CHANGE = "gendan.order.change"


class IrAttachment(models.Model):
    """The paper on which a change was asked for is sealed when the change is proposed."""

    _inherit = "ir.attachment"

    def _gendan_sealed(self):
        # EXTENDS gendan_followup
        sealed = super()._gendan_sealed()
        # sudo: whether it is sealed does not hang on who asks
        papers = self.sudo().filtered(lambda paper: paper.res_model == CHANGE and paper.res_id)
        if not papers:
            return sealed
        changes = self.env[CHANGE].sudo().browse(papers.mapped("res_id")).exists()  # sudo: as above
        proposed = set(changes.filtered(lambda change: change.state != "draft").ids)
        return sealed | papers.filtered(lambda paper: paper.res_id in proposed)

    def _gendan_sealed_error(self):
        # EXTENDS gendan_followup
        self.ensure_one()
        if self.res_model != CHANGE:
            return super()._gendan_sealed_error()
        return self.env._(
            "%(paper)s proves that %(change)s was asked for and can be neither changed nor deleted.",
            paper=self.name,
            change=self.env[CHANGE].browse(self.res_id).display_name,
        )
