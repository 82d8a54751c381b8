"""Ladders: who is told, after how long, when nobody acts."""

from collections import defaultdict
from datetime import time, timedelta

from odoo import api, fields, models
from odoo.tools import ormcache

from odoo.addons.gendan_followup.tools.workdays import HorizonError

# Steps speak in the morning: who is told has the day to act.
SPEAKING_TIME = time(8, 0)


class GendanLadder(models.Model):
    """A ladder serves one kind of to-do. Supervisors keep it; a company's own ladder goes before the shared one."""

    _name = "gendan.ladder"
    _description = "Follow-up Ladder"
    _inherit = ["gendan.cached.mixin"]
    _order = "code, company_id, id"
    _gendan_cached = frozenset({"code", "company_id", "active"})

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE active", "This kind of to-do has a ladder in this company."
    )

    name = fields.Char(required=True, translate=True)
    code = fields.Selection(
        lambda self: self.env["gendan.todo"]._selection_kind(),
        string="Serves",
        required=True,
        help="Kind of to-do this ladder serves.",
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: all companies.")
    active = fields.Boolean(default=True)
    step_ids = fields.One2many("gendan.ladder.step", "ladder_id", string="Steps", copy=True)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if {"code", "company_id", "active"} & (default or {}).keys():
            return vals_list
        # one ladder a kind and company: the copy waits in the archive until it is told what it serves
        return [{**vals, "active": False} for vals in vals_list]

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_find(self, code, company):
        """The ladder (sudo) that serves a kind in a company; empty when the kind has none."""
        # sudo: which step speaks next does not depend on whose work set it off
        return self.sudo().browse(self._gendan_find_id(code, company.id))

    @api.model
    @ormcache("code", "company_id")
    def _gendan_find_id(self, code, company_id):
        # sudo: the same for whoever does what opens a to-do
        ladders = self.sudo().search(
            [("code", "=", code), ("company_id", "in", [company_id, False])]
        )
        return ladders.sorted(lambda ladder: not ladder.company_id)[:1].id

    def _gendan_next_moment(self, company, due, opened_on, spoken_steps=None, due_at=False):
        """When the next step is to speak.

        Days count as working days of the company's calendar, from the day it is due, or the day the to-do was opened
        if that is later: what comes in late is first told to who acts, not to the head of the company.

        :param spoken_steps: steps that have spoken in this round
        :param due_at: moment (naive UTC) at which it is due, for what is due at an hour
        :return: naive UTC moment, or False when no step is left
        """
        moments = self._gendan_moments(company, due, opened_on, due_at)
        for step in spoken_steps or ():
            moments.pop(step, None)
        return min(moments.values(), default=False)

    def _gendan_moments(self, company, due, opened_on, due_at=False):
        """{step: naive UTC moment} of all steps, for one to-do.

        What is due at an hour is spoken of when that hour has come, or so many working hours after it.
        """
        moments = {}
        # sudo: when a step speaks is the same whoever asks
        calendar = company.sudo().resource_calendar_id
        start = max(due, opened_on) if due else opened_on
        for step in self.step_ids:
            days = step.after_days
            if due_at and not days:
                moments[step] = calendar._gendan_add_hours(due_at, step.after_hours) if step.after_hours else due_at
                continue
            if days < 0:
                day = max(opened_on, self._gendan_add_days(company, due or opened_on, days))
            else:
                day = self._gendan_add_days(company, start, days)
            moments[step] = company._gendan_at(day, SPEAKING_TIME)
        return moments

    @api.model
    def _gendan_add_days(self, company, day, days):
        """`days` working days after `day` (negative: before it); with 0 the day itself, or the next that is worked."""
        calendar = company.resource_calendar_id
        if not calendar:
            return day + timedelta(days=days)
        reach = timedelta(days=abs(days) * 3 + 60)
        try:
            return calendar._gendan_workdays(day - reach, day + reach).add(day, days)
        except HorizonError:
            # a calendar that hardly works: rather tell too early than never
            return day + timedelta(days=days)

    # ------------------------------------------------------------ mail

    @api.model
    def _gendan_mail_todos(self, user, todos):
        """One e-mail to one person about all the to-dos that climbed to him in this run, in his language."""
        lang = user.lang or self.env.lang or "en_US"
        company = todos.company_id[:1]
        env = self.with_context(lang=lang, tz=user.tz).with_company(company).env
        todos = todos.with_env(env)
        body = env["ir.qweb"]._render(
            "gendan_followup.mail_ladder",
            {
                "user": user,
                "hello": env._("Dear %(name)s,", name=user.name),
                "company": company,
                "today": company._gendan_today(),
                "todos": todos.sorted(lambda todo: (todo.due or todo.opened_on, todo.id)),
                "base_url": company.get_base_url(),
            },
            lang=lang,
            minimal_qcontext=True,
        )
        if len(todos) == 1:
            subject = env._("Not done yet: %(todo)s", todo=todos.label)
        else:
            subject = env._("%(count)s to-dos are not done yet", count=len(todos))
        # sudo: the machine writes; whom it writes to is read from the ladder
        return (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "subject": subject,
                    "body_html": body,
                    "recipient_ids": [fields.Command.link(user.partner_id.id)],
                    "email_from": company.email_formatted or self.env.user.email_formatted,
                    "auto_delete": True,
                }
            )
        )

    @api.model
    def _gendan_mail_all(self, by_user):
        """Send the bundles. A person whose mail fails does not stop the others.

        :param by_user: {user: {todo: step}}
        :return: to-dos about which somebody could not be mailed
        """
        failed = self.env["gendan.todo"]
        sent = False
        for user, steps in by_user.items():
            by_company = defaultdict(lambda: self.env["gendan.todo"])
            for todo in steps:
                by_company[todo.company_id] |= todo
            for todos in by_company.values():
                failed |= todos._gendan_guarded(
                    lambda user=user, todos=todos: self._gendan_mail_todos(user, todos)
                )
                sent = True
        if sent:
            # sudo: only wakes Odoo's own mail queue
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return failed
