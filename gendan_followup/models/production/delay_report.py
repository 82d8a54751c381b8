"""After a late delivery: why, what was done at once, and what keeps it from happening again."""

from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ("draft", "To be written"),
    ("review", "To be reviewed"),
    ("reviewed", "Reviewed"),
    ("sent", "Sent"),
    ("closed", "Closed"),
    ("off", "Not needed"),
]
# identity of this object lets our own methods move a report on; a context flag could be sent by anybody over RPC
MOVING = object()
KEPT = frozenset(
    {"name", "company_id", "plan_id", "state", "basis", "promised_date", "arrived_date", "days_late", "held_days"}
    | {"due", "reviewed_by_id", "reviewed_at", "sent_at", "sent_by_id", "closed_at", "off_by_system", "written_by_id"}
    # copied from the plan; record rules go by them
    | {"order_id", "partner_id", "clerk_id", "rep_id"}
)
# what the supervisor has reviewed stays as she read it
REVIEWED = frozenset({"cause_id", "what_happened", "cause_text", "containment", "measure_ids"})


class GendanDelayReport(models.Model):
    """A small 8D about a delivery that came after its promise: one for each plan, made by the program when it is late.

    Written by the clerk (what happened and the cause as she words them, what was done at once, measures with owners),
    reviewed by a supervisor, sent to the customer as a page in his language without what is internal, closed by itself
    when its measures are done. Clerks keep those of their customers, supervisors all, sales reps read their own
    customers'; owners in departments see their measures only.
    """

    _name = "gendan.delay.report"
    _description = "Delay Report"
    _inherit = ["mail.thread", "gendan.todo.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "order_id.name", "partner_id.name"]
    _check_company_auto = True

    _plan_uniq = models.UniqueIndex("(plan_id)", "This delivery has its report already.")
    _name_uniq = models.UniqueIndex("(name, company_id)", "Another report has this number.")

    name = fields.Char("Number", required=True, readonly=True, copy=False)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    plan_id = fields.Many2one("gendan.plan", string="Plan", required=True, readonly=True, ondelete="restrict")
    order_id = fields.Many2one(related="plan_id.order_id", store=True, index=True)
    partner_id = fields.Many2one(related="plan_id.partner_id", string="Customer", store=True, index=True)
    clerk_id = fields.Many2one(related="plan_id.clerk_id", store=True, index="btree_not_null")
    rep_id = fields.Many2one(related="order_id.user_id", string="Sales Rep", store=True)
    customer_ref = fields.Char(related="order_id.client_order_ref", string="Customer's order number")
    product_summary = fields.Char(related="plan_id.product_summary", string="Products")

    basis = fields.Selection(
        [("first", "First promise"), ("last", "Last promise")], string="Measured by", required=True, readonly=True
    )
    promised_date = fields.Date("Promised", readonly=True)
    arrived_date = fields.Date(
        "Arrived on", readonly=True, help="Or left us, where the order is followed that far only."
    )
    days_late = fields.Integer("Days Late", readonly=True, help="Calendar days, as the customer counts them.")
    held_days = fields.Integer(
        "Held by the customer (days)", readonly=True, help="Working days in which we waited for the customer."
    )

    cause_id = fields.Many2one(
        "gendan.cause", string="Root Cause", ondelete="restrict", index="btree_not_null", tracking=True
    )
    department_id = fields.Many2one(
        "gendan.department",
        string="Department",
        compute="_compute_department_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        help="That of the root cause.",
    )
    what_happened = fields.Text(help="For the customer, in the customer's language: what happened, nothing invented.")
    cause_text = fields.Text("Cause in Words", help="For the customer, in the customer's language.")
    containment = fields.Text("Done at Once", help="For the customer: overtime, part delivery, air freight ...")
    internal_note = fields.Text("Internal Remarks", help="Never printed.")
    measure_ids = fields.One2many("gendan.delay.measure", "report_id", string="Measures")
    open_count = fields.Integer("Open Measures", compute="_compute_open_count", store=True)
    exception_ids = fields.Many2many("gendan.exception", string="Exceptions", compute="_compute_links")
    word_ids = fields.Many2many("gendan.date.word", string="Confirmed by Planning", compute="_compute_links")

    state = fields.Selection(STATES, required=True, default="draft", readonly=True, copy=False, index=True,
                             tracking=True, group_expand=True)  # fmt: skip
    due = fields.Date(readonly=True, copy=False, index=True, help="By then it is with the customer.")
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    written_by_id = fields.Many2one("res.users", string="Prepared by", readonly=True, copy=False)
    reviewed_by_id = fields.Many2one("res.users", string="Reviewed by", readonly=True, copy=False)
    reviewed_at = fields.Datetime("Reviewed on", readonly=True, copy=False)
    review_remark = fields.Char("Remark of the Supervisor", copy=False, tracking=True)
    sent_at = fields.Datetime("Sent to the Customer on", readonly=True, copy=False)
    sent_by_id = fields.Many2one("res.users", string="Sent by", readonly=True, copy=False)
    sent_how = fields.Selection(
        [("email", "E-mail"), ("chat", "Chat"), ("courier", "Courier"), ("fax", "Fax"), ("hand", "In person")],
        string="Sent how",
        copy=False,
    )
    sent_to = fields.Char("Sent to", copy=False, help="The person at the customer.")
    closed_at = fields.Datetime("Closed on", readonly=True, copy=False)
    off_reason = fields.Char("Not Needed Because", copy=False, tracking=True)
    off_by_system = fields.Boolean("Called Off by the System", readonly=True, copy=False)

    # ------------------------------------------------------------ compute

    @api.depends("cause_id")
    def _compute_department_id(self):
        for report in self:
            report.department_id = report.cause_id._gendan_department() if report.cause_id else report.department_id

    @api.depends("measure_ids.done_on")
    def _compute_open_count(self):
        for report in self:
            report.open_count = len(report.measure_ids.filtered(lambda measure: not measure.done_on))

    @api.depends("plan_id")
    @api.depends_context("uid")
    def _compute_links(self):
        # searched: each sees the exceptions and words he may see
        Effect = self.env["gendan.exception.effect"]
        effects = Effect.search([("plan_id", "in", self.plan_id.ids)]) if Effect.has_access("read") else Effect
        words = self.env["gendan.date.word"].search([("part_id.plan_id", "in", self.plan_id.ids)])
        for report in self:
            hit = effects.filtered(lambda effect, report=report: effect.plan_id == report.plan_id)
            report.exception_ids = hit.exception_id
            report.word_ids = words.filtered(lambda word, report=report: word.part_id.plan_id == report.plan_id)

    @api.depends("due", "state")
    def _compute_is_overdue(self):
        for report in self:
            today = report.company_id._gendan_today()
            waiting = report.state in ("draft", "review", "reviewed")
            report.is_overdue = waiting and bool(report.due) and report.due < today

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return fields.Domain("state", "in", ("draft", "review", "reviewed")) & fields.Domain(
            "due", "<", self.env.company._gendan_today()
        )

    @api.depends("name", "order_id.name")
    def _compute_display_name(self):
        for report in self:
            report.display_name = " · ".join(filter(None, (report.name, report.order_id.name)))

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Made by the program (``gendan.plan._gendan_sync_delay_reports``), or by who may for a late delivery."""
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            if self.env.context.get("gendan_delay") is not MOVING:
                raise UserError(self.env._("Delay reports are made from the late order, with the button there."))
            company = self.env["res.company"].browse(vals["company_id"])
            vals["name"] = company._gendan_next_number("gendan.delay.report")
        reports = super().create(vals_list)
        reports._gendan_sync_todos()
        return reports

    def write(self, vals):
        # EXTENDS base
        if self.env.context.get("gendan_delay") is not MOVING:
            if kept := KEPT.intersection(vals):
                raise UserError(
                    self.env._(
                        "“%(field)s” of %(report)s changes with its buttons only.",
                        field=self._fields[min(kept)]._description_string(self.env),
                        report=self[:1].display_name,
                    )
                )
            locked = self.filtered(lambda report: report.state not in ("draft", "review"))
            if locked and not REVIEWED.isdisjoint(vals):
                raise UserError(
                    self.env._(
                        "%(report)s has been reviewed and stays as it was read. Take it back to change it.",
                        report=locked[0].display_name,
                    )
                )
        result = super().write(vals)
        if {"state", "due"} & vals.keys():
            self._gendan_sync_todos()
        if "state" in vals:
            # those of a report that is not needed are nobody's any more
            self.measure_ids._gendan_sync_todos()
        return result

    def _gendan_move(self, vals):
        """Write what goes by steps. Who calls has asked who may."""
        return self.with_context(gendan_delay=MOVING).write(vals)

    def copy(self, default=None):
        raise UserError(self.env._("A delay report belongs to its delivery and is not copied."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for report in self:
            raise UserError(
                self.env._("%(report)s keeps its number. Say that it is not needed.", report=report.display_name)
            )
