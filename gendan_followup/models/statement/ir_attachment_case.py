from odoo import models

ANSWER = "gendan.receivable.answer"


class IrAttachment(models.Model):
    """What shows that a customer has paid stays as it came."""

    _inherit = "ir.attachment"

    def _gendan_sealed(self):
        # EXTENDS gendan_followup
        sealed = super()._gendan_sealed()
        # sudo: whether it is sealed does not hang on who asks
        return sealed | self.sudo().filtered(lambda file: file.res_model == ANSWER and file.res_id)

    def _gendan_sealed_error(self):
        # EXTENDS gendan_followup
        self.ensure_one()
        if self.res_model != ANSWER:
            return super()._gendan_sealed_error()
        # sudo: a name, to say which
        answer = self.env[ANSWER].sudo().browse(self.res_id)
        return self.env._(
            "%(file)s belongs to what was said about %(case)s and can be neither changed nor deleted.",
            file=self.name,
            case=answer.case_id.display_name,
        )
