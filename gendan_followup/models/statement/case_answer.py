"""What was said about an instalment: paid, promised, disputed, escalated. Append-only."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, format_date

KINDS = [
    ("paid", "Paid, Says the Customer"),
    ("promised", "Payment Promised"),
    ("disputed", "Disputed by the Customer"),
    ("escalated", "Escalated"),
    ("contact", "Spoken with the Customer"),
    ("resumed", "Cleared up"),
]
DISPUTES = [
    ("quantity", "Quantity"),
    ("price", "Price"),
    ("quality", "Quality of Goods"),
    ("late", "Delivered Late"),
    ("invoice", "Invoice Wrong or Not Here"),
    ("order", "Not Ordered"),
    ("other", "Other Reason"),
]
# with these the customer said an amount: it is watched whether it comes
WATCHED = ("paid", "promised")
# identity of this object lets the program judge an answer; nothing else of it changes
JUDGING = object()
JUDGED = frozenset({"outcome", "broken_on"})


class GendanReceivableAnswer(models.Model):
    """One answer, with who noted it and when; never changed or deleted. Its photos are sealed with it.

    Written through the dialog (`gendan.receivable.reply`) by whoever sees the instalment; the program adds whether a
    promise was kept. Seen with the instalment.
    """

    _name = "gendan.receivable.answer"
    _description = "Answer about an Instalment"
    _inherit = ["gendan.proof.mixin", "gendan.parent.access.mixin"]
    _gendan_parent = "case_id"
    _order = "id desc"
    _rec_name = "case_id"

    _watched_idx = models.Index("(case_id) WHERE outcome IN ('open', 'kept', 'broken')")
    _amount_positive = models.Constraint("CHECK (amount >= 0)", "An amount said cannot be negative.")

    case_id = fields.Many2one(
        "gendan.receivable.case", string="Instalment", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    # whose customer it was then: promises are counted by them
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, index=True)
    rep_id = fields.Many2one("res.users", string="Sales Rep", readonly=True, index="btree_not_null")
    clerk_id = fields.Many2one("res.users", string="Clerk", readonly=True, index="btree_not_null")
    kind = fields.Selection(KINDS, string="Answer", required=True, readonly=True)
    said_at = fields.Datetime(string="Noted on", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Noted by", required=True, readonly=True, ondelete="restrict")
    day = fields.Date(string="Day Said", readonly=True, help="Paid on, or promised for.")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    amount = fields.Monetary(readonly=True)
    dispute = fields.Selection(DISPUTES, string="What Is Disputed", readonly=True)
    to_id = fields.Many2one("res.users", string="Escalated to", readonly=True, ondelete="restrict")
    note = fields.Text(string="In Words", readonly=True)
    attachment_ids = fields.Many2many(
        "ir.attachment", "gendan_receivable_answer_file_rel", string="Photos and Papers", readonly=True
    )
    settled_before = fields.Monetary(
        string="Settled before", readonly=True, help="Of the instalment, when it was said."
    )
    outcome = fields.Selection(
        [("open", "Waited for"), ("kept", "Promise Kept"), ("broken", "Not Kept"), ("replaced", "Put off")],
        readonly=True,
        help="By the day of the payment in the books, whenever it was entered.",
    )
    broken_on = fields.Date(readonly=True)

    text = fields.Char(string="What Was Said", compute="_compute_text")

    # ------------------------------------------------------------ compute

    @api.depends("kind", "day", "amount", "dispute", "to_id", "note", "outcome")
    @api.depends_context("lang")
    def _compute_text(self):
        for answer in self:
            answer.text = answer._gendan_text()

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Note answers; their files become theirs.

        :raise UserError: the sentence why one cannot be noted so
        :raise AccessError: the user may not read one of the files
        """
        files = [self._gendan_pop_papers(vals) for vals in vals_list]
        answers = super().create(vals_list)
        answers._gendan_seal(files)
        return answers

    def write(self, vals):
        # EXTENDS base: only the program's verdict
        if self.env.context.get("gendan_answer_judging") is not JUDGING or vals.keys() - JUDGED:
            raise UserError(
                self.env._(
                    "What was said about %(case)s is not changed. Note what is said now as another answer.",
                    case=self[:1].case_id.display_name,
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(
            self.env._("What was said about an instalment is kept. Note what is said now as another answer.")
        )

    def copy(self, default=None):
        raise UserError(self.env._("An answer is not copied: note what is said now."))

    # ------------------------------------------------------------ business

    def _gendan_sealed_error(self, paper):
        # EXTENDS gendan.proof.mixin
        self.ensure_one()
        return self.env._(
            "%(file)s belongs to what was said about %(case)s and can be neither changed nor deleted.",
            file=paper.name,
            case=self.case_id.display_name,
        )

    def _gendan_error(self, attachments):
        # EXTENDS gendan_followup
        self.ensure_one()
        today = self.company_id._gendan_today()
        env, case = self.env, self.case_id
        if case.state != "open":
            return env._("%(case)s is settled: there is nothing to answer any more.", case=case.display_name)
        if self.kind in WATCHED and not self.day:
            return env._("%(case)s: say the day.", case=case.display_name)
        if self.kind == "promised" and self.day < today:
            return env._("%(case)s: a promise is for today or a day to come.", case=case.display_name)
        if self.kind == "paid" and self.day > today:
            return env._("%(case)s: what is paid was paid today or before. Is it a promise?", case=case.display_name)
        if self.kind in WATCHED and float_compare(self.amount, 0.0, precision_rounding=self.currency_id.rounding) <= 0:
            return env._("%(case)s: say how much.", case=case.display_name)
        if self.kind == "disputed" and not self.dispute:
            return env._("%(case)s: say what is disputed.", case=case.display_name)
        if self.kind in ("escalated", "resumed") and not (self.note or "").strip():
            return env._("%(case)s: say why, in a few words.", case=case.display_name)
        if self.kind == "escalated":
            return self._gendan_escalation_error()
        return False

    def _gendan_escalation_error(self):
        """The sentence why it cannot be escalated to that person, or False."""
        if not self.to_id:
            return self.env._("%(case)s: say to whom.", case=self.case_id.display_name)
        as_user = self.case_id.with_user(self.to_id).with_context(allowed_company_ids=self.to_id.company_ids.ids)
        if not as_user.has_access("read"):
            return self.env._(
                "%(person)s may not see %(case)s. Choose the supervisor, the clerk of the customer or accounting.",
                person=self.to_id.name,
                case=self.case_id.display_name,
            )
        return False

    def _gendan_text(self):
        """The answer in one sentence, in the reader's language."""
        self.ensure_one()
        env = self.env
        words = {
            "amount": self.case_id._gendan_amount_text(self.amount),
            "day": format_date(env, self.day) if self.day else "",
            "note": (self.note or "").strip(),
            "who": self.to_id.name or "",
        }
        match self.kind:
            case "paid":
                text = env._("%(amount)s paid on %(day)s, says the customer", **words)
            case "promised" if self.outcome == "broken":
                text = env._("%(amount)s promised for %(day)s and not paid", **words)
            case "promised":
                text = env._("%(amount)s promised for %(day)s", **words)
            case "disputed":
                what = dict(self._fields["dispute"]._description_selection(env)).get(self.dispute, "")
                text = env._("Disputed: %(what)s", what=what)
            case "escalated":
                text = env._("Escalated to %(who)s", **words)
            case "resumed":
                text = env._("Cleared up")
            case _:
                text = env._("Spoken with the customer")
        return env._("%(said)s. %(note)s", said=text, note=words["note"]) if words["note"] else text

    def _gendan_judge(self, outcome, **values):
        """Write whether it was kept. Superuser."""
        self.with_context(gendan_answer_judging=JUDGING).write({"outcome": outcome, **values})


class GendanReceivableCase(models.Model):
    """What was said about an instalment, and what came of it."""

    _inherit = "gendan.receivable.case"

    def _gendan_answer(self, kind, day=None, amount=None, **values):
        """Note an answer about these instalments, as the user, who sees them. What is open is served oldest first.

        :param amount: of all of them together; left out what is open of each
        :param values: ``dispute``, ``note``, ``to_id``, ``attachment_ids``
        :raise UserError: the sentence why it cannot be noted
        :return: the answers
        """
        self.check_access("read")
        if amount is not None and len(self.currency_id) > 1:
            raise UserError(
                self.env._("These instalments are in several currencies: answer those of each currency by themselves.")
            )
        # sudo: answers are written by this method only; whoever sees the instalment may note what was said
        cases = self.sudo().sorted(lambda case: (case.due, case.id))
        if amount is not None and float_compare(amount, 0.0, precision_rounding=cases[:1].currency_id.rounding) <= 0:
            raise UserError(self.env._("%(case)s: say how much.", case=cases[:1].display_name))
        settled = cases._gendan_settled_ever()
        left, vals_list = amount, []
        for case in cases:
            part = case.residual
            if left is not None:
                # more than is open is kept with the last: the customer said so
                part = left if case == cases[-1] else min(case.residual, left)
                left -= part
                if case.currency_id.is_zero(part):
                    continue
            vals_list.append(
                {
                    "case_id": case.id,
                    "company_id": case.company_id.id,
                    "partner_id": case.partner_id.id,
                    "rep_id": case.rep_id.id,
                    "clerk_id": case.clerk_id.id,
                    "kind": kind,
                    "said_at": fields.Datetime.now(),
                    "user_id": self.env.uid,
                    "day": day or False,
                    "currency_id": case.currency_id.id,
                    "amount": part if kind in WATCHED else 0.0,
                    "settled_before": settled.get(case.id, 0.0),
                    "outcome": "open" if kind in WATCHED else False,
                    **values,
                }
            )
        earlier = cases.answer_ids.filtered(lambda answer: answer.kind == "promised" and answer.outcome == "open")
        answers = self.env["gendan.receivable.answer"].sudo().create(vals_list)  # sudo: as above
        if kind == "promised":
            # put off before its day was over; one that is said to be paid is judged by its day all the same
            earlier.filtered(lambda answer: answer.case_id in answers.case_id)._gendan_judge("replaced")
        answers.case_id._gendan_look()
        return answers.with_env(self.env)

    def _gendan_settled_ever(self):
        """{case id: how much of its item is settled, by reconciliations of any day}."""
        never = fields.Date.to_date("9999-12-31")
        return self.env["gendan.statement.books"]._gendan_settled_by_day(
            [(case.id, case.move_line_id.id, never) for case in self if case.move_line_id]
        )

    def _gendan_judge_promises(self):
        """Whether the amounts said have come, from the reconciliations up to the day said. Superuser, one query.

        A promise is broken when its day is over without the money; entered later with a day in time, it was kept; taken
        off again, it was not. One for a holiday has until the working day after.
        """
        answers = self.env["gendan.receivable.answer"].search(
            [("case_id", "in", self.ids), ("outcome", "in", ("open", "kept", "broken"))]
        )
        never = fields.Date.to_date("9999-12-31")
        until = {
            answer: answer.company_id._gendan_promise_until(answer.day) if answer.kind == "promised" else never
            for answer in answers
        }
        self.env["gendan.statement.books"]._gendan_flush()
        came = self.env["gendan.statement.books"]._gendan_settled_by_day(
            [
                (answer.id, answer.case_id.move_line_id.id, until[answer])
                for answer in answers
                if answer.case_id.move_line_id
            ]
        )
        todays = {company: company._gendan_today() for company in answers.company_id}
        for answer in answers.filtered(lambda one: one.id in came):
            rounding = answer.currency_id.rounding
            wanted = answer.settled_before + min(answer.amount, answer.case_id.amount - answer.settled_before)
            today = todays[answer.company_id]
            if float_compare(came[answer.id], wanted, precision_rounding=rounding) >= 0:
                outcome = "kept"
            else:
                outcome = "broken" if answer.kind == "promised" and until[answer] < today else "open"
            if outcome != answer.outcome:
                answer._gendan_judge(outcome, broken_on=today if outcome == "broken" else False)

    def _gendan_said(self):
        """What the answers come to, as values of the case. What was said before it was opened again is spent."""
        self.ensure_one()
        answers = self.answer_ids.sorted("id")
        promises = answers.filtered(lambda answer: answer.kind == "promised")
        said = answers.filtered(
            lambda answer: answer.kind != "contact"
            and (answer.kind == "promised" or not self.reopened_at or answer.said_at >= self.reopened_at)
        )
        last = said[-1:]
        situation = "none"
        if last.kind in ("disputed", "escalated"):
            situation = last.kind
        elif last.kind == "paid" and last.outcome == "open":
            situation = "paid"
        elif last.kind == "promised" and last.outcome in ("open", "broken"):
            situation = "promised" if last.outcome == "open" else "broken"
        promise = promises[-1:]
        return {
            "situation": situation,
            "promised_day": promise.day,
            "promised_amount": promise.amount,
            "promise_count": len(promises),
            "broken_count": len(promises.filtered(lambda answer: answer.outcome == "broken")),
            "last_contact": self.company_id._gendan_to_day(answers[-1:].said_at),
        }

    def _gendan_last_said(self):
        """The last answer that counts: of the kind the situation goes by."""
        self.ensure_one()
        kinds = {"broken": "promised"}
        kind = kinds.get(self.situation, self.situation)
        return self.answer_ids.sorted("id").filtered(lambda answer: answer.kind == kind)[-1:]

    def _gendan_look_for_money_on(self):
        """The day on which accounting looks for what is said to be paid, or False."""
        self.ensure_one()
        answer = self._gendan_last_said() if self.situation == "paid" else self.answer_ids.sorted("id")[-1:]
        if answer.kind != "paid":
            return False
        company = self.company_id
        said = company._gendan_to_day(answer.said_at)
        return self.env["gendan.ladder"]._gendan_add_days(company, said, company.gendan_collect_paid_days)
