from odoo import models


class GendanOrderChange(models.Model):
    """Contracts that are not out yet follow the change: nothing is approved that was made of what was before."""

    _inherit = "gendan.order.change"

    def _gendan_take_papers_back(self, papers):
        # EXTENDS gendan_followup: copies that exist are voided there, and their contracts with them
        result = super()._gendan_take_papers_back(papers)
        # sudo: the order's papers, whoever made them
        unfinished = self.env["gendan.contract"].sudo().search(
            [("order_id", "=", self.order_id.id), ("state", "in", ("draft", "asked"))]
        )
        for contract in unfinished:
            if self.kind == "cancellation":
                contract._gendan_move("void")
            elif contract.state == "asked":
                contract._gendan_move("draft")
        unfinished._gendan_sync_todos()
        return result
