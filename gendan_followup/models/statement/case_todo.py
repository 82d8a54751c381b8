"""Ladders of instalments: who hears of what is overdue, broken, disputed or said to be paid."""

from odoo import api, models
from odoo.tools import ormcache

# situation -> kind of to-do
KIND_OF = {
    "none": "collect_due",
    "broken": "collect_broken",
    "paid": "collect_paid",
    "disputed": "collect_disputed",
    "escalated": "collect_escalated",
}


class GendanTodo(models.Model):
    """To-dos of collection, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "collect_due": self.env._("Instalment to collect"),
            "collect_broken": self.env._("Promise of payment broken"),
            "collect_paid": self.env._("Said to be paid and not in the books"),
            "collect_disputed": self.env._("Instalment disputed"),
            "collect_escalated": self.env._("Instalment escalated"),
            "collect_unsent": self.env._("Reminder that did not go out"),
            "collect_list_unsent": self.env._("List of overdue instalments that did not go out"),
        }
        return [*super()._selection_kind(), *kinds.items()]


class GendanLadder(models.Model):
    """How long before its day a ladder begins."""

    _inherit = "gendan.ladder"

    @api.model
    @ormcache("code", "company_id")
    def _gendan_lead(self, code, company_id):
        """By how many working days the first step of a kind's ladder comes before the day; 0 for none.

        Kept per process: steps clear the registry's cache here.
        """
        ladder = self.browse(self._gendan_find_id(code, company_id) or []).sudo()  # sudo: the same for everybody
        return -min([0, *ladder.step_ids.mapped("after_days")])


class GendanLadderStep(models.Model):
    """Steps before the day make to-dos before the day."""

    _inherit = "gendan.ladder.step"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS gendan_followup
        steps = super().create(vals_list)
        steps._gendan_lead_changed()
        return steps

    def write(self, vals):
        # EXTENDS gendan_followup
        result = super().write(vals)
        if "after_days" in vals:
            self._gendan_lead_changed()
        return result

    def unlink(self):
        # EXTENDS gendan_followup
        self._gendan_lead_changed()
        return super().unlink()

    def _gendan_lead_changed(self):
        """Instalments that are not due yet may have to be told of already."""
        self.env.registry.clear_cache()
        if ladders := self.ladder_id.filtered(lambda ladder: ladder.code == "collect_due"):
            self.env["gendan.receivable.case"]._gendan_mark(ladders.company_id)


class GendanReceivableCase(models.Model):
    """One to-do an instalment at a time, by what was said last; each with a ladder of its own.

    While a promise runs nobody is told anything. The sales rep has her weekly list (`gendan.receivable.digest`):
    ladders tell clerk, supervisor and head of the company, who get one mail about all that climbed.
    """

    _inherit = "gendan.receivable.case"

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        on = self.env["res.company"]._gendan_switched_on("gendan_collect")
        waiting = self.filtered(lambda case: case.state == "open" and case.company_id.id in on)
        accounting = waiting._gendan_accounting() if "paid" in waiting.mapped("situation") else {}
        for case in waiting:
            if todo := case._gendan_todo(accounting):
                values.setdefault(case, []).append(todo)
        return values

    def _gendan_accounting(self):
        """{company: id of the department that looks for money}, one query."""
        departments = self.env["gendan.department"].search(
            [("code", "=", "ACC"), ("company_id", "in", [False, *self.company_id.ids])]
        )
        found = {department.company_id.id: department.id for department in departments}
        return {company: found.get(company.id) or found.get(False, False) for company in self.company_id}

    def _gendan_todo(self, accounting):
        """What waits on this instalment now: values of one to-do, or None.

        :param accounting: from `_gendan_accounting`
        """
        self.ensure_one()
        today = self.company_id._gendan_today()
        kind = KIND_OF.get(self.situation)
        if not kind:
            return None
        rep = self.rep_id
        acts = {"role": "rep" if rep.active and self.company_id in rep.company_ids else "clerk"}
        values = {"kind": kind, "due": self.due, "urgency": "0", **acts}
        if kind == "collect_due":
            if today < self._gendan_todo_from():
                return None
        elif kind == "collect_broken":
            answer = self._gendan_last_said()
            values |= {"due": answer.broken_on or today, "urgency": "1"}
        elif kind == "collect_paid":
            look_on = self._gendan_look_for_money_on()
            if not look_on or today < look_on:
                return None
            values |= {"due": look_on, "urgency": "1", "role": "clerk"}
            if department := accounting.get(self.company_id):
                values |= {"role": "department", "department_id": department}
        elif kind == "collect_disputed":
            said = self.company_id._gendan_to_day(self._gendan_last_said().said_at)
            values |= {"due": said, "role": "clerk"}
        else:
            answer = self._gendan_last_said()
            said = self.company_id._gendan_to_day(answer.said_at)
            values |= {"due": said, "role": "clerk", "user_id": answer.to_id.id, "urgency": "1"}
        values["name"] = self._gendan_todo_name(kind)
        return values

    def _gendan_todo_name(self, kind):
        """What has to be done, in the language of the environment. No amount that changes with each payment."""
        self.ensure_one()
        env = self.env
        answer = self._gendan_last_said()
        words = {
            "invoice": " ".join(part for part in (self.name, self.instalment) if part),
            "customer": self.partner_id.gendan_abbreviation or self.partner_id.name,
            "due": self._gendan_day_text(self.due),
            "day": self._gendan_day_text(answer.day) if answer.day else "",
            "amount": self._gendan_amount_text(answer.amount),
        }
        match kind:
            case "collect_broken":
                return env._(
                    "%(customer)s promised %(amount)s of %(invoice)s for %(day)s and has not paid it: ask again.",
                    **words,
                )
            case "collect_paid":
                return env._(
                    "%(customer)s says that %(amount)s of %(invoice)s was paid on %(day)s: it is not in the books.",
                    **words,
                )
            case "collect_disputed":
                return env._("%(customer)s does not accept %(invoice)s: clear it up.", **words)
            case "collect_escalated":
                return env._("%(invoice)s of %(customer)s, due on %(due)s, was escalated to you.", **words)
        return env._("%(invoice)s of %(customer)s is due on %(due)s: collect it.", **words)

    def _gendan_todo_labels(self):
        # EXTENDS gendan_followup
        labels = super()._gendan_todo_labels()
        for case in self:
            if kind := KIND_OF.get(case.situation):
                labels[case.id, kind] = case._gendan_todo_name(kind)
        return labels

    def _gendan_todo_from(self):
        """The day from which it is somebody's to-do: the day it is due, or so long before as the ladder begins."""
        self.ensure_one()
        Ladder = self.env["gendan.ladder"]
        lead = Ladder._gendan_lead("collect_due", self.company_id.id)
        return Ladder._gendan_add_days(self.company_id, self.due, -lead) if lead else self.due

    def _gendan_ladder_tell_customer(self, todo, step):
        # EXTENDS gendan_followup: only where the customer's profile allows it; all of one customer's go in one mail
        self.ensure_one()
        if not self.profile_id.remind_customer or not self._gendan_may_be_reminded():
            return False
        self.write({"tell_customer": True})
        self._gendan_wake()
        return True

    # ------------------------------------------------------------ answering where to-dos are listed

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup
        result = super()._gendan_todo_actions()
        for case in self.filtered(lambda one: one.state == "open"):
            today = case.company_id._gendan_today()
            result.setdefault(case, []).extend(
                [
                    {
                        "code": "collect_promised",
                        "label": self.env._("Promised for …"),
                        "icon": "fa-calendar-check-o",
                        "needs": ["day", "remark"],
                        "optional": ["remark"],
                        "first_day": today,
                        "primary": True,
                    },
                    {
                        "code": "collect_paid",
                        "label": self.env._("Paid on …"),
                        "icon": "fa-money",
                        "needs": ["day", "remark"],
                        "optional": ["remark"],
                        "last_day": today,
                        "day": today,
                    },
                ]
            )
        return result

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup
        if code not in ("collect_promised", "collect_paid"):
            return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)
        self.ensure_one()
        self._gendan_answer(code.removeprefix("collect_"), day=day, note=remark or False)
        return True
