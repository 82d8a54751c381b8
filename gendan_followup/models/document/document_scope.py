from odoo import api, fields, models

from ..common.scope import WHOLE

# behind the arrival; other papers belong to the earliest stage
BEHIND = ("delivery_note", "statement")


class GendanDocument(models.Model):
    """Nobody waits for a paper behind the end of its order's follow-up; it may come all the same."""

    _inherit = "gendan.document"

    is_followed = fields.Boolean(
        compute="_compute_is_followed",
        store=True,
        compute_sudo=True,  # sudo: yes or no, for whoever reads the paper
        help="Off: the order's follow-up ends before this paper is to come back.",
    )

    @api.depends("kind", "order_id.gendan_scope")
    def _compute_is_followed(self):
        for paper in self:
            paper.is_followed = (
                paper.kind not in BEHIND or not paper.order_id or paper.order_id._gendan_follows(WHOLE)
            )

    def _gendan_todo(self):
        # EXTENDS gendan_followup: what has come is judged all the same
        if not self.is_followed and self.state != "returned":
            return None
        return super()._gendan_todo()


class SaleOrder(models.Model):
    """Papers are waited for, or no longer, when the order is followed up to another end."""

    _inherit = "sale.order"

    def _gendan_scope_changed(self):
        # EXTENDS gendan_followup
        result = super()._gendan_scope_changed()
        papers = self.env["gendan.document"].sudo()  # sudo: to-dos follow, whoever changed it
        if self:
            papers.search([("order_id", "in", self.ids), ("must_return", "=", True)])._gendan_sync_todos()
        return result
