from odoo import models

from .filing import CLERKS

THREADS = ("gendan.document", "sale.order", "stock.picking")


class IrAttachment(models.Model):
    """Files a clerk uploads below an order, a transfer or a paper are looked through for codes."""

    _inherit = "ir.attachment"

    def _post_add_create(self, **kwargs):
        # EXTENDS mail: uploads that belong to no message
        result = super()._post_add_create(**kwargs)
        scans = self.filtered(lambda attachment: attachment.res_model in THREADS and attachment.res_id)
        if scans and self.env.user.has_group(CLERKS):
            # sudo: the rows are the program's; what may be filed hangs on the user's rights
            filings = self.env["gendan.filing"].sudo()
            filings._gendan_collect(scans.sudo(), self.env.user, self.env.user.partner_id, "scan")
        return result
