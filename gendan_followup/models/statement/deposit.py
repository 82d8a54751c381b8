"""Money and letters of credit that are due before work begins (订金, 定金, 信用证)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

KINDS = [("deposit", "Deposit"), ("lc", "Letter of Credit")]
STATES = [("waiting", "Waiting"), ("here", "Has Come"), ("off", "Not Needed")]
OPEN_CODE = object()
# all else of the row follows from the order, the payments and what was said: production goes by it
TYPED = frozenset({"due"})
TELLERS = (
    "gendan_followup.group_gendan_user",
    "sales_team.group_sale_salesman",
    "account.group_account_invoice",
)
MANAGER = "gendan_followup.group_gendan_manager"

class GendanDeposit(models.Model):
    """What one confirmed order waits for before work begins: its deposit, or its letter of credit received and checked.

    Which orders, and how much, say the signed contract, the customer's settlement profile, or Odoo's own prepayment.
    What has come is read from the ERP; each time it is chased the reason is noted, with the day promised. Made and
    closed by the program, where the company has it switched on.

    Clerks see those of their customers, reps their own, accounting and supervisors all; all of them note reasons.
    """

    _name = "gendan.deposit"
    _description = "Deposit or Letter of Credit Due"
    _inherit = ["gendan.gate.mixin", "mail.thread", "gendan.todo.mixin"]
    _order = "state desc, next_day, id"
    _check_company_auto = True
    _rec_names_search = ["order_id.name", "order_id.client_order_ref", "partner_id.name"]

    _one_each = models.UniqueIndex("(order_id, kind)", "This order waits for that already.")
    _waiting_idx = models.Index("(company_id, due) WHERE state = 'waiting'")

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, precompute=True, index=True)
    partner_id = fields.Many2one(
        related="order_id.partner_id.commercial_partner_id",
        string="Customer",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    # Stored: record rules go by it.
    clerk_id = fields.Many2one(
        related="order_id.gendan_clerk_id", string="Clerk", store=True, precompute=True, index="btree_not_null"
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    wording = fields.Selection(
        [("advance", "Advance (訂金)"), ("penalty", "Earnest money (定金)")],
        readonly=True,
        help="What it is called in the contract or settlement profile: an advance is given back when nothing comes of"
        " the order, earnest money is forfeited, or returned twice.",
    )
    percent = fields.Float(string="Deposit (%)", digits=(5, 2), readonly=True, aggregator="avg")
    currency_id = fields.Many2one(related="order_id.currency_id", store=True, precompute=True)
    amount = fields.Monetary(compute="_compute_amount", store=True, compute_sudo=True)
    received = fields.Monetary(
        string="Come so far", compute="_compute_received", compute_sudo=True, help="For the whole order."
    )
    lc_id = fields.Many2one(related="order_id.gendan_lc_id", string="Letter of Credit")
    due = fields.Date(string="Expected on", required=True, tracking=True)
    state = fields.Selection(STATES, required=True, default="waiting", readonly=True, tracking=True)
    here_on = fields.Date("Has Come on", readonly=True)
    off_on = fields.Date("Not Needed since", readonly=True)
    promised_on = fields.Date("Promised Day", readonly=True, help="The day the customer named last.")
    broken_count = fields.Integer(string="Promises Broken", readonly=True)
    given_up = fields.Boolean(
        string="Put off by the Supervisor",
        readonly=True,
        help="A supervisor said that this order needs none: it stays so, whatever becomes of the order.",
    )
    last_reason = fields.Char(compute="_compute_last_reason", string="Last Word")
    next_day = fields.Date(compute="_compute_next_day", store=True, string="Chased on")
    note_ids = fields.One2many("gendan.deposit.note", "deposit_id", string="Words", readonly=True)

    # ------------------------------------------------------------ compute

    @api.depends("order_id.amount_total", "percent", "kind")
    def _compute_amount(self):
        for deposit in self:
            currency = deposit.currency_id or deposit.company_id.currency_id
            share = 100.0 if deposit.kind == "lc" else deposit.percent
            deposit.amount = currency.round(deposit.order_id.amount_total * share / 100.0)

    def _compute_received(self):
        received = self.order_id._gendan_received()
        for deposit in self:
            deposit.received = received.get(deposit.order_id, 0.0) if deposit.kind == "deposit" else 0.0

    @api.depends("note_ids.reason", "note_ids.day")
    def _compute_last_reason(self):
        for deposit in self:
            deposit.last_reason = deposit.note_ids.sorted("id")[-1:].reason

    @api.depends("due", "promised_on")
    def _compute_next_day(self):
        for deposit in self:
            deposit.next_day = max(filter(None, (deposit.due, deposit.promised_on)), default=False)

    @api.depends("order_id.name", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for deposit in self:
            # sudo: a to-do names its order to whoever may read it
            deposit.display_name = f"{kinds.get(deposit.kind, '')} · {deposit.sudo().order_id.name or ''}"

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        self._gendan_check_code()
        return super().create(vals_list)

    def write(self, vals):
        if not self._gendan_own_fields().isdisjoint(vals):
            self._gendan_check_code()
        result = super().write(vals)
        if "due" in vals:
            self._gendan_sync_todos()
        return result

    @api.model
    def _gendan_own_fields(self):
        """Names of the fields nobody types: all but those of `TYPED`; not what Odoo keeps beside it, like followers."""
        columns = {name for name, field in self._fields.items() if field.store and field.column_type}
        return (columns | {"note_ids"}) - TYPED

    def _gendan_check_code(self):
        """:raise UserError: somebody types what the program reads from the ERP"""
        if self.env.context.get("gendan_deposit") is not OPEN_CODE:
            raise UserError(
                self.env._("Deposits follow from the orders, and what has come from payments: nobody types it.")
            )

    def _gendan_as_code(self):
        """These rows, as code writes them."""
        # sudo: rows follow facts, whoever noted them
        return self.sudo().with_context(gendan_deposit=OPEN_CODE)

    # ------------------------------------------------------------ actions

    def action_note(self):
        """Button: open the dialog for the reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why it has not come"),
            "res_model": "gendan.deposit.reason",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_deposit_id": self.id},
        }

    def action_off(self):
        """Button for supervisors: this order needs none.

        :raise AccessError: the user is no supervisor
        """
        self._gendan_check_manager()
        self.filtered(lambda deposit: deposit.state == "waiting")._gendan_as_code().write({"given_up": True})
        self._gendan_follow()
        return True

    def action_on(self):
        """Button for supervisors: it is needed after all."""
        self._gendan_check_manager()
        self.filtered(lambda deposit: deposit.state == "off")._gendan_as_code().write({"given_up": False})
        self._gendan_follow()
        return True

    def _gendan_check_manager(self):
        self.check_access("read")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("%(deposit)s: only supervisors say whether it is waited for.", deposit=self[:1].display_name)
            )

    # ------------------------------------------------------------ business

    def _gendan_note_reason(self, reason, day=None):
        """Somebody chased it: why it has not come, and the day that was promised.

        :param str reason: in words
        :param day: promised day, or None
        :raise UserError: nothing is waited for, no reason, or a day behind us
        :raise AccessError: who may not see it, or no clerk, rep or accounting
        """
        self.ensure_one()
        self.check_access("read")
        if not any(self.env.user.has_group(group) for group in TELLERS):
            raise AccessError(
                self.env._(
                    "%(deposit)s: clerks, sales reps and accounting note why it has not come.",
                    deposit=self.display_name,
                )
            )
        day = fields.Date.to_date(day) or False
        if self.state != "waiting":
            raise UserError(self.env._("%(deposit)s: nothing is waited for.", deposit=self.display_name))
        if not (reason or "").strip():
            raise UserError(self.env._("%(deposit)s: say why it has not come.", deposit=self.display_name))
        if day and day < self.company_id._gendan_today():
            raise UserError(self.env._("%(deposit)s: the promised day is behind us.", deposit=self.display_name))
        # sudo: a word of who may read the row, kept for ever
        self.env["gendan.deposit.note"].sudo()._gendan_make(self, reason.strip(), day)
        if day:
            self._gendan_as_code().promised_on = day
        self._gendan_sync_todos()

    def _gendan_follow(self):
        """Bring these rows in line with what is agreed and what has come. Batch, any code; writes what differs.

        A row that is not wanted any more is off until it is wanted again: an order cancelled and taken up again, a
        letter of credit instead of the deposit. What a supervisor has put off stays off.
        """
        rows = self.sudo()  # sudo: rows follow facts
        received = rows.order_id._gendan_received()
        confirmed = rows.order_id.filtered(lambda order: order.state == "sale")
        wanted = {(order, kind) for order, kind, _values in confirmed._gendan_money_first()}
        changed = self.browse()
        for deposit in rows:
            here_on = deposit._gendan_here_on(received.get(deposit.order_id, 0.0))
            if deposit.order_id.state == "cancel" or deposit.given_up:
                state = "off"
            elif here_on and deposit.state != "off":
                state = "here"
            elif (deposit.order_id, deposit.kind) in wanted:
                state = "here" if here_on else "waiting"
            else:
                state = "off"
            values = {"state": state, "here_on": here_on}
            if any(deposit[name] != value for name, value in values.items()):
                if deposit.state != state:
                    values["off_on"] = deposit.company_id._gendan_today() if state == "off" else False
                deposit._gendan_as_code().write(values)
                changed |= deposit
        if changed:
            changed._gendan_moved()

    def _gendan_here_on(self, received):
        """The day it was here, or False.

        :param float received: what has come for the order, in its currency
        """
        self.ensure_one()
        if self.kind == "lc":
            return self.order_id.gendan_lc_id.checked_on
        if self.currency_id.compare_amounts(received, self.amount) < 0:
            return False
        return self.here_on or self.company_id._gendan_today()

    def _gendan_moved(self):
        """What goes by it is asked again: to-dos, plans, productions that wait."""
        self._gendan_sync_todos()
        self.sudo().order_id._gendan_mark("deposit_in", "lc_checked")  # sudo: plans follow facts

    @api.model
    def _cron_gendan_deposits(self):
        """Scheduled action: orders that were left out, days that pass, promises that were broken."""
        companies = self.env["res.company"]._gendan_switched_on("gendan_deposits")
        if not companies:
            return
        mine = [("company_id", "in", list(companies))]
        waiting = self.search([*mine, ("state", "=", "waiting")])
        # before promises are judged: what has come is not broken
        waiting._gendan_follow()
        # orders confirmed by a way that went past the hook, or whose customer's settlement changed
        confirmed = self.env["sale.order"].search(
            [("state", "=", "sale"), *mine, ("delivery_status", "!=", "full")]
        )
        confirmed._gendan_follow_deposits()
        waiting = self.search([*mine, ("state", "=", "waiting")])
        for company, deposits in waiting.grouped("company_id").items():
            today = company._gendan_today()
            for deposit in deposits.filtered("promised_on"):
                if company._gendan_promise_until(deposit.promised_on) < today:
                    deposit._gendan_as_code().write({"broken_count": deposit.broken_count + 1, "promised_on": False})
        waiting._gendan_sync_todos()
