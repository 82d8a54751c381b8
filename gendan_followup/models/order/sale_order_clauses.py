"""What the clerk still has to agree with the customer: one to-do for each order, not one for each clause."""

from odoo import models

from .review_item import QUOTATION, WAITING


class SaleOrder(models.Model):
    """Clause points of the review as the clerk's to-do."""

    _inherit = "sale.order"

    def action_gendan_clauses(self):
        """Button of the to-do: note what the customer agreed to; a single clause in its dialog, several in one list.

        :return: action
        """
        self.ensure_one()
        waiting = self._gendan_open_clauses()[self]
        if len(waiting) == 1:
            return waiting.action_gendan_dialog()
        action = self.action_gendan_review_meeting()
        action["domain"] = [*action["domain"], ("judge", "=", "clause")]
        return action

    def _gendan_open_clauses(self):
        """{order: clause points of its review that are not agreed yet and not waived}, for every order. Batch."""
        result = dict.fromkeys(self, self.env["gendan.review.item"])
        # sudo: whether it is under review; the points are read with the caller's rights
        orders = self.filtered(lambda order: order.state in QUOTATION and order.sudo().gendan_review_at)
        items = orders.gendan_review_item_ids.filtered(
            lambda item: item.judge == "clause" and item.state in (*WAITING, "no")
        )
        waived = items.order_id._gendan_waived("confirm") if items else ()
        for order, group in items.grouped("order_id").items():
            result[order] = group.filtered(
                lambda item, order=order: (order.id, item.point_id._gendan_rule()) not in waived
            )
        return result

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        for order, items in self._gendan_open_clauses().items():
            if not items:
                continue
            result[order] = [
                *result.get(order, []),
                {
                    "kind": "review_clause",
                    "name": self.env._(
                        "Agree with the customer of %(order)s: %(points)s",
                        order=order.name,
                        points=" · ".join(item._gendan_clause_text() for item in items),
                    ),
                    "due": min((item.due for item in items if item.due), default=False),
                    "role": "clerk",
                },
            ]
        return result

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_actions()
        for order, items in self._gendan_open_clauses().items():
            if any(item.can_answer for item in items):
                result[order] = [
                    *result.get(order, []),
                    {
                        "code": "review_clauses",
                        "label": self.env._("Note what was agreed…"),
                        "icon": "fa-phone",
                        # one button a document
                        "primary": not any(action.get("primary") for action in result.get(order, [])),
                    },
                ]
        return result

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        if code == "review_clauses":
            return self.action_gendan_clauses()
        return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)


class GendanReviewItem(models.Model):
    """A clause in the to-do of its order."""

    _inherit = "gendan.review.item"

    def _gendan_clause_text(self):
        """The clause, with what the customer has against it or what has changed since she agreed."""
        self.ensure_one()
        words = {
            "point": self.name,
            "changed": self._gendan_changed_names(self.changed),
            "remark": self.answer_id.remark or "",
        }
        if self.state == "again":
            return self.env._("%(point)s (again, since then changed: %(changed)s)", **words)
        if self.state == "no":
            return self.env._("%(point)s (not agreed: %(remark)s)", **words)
        return self.name
