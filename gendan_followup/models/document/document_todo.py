from odoo import models

from .document import OUT


class GendanDocument(models.Model):
    """What waits on papers where the company judges them: to be judged, to come back, their originals."""

    _inherit = "gendan.document"

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        rules = self.env["gendan.validity.rule"]._gendan_of(self)
        for paper in self:
            if rules[paper] and not paper.voided_at and (todo := paper._gendan_todo()):
                values.setdefault(paper, []).append(todo)
        return values

    def _gendan_todo(self):
        """What waits on this paper now, as in ``_gendan_todo_values``; None when nothing does."""
        self.ensure_one()
        today = self.company_id._gendan_today()
        ways = dict(self._fields["returned_how"]._description_selection(self.env))
        words = {
            "paper": self.display_name,
            "customer": self.partner_id.commercial_partner_id.name,
            "way": ways.get(self.returned_how) or "",
            "reason": self.decision_id.reason or "",
            "carrier": self.carried_by or "",
        }
        if self.state == "returned":
            name = self.env._("%(paper)s is back from %(customer)s (%(way)s): see whether it counts.", **words)
            return {"kind": "paper_judge", "name": name, "due": today, "urgency": "1"}
        if self.state == "rejected":
            name = self.env._("%(paper)s does not count: %(reason)s Ask %(customer)s for it again.", **words)
            return {"kind": "paper_missing", "name": name, "due": self.due_back or today, "urgency": "1"}
        if self.state == "lost":
            name = self.env._(
                "%(paper)s is lost: %(reason)s Send %(customer)s a new one, or ask a supervisor to do without.", **words
            )
            return {"kind": "paper_missing", "name": name, "due": self.due_back or today, "urgency": "1"}
        if self.state == "provisional":
            name = self.env._("The original of %(paper)s is to come from %(customer)s.", **words)
            return {"kind": "paper_original", "name": name, "due": self.original_due}
        if self.state in OUT and self.decision_id.kind == "lapsed":
            name = self.env._("The original of %(paper)s has not come from %(customer)s.", **words)
            return {"kind": "paper_original", "name": name, "due": today, "urgency": "1"}
        if self.state in OUT and self.due_back:
            if self.carried_by:
                name = self.env._("%(paper)s for %(customer)s is with %(carrier)s and has to come back.", **words)
            else:
                name = self.env._("%(paper)s has to come back from %(customer)s.", **words)
            return {"kind": "paper_missing", "name": name, "due": self.due_back}
        return None

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup: the one click, where nothing speaks against it
        result = super()._gendan_todo_actions()
        for paper in self:
            if not paper.needs_judging or not paper.has_access("write"):
                continue
            actions = result.setdefault(paper, [])
            expected = paper._gendan_expected()
            if not paper._gendan_failures(expected):
                actions.append(
                    {
                        "code": "paper_as_expected",
                        "label": self.env._("As it should be: %(what)s", what=paper._gendan_seen_text(expected)),
                        "icon": "fa-check",
                        "primary": True,
                    }
                )
            actions.append({"code": "paper_judge", "label": self.env._("Say what is on it"), "icon": "fa-eye"})
        return result

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup
        if code == "paper_as_expected":
            return self.action_gendan_as_expected()
        if code == "paper_judge":
            return self.action_gendan_judge()
        return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)
