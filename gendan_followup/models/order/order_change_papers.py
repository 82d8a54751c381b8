"""Papers of older versions: void at once; what the floor holds is taken back."""

from odoo import api, fields, models
from odoo.tools import format_list

from ..common.document import FLOOR_KINDS as FLOOR

# copies that say what was agreed, and are void when something else is
# those of the floor have to come back before it gets new ones
VERSIONED = ("contract", "order_confirmation", *FLOOR)


class GendanOrderChange(models.Model):
    """A change, or a cancellation, takes the papers of the versions before it back."""

    _inherit = "gendan.order.change"

    recall_ids = fields.One2many("gendan.order.recall", "change_id", string="Recalls", readonly=True)
    paper_ids = fields.Many2many("gendan.document", string="Papers that hold", compute="_compute_paper_ids")
    recall_open_count = fields.Integer(string="Papers still out", compute="_compute_recall_open_count")

    # what applying it voids is no longer among them
    @api.depends("order_id", "state")
    def _compute_paper_ids(self):
        papers = self.env["gendan.document"]
        if papers.has_access("read"):
            papers = papers.search([("order_id", "in", self.order_id.ids), ("voided_at", "=", False)], order="kind, id")
        of_order = papers.grouped("order_id")
        for change in self:
            change.paper_ids = of_order.get(change.order_id._origin, papers.browse())

    @api.depends("recall_ids.state")
    def _compute_recall_open_count(self):
        for change in self:
            change.recall_open_count = len(change.recall_ids.filtered(lambda recall: recall.state == "open"))

    def action_papers_back(self):
        """Button: the dialog "all back".

        :return: action
        """
        self.ensure_one()
        return self.recall_ids.action_back()

    def _gendan_papers_of_before(self):
        """Papers of the order that hold until now, sudo."""
        self.ensure_one()
        # sudo: papers of the order, whoever made them; they are voided, not shown
        return (
            self.env["gendan.document"]
            .sudo()
            .search(
                [("order_id", "=", self.order_id.id), ("kind", "in", VERSIONED), ("voided_at", "=", False)],
                order="id",
            )
        )

    def _gendan_take_papers_back(self, papers):
        """Void the papers of before and recall those the floor holds.

        :param papers: from ``_gendan_papers_of_before``
        """
        self.ensure_one()
        order = self.order_id
        change = self.with_context(lang=order.company_id.partner_id.lang or self.env.lang)
        if self.kind == "cancellation":
            reason = change.env._("Order %(order)s was cancelled", order=order.name)
        else:
            reason = change.env._(
                "Version %(version)s of the order: %(change)s", version=order.gendan_version, change=self.name
            )
        papers._gendan_void(reason)
        out = papers.filtered(lambda paper: paper.kind in FLOOR and paper.issue_ids and not paper.returned_at)
        # sudo: nobody has rights to make recalls, the change makes them
        self.env["gendan.order.recall"].sudo().create(
            [
                {
                    "change_id": self.id,
                    "document_id": paper.id,
                    "name": paper.with_context(lang=change.env.lang).display_name,
                    "version": paper.version,
                    "holder": paper.issue_ids[:1].to,
                }
                for paper in out
            ]
        )

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for change in self:
            out = change.recall_ids.filtered(lambda recall: recall.state == "open")
            if out:
                values.setdefault(change, []).append(
                    {
                        "kind": "recall",
                        "name": self.env._(
                            "Get the papers of order %(order)s back, %(count)s of them: %(names)s.",
                            order=change.order_id.name,
                            count=len(out),
                            names=format_list(self.env, out.mapped("name")),
                        ),
                        "due": change.company_id._gendan_today(),
                        "urgency": "2",
                    }
                )
        return values

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup
        actions = super()._gendan_todo_actions()
        for change in self.filtered("recall_open_count"):
            actions.setdefault(change, []).append(
                {"code": "papers_back", "label": self.env._("Papers back…"), "icon": "fa-reply", "primary": True}
            )
        return actions

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup
        if code == "papers_back":
            return self.action_papers_back()
        return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)
