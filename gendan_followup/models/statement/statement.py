"""Statements of account (對帳單): what a customer owes on a closing day, and how it came about."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# what has gone out is not changed any more
OPEN_STATES = ("draft", "checked")
FROZEN_STATES = ("sent", "seen", "agreed", "agreed_other", "disputed", "overdue", "closed")
STATES = [
    ("draft", "Draft"),
    ("checked", "Checked"),
    ("sent", "Sent"),
    ("seen", "Seen"),
    ("agreed", "Agreed by the Customer"),
    ("agreed_other", "Agreed at the Customer's Figure"),
    ("disputed", "Disputed"),
    ("overdue", "Not Answered in Time"),
    ("closed", "Closed"),
    ("replaced", "Replaced"),
]
# state -> those it may move to; who moves it, and on what evidence, is the business of the methods
MOVES = {
    "draft": ("checked",),
    "checked": ("draft", "sent"),
    # back to checked: the mail did not leave us
    "sent": ("checked", "seen", "agreed", "agreed_other", "disputed", "overdue", "replaced"),
    "seen": ("agreed", "agreed_other", "disputed", "overdue", "replaced"),
    "overdue": ("agreed", "agreed_other", "disputed", "replaced"),
    # an answer that is taken back leaves one that was seen
    "disputed": ("agreed", "agreed_other", "seen", "overdue", "replaced"),
    "agreed": ("agreed_other", "disputed", "seen", "closed", "replaced"),
    "agreed_other": ("agreed", "disputed", "seen", "closed", "replaced"),
    "closed": (),
    "replaced": (),
}
# what people write; the rest is the program's
TYPED = {"remark", "message_main_attachment_id"}
# the sentinel by which code writes the rest
FIGURES = object()


class GendanStatement(models.Model):
    """What one customer owes one company in one currency on the last day of a period.

    A is the ledger's receivable of that day, B what was delivered and is not invoiced, at order price and tax; A + B is
    what the customer confirms. Drafts are worked out anew as often as one likes, what has been sent is frozen: what
    changes in its period afterwards is shown, and goes into the next one as a correction.

    Made by ``gendan.statement.run``. Clerks read, check and send those of their customers, supervisors and accounting
    all, sales reps read their own; nobody types a figure.
    """

    _name = "gendan.statement"
    _description = "Statement of Account"
    _inherit = ["mail.thread", "mail.activity.mixin", "gendan.todo.mixin"]
    _order = "date_to desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "partner_id.name", "partner_id.gendan_code"]
    _mail_post_access = "read"

    _one_each = models.UniqueIndex(
        "(company_id, partner_id, currency_id, date_to) WHERE state <> 'replaced'",
        "This customer has a statement of that day in this currency already.",
    )
    _number_uniq = models.UniqueIndex("(name, company_id, version)", "This number is taken.")
    _period = models.Constraint("CHECK (date_from <= date_to)", "A period cannot end before it begins.")

    name = fields.Char(string="Number", required=True, readonly=True, copy=False)
    version = fields.Integer(default=1, readonly=True, aggregator=None, copy=False)
    state = fields.Selection(STATES, required=True, default="draft", readonly=True, copy=False, tracking=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, ondelete="restrict", index=True
    )
    # Stored: record rules and lists go by it.
    clerk_id = fields.Many2one(
        related="partner_id.gendan_clerk_id",
        string="Clerk",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    date_from = fields.Date(string="Period from", required=True, readonly=True)
    date_to = fields.Date(string="Closing Day", required=True, readonly=True)
    run_id = fields.Many2one("gendan.statement.run", readonly=True, ondelete="set null", index="btree_not_null")
    profile_id = fields.Many2one("gendan.settlement.profile", string="Settlement", readonly=True, ondelete="restrict")
    tax_included = fields.Boolean(string="Prices Include Tax", readonly=True)
    lang = fields.Char(string="Language", readonly=True)
    reconcile_by = fields.Date(readonly=True, help="Answered by then; off holidays by the settlement profile.")
    signed_by_day = fields.Date(string="Signed Copy by", readonly=True)

    previous_id = fields.Many2one(
        "gendan.statement",
        string="Statement before",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The last one that was sent: this one begins with its balance.",
    )
    replaced_by_id = fields.Many2one(
        "gendan.statement", string="Replaced by", readonly=True, ondelete="restrict", copy=False
    )
    line_ids = fields.One2many("gendan.statement.line", "statement_id", string="Lines", readonly=True, copy=False)

    opening_a = fields.Monetary(string="Opening: in the Books", readonly=True)
    opening_b = fields.Monetary(string="Opening: Not Invoiced", readonly=True)
    opening = fields.Monetary(string="Opening Balance", readonly=True)
    amount_goods = fields.Monetary(string="Deliveries", readonly=True)
    amount_return = fields.Monetary(string="Returns", readonly=True)
    amount_fee = fields.Monetary(string="Fees", readonly=True)
    amount_deduction = fields.Monetary(string="Deductions", readonly=True)
    amount_other = fields.Monetary(string="Other Movements", readonly=True)
    amount_paid = fields.Monetary(string="Received in the period", readonly=True)
    amount_rounding = fields.Monetary(string="Rounding", readonly=True)
    amount_correction = fields.Monetary(string="Corrections", readonly=True)
    amount_a = fields.Monetary(
        string="A: in the Books", readonly=True, help="The ledger's receivable on the closing day."
    )
    amount_b = fields.Monetary(
        string="B: Delivered, Not Invoiced",
        readonly=True,
        help="At order price and tax; deposits that were invoiced and are not set off yet are taken off.",
    )
    amount_deposit = fields.Monetary(string="Of It Deposits to Set off", readonly=True)
    amount_total = fields.Monetary(string="A + B: to Confirm", readonly=True)
    amount_company = fields.Monetary(
        string="A in Company Currency", readonly=True, currency_field="company_currency_id"
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")

    age_not_due = fields.Monetary(string="Not Due", readonly=True)
    age_30 = fields.Monetary(string="1-30 Days", readonly=True)
    age_60 = fields.Monetary(string="31-60 Days", readonly=True)
    age_90 = fields.Monetary(string="61-90 Days", readonly=True)
    age_older = fields.Monetary(string="over 90 Days", readonly=True)
    age_credit = fields.Monetary(
        string="Not Set off", readonly=True, help="Payments and credit notes that nobody has set off yet."
    )
    # list of [month, amount], and {order line: [quantity, amount]} of what is not invoiced
    by_month = fields.Json(string="By Month of Delivery", readonly=True)
    open_goods = fields.Json(readonly=True, copy=False, groups="base.group_system")
    extras = fields.Json(readonly=True, copy=False, groups="base.group_system")

    remark = fields.Text(help="Printed on the statement.")
    checked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    checked_on = fields.Datetime(readonly=True, copy=False)
    sent_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    sent_on = fields.Datetime(readonly=True, copy=False)
    agreed_on = fields.Date(readonly=True, copy=False)
    checksum = fields.Char(readonly=True, copy=False)
    has_changed = fields.Boolean(
        string="Books Changed since",
        readonly=True,
        copy=False,
        help="The books of its period changed after it was sent.",
    )

    # ------------------------------------------------------------ compute

    @api.depends("name", "version", "partner_id")
    def _compute_display_name(self):
        for statement in self:
            version = f" v{statement.version}" if statement.version > 1 else ""
            statement.display_name = f"{statement.name}{version} · {statement.partner_id.name or ''}"

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: by code only
        self._gendan_check_code()
        return super().create(vals_list)

    def write(self, vals):
        # EXTENDS base: people write their remark, until it has been sent; the figures are the program's
        if self.env.context.get("gendan_statement_figures") is not FIGURES:
            if not TYPED.issuperset(vals) and not self._gendan_is_thread_write(vals):
                self._gendan_check_code()
            if "remark" in vals:
                for statement in self.filtered(lambda one: one.state not in OPEN_STATES):
                    raise UserError(statement._gendan_frozen_text())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        for statement in self:
            if statement.state not in OPEN_STATES:
                raise UserError(statement._gendan_frozen_text())

    def unlink(self):
        # EXTENDS base: drafts take their lines along
        return super(GendanStatement, self._gendan_as_code()).unlink()

    def copy(self, default=None):
        raise UserError(self.env._("A statement is not copied: there is one for each customer, currency and period."))

    # ------------------------------------------------------------ business

    def _gendan_as_code(self):
        """These statements, as the program writes them."""
        from .statement_line import LINES

        return self.with_context(gendan_statement_figures=FIGURES, gendan_statement_lines=LINES)

    def _gendan_check_code(self):
        """:raise UserError: somebody types figures"""
        if self.env.context.get("gendan_statement_figures") is not FIGURES:
            raise UserError(
                self.env._("Figures of a statement come from the books: correct the order, delivery or entry instead.")
            )

    @api.model
    def _gendan_is_thread_write(self, vals):
        """Whether only what the chatter keeps is written (followers, activities)."""
        return all(name.startswith(("message_", "activity_")) for name in vals)

    def _gendan_frozen_text(self):
        """The sentence why this one is not changed."""
        self.ensure_one()
        return self.env._(
            "%(statement)s has been sent and stays as it was. Issue it anew, or let the next one carry the correction.",
            statement=self.display_name,
        )

    def _gendan_is_frozen(self):
        """Whether what it says stands for good."""
        self.ensure_one()
        return self.state not in OPEN_STATES

    def _gendan_move_to(self, state, **values):
        """The only way a state changes. Batch; callers have asked for the rights.

        :raise UserError: not from where one of them is
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for statement in self:
            if state not in MOVES[statement.state]:
                raise UserError(
                    self.env._(
                        "%(statement)s is “%(now)s” and cannot become “%(then)s”.",
                        statement=statement.display_name,
                        now=labels[statement.state],
                        then=labels[state],
                    )
                )
        # sudo: nobody has the right to write figures; the callers asked for that of doing this
        statements = self.sudo()
        if state in ("agreed", "agreed_other"):
            for company, group in statements.grouped("company_id").items():
                group._gendan_as_code().write({"agreed_on": company._gendan_today()})
        statements._gendan_as_code().write({"state": state, **values})
        statements.line_ids.order_id._gendan_mark("statement_sent", "statement_agreed", "statement_valid")
        self._gendan_moved(state)

    def _gendan_moved(self, state):
        """They have moved to a state. Hook, batch: who goes by it follows."""

    # ------------------------------------------------------------ hooks

    def _gendan_statement_extras(self):
        """What else stands on these statements. Hook, batch, sudo; printed below the figures, frozen with them.

        Rooms that have something return ``super()`` with it added: returnables, the customer's material, papers that
        did not come back.

        :return: {statement: [{"code", "title", "columns": [str], "rows": [[str]]}]}, in the statement's language
        """
        return {statement: [] for statement in self}

    @api.model
    def _gendan_of_key(self, company, partner, currency):
        """Statements of one customer that hold, the newest first; with the rights of the caller."""
        return self.search(
            Domain("company_id", "=", company.id)
            & Domain("partner_id", "=", partner.commercial_partner_id.id)
            & Domain("currency_id", "=", currency.id)
            & Domain("state", "!=", "replaced")
        )
