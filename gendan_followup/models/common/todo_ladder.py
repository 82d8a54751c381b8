"""To-dos climb their ladder: the one scheduled action."""

import logging
from collections import defaultdict
from datetime import timedelta

import psycopg2.errors

from odoo import api, fields, models
from odoo.fields import Domain

from .todo import WhoRequest

_logger = logging.getLogger(__name__)

# Role of the to-do that a step's addressee stands for.
_ROLE_OF_STEP = {
    "clerk": "clerk",
    "rep": "rep",
    "supervisor": "supervisor",
    "department_head": "department",
    "head_of_company": "head",
}
# A to-do on which the ladder stumbles is tried again after 1, 2, 4 ... hours, at most a day.
_RETRY_HOURS_MAX = 24


class GendanTodo(models.Model):
    """The ladder's side of a to-do. All of it runs as superuser from the scheduled action."""

    _inherit = "gendan.todo"

    # ------------------------------------------------------------ cron

    @api.model
    def _cron_gendan_ladders(self, batch_size=100):
        """Assign to-dos to who acts today, then let the steps that are due speak.

        Nothing is written when nothing is due. Two workers may run it at once: each takes rows the other has not
        locked, and the key of the log lets a step speak once. A record on which it stumbles is put off, the rest go on.
        """
        cron = self.env["ir.cron"]
        Todo = self.with_context(**self._gendan_prepare_create_context())
        misassigned = Todo._gendan_misassigned_ids()
        for start in range(0, len(misassigned), batch_size):
            group = Todo.browse(misassigned[start : start + batch_size]).try_lock_for_update()
            moved = []
            group._gendan_guarded(lambda group=group, moved=moved: moved.extend(group._gendan_assign()))
            # without a change there is nothing to commit: the row locks go with the next commit
            if moved and not cron._commit_progress():
                return

        domain = self._gendan_due_domain()
        remaining = Todo.search_count(domain)
        if not remaining:
            return
        cron._commit_progress(remaining=remaining)
        while True:
            todos = Todo._gendan_take_due(domain, batch_size)
            if not todos:
                break
            todos._gendan_climb()
            # a new environment's cache per batch: what was read before the commit may be old
            if not cron._commit_progress(len(todos)):
                break
            self.env.invalidate_all()

    @api.model
    def _gendan_due_domain(self):
        return list(
            Domain("open", "=", True) & Domain("next_step_at", "<=", fields.Datetime.now())
        )

    @api.model
    def _gendan_take_due(self, domain, limit):
        """Lock up to `limit` due to-dos nobody else is working on, earliest first."""
        candidates = self.search(domain, order="next_step_at, id", limit=limit * 5)
        try:
            todos = candidates.try_lock_for_update(limit=limit)
        except psycopg2.errors.SerializationFailure:
            # the other worker finished one of them between our reading and our locking: read again
            self.env.cr.rollback()
            self.env.transaction.clear()
            candidates = self.search(domain, order="next_step_at, id", limit=limit * 5)
            todos = candidates.try_lock_for_update(limit=limit)
        return todos.filtered_domain(domain)

    # ------------------------------------------------------------ business

    def _gendan_guarded(self, work):
        """Call `work` in a savepoint. On an unexpected error log it and return `self`, else an empty recordset."""
        try:
            with self.env.cr.savepoint():
                work()
        except Exception:  # noqa: BLE001 - one bad record must not stop the others
            _logger.exception("The ladder stumbled on to-dos %s", self.ids)
            return self
        return self.browse()

    def _gendan_climb(self):
        """Let the due steps of each to-do speak, then mail what was collected, one mail a person."""
        now = fields.Datetime.now()
        failed = self.browse()
        mails = defaultdict(dict)
        orphans = self._gendan_orphans()
        orphans._gendan_close()
        for todo in self - orphans:
            spoken = {}
            failed |= todo._gendan_guarded(
                lambda todo=todo, spoken=spoken: spoken.update(todo._gendan_speak(now))
            )
            if todo in failed:
                continue
            for step, user in spoken.items():
                if user and step.how == "email" and step.to != "customer":
                    mails[user][todo] = step
        unsent = self.env["gendan.ladder"]._gendan_mail_all(mails)
        if unsent:
            # who could not be mailed has not been told: the step speaks again when tried again
            self.env["gendan.todo.log"].search(
                [
                    ("todo_id", "in", unsent.ids),
                    ("how", "=", "email"),
                    ("spoken_at", "=", now),
                    ("user_id", "in", [user.id for user in mails]),
                ]
            ).unlink()
            for todo in unsent:
                todo.level = len(todo._gendan_spoken_steps())
        for todo in failed | unsent:
            hours = min(2**todo.failures, _RETRY_HOURS_MAX)
            todo.write({"failures": todo.failures + 1, "next_step_at": now + timedelta(hours=hours)})

    def _gendan_orphans(self):
        """Those whose document is gone (deleted by the database with its parent, or its room uninstalled)."""
        orphans = self.browse()
        for res_model, todos in self.grouped("res_model").items():
            if res_model not in self.env:
                orphans |= todos
                continue
            alive = set(self.env[res_model].browse(todos.mapped("res_id")).exists().ids)
            orphans |= todos.filtered(lambda todo, alive=alive: todo.res_id not in alive)
        return orphans

    def _gendan_speak(self, now):
        """Let all due steps of one to-do speak and set when the next one is due.

        :return: {step: user told or empty}
        """
        self.ensure_one()
        ladder = self.ladder_id
        moments = ladder._gendan_moments(self.company_id, self.due, self.opened_on, self.due_at)
        for step in self._gendan_spoken_steps():
            moments.pop(step, None)
        due_steps = [step for step in ladder.step_ids if step in moments and moments[step] <= now]
        # "it will be due" is not said on the day on which "it is due" is
        is_due = any(step.after_days >= 0 for step in due_steps)
        spoken = {}
        for step in due_steps:
            passed_over = is_due and step.after_days < 0
            spoken[step] = self.env["res.users"] if passed_over else self._gendan_speak_step(step)
        self.env["gendan.todo.log"].create(
            [
                {
                    "todo_id": self.id,
                    "step_id": step.id,
                    "round": self.round,
                    "to": step.to,
                    "how": step.how,
                    "user_id": user.id,
                    "spoken_at": now,
                }
                for step, user in spoken.items()
            ]
        )
        left = [moment for step, moment in moments.items() if step not in spoken]
        self.write(
            {
                "level": self.level + len(spoken),
                "next_step_at": min(left, default=False),
                "failures": 0,
            }
        )
        return spoken

    def _gendan_speak_step(self, step):
        """Say it to the addressee of one step; e-mails are only collected here. Hook for other ways.

        :return: the user told, empty if nobody fills the role
        """
        self.ensure_one()
        if step.to == "customer":
            document = self._gendan_source()
            if document and hasattr(document, "_gendan_ladder_tell_customer"):
                document._gendan_ladder_tell_customer(self, step)
            return self.env["res.users"]
        user = self._gendan_step_user(step)
        if user and step.how == "activity":
            self._gendan_schedule_activity(user)
        return user

    def _gendan_step_user(self, step):
        """Who a step tells today, stand-ins for absent people included."""
        if step.to == "user":
            return self.user_id
        request = self._gendan_who_request()._replace(role=_ROLE_OF_STEP[step.to], person=None, document=None)
        [(user, _on_behalf_of)] = self._gendan_resolve([WhoRequest(*request)])
        return user

    def _gendan_schedule_activity(self, user):
        """Put the to-do on the user's activity list, once."""
        if self._gendan_activities().filtered(lambda activity: activity.user_id == user):
            return
        # quick update: the list changes, the e-mail is a step of its own
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            "gendan_followup.mail_activity_todo",
            date_deadline=self.due or self.company_id._gendan_today(),
            summary=self.name,
            user_id=user.id,
        )

    def _gendan_spoken_steps(self):
        """Steps that have spoken in the to-do's present round."""
        self.ensure_one()
        return self.step_log_ids.filtered(lambda log: log.round == self.round).step_id

    def _gendan_prepare_reschedule_vals(self, due, ladder_id, due_at=False):
        """What changes with a new due day or ladder. Put off to a day to come, the ladder starts again."""
        self.ensure_one()
        ladder = self.env["gendan.ladder"].browse(ladder_id or [])
        vals = {}
        spoken = self._gendan_spoken_steps()
        if self.level and due and due > self.company_id._gendan_today():
            vals.update(round=self.round + 1, level=0)
            spoken = spoken.browse()
        vals["next_step_at"] = ladder._gendan_next_moment(
            self.company_id, due, self.opened_on, spoken, due_at
        )
        return vals
