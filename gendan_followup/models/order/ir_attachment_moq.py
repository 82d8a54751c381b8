from odoo import models

CONSENT = "gendan.moq.consent"


class IrAttachment(models.Model):
    """What proves a customer's answer about a minimum stays as it came."""

    _inherit = "ir.attachment"

    def _gendan_sealed(self):
        # EXTENDS gendan_followup
        sealed = super()._gendan_sealed()
        # sudo: whether it is sealed does not hang on who asks
        return sealed | self.sudo().filtered(lambda paper: paper.res_model == CONSENT and paper.res_id)

    def _gendan_sealed_error(self):
        # EXTENDS gendan_followup
        self.ensure_one()
        if self.res_model != CONSENT:
            return super()._gendan_sealed_error()
        consent = self.env[CONSENT].browse(self.res_id)
        return self.env._(
            "%(paper)s proves what the customer answered about the minimum of %(goods)s on %(order)s and can be neither"
            " changed nor deleted.",
            paper=self.name,
            goods=consent.label,
            order=consent.order_id.name,
        )
