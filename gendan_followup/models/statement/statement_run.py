"""Runs: the statements of one closing day, made in batches."""

from odoo import api, fields, models
from odoo.exceptions import UserError

# what people say of a run; the rest is the program's
TYPED = {"company_id", "date_from", "date_to", "partner_ids", "with_idle"}
# what they may not even name when they make one
KEPT = {"is_scheduled", "closing_day", "state", "item_ids", "statement_ids"}
# the sentinel by which code writes the rest
RUNNING = object()


class GendanStatementRun(models.Model):
    """One run: which customers it is about, what became of each, and why.

    Made by the scheduled action for each closing day, or by a person for any period. Several workers may carry it on
    at once, and it may be stopped and carried on at any point: each customer and currency has a row, taken by one
    worker at a time.

    Supervisors and accounting start runs; clerks start those they made, for their own customers. Which closing day a
    run is of, and how far it is, is the program's.
    """

    _name = "gendan.statement.run"
    _description = "Run of Statements"
    _inherit = ["mail.thread"]
    _order = "date_to desc, id desc"
    _rec_name = "display_name"
    _check_company_auto = True

    _once = models.UniqueIndex(
        "(company_id, closing_day, date_to) WHERE is_scheduled", "The run of this closing day is there already."
    )
    _period = models.Constraint("CHECK (date_from <= date_to)", "A period cannot end before it begins.")

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    is_scheduled = fields.Boolean(string="Scheduled", readonly=True, copy=False)
    closing_day = fields.Integer(
        string="Day of the Month",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Of which customers: 0 is the end of the month.",
    )
    date_from = fields.Date(string="Period from", required=True)
    date_to = fields.Date(string="Closing Day", required=True)
    partner_ids = fields.Many2many(
        "res.partner", string="Customers", domain=[("parent_id", "=", False)], help="Empty: all."
    )
    with_idle = fields.Boolean(
        string="Also without Movement", help="Customers with a balance, but without movement, get one, too."
    )
    state = fields.Selection(
        [("new", "New"), ("running", "Running"), ("done", "Done")],
        required=True,
        default="new",
        readonly=True,
        copy=False,
        tracking=True,
    )
    item_ids = fields.One2many("gendan.statement.run.item", "run_id", string="Customers and Currencies", readonly=True)
    statement_ids = fields.One2many("gendan.statement", "run_id", string="Statements", readonly=True)
    total_count = fields.Integer(string="In All", compute="_compute_counts")
    made_count = fields.Integer(string="Made", compute="_compute_counts")
    skipped_count = fields.Integer(string="Left out", compute="_compute_counts")
    failed_count = fields.Integer(string="Failed", compute="_compute_counts")
    todo_count = fields.Integer(string="Still to Do", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts", aggregator=None)

    # ------------------------------------------------------------ compute

    @api.depends("company_id", "date_from", "date_to")
    def _compute_display_name(self):
        for run in self:
            run.display_name = f"{run.date_from or ''} – {run.date_to or ''}"

    @api.depends("item_ids.state")
    def _compute_counts(self):
        # sudo: of how many, also for a clerk who sees her own customers' rows only
        found = self.env["gendan.statement.run.item"].sudo()._read_group(
            [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
        )
        counts = {(run.id, state): count for run, state, count in found}
        for run in self:
            run.made_count = counts.get((run.id, "made"), 0)
            run.skipped_count = counts.get((run.id, "skipped"), 0)
            run.failed_count = counts.get((run.id, "failed"), 0)
            run.todo_count = counts.get((run.id, "todo"), 0)
            run.total_count = run.made_count + run.skipped_count + run.failed_count + run.todo_count
            run.progress = 100.0 * (run.total_count - run.todo_count) / run.total_count if run.total_count else 0.0

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: people make runs of their own, not those of a closing day
        if not self._gendan_is_code():
            for vals in vals_list:
                if any(vals.get(name) and (name, vals[name]) != ("state", "new") for name in KEPT):
                    self._gendan_check_code()
            # said here, so that no default of the context says otherwise
            own = {"state": "new", "is_scheduled": False, "closing_day": 0, "item_ids": [], "statement_ids": []}
            vals_list = [{**vals, **own} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        # EXTENDS base: people say what their own runs are about, and that stays, once it runs
        if not self._gendan_is_code():
            if not all(name in TYPED or name.startswith("message_") for name in vals):
                self._gendan_check_code()
            if TYPED.intersection(vals):
                self._gendan_check_own()
        if {"company_id", "date_from", "date_to", "partner_ids", "with_idle", "closing_day"}.intersection(vals):
            for run in self.filtered(lambda one: one.state != "new"):
                raise UserError(
                    self.env._("The run %(run)s has begun: make a new one for other customers.", run=run.display_name)
                )
        return super().write(vals)

    # ------------------------------------------------------------ business

    def _gendan_as_code(self):
        """These runs, as the program writes them."""
        return self.with_context(gendan_statement_run=RUNNING)

    def _gendan_is_code(self):
        """Whether the program writes, not a person."""
        return self.env.context.get("gendan_statement_run") is RUNNING

    def _gendan_check_code(self):
        """:raise UserError: somebody says how far a run is, or which closing day it is of"""
        if not self._gendan_is_code():
            raise UserError(
                self.env._("How far a run is, the program writes: press “Make Statements”, or make a run of your own.")
            )

    def _gendan_own_error(self):
        """The sentence why the user does not change or start this run, or False.

        Who sees all customers has a hand in every run; a clerk's rights would make one of somebody else's, or of a
        closing day, a run for her customers only.
        """
        self.ensure_one()
        if self.env.su or self._gendan_sees_all() or (self.create_uid == self.env.user and not self.is_scheduled):
            return False
        return self.env._(
            "The run %(run)s is not yours: make one of your own for your customers.", run=self.display_name
        )

    def _gendan_check_own(self):
        """:raise UserError: the sentence of `_gendan_own_error`"""
        for run in self:
            if sentence := run._gendan_own_error():
                raise UserError(sentence)

    @api.model
    def _gendan_sees_all(self):
        """Whether the user makes statements of all customers, not of her own only."""
        user = self.env.user
        return user.has_group("gendan_followup.group_gendan_user_all") or user.has_group(
            "account.group_account_invoice"
        )
