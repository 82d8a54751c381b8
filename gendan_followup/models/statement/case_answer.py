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
            self.env._(
                "What was said about %(case)s is kept. Note what is said now as another answer.",
                case=self[:1].case_id.display_name,
            )
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
