"""Parts whose day planning is asked for, and has confirmed."""

import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import format_date, format_list


class GendanPart(models.Model):
    """Asking planning (PMC), its word, and whether the word still holds."""

    _inherit = "gendan.part"

    word_ids = fields.One2many("gendan.date.word", "part_id", string="Days Confirmed")
    question_ids = fields.One2many("gendan.date.question", "part_id", string="Days Asked")
    word_id = fields.Many2one(
        "gendan.date.word",
        string="Last Word of Planning",
        compute="_compute_word_id",
        store=True,
        index="btree_not_null",
        help="Whether it still holds or not.",
    )
    word_date = fields.Date(related="word_id.date", string="Confirmed in House")
    word_state = fields.Selection(related="word_id.state", string="Whether It Holds")
    # sudo: whoever sees the part
    is_word_asked = fields.Boolean("Planning Is Asked", compute="_compute_is_word_asked", compute_sudo=True)

    @api.depends("word_ids")
    def _compute_word_id(self):
        for part in self:
            # sorted: a word just made stands at the end of the list
            part.word_id = part.word_ids.sorted("id")[-1:]

    @api.depends("question_ids.state")
    def _compute_is_word_asked(self):
        for part in self:
            part.is_word_asked = any(question.state == "asked" for question in part.question_ids)

    # ------------------------------------------------------------ what planning has confirmed

    def _gendan_confirmed_words(self):
        """The word of planning that holds for each of these parts: neither overtaken nor promised since. Batch.

        :return: {part: ``gendan.date.word`` (sudo), empty where there is none}
        """
        # sudo: whoever sees the part sees what planning said of it; read together, wherever the parts come from
        parts = self.sudo().with_prefetch(self.ids)
        return {
            part: sudoed.word_id.filtered(lambda word: word.state == "holds")
            for part, sudoed in zip(self, parts, strict=True)
        }

    def _gendan_confirmed_dates(self):
        """The arrival at the customer that planning's last word gives, where it still holds. Batch.

        :return: {part: ``datetime.date`` or False}
        """
        return {part: word.arrival_date for part, word in self._gendan_confirmed_words().items()}

    def _gendan_confirmed_date(self):
        """As :meth:`_gendan_confirmed_dates`, of one part.

        :return: ``datetime.date`` or False: nobody has confirmed one, the plan has slipped past it, or it is promised
        """
        self.ensure_one()
        return self._gendan_confirmed_dates()[self]

    # ------------------------------------------------------------ asking

    def action_gendan_ask_word(self):
        """Button of the clerk: ask planning by which day these parts are ready. Those asked already stay asked.

        :return: action of a notice
        :raise AccessError: not of the follow-up team, or not her order
        :raise UserError: nothing is left to be delivered, or nobody in the department could answer
        """
        asked = self._gendan_ask_word()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(department)s is asked about %(number)s part deliveries; the answer is due %(moment)s.",
                    department=asked.department_id[:1].name,
                    number=len(asked),
                    moment=self._gendan_moment(min(asked.mapped("due_at"))),
                )
                if asked
                else self.env._("Planning is asked already."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _gendan_moment(self, moment):
        """A moment as a person of this company reads it."""
        company = self.company_id[:1] or self.env.company
        local = fields.Datetime.context_timestamp(self.with_context(tz=str(company._gendan_tz())), moment)
        return f"{format_date(self.env, local.date())} {local:%H:%M}"

    def _gendan_ask_error(self):
        """The sentence why planning cannot be asked about this part, or False. Call with sudo."""
        self.ensure_one()
        words = {"part": self.display_name, "order": self.order_id.name}
        if self.order_id.state != "sale" or not self.plan_id.is_running:
            return self.env._("%(order)s is not confirmed: there is no day to ask about.", **words)
        if self.plan_id.delivery_health == "delivered":
            return self.env._("%(part)s of order %(order)s has been delivered.", **words)
        department = self.company_id._gendan_date_department()
        if not department or not department._gendan_people():
            return self.env._(
                "There is nobody who could answer. Name the head or the members of the planning department under"
                " Configuration, Departments."
            )
        return False

    def _gendan_ask_word(self, remark=None):
        """Ask planning about these parts; who is asked already is left alone. Batch.

        :param str remark: what the clerk adds, for the department
        :raise AccessError: the user is not of the follow-up team, or may not write the orders
        :raise UserError: the sentence of :meth:`_gendan_ask_error`
        :return: ``gendan.date.question`` that were opened
        """
        self.check_access("read")
        self.order_id._gendan_check_clerk()
        parts = self.sudo().filtered(lambda part: not part.is_word_asked)  # sudo: after the check above
        for part in parts:
            if sentence := part._gendan_ask_error():
                raise UserError(sentence)
        now = fields.Datetime.now()
        vals_list = []
        for company, group in parts.grouped("company_id").items():
            department = company._gendan_date_department()
            due = department._gendan_calendar(company)._gendan_add_hours(now, company.gendan_date_hours)
            vals_list += [
                {
                    "part_id": part.id,
                    "department_id": department.id,
                    "asked_by_id": self.env.uid,
                    "asked_at": now,
                    "due_at": due,
                    "remark": (remark or "").strip() or False,
                }
                for part in group
            ]
        # sudo: questions are opened by this method only; who may was asked above
        Question = self.env["gendan.date.question"].sudo()
        # what was answered a moment ago is not asked any more: the index must know
        Question.flush_model(["state"])
        try:
            questions = Question.create(vals_list)
        except psycopg2.errors.UniqueViolation as error:
            # a colleague asked the same at this moment: the request is tried again and finds it
            raise ConcurrencyError(str(error)) from error
        questions._gendan_sync_todos()
        for order, group in questions.grouped("order_id").items():
            order._message_log(
                body=self.env._(
                    "%(department)s is asked for the day of: %(parts)s",
                    department=group.department_id[:1].name,
                    parts=format_list(self.env, group.part_id.mapped("display_name")),
                ),
                author_id=self.env.user.partner_id.id,
            )
        return questions.with_env(self.env)

    # ------------------------------------------------------------ confirming

    def _gendan_confirm_error(self, day):
        """The sentence why this day cannot be confirmed for this part, or False. Call with sudo."""
        self.ensure_one()
        words = {"part": self.display_name, "order": self.order_id.name}
        if not day:
            return self.env._("%(part)s of order %(order)s: say by which day it is ready.", **words)
        if day < self.company_id._gendan_today():
            return self.env._(
                "%(part)s of order %(order)s: %(day)s is past. Confirm a day to come.",
                day=format_date(self.env, day),
                **words,
            )
        if day > fields.Date.add(self.company_id._gendan_today(), years=2):
            return self.env._(
                "%(part)s of order %(order)s: %(day)s is years away. Check the year.",
                day=format_date(self.env, day),
                **words,
            )
        if self.plan_id.delivery_health in ("delivered", "cancelled"):
            return self.env._("%(part)s of order %(order)s is not waited for any more.", **words)
        return False

    def _gendan_confirm_date(self, days, how="self", confirmed_by=None, basis=None, note=None):
        """Planning confirms days in house: the one way a word is made. Batch.

        Who may say so is asked by the caller (``gendan.date.question._gendan_answer``).

        :param dict days: {part: ``datetime.date``}
        :param str how: key of HOWS
        :param str confirmed_by: who said so; the user when left out
        :param str basis: what it rests on
        :raise UserError: a day that cannot be
        :return: ``gendan.date.word`` with the user's rights
        """
        parts = self.browse(part.id for part in days).sudo()  # sudo: words are made here only, see above
        days = {part.sudo(): fields.Date.to_date(day) for part, day in days.items()}
        for part in parts:
            if sentence := part.with_env(part.env(su=True))._gendan_confirm_error(days[part]):
                raise UserError(sentence)
        arrivals = {}
        for day in set(days.values()):
            plans = parts.filtered(lambda part, day=day: days[part] == day).plan_id
            found = plans._gendan_arrivals_after(dict.fromkeys(plans, day))
            arrivals.update({(plan, day): arrival for plan, arrival in found.items()})
        questions = parts.question_ids.filtered(lambda question: question.state == "asked")
        question_of = {question.part_id: question for question in questions}
        vals_list = []
        for part in parts:
            plan, day = part.plan_id, days[part]
            question = question_of.get(part, questions.browse())
            vals_list.append(
                {
                    "part_id": part.id,
                    "question_id": question.id,
                    "department_id": (question.department_id or part.company_id._gendan_date_department()).id,
                    "quantity": part._gendan_own_quantity(),
                    "date": day,
                    "leaving_date": plan._gendan_leaving_after(day),
                    "arrival_date": arrivals[plan, day],
                    "forecast_then": plan.forecast_date,
                    "promise_version": part.version,
                    "confirmed_by": confirmed_by or self.env.user.name,
                    "user_id": self.env.uid,
                    "how": how,
                    "confirmed_at": fields.Datetime.now(),
                    "basis": (basis or "").strip() or False,
                    "note": (note or "").strip() or False,
                }
            )
        words = parts.env["gendan.date.word"].create(vals_list)
        questions._gendan_answered()
        words.part_id._gendan_word_given(words)
        return words.with_env(self.env)

    def _gendan_word_given(self, words):
        """Planning has confirmed days of these parts: noted on the orders, and who asked hears of it. Hook, sudo.

        :param words: the new ``gendan.date.word``
        """
        for order, group in words.grouped("order_id").items():
            env = order.with_context(lang=order.company_id.partner_id.lang or "en_US").env
            hows = dict(words._fields["how"]._description_selection(env))
            lines = [
                env._(
                    "%(part)s: ready in house on %(day)s, confirmed by %(person)s (%(how)s). %(basis)s",
                    part=word.part_id.with_env(env).display_name,
                    day=format_date(env, word.date),
                    person=word.confirmed_by,
                    how=hows[word.how],
                    basis=word.basis or "",
                ).strip()
                for word in group
            ]
            body = "\n".join(lines)
            author = self.env.user.partner_id
            order._message_log(body=body, author_id=author.id)
            askers = group.question_id.asked_by_id.filtered(lambda user: user.active and user != self.env.user)
            if askers:
                order.message_notify(
                    partner_ids=askers.partner_id.ids,
                    author_id=author.id,
                    subject=env._("%(order)s: planning has confirmed a day", order=order.name),
                    body=body,
                    email_layout_xmlid="mail.mail_notification_light",
                )
