from odoo import models

ANSWER = "gendan.statement.answer"


class IrAttachment(models.Model):
    """What proves a customer's answer to a statement stays as it came."""

    _inherit = "ir.attachment"

    def _gendan_sealed(self):
        # EXTENDS gendan_followup
        sealed = super()._gendan_sealed()
        # sudo: whether it is sealed does not hang on who asks
        return sealed | self.sudo().filtered(lambda paper: paper.res_model == ANSWER and paper.res_id)

    def _gendan_sealed_error(self):
        # EXTENDS gendan_followup
        self.ensure_one()
        if self.res_model != ANSWER:
            return super()._gendan_sealed_error()
        # sudo: a number, to say which
        answer = self.env[ANSWER].sudo().browse(self.res_id)
        return self.env._(
            "%(paper)s proves what the customer said to %(statement)s and can be neither changed nor deleted.",
            paper=self.name,
            statement=answer.statement_id.display_name,
        )
