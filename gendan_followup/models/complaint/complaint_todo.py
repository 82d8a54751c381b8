from datetime import time

from odoo import api, models

from .complaint import ENDED

# company's clock: what comes in today is answered by then, until a clock says otherwise
END_OF_DAY = time(17, 30)
URGENCY = {"minor": "0", "major": "1", "critical": "2"}


class GendanTodo(models.Model):
    """To-dos of complaints, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "complaint": self.env._("Complaint to handle"),
            "complaint_department": self.env._("Complaint to look into"),
        }
        return [*super()._selection_kind(), *kinds.items()]


class GendanComplaint(models.Model):
    """What waits on a complaint: the clerk sees to it, the department it is put to looks into it."""

    _inherit = "gendan.complaint"

    def _gendan_todo_anchor(self):
        # EXTENDS gendan_followup
        self.ensure_one()
        return {"order": self.order_id, "partner": self.partner_id, "company": self.company_id}

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        waiting = self.filtered(lambda complaint: complaint.state not in ENDED)
        answer_due, work_due = waiting._gendan_answer_due(), waiting._gendan_work_due()
        for complaint in waiting:
            todos = values.setdefault(complaint, [])
            handler = complaint.user_id.filtered("active")
            at = answer_due[complaint] if not complaint.findings_at else None
            at = at or work_due[complaint]
            common = {
                "urgency": URGENCY.get(complaint.severity, "0"),
                "due_at": at or False,
                "due": complaint.company_id._gendan_to_day(at) if at else False,
            }
            todos.append(
                {
                    **common,
                    "kind": "complaint",
                    "name": complaint._gendan_todo_name(),
                    # the customer's own clerk is found by her role, so that her backup acts while she is away
                    "user_id": handler.id if handler != complaint.clerk_id else False,
                }
            )
            if complaint._gendan_waits_for_department():
                todos.append(
                    {
                        **common,
                        "kind": "complaint_department",
                        "name": self.env._("%(complaint)s: look into it and record what you find.",
                                           complaint=complaint.display_name),
                        "role": "department",
                        "department_id": complaint.department_id.id,
                        "due_at": work_due[complaint] or at or False,
                        "due": complaint.company_id._gendan_to_day(work_due[complaint] or at),
                    }
                )  # fmt: skip
        return values

    def _gendan_waits_for_department(self):
        """Whether the department it is put to has to look into it."""
        self.ensure_one()
        department = self.department_id
        return self.state == "work" and self.track == "full" and bool(department and department._gendan_responsible())

    def _gendan_todo_name(self):
        """What the clerk has to do in this state."""
        self.ensure_one()
        words = {"complaint": self.display_name, "customer": self.partner_id.name or ""}
        if self.state == "new" and not self.partner_id:
            return self.env._("%(complaint)s: find out whose complaint it is.", **words)
        if self.state == "new":
            return self.env._("%(complaint)s: answer %(customer)s, and have it looked into.", **words)
        if self.state == "work":
            return self.env._("%(complaint)s: find out what happened and answer %(customer)s.", **words)
        if self.state == "findings":
            return self.env._("%(complaint)s: offer %(customer)s a settlement.", **words)
        if self.state == "proposed":
            return self.env._("%(complaint)s: ask %(customer)s whether he agrees.", **words)
        if self.state == "agreed":
            return self.env._("%(complaint)s: carry out what was agreed with %(customer)s.", **words)
        return self.env._("%(complaint)s: finish the settlement, tell %(customer)s and close it.", **words)

    def _gendan_todo_labels(self):
        # EXTENDS gendan_followup
        labels = super()._gendan_todo_labels()
        for complaint in self.filtered(lambda complaint: complaint.state not in ENDED):
            labels[complaint.id, "complaint"] = complaint._gendan_todo_name()
            if complaint._gendan_waits_for_department():
                labels[complaint.id, "complaint_department"] = self.env._(
                    "%(complaint)s: look into it and record what you find.", complaint=complaint.display_name
                )
        return labels

    # ------------------------------------------------------------ hooks

    def _gendan_answer_due(self):
        """When each complaint must have its first answer. Hook, batch, sudo.

        :return: {complaint: naive UTC, False once it has it}; here the end of the day on which it came in
        """
        return {
            complaint: not complaint.answered_at
            and complaint.company_id._gendan_at(
                complaint.company_id._gendan_to_day(complaint.received_at), END_OF_DAY
            )
            for complaint in self
        }

    def _gendan_work_due(self):
        """When the work of each complaint's present state must be done. Hook, batch, sudo.

        :return: {complaint: naive UTC or False}
        """
        return dict.fromkeys(self, False)
