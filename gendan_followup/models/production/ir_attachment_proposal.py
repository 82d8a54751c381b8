from odoo import models

REPLY = "gendan.date.reply"


class IrAttachment(models.Model):
    """What proves a customer's answer about new dates stays as it came."""

    _inherit = "ir.attachment"

    def _gendan_sealed(self):
        # EXTENDS gendan_followup
        sealed = super()._gendan_sealed()
        # sudo: whether it is sealed does not hang on who asks
        return sealed | self.sudo().filtered(lambda paper: paper.res_model == REPLY and paper.res_id)

    def _gendan_sealed_error(self):
        # EXTENDS gendan_followup
        self.ensure_one()
        if self.res_model != REPLY:
            return super()._gendan_sealed_error()
        return self.env._(
            "%(paper)s proves what the customer answered to %(proposal)s and can be neither changed nor deleted.",
            paper=self.name,
            proposal=self.env[REPLY].browse(self.res_id).proposal_id.display_name,
        )
