from odoo import models

VERDICT = "gendan.sample.verdict"


class IrAttachment(models.Model):
    """The proof of a verdict is as immutable as the verdict."""

    _inherit = "ir.attachment"

    def _gendan_sealed(self):
        # EXTENDS gendan_followup
        sealed = super()._gendan_sealed()
        # sudo: whether it is sealed does not hang on who asks
        return sealed | self.sudo().filtered(lambda paper: paper.res_model == VERDICT and paper.res_id)

    def _gendan_sealed_error(self):
        # EXTENDS gendan_followup
        self.ensure_one()
        if self.res_model != VERDICT:
            return super()._gendan_sealed_error()
        verdict = self.env[VERDICT].browse(self.res_id)
        return self.env._(
            "%(paper)s proves what the customer said about sample %(sample)s and can be neither changed nor deleted.",
            paper=self.name,
            sample=verdict.round_id.display_name,
        )
