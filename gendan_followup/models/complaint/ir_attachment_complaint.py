from odoo import models

PAPER = "gendan.complaint.paper"


class IrAttachment(models.Model):
    """What a customer sent about a complaint stays as it came."""

    _inherit = "ir.attachment"

    def _gendan_sealed(self):
        # EXTENDS gendan_followup
        sealed = super()._gendan_sealed()
        # sudo: whether it is sealed does not hang on who asks
        return sealed | self.sudo().filtered(lambda paper: paper.res_model == PAPER and paper.res_id)

    def _gendan_sealed_error(self):
        # EXTENDS gendan_followup
        self.ensure_one()
        if self.res_model != PAPER:
            return super()._gendan_sealed_error()
        paper = self.env[PAPER].browse(self.res_id)
        return self.env._(
            "%(paper)s is what the customer sent about complaint %(complaint)s and can be neither changed nor deleted.",
            paper=self.name,
            complaint=paper.complaint_id.name,
        )
