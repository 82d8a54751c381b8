"""The question to planning: by which day is this part ready?"""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .date_word import HOWS

STATES = [("asked", "Without an answer"), ("answered", "Answered"), ("withdrawn", "Withdrawn")]


class GendanDateQuestion(models.Model):
    """Planning (PMC) is asked for the day by which a part is ready in house; one question is open per part.

    Asked by clerks with one click (``gendan.part.action_gendan_ask_word``), answered by the department's people from
    its list or on the phone, several at once; what they said elsewhere is noted by a clerk with who said it. Seen by
    whoever sees the part; nobody writes one by hand. It shows product, quantity and in-house date: no price, and never
    the customer's day.
    """

    _name = "gendan.date.question"
    _description = "Day Asked of Planning"
    _inherit = ["gendan.parent.access.mixin", "gendan.todo.mixin"]
    _order = "state, due_at, id desc"
    _gendan_parent = "part_id"

    _open_uniq = models.UniqueIndex("(part_id) WHERE state = 'asked'", "Planning is asked about this part already.")
    _waiting_idx = models.Index("(department_id, due_at) WHERE state = 'asked'")

    part_id = fields.Many2one("gendan.part", required=True, readonly=True, ondelete="restrict", index=True)
    order_id = fields.Many2one(related="part_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="part_id.company_id", store=True, index=True)
    clerk_id = fields.Many2one(related="part_id.clerk_id", store=True)
    # sudo: names only, of an order closed to departments
    order_name = fields.Char("Order Number", related="part_id.plan_id.order_name")
    product_id = fields.Many2one(related="part_id.product_id")
    quantity = fields.Float(compute="_compute_part", compute_sudo=True, digits="Product Unit")
    uom_id = fields.Many2one(related="part_id.uom_id")
    inhouse_date = fields.Date(related="part_id.plan_inhouse_date", string="In-house Date")
    department_id = fields.Many2one("gendan.department", required=True, readonly=True, ondelete="restrict", index=True)
    state = fields.Selection(STATES, required=True, default="asked", readonly=True, index=True)
    asked_by_id = fields.Many2one("res.users", string="Question by", required=True, readonly=True)
    asked_at = fields.Datetime("Asked at", required=True, readonly=True)
    due_at = fields.Datetime("Answer due by", readonly=True)
    remark = fields.Char("Remark of the Clerk", readonly=True)
    later_count = fields.Integer("Times Put Off", readonly=True, aggregator=None)
    later_reason = fields.Char("Cannot Say Yet Because", readonly=True)
    word_ids = fields.One2many("gendan.date.word", "question_id", string="Answers")
    word_id = fields.Many2one(
        "gendan.date.word", string="Answer", compute="_compute_word_id", store=True, index="btree_not_null"
    )
    word_date = fields.Date(related="word_id.date", string="Ready in House")
    word_basis = fields.Char(related="word_id.basis", string="Rests on")
    word_by = fields.Char(related="word_id.confirmed_by", string="Who Confirmed")
    word_state = fields.Selection(related="word_id.state", string="Whether It Holds")
    answered_at = fields.Datetime("Answered at", readonly=True)
    answer_hours = fields.Float(
        "Hours to answer", readonly=True, aggregator="avg", help="Working hours of the department since it was asked."
    )
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue")
    is_mine = fields.Boolean("For my department", compute="_compute_is_mine", search="_search_is_mine")

    # ------------------------------------------------------------ compute

    @api.depends("part_id.quantity", "part_id.line_id.product_uom_qty")
    def _compute_part(self):
        for question in self:
            question.quantity = question.part_id._gendan_own_quantity()

    @api.depends("word_ids")
    def _compute_word_id(self):
        for question in self:
            question.word_id = question.word_ids.sorted("id")[-1:]

    @api.depends("due_at", "state")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for question in self:
            question.is_overdue = question.state == "asked" and bool(question.due_at) and question.due_at < now

    @api.depends("department_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.env["gendan.department"]._gendan_mine()
        for question in self:
            question.is_mine = question.department_id in mine

    def _search_is_mine(self, operator, value):
        mine = self.env["gendan.department"]._gendan_mine().ids
        if operator in ("in", "not in") and set(value) == {True}:
            return [("department_id", operator, mine)]
        return NotImplemented

    @api.depends("order_name", "part_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for question in self:
            question.display_name = f"{question.order_name} · {question.part_id.display_name}"

    # ------------------------------------------------------------ actions

    def action_answer(self):
        """Button: the dialog in which these are answered, several at once.

        :return: action
        :raise UserError: none of them is open, or the user neither answers for the department nor is a clerk
        """
        self.check_access("read")
        waiting = self.filtered(lambda question: question.state == "asked")
        if not waiting:
            raise UserError(self.env._("There is nothing to answer: choose questions that are open."))
        how = "self" if waiting == waiting._gendan_own() else "phone"
        for question in waiting:
            if sentence := question._gendan_answer_error(how, "–"):
                raise UserError(sentence)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Confirm the Day"),
            "res_model": "gendan.date.answer",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_question_ids": waiting.ids, "default_how": how},
        }

    def action_withdraw(self):
        """Button of the clerk: it need not be answered any more.

        :raise AccessError: not of the follow-up team, or not her order
        """
        self.order_id._gendan_check_clerk()
        self._gendan_withdraw()
        return True

    def action_open_part(self):
        """Button: the order for who may open it, else the part.

        :return: action
        """
        self.ensure_one()
        if self.order_id.has_access("read"):
            return self.order_id._get_records_action()
        return self.part_id._get_records_action()

    # ------------------------------------------------------------ guard

    def _gendan_own(self):
        """Those the user's departments are asked: as member, head, or for the head today. One query."""
        mine = self.env["gendan.department"]._gendan_mine()
        return self.filtered(lambda question: question.sudo().department_id in mine)  # sudo: no secret inside

    def _gendan_answer_error(self, how, confirmed_by, own=None):
        """The sentence why this cannot be answered so, or False.

        :param str how: key of HOWS
        :param str confirmed_by: who said so
        :param own: those of the user's departments, when the caller knows them
        """
        self.ensure_one()
        own = self._gendan_own() if own is None else own
        words = {"question": self.display_name, "department": self.sudo().department_id.name}  # sudo: its name
        if self.state != "asked":
            return self.env._("%(question)s is not asked any more. Ask once more.", **words)
        if how == "self" and self not in own:
            return self.env._(
                "%(question)s: only the people of %(department)s answer in the system. Note what they said on the phone"
                " or in a chat, with who said it.",
                **words,
            )
        if how != "self" and self not in own and (sentence := self.order_id._gendan_team_error()):
            return sentence
        if not (confirmed_by or "").strip():
            return self.env._("%(question)s: say who confirmed it.", **words)
        return False

    # ------------------------------------------------------------ business

    def _gendan_answer(self, days, how="self", confirmed_by=None, basis=None, note=None):
        """Answer with days in house; each is a word of planning from now on.

        :param dict days: {question: ``datetime.date``}
        :param str how: key of HOWS; ``self``: the department's own people
        :param str confirmed_by: who said so; the user where ``how`` is ``self``
        :param str basis: what it rests on
        :raise UserError: the sentence why not
        :return: ``gendan.date.word``
        """
        questions = self.browse(question.id for question in days)
        questions.check_access("read")
        confirmed_by = self.env.user.name if how == "self" else (confirmed_by or "").strip()
        if how not in dict(HOWS):
            raise UserError(self.env._("Say how you know."))
        own = questions._gendan_own()
        for question in questions:
            if sentence := question._gendan_answer_error(how, confirmed_by, own):
                raise UserError(sentence)
            if question not in own:
                question.order_id._gendan_check_clerk()
        return questions.part_id._gendan_confirm_date(
            {question.part_id: day for question, day in days.items()},
            how=how,
            confirmed_by=confirmed_by,
            basis=basis,
            note=note,
        )

    def _gendan_later(self, day, reason):
        """The department cannot say yet, and says by when it will: the clock goes on from there.

        :param day: ``datetime.date``
        :raise UserError: not the department's, no reason, or the day is past
        """
        own = self._gendan_own()
        reason = (reason or "").strip()
        for question in self:
            if sentence := question._gendan_answer_error("self", self.env.user.name, own):
                raise UserError(sentence)
            today = question.company_id._gendan_today()
            if not day or day < today:
                raise UserError(
                    self.env._("%(question)s: say by which day you will know.", question=question.display_name)
                )
            if not reason:
                raise UserError(
                    self.env._("%(question)s: say why it cannot be said yet.", question=question.display_name)
                )
            # sudo: nobody may write questions, the guard above stands for it
            row = question.sudo()
            row.write(
                {
                    "due_at": row.company_id._gendan_end_of_day(day),
                    "later_count": row.later_count + 1,
                    "later_reason": reason,
                }
            )
            row.order_id._message_log(
                body=self.env._(
                    "%(department)s cannot say the day of %(part)s yet, and will by %(day)s: %(reason)s",
                    department=row.department_id.name,
                    part=row.part_id.display_name,
                    day=format_date(self.env, day),
                    reason=reason,
                ),
                author_id=self.env.user.partner_id.id,
            )
        self._gendan_sync_todos()

    def _gendan_answered(self):
        """These are answered now. Called with the word."""
        now = fields.Datetime.now()
        for question in self.sudo():  # sudo: nobody may write questions, the word was judged before
            calendar = question.department_id._gendan_calendar(question.company_id)
            question.write(
                {
                    "state": "answered",
                    "answered_at": now,
                    "answer_hours": max(calendar._gendan_hours_between(question.asked_at, now), 0.0),
                }
            )
        self._gendan_sync_todos()

    def _gendan_withdraw(self):
        """Nobody needs to know any more."""
        # sudo: the caller has asked who may
        waiting = self.sudo().filtered(lambda question: question.state == "asked")
        if waiting:
            waiting.write({"state": "withdrawn"})
            waiting._gendan_sync_todos()

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_anchor(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        return {
            "order": self.order_id,
            "partner": self.order_id.partner_id.commercial_partner_id,
            "company": self.company_id,
        }

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        for question in self.filtered(lambda question: question.state == "asked"):
            result.setdefault(question, []).append(
                {
                    "kind": "date_question",
                    "name": question._gendan_todo_name(),
                    "due": question.company_id._gendan_to_day(question.due_at),
                    "due_at": question.due_at,
                    "role": "department",
                    "department_id": question.department_id.id,
                    "urgency": "1",
                }
            )
        return result

    def _gendan_todo_name(self):
        """What the department is asked, in the language of the context. Call with sudo."""
        self.ensure_one()
        return self.env._(
            "%(order)s, %(part)s × %(quantity)s %(unit)s: confirm the day (in-house date %(day)s)",
            order=self.order_name,
            part=self.part_id.display_name,
            quantity=self.uom_id._gendan_number(self.quantity),
            unit=self.uom_id.name,
            day=format_date(self.env, self.inhouse_date) if self.inhouse_date else "–",
        )

    def _gendan_todo_labels(self):
        # EXTENDS gendan_followup (gendan.todo.mixin): in the reader's language
        labels = super()._gendan_todo_labels()
        for question in self.sudo():  # sudo: shown to whoever may read the to-dos
            labels[question.id, "date_question"] = question._gendan_todo_name()
        return labels

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_actions()
        own = self._gendan_own()
        for question in self.filtered(lambda question: question.state == "asked"):
            today = question.company_id._gendan_today()
            if question in own:
                actions = [
                    {
                        "code": "date_word",
                        "label": self.env._("Confirm the day…"),
                        "icon": "fa-calendar-check-o",
                        "needs": ["day", "remark"],
                        "optional": ["remark"],
                        "first_day": today,
                        "day": max(question.inhouse_date or today, today),
                        "primary": True,
                    },
                    {
                        "code": "date_later",
                        "label": self.env._("Cannot say yet…"),
                        "icon": "fa-hourglass-half",
                        "needs": ["day", "reason"],
                        "first_day": today,
                    },
                ]
            elif not question.order_id._gendan_team_error():
                actions = [{"code": "date_note", "label": self.env._("Note what they said…"), "icon": "fa-phone"}]
            else:
                continue
            result.setdefault(question, []).extend(actions)
        return result

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        self.ensure_one()
        if code == "date_word":
            self._gendan_answer({self: fields.Date.to_date(day)}, basis=remark)
            return True
        if code == "date_later":
            self._gendan_later(fields.Date.to_date(day), reason)
            return True
        if code == "date_note":
            return self.action_answer()
        return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)
