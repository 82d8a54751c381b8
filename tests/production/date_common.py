"""An order whose days planning is asked for."""

from datetime import date

from odoo import Command

from ..common import GendanCase

PROMISE = date(2026, 11, 20)


class DateCase(GendanCase):
    """``self.order`` is the clerk's (bag, promised for 20 November); planning has a head and a member."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        department = "gendan_followup.group_gendan_department"
        cls.pmc, cls.planner = cls.make_users(pmc=department, planner=department)
        cls.planning = cls.env.ref("gendan_followup.department_pmc")
        cls.planning.write({"head_id": cls.pmc.id, "member_ids": [Command.set(cls.planner.ids)]})
        (cls.pmc | cls.planner | cls.clerk | cls.rep | cls.supervisor).lang = "en_US"
        cls.order = cls.confirm_order(promised=PROMISE)
        cls.settle()
        cls.part = cls.order.gendan_part_ids
        cls.plan = cls.part.plan_id

    @classmethod
    def retime(cls, plan, days):
        """The plan's forecast moves: what it waits for comes so many calendar days after the promise."""
        step = plan.milestone_ids.filtered(lambda m: m.event == "shipped")
        step.sudo().write({"retimed_date": date.fromordinal(plan.promise_date.toordinal() + days)})
        cls.settle(plan.order_id)
        plan.order_id._gendan_mark_all()
        cls.settle()

    def ask(self, parts=None, user=None):
        parts = self.part if parts is None else parts
        return parts.with_user(user or self.clerk)._gendan_ask_word()

    def confirm(self, day, parts=None, user=None, **values):
        parts = self.part if parts is None else parts
        questions = parts.sudo().question_ids.filtered(lambda question: question.state == "asked")
        questions = questions or self.ask(parts)
        questions = questions.with_user(user or self.planner)
        return questions._gendan_answer(dict.fromkeys(questions, day), **values)

    def todos(self, records, kind=None):
        found = self.env["gendan.todo"].search(records.sudo()._gendan_todo_domain())
        return found.filtered(lambda todo: not kind or todo.kind == kind)
