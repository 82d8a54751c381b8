"""Cheques and acceptances (支票, 期票, 承兑汇票): paper with a day on which it becomes money."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import clean_context, formatLang

KINDS = [
    ("cheque", "Cheque"),
    ("bank_acceptance", "Bank Acceptance"),
    ("commercial_acceptance", "Commercial Acceptance"),
]
STATES = [
    ("received", "In Our Hands"),
    ("deposited", "At the Bank"),
    ("cleared", "Cleared"),
    ("endorsed", "Endorsed to a Supplier"),
    ("discounted", "Discounted"),
    ("bounced", "Bounced"),
    ("returned", "Given Back"),
]
# state -> those it may move to
MOVES = {
    "received": ("deposited", "cleared", "endorsed", "discounted", "returned"),
    "deposited": ("cleared", "bounced", "received"),
    "cleared": ("bounced", "deposited"),
    "endorsed": ("cleared", "bounced", "received"),
    "discounted": ("cleared", "bounced"),
    "bounced": ("received", "returned"),
    "returned": (),
}
# not money yet, and ours
HELD = ("received", "deposited")
# given on: whoever has it may come back to us while it is not paid
PASSED = ("endorsed", "discounted")
REASONS = [
    ("funds", "Not enough money on the account"),
    ("closed", "Account closed or refused by the clearing house"),
    ("stopped", "Payment stopped by the drawer"),
    ("signature", "Signature or chop differs"),
    ("form", "Day, amount or form wrong"),
    ("other", "Another reason"),
]
ACCOUNTING = "account.group_account_invoice"
MANAGER = "gendan_followup.group_gendan_manager"
# identity of this object lets the code move papers; a context flag could be sent by anybody over RPC
MOVED = object()
OURS = frozenset(
    {"state", "since", "cleared_on", "bounced_on", "bounce_reason", "bounce_fee", "bounce_count", "passed_to_id"}
    | {"with_recourse", "proceeds", "payment_ids", "entry_ids", "log_ids", "given_up_on", "clerk_id"}
)
FACTS = frozenset(
    {"name", "part", "kind", "company_id", "partner_id", "drawer", "bank", "currency_id", "amount", "issued_on"}
    | {"due_on", "received_on", "invoice_ids", "order_id"}
)


class GendanPaymentPaper(models.Model):
    """A cheque or acceptance a customer pays with. It is money on the day it clears.

    Until then it stays in what the customer owes us for gates and credit limits, whether or not the books have taken
    it in: how it is booked is accounting's choice, see ``payment_paper_books``. One that bounces re-opens the debt.

    Clerks and reps enter those of their customers; accounting says what the bank says. Each step is logged for ever.
    """

    _name = "gendan.payment.paper"
    _description = "Cheque or Acceptance"
    _inherit = ["mail.thread", "gendan.todo.mixin"]
    _order = "due_on, id"
    _check_company_auto = True
    _rec_names_search = ["name", "partner_id.name", "drawer"]

    _amount_positive = models.Constraint("CHECK (amount > 0)", "A cheque or acceptance has an amount.")
    _number_uniq = models.UniqueIndex(
        "(company_id, kind, name, COALESCE(part, ''), COALESCE(bank, '')) WHERE state <> 'returned'",
        "This cheque or acceptance is on file already.",
    )
    _due_idx = models.Index("(company_id, due_on) WHERE state IN ('received', 'deposited')")

    name = fields.Char(string="Paper No.", required=True, copy=False, tracking=True)
    part = fields.Char(string="Range of the Bill", help="Of an electronic acceptance that was split (子票区间).")
    kind = fields.Selection(
        KINDS, required=True, compute="_compute_kind", store=True, readonly=False, precompute=True
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="restrict",
        domain="[('parent_id', '=', False)]",
    )  # fmt: skip
    # Stored: record rules go by it.
    clerk_id = fields.Many2one(
        related="partner_id.gendan_clerk_id", string="Clerk", store=True, precompute=True, index="btree_not_null"
    )
    drawer = fields.Char(help="Who drew it, where it is not the customer.")
    bank = fields.Char(string="Bank or Acceptor", help="Who pays on the due day.")
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, ondelete="restrict"
    )
    amount = fields.Monetary(required=True, tracking=True)
    issued_on = fields.Date(string="Drawn on")
    due_on = fields.Date(
        string="Paper Due on", required=True, index=True, tracking=True, help="The day the bank pays (票期)."
    )
    received_on = fields.Date(string="Came on", required=True, default=fields.Date.context_today, tracking=True)
    days = fields.Integer(
        string="Paper's Days", compute="_compute_days", help="From the day we got it to the due day."
    )
    invoice_ids = fields.Many2many(
        "account.move",
        "gendan_payment_paper_invoice_rel",
        string="Pays Invoices",
        check_company=True,
        copy=False,
        domain="[('move_type', 'in', ('out_invoice', 'out_receipt')), ('state', '=', 'posted'),"
        " ('commercial_partner_id', '=', partner_id), ('company_id', '=', company_id)]",
    )
    order_id = fields.Many2one(
        "sale.order",
        string="Paid in Advance for",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        copy=False,
        domain="[('partner_invoice_id', 'child_of', partner_id), ('company_id', '=', company_id),"
        " ('state', '!=', 'cancel')]",
    )
    front = fields.Image("Front Side", max_width=2400, max_height=2400, copy=False)
    back = fields.Image("Back Side", max_width=2400, max_height=2400, copy=False)
    note = fields.Text(string="Remark")

    state = fields.Selection(STATES, required=True, default="received", readonly=True, copy=False, tracking=True)
    since = fields.Date(readonly=True, copy=False, help="The day of the last step.")
    cleared_on = fields.Date("Money Here on", readonly=True, copy=False)
    bounced_on = fields.Date("Bounced on", readonly=True, copy=False)
    bounce_reason = fields.Selection(REASONS, readonly=True, copy=False)
    bounce_fee = fields.Monetary(string="Fee of the Bank", readonly=True, copy=False)
    bounce_count = fields.Integer(string="Times Bounced", readonly=True, copy=False)
    passed_to_id = fields.Many2one(
        "res.partner", string="Passed to", readonly=True, copy=False, ondelete="restrict", index="btree_not_null"
    )
    with_recourse = fields.Boolean(
        readonly=True, copy=False, help="Whoever has it comes back to us when it is not paid."
    )
    proceeds = fields.Monetary(readonly=True, copy=False, help="What the bank paid for it before its day.")
    given_up_on = fields.Date(string="Settled on", readonly=True, copy=False, help="Bounced, and paid otherwise.")
    can_step = fields.Boolean(compute="_compute_can_step")
    log_ids = fields.One2many("gendan.payment.paper.log", "paper_id", string="Log", readonly=True, copy=False)

    # ------------------------------------------------------------ compute

    @api.depends("partner_id")
    def _compute_kind(self):
        """As the customer's settlement says, else a cheque; what was chosen stays."""
        for paper in self:
            # sudo: how a customer pays
            method = paper.partner_id.commercial_partner_id.sudo().gendan_settlement_profile_id.method
            paper.kind = paper.kind or (method if method in dict(KINDS) else "cheque")

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_step(self):
        for paper in self:
            paper.can_step = paper._gendan_may_step()

    @api.depends("received_on", "due_on")
    def _compute_days(self):
        for paper in self:
            paper.days = (paper.due_on - paper.received_on).days if paper.due_on and paper.received_on else 0

    @api.depends("name", "part", "kind", "partner_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for paper in self:
            number = "/".join(filter(None, (paper.name, paper.part)))
            paper.display_name = f"{kinds.get(paper.kind, '')} {number}".strip()

    @api.constrains("partner_id", "invoice_ids", "order_id", "company_id")
    def _check_customer(self):
        for paper in self.sudo():  # sudo: whose they are
            customer = paper.partner_id.commercial_partner_id
            others = paper.invoice_ids.filtered(
                lambda move, customer=customer: move.commercial_partner_id != customer or not move.is_sale_document()
            )
            of_other = paper.order_id and paper.order_id.partner_invoice_id.commercial_partner_id != customer
            if others or of_other:
                raise ValidationError(
                    self.env._(
                        "%(paper)s is of %(customer)s, %(document)s is not.",
                        paper=paper.display_name,
                        customer=customer.display_name,
                        document=others[:1].name or paper.order_id.name,
                    )
                )

    @api.constrains("name", "part", "kind", "amount", "partner_id", "company_id")
    def _check_entered_once(self):
        """The rep enters it on the phone, accounting from the paper: with the bank or without, with a blank or not."""
        # sudo: on file is on file, whoever sees it
        found = self.sudo().search(
            [
                ("company_id", "in", self.company_id.ids),
                ("partner_id", "in", self.partner_id.ids),
                ("amount", "in", self.mapped("amount")),
                ("state", "!=", "returned"),
            ]
        )
        same = found.grouped(_sameness)
        for paper in self.filtered(lambda one: one.state != "returned"):
            if len(same.get(_sameness(paper), ())) > 1:
                raise ValidationError(
                    self.env._(
                        "%(paper)s over %(amount)s of %(customer)s is on file already: it is entered once.",
                        paper=paper.display_name,
                        amount=paper._gendan_amount_text(),
                        customer=paper.partner_id.display_name,
                    )
                )

    @api.constrains("due_on", "issued_on")
    def _check_days(self):
        for paper in self:
            if paper.issued_on and paper.due_on < paper.issued_on:
                raise ValidationError(
                    self.env._("%(paper)s would be due before it was drawn.", paper=paper.display_name)
                )

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # defaults sent along move nothing, either
        plain = self.with_context(clean_context(self.env.context))
        rows = [
            self._gendan_of_customer({name: vals[name] for name in vals if name not in OURS}) for vals in vals_list
        ]
        papers = super(GendanPaymentPaper, plain).create(rows).with_env(self.env)
        for paper in papers:
            paper._gendan_as_code().since = paper.received_on
        papers._gendan_log("received")
        papers._gendan_followed()
        return papers

    def write(self, vals):
        if self.env.context.get("gendan_paper_moved") is not MOVED:
            if not OURS.isdisjoint(vals):
                raise UserError(self.env._("A cheque or acceptance is moved on with its buttons."))
            if not FACTS.isdisjoint(vals):
                for paper in self:
                    if sentence := paper._gendan_fixed_text():
                        raise UserError(sentence)
        result = super().write(self._gendan_of_customer(vals))
        if "partner_id" in vals:
            # rules were asked about whose it was: it does not go where the user has nothing to say
            self.check_access("write")
        if "received_on" in vals:
            for paper in self:
                paper._gendan_as_code().since = paper.received_on
        if not {"due_on", "amount", "partner_id", "invoice_ids", "order_id"}.isdisjoint(vals):
            self._gendan_followed()
        return result

    def copy(self, default=None):
        raise UserError(self.env._("Each cheque or acceptance is entered by its own number."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_moved(self):
        for paper in self:
            if sentence := paper._gendan_fixed_text():
                raise UserError(sentence)

    @api.model
    def _gendan_of_customer(self, vals):
        """Values with the customer in place of his contact."""
        if not vals.get("partner_id"):
            return vals
        # sudo: whose paper it is
        contact = self.env["res.partner"].sudo().browse(vals["partner_id"])
        return {**vals, "partner_id": contact.commercial_partner_id.id}

    def _gendan_fixed_text(self):
        """The sentence why its facts are not changed any more, or False."""
        self.ensure_one()
        paper = self.sudo()  # sudo: whether it is booked
        if paper.state == "received" and not paper.payment_ids and len(paper.log_ids) <= 1:
            return False
        return self.env._(
            "%(paper)s has been booked or moved on and is not changed. Give it back and enter another one.",
            paper=self.display_name,
        )

    # ------------------------------------------------------------ actions

    def action_step(self):
        """Button: open the dialog of the step the context names (``gendan_paper_step``), for one or several papers."""
        self._gendan_check_may()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What has become of it"),
            "res_model": "gendan.payment.paper.step",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_paper_ids": [fields.Command.set(self.ids)],
                "default_step": self.env.context.get("gendan_paper_step") or "deposited",
            },
        }

    def action_settled(self):
        """Button: it bounced, and the customer has paid or replaced it: nothing waits any more."""
        self._gendan_check_may()
        for paper in self.filtered(lambda paper: paper.state == "bounced" and not paper.given_up_on):
            paper._gendan_as_code().given_up_on = paper.company_id._gendan_today()
        self._gendan_followed()
        return True

    # ------------------------------------------------------------ business

    def _gendan_as_code(self):
        """These papers, as code moves them."""
        # sudo: accounting need not be allowed to change what the clerk entered; callers have asked for the rights
        return self.sudo().with_context(gendan_paper_moved=MOVED)

    def _gendan_check_may(self, booking=False):
        """Who says what the bank says: accounting, and the supervisor as long as nothing is booked.

        :param bool booking: accounting only
        :raise AccessError: the user is neither
        """
        self.check_access("read")
        if not self._gendan_may_step(booking):
            raise AccessError(
                self.env._("%(paper)s: only accounting says what has become of it.", paper=self[:1].display_name)
            )

    def _gendan_may_step(self, booking=False):
        """Whether the user may, as `_gendan_check_may` says."""
        user = self.env.user
        if self.env.su or user.has_group(ACCOUNTING):
            return True
        # sudo: whether it is booked
        return not booking and user.has_group(MANAGER) and not self.sudo().payment_ids

    def _gendan_step_error(self, step):
        """The sentence why one paper cannot go to a state, or False."""
        self.ensure_one()
        if step in MOVES[self.state]:
            return False
        labels = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(paper)s is “%(now)s” and cannot become “%(then)s”.",
            paper=self.display_name,
            now=labels[self.state],
            then=labels[step],
        )

    def _gendan_move_to(self, step, day, remark=False, **values):
        """The only way a state changes. Batch; callers have asked for the rights and do the booking.

        :param str step: the new state
        :param date day: the day it happened
        :raise UserError: not from where one of them is, or before its last step
        """
        for paper in self:
            if sentence := paper._gendan_step_error(step):
                raise UserError(sentence)
            if paper.since and day < paper.since:
                raise UserError(
                    self.env._(
                        "The last step of %(paper)s was on %(day)s: no step lies before it.",
                        paper=paper.display_name,
                        day=fields.Date.to_string(paper.since),
                    )
                )
        values |= {"state": step, "since": day, "cleared_on": day if step == "cleared" else False}
        if step == "bounced":
            values |= {"bounced_on": day, "given_up_on": False}
            for paper in self:
                paper._gendan_as_code().write({**values, "bounce_count": paper.bounce_count + 1})
        else:
            self._gendan_as_code().write(values)
        self._gendan_log(step, day, remark)
        self._gendan_followed()

    def _gendan_log(self, step, day=None, remark=False):
        """Note a step for ever."""
        rows = [
            {
                "paper_id": paper.id,
                "state": step,
                "day": day or paper.received_on,
                "user_id": self.env.uid,
                "remark": remark,
            }
            for paper in self
        ]
        # sudo: nobody writes logs by hand
        log = self.env["gendan.payment.paper.log"].sudo()
        log.with_context(gendan_paper_log=log._gendan_key()).create(rows)

    def _gendan_followed(self):
        """What goes by these papers is asked again: to-dos, plans, deliveries that wait for money. Hook, batch."""
        self._gendan_sync_todos()
        papers = self.sudo()  # sudo: what is paid with them, whoever moves them on
        invoices = papers.invoice_ids | papers.payment_ids.reconciled_invoice_ids
        self.env["sale.order"]._gendan_touch(invoices, "paid")
        self.env["stock.picking"]._gendan_note_held(papers)

    def _gendan_held_partners(self):
        """Whose deliveries may wait for what these papers bring."""
        return self.partner_id

    def _gendan_is_uncleared(self):
        """Whether this paper is still at the customer's risk: held, or given on with recourse and not due yet."""
        self.ensure_one()
        if self.state in HELD:
            return True
        if self.state not in PASSED or not self.with_recourse:
            return False
        return self.due_on >= self.company_id._gendan_today()

    def _gendan_amount_text(self):
        self.ensure_one()
        return formatLang(self.env, self.amount, currency_obj=self.currency_id)


def _sameness(paper):
    """What two entries of one paper have in common, however its number was typed."""
    number = ("".join((text or "").split()).casefold() for text in (paper.name, paper.part))
    return paper.company_id, paper.partner_id, paper.kind, paper.currency_id, paper.amount, *number
