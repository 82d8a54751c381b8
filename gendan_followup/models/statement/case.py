"""Collection (催款): one case for each instalment that is open, with what explains it and what was said about it."""

from collections import defaultdict, namedtuple
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

# one thing that explains why an instalment is open
Reason = namedtuple("Reason", "code text")

BUCKETS = [
    ("not_due", "Not Due"),
    ("days_30", "1-30 Days"),
    ("days_60", "31-60 Days"),
    ("days_90", "61-90 Days"),
    ("older", "over 90 Days"),
]
# the last day of each, counted from the day it is due
EDGES = (("not_due", 0), ("days_30", 30), ("days_60", 60), ("days_90", 90))
SITUATIONS = [
    ("none", "Nothing Said"),
    ("promised", "Payment Promised"),
    ("broken", "Promise Broken"),
    ("paid", "Said to Be Paid"),
    ("disputed", "Disputed by the Customer"),
    ("escalated", "Escalated"),
]
# the first that holds is the reason a list is grouped by
REASONS = [
    ("disputed", "Disputed by the Customer"),
    ("statement_disputed", "Statement Disputed"),
    ("complaint", "Open Complaint"),
    ("delivery", "Delivery Not Accepted"),
    ("cheque", "Cheque or Acceptance under Way"),
    ("paid", "Said to Be Paid"),
    ("promised", "Payment Promised"),
    ("broken", "Promise Broken"),
    ("escalated", "Escalated"),
    ("reopened", "Payment Taken Back"),
    ("deduction", "Price Deduction"),
    ("statement_missing", "Statement Not Sent"),
    ("statement_open", "Statement Not Confirmed"),
    ("paper", "Signed Paper Missing"),
    ("part", "Partly Paid"),
    ("other", "Other Reason"),
]
RANKS = {code: rank for rank, (code, _label) in enumerate(REASONS)}


class GendanReceivableCase(models.Model):
    """An instalment a customer owes: how much is open, since when, why, what was answered, who hears of it next.

    Kept by the program (see `case_sync.py`): made when an instalment is in the books, closed when it is settled, open
    again when that is undone. Nobody types here; people answer (`gendan.receivable.answer`). Sales reps read those of
    their customers, clerks those of theirs, supervisors and accounting all.
    """

    _name = "gendan.receivable.case"
    _description = "Instalment to Collect"
    _inherit = ["mail.thread", "mail.activity.mixin", "gendan.todo.mixin"]
    _order = "partner_id, due, id"
    _rec_names_search = ["name", "partner_id.name", "partner_id.gendan_code"]
    _mail_post_access = "read"
    _check_company_auto = True

    _one_each = models.UniqueIndex("(move_line_id)", "This instalment has a case already.")
    _open_idx = models.Index("(company_id, due) WHERE state = 'open'")
    _rep_idx = models.Index("(rep_id, due) WHERE state = 'open'")
    _check_idx = models.Index("(next_check) WHERE state = 'open'")

    name = fields.Char(string="Invoice", required=True, readonly=True)
    instalment = fields.Char(readonly=True, help="Which of how many, for an invoice that is paid in several.")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, ondelete="restrict", index=True
    )
    # Stored: record rules and lists go by them.
    clerk_id = fields.Many2one(
        related="partner_id.gendan_clerk_id", string="Clerk", store=True, precompute=True, index="btree_not_null"
    )
    rep_id = fields.Many2one(
        related="partner_id.user_id", string="Sales Rep", store=True, precompute=True, index="btree_not_null"
    )
    move_line_id = fields.Many2one("account.move.line", string="Journal Item", readonly=True, ondelete="set null")
    move_id = fields.Many2one(
        "account.move", string="Journal Entry", readonly=True, ondelete="set null", index="btree_not_null"
    )
    profile_id = fields.Many2one(
        "gendan.settlement.profile",
        string="Settlement",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )

    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    amount = fields.Monetary(string="Instalment Amount", readonly=True)
    residual = fields.Monetary(string="Still Open", readonly=True)
    residual_company = fields.Monetary(
        string="Open in Company Currency", readonly=True, currency_field="company_currency_id"
    )
    settled = fields.Monetary(string="Settled so far", compute="_compute_settled")
    not_set_off = fields.Char(
        string="Not Set off Yet",
        compute="_compute_not_set_off",
        compute_sudo=True,
        help="Payments and credit notes of the customer in this currency that nobody has set off against an invoice.",
    )

    invoice_date = fields.Date(readonly=True)
    delivery_date = fields.Date(string="Delivered on", readonly=True)
    due_books = fields.Date(string="Due in the Books", readonly=True)
    due_agreed = fields.Date(
        string="Due by Agreement",
        readonly=True,
        help="By the customer's settlement profile; where an invoice is paid in instalments, of the last one.",
    )
    due = fields.Date(required=True, readonly=True, help="The day that counts here, by the company's setting.")
    bucket = fields.Selection(BUCKETS, string="Age", required=True, readonly=True, default="not_due")
    days_overdue = fields.Integer(compute="_compute_days_overdue", aggregator=None)

    state = fields.Selection(
        [("open", "Still Owed"), ("closed", "Settled")], required=True, readonly=True, default="open"
    )
    closed_on = fields.Date(string="Settled on", readonly=True)
    reopened_count = fields.Integer(string="Times Opened Again", readonly=True, aggregator=None)
    reopened_at = fields.Datetime(string="Opened Again on", readonly=True, help="What was said before is spent.")
    reason = fields.Selection(REASONS, string="Main Reason", readonly=True)
    reasons_text = fields.Text(string="What Explains It", compute="_compute_reasons_text", compute_sudo=True)

    answer_ids = fields.One2many("gendan.receivable.answer", "case_id", string="Answers", readonly=True)
    situation = fields.Selection(SITUATIONS, required=True, readonly=True, default="none")
    promised_day = fields.Date(string="Promised for", readonly=True)
    promised_amount = fields.Monetary(string="Amount Promised", readonly=True)
    promise_count = fields.Integer(string="Promises of Payment", readonly=True, aggregator=None)
    broken_count = fields.Integer(string="Broken Promises", readonly=True)
    last_contact = fields.Date(readonly=True, help="When somebody last said something about it.")

    tell_customer = fields.Boolean(string="Customer to Be Reminded", readonly=True)
    customer_told_on = fields.Date(string="Customer Reminded on", readonly=True)
    customer_told_count = fields.Integer(string="Times Reminded", readonly=True, aggregator=None)

    is_stale = fields.Boolean(readonly=True, help="Something it is worked out from has changed.")
    next_check = fields.Date(readonly=True, help="The day on which it changes without anything happening.")

    # ------------------------------------------------------------ compute

    @api.depends("name", "instalment", "partner_id")
    def _compute_display_name(self):
        for case in self:
            number = " ".join(part for part in (case.name, case.instalment) if part)
            case.display_name = f"{number} · {case.partner_id.gendan_abbreviation or case.partner_id.name or ''}"

    @api.depends("amount", "residual")
    def _compute_settled(self):
        for case in self:
            case.settled = case.amount - case.residual

    @api.depends("due", "state")
    def _compute_days_overdue(self):
        todays = {company: company._gendan_today() for company in self.company_id}
        for case in self:
            days = (todays[case.company_id] - case.due).days if case.due else 0
            case.days_overdue = max(days, 0) if case.state == "open" else 0

    @api.depends_context("lang")
    def _compute_reasons_text(self):
        opened = self.filtered(lambda case: case.state == "open")
        reasons = opened._gendan_explained()
        for case in self:
            case.reasons_text = "\n".join(reason.text for reason in reasons.get(case, ())) or False

    @api.depends_context("lang")
    def _compute_not_set_off(self):
        for company, cases in self.grouped("company_id").items():
            sums = cases._gendan_not_set_off(company, cases.partner_id.ids)
            for case in cases.with_company(company):
                case.not_set_off = case._gendan_not_set_off_text(
                    sums.get((case.partner_id.id, case.currency_id.id), {}), case.currency_id
                )

    # ------------------------------------------------------------ actions

    def action_open_invoice(self):
        """Button: the invoice, with the user's own rights."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }

    def action_paid(self):
        """Button: the customer says it is paid."""
        return self._gendan_answer_dialog("paid", self.env._("The customer has paid"))

    def action_promised(self):
        """Button: the customer names a day."""
        return self._gendan_answer_dialog("promised", self.env._("The customer names a day"))

    def action_disputed(self):
        """Button: the customer does not accept it."""
        return self._gendan_answer_dialog("disputed", self.env._("The customer does not accept it"))

    def action_escalate(self):
        """Button: somebody else has to deal with it."""
        return self._gendan_answer_dialog("escalated", self.env._("Somebody else has to deal with it"))

    def action_contact(self):
        """Button: spoken with the customer, without a result."""
        return self._gendan_answer_dialog("contact", self.env._("Spoken with the customer"))

    def action_resume(self):
        """Button: what was disputed or escalated is cleared up, the money is asked for again."""
        return self._gendan_answer_dialog("resumed", self.env._("Cleared up, ask for the money again"))

    def _gendan_answer_dialog(self, kind, title):
        """The few fields of one answer."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "gendan.receivable.reply",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_case_ids": self.ids, "default_kind": kind},
        }

    # ------------------------------------------------------------ hooks

    def _gendan_case_reasons(self):
        """What explains that these instalments are open. Hook, batch; called as superuser in the reader's language.

        Rooms return ``super()`` with theirs added: a complaint that is open, a cheque under way.

        :return: {case: [Reason]}, a key for each case; a plain sentence is taken as a reason without a code
        """
        return {case: [] for case in self}

    @api.model
    def _gendan_reason(self, code, text):
        """A reason with its code, for rooms that extend ``_gendan_case_reasons``.

        :param str code: key of ``REASONS``
        :param str text: the sentence
        """
        return Reason(code, text)

    # ------------------------------------------------------------ business

    def _gendan_explained(self):
        """{case: [Reason]}, the one that counts most first."""
        # sudo: the sentences say what the reader of the case may know, whatever records they come from
        found = self.sudo()._gendan_case_reasons()
        result = {}
        for case in self:
            reasons = [one if isinstance(one, Reason) else Reason("other", one) for one in found.get(case.sudo(), ())]
            result[case] = sorted(reasons, key=lambda reason: RANKS.get(reason.code, len(RANKS)))
        return result

    @api.model
    def _gendan_age(self, due, today):
        """The age of what is due on a day: not due on the day itself, one day old the day after.

        :return: (bucket, the day on which it becomes older or False)
        """
        days = (today - due).days
        for bucket, last in EDGES:
            if days <= last:
                return bucket, due + timedelta(days=last + 1)
        return "older", False

    @api.model
    def _gendan_overdue_domain(self):
        """What is open and past its day, as the last sweep found it."""
        return Domain("state", "=", "open") & Domain("bucket", "!=", "not_due")

    @api.model
    def _gendan_not_set_off(self, company, partner_ids):
        """Payments and credit notes that nobody has set off. Superuser, one query.

        :return: {(commercial partner's id, currency's id): {"payment": amount, "credit": amount}}, above zero
        """
        books = self.env["gendan.statement.books"]
        books._gendan_flush()
        day = company._gendan_today()
        scope = books._gendan_scope(company, partner_ids, day, day)
        rows = self.env.execute_query_dict(books._gendan_credits_query(scope))
        result = defaultdict(dict)
        for row in rows:
            result[row["partner_id"], row["currency_id"]][row["kind"]] = float(row["amount"])
        return result

    @api.model
    def _gendan_not_set_off_text(self, sums, currency):
        """What was not set off, in words; empty where there is nothing. The company is the environment's."""
        texts = []
        if paid := sums.get("payment"):
            texts.append(self.env._("payments %(amount)s", amount=self._gendan_money_text(paid, currency)))
        if credited := sums.get("credit"):
            texts.append(self.env._("credit notes %(amount)s", amount=self._gendan_money_text(credited, currency)))
        return ", ".join(texts) or False

    def _gendan_amount_text(self, amount):
        """An amount in the case's currency, in the reader's language."""
        return self.with_company(self.company_id)._gendan_money_text(amount, self.currency_id)

    @api.model
    def _gendan_money_text(self, amount, currency):
        """An amount; a foreign one by the code of its currency: "$" stands for several of them."""
        # sudo: the company's currency, for whoever reads an amount
        if currency == self.env.company.sudo().currency_id:
            return formatLang(self.env, amount, currency_obj=currency)
        return f"{currency.name} {formatLang(self.env, amount, digits=currency.decimal_places)}"

    def _gendan_day_text(self, day):
        """A day in the reader's language."""
        return format_date(self.env, day)

    @api.model
    def _gendan_mark(self, company=None, partners=None):
        """Have the open cases of customers worked out anew by the next sweep, which is woken. Batch.

        Any code may call it: nothing happens where collection is off.

        :param company: only this company's
        :param partners: only these customers'
        """
        Company = self.env["res.company"]
        on = Company._gendan_switched_on("gendan_collect")
        companies = (company or Company).ids or list(on)
        if not on.intersection(companies):
            return
        domain = Domain("company_id", "in", companies) & Domain("state", "=", "open") & Domain("is_stale", "=", False)
        if partners is not None:
            # sudo: which customers they are of
            domain &= Domain("partner_id", "in", partners.sudo().commercial_partner_id.ids)
        # sudo: what changed may be seen by people who do not see the case
        self.sudo().search(domain).is_stale = True
        self._gendan_wake()

    @api.model
    def _gendan_wake(self):
        """Have the sweep run after this transaction; once a transaction."""
        data = self.env.cr.precommit.data
        if not data.get("gendan_collect_woken"):
            data["gendan_collect_woken"] = True
            # sudo: only wakes our own scheduled action
            self.env.ref("gendan_followup.ir_cron_collect").sudo()._trigger()
