"""Doing something about a to-do where it is listed."""

from collections import defaultdict

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class GendanTodo(models.Model):
    """The actions a to-do offers: its document's own (`_gendan_todo_actions`), and those every to-do has."""

    _inherit = "gendan.todo"

    reminded_at = fields.Datetime(readonly=True, help="When somebody last reminded who acts.")
    reminded_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    reminded_user_id = fields.Many2one("res.users", string="Reminded", readonly=True, ondelete="set null")

    def _gendan_offered(self):
        """What the user may do now about each to-do: {to-do: [dict]}, dicts as in `_gendan_todo_actions`.

        A bounded number of queries for each model behind the to-dos.
        """
        offered = {todo: [] for todo in self}
        for res_model, todos in self.filtered("open").grouped("res_model").items():
            if res_model not in self.env:
                continue
            documents = self.env[res_model].browse(todos.mapped("res_id")).exists()._filtered_access("read")
            actions = documents._gendan_todo_actions() if hasattr(documents, "_gendan_todo_actions") else {}
            for todo in todos:
                document = documents.browse(todo.res_id)
                if document in documents:
                    offered[todo] = [*actions.get(document, [])]
                    offered[todo].append(todo._gendan_action_open())
        for todo in self.filtered("open"):
            if not todo.is_synced:
                offered[todo].insert(
                    0,
                    {
                        "code": "close",
                        "label": self.env._("Done"),
                        "icon": "fa-check",
                        "primary": not any(action.get("primary") for action in offered[todo]),
                    },
                )
            if todo.user_id and todo.user_id != self.env.user:
                offered[todo].append({"code": "remind", "label": self.env._("Remind"), "icon": "fa-bell-o"})
        return offered

    def _gendan_action_open(self):
        return {"code": "open", "label": self.env._("Open"), "icon": "fa-external-link"}

    def action_gendan_do(self, code, values=None):
        """Do one of the offered actions. Called by the workbench; whatever the document's own rules say holds.

        :param str code: of an action in `_gendan_offered`
        :param dict values: day (ISO date), reason, remark
        :return: an action to be run, or True
        :raise UserError: the sentence why it is refused
        """
        self.ensure_one()
        self.check_access("read")
        actions = {action["code"]: action for action in self._gendan_offered()[self]}
        if code not in actions:
            raise UserError(
                self.env._("This can no longer be done with “%(todo)s”. Reload the page.", todo=self.name)
            )
        if code == "open":
            return self.action_open_source()
        if code == "close":
            return self.action_close()
        if code == "remind":
            [(_todo, sentence)] = self._gendan_remind_many()
            if sentence:
                raise UserError(sentence)
            return True
        values = values or {}
        document = self.env[self.res_model].browse(self.res_id)
        return document._gendan_todo_do(code, **{name: values.get(name) for name in ("day", "reason", "remark")})

    # ------------------------------------------------------------ reminding

    def _gendan_remind_error(self):
        """The sentence why who acts is not to be reminded, or False. Once a day is enough."""
        self.ensure_one()
        if not self.open:
            return self.env._("“%(todo)s” is done already.", todo=self.name)
        if not self.user_id:
            return self.env._("Nobody acts on “%(todo)s” whom one could remind.", todo=self.name)
        if self.user_id == self.env.user:
            return self.env._("“%(todo)s” waits for yourself.", todo=self.name)
        day = self.company_id._gendan_to_day(self.reminded_at)
        if self.reminded_user_id == self.user_id and day == self.company_id._gendan_today():
            return self.env._(
                "%(user)s was reminded of “%(todo)s” today by %(by)s.",
                user=self.user_id.name,
                todo=self.name,
                by=self.reminded_by_id.name or "",
            )
        return False

    def _gendan_remind_many(self):
        """Remind who acts: an activity on each to-do, one notice to each person about all of them.

        Who may read a to-do may remind.

        :return: list of (to-do, sentence why not or False), in the order of ``self``
        """
        self.check_access("read")
        sentences = {todo: todo._gendan_remind_error() for todo in self}
        # sudo: nobody has the right to write to-dos; the check above stands for it
        todos = self.filtered(lambda todo: not sentences[todo]).sudo()
        by_user = defaultdict(todos.browse)
        for todo in todos:
            todo._gendan_schedule_activity(todo.user_id)
            by_user[todo.user_id] |= todo
        for user, group in by_user.items():
            group._gendan_notify_reminder(user)
            group.with_context(**self._gendan_prepare_create_context()).write(
                {
                    "reminded_at": fields.Datetime.now(),
                    "reminded_by_id": self.env.uid,
                    "reminded_user_id": user.id,
                }
            )
        return [(todo, sentences[todo]) for todo in self]

    def _gendan_notify_reminder(self, user):
        """One notice (inbox or e-mail, as the person has set it) about these to-dos, in his language."""
        todos = self.with_context(lang=user.lang)
        env = todos.env
        rows = Markup().join(
            Markup("<li>{}</li>").format(
                " · ".join(
                    filter(None, (todo.label, todo.order_id.name, todo.partner_id.name, format_date(env, todo.due)))
                )
            )
            for todo in todos
        )
        subject = (
            env._("Reminder: %(todo)s", todo=todos.label)
            if len(todos) == 1
            else env._("Reminder: %(count)s to-dos", count=len(todos))
        )
        todos[0].message_notify(
            partner_ids=user.partner_id.ids,
            author_id=self.env.user.partner_id.id,
            subject=subject,
            body=Markup("<p>{}</p><ul>{}</ul>").format(
                env._("%(user)s asks you to look at this:", user=self.env.user.name), rows
            ),
        )
