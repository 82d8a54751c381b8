from odoo import api, models
from odoo.exceptions import UserError


class GendanDocumentIssue(models.Model):
    """The floor never works by two versions at once."""

    _inherit = "gendan.document.issue"

    @api.model_create_multi
    def create(self, vals_list):
        """Log that papers went out.

        :raise UserError: one is void, or papers of an older version are still on the floor
        """
        lines = super().create(vals_list)
        for document in lines.document_id:
            if sentence := document._gendan_issue_error():
                raise UserError(sentence)
            # what went out waits no more to be sent, and a quotation of which it is the paper has gone out with it
            if contract := document._gendan_contract():
                contract._gendan_sync_todos()
                contract.order_id.filtered(lambda order: order.state == "draft").action_quotation_sent()
        lines.document_id._gendan_answer_touches()
        return lines
