"""What went wrong on the way to a customer, whom it hits, who answers, and how it ended."""

import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

KINDS = [
    ("date", "Promise in danger"),
    ("shortage", "Material short or late"),
    ("capacity", "Capacity"),
    ("machine", "Machine"),
    ("quality", "Quality problem"),
    ("logistics", "Logistics"),
    ("outside", "Outside Processing"),
    ("customer", "Change by the customer"),
    ("other", "Other"),
]
STATES = [("open", "To decide"), ("decided", "Being carried out"), ("closed", "Closed")]
OUTCOMES = [("done", "Dealt with"), ("false", "False alarm"), ("gone", "Gone by itself")]
# what an exception may be about
OBJECTS = ("sale.order", "mrp.production", "purchase.order", "stock.picking", "mrp.workcenter", "gendan.outside")
# kind -> the department that answers where no cause says so
DEPARTMENT_OF_KIND = {
    "date": "department_pmc",
    "shortage": "department_purchasing",
    "capacity": "department_pmc",
    "machine": "department_workshop",
    "quality": "department_quality",
    "logistics": "department_shipping",
    "outside": "department_pmc",
}
# sentinel: only the methods of this room write what is in KEPT
KEEPING = object()
KEPT = frozenset(
    {"name", "company_id", "state", "res_model", "res_id", "object_name", "detector", "is_found_by_system"}
    | {"is_fact_on", "late_days", "days", "order_count", "cannot_meet", "cannot_meet_reason", "cannot_meet_by_id"}
    | {"told_head_at", "head_answered_by_id", "head_answered_at", "outcome", "closed_by_id", "closed_at", "previous_id"}
)
# what may still be written on one that is closed
AFTER_CLOSING = frozenset({"cause_id"})


class GendanException(models.Model):
    """One thing that went wrong (異常), found by people or by the system.

    One is open per kind and document: whatever else is found about it is merged into it. Clerks keep those that hit
    their own customers (and those they reported), departments those put to them, supervisors all; sales reps read
    those that hit their orders, anybody inside what he reported. What it is worth is shown to sales only.
    """

    _name = "gendan.exception"
    _description = "Exception"
    _inherit = ["mail.thread", "gendan.todo.mixin", "gendan.uploads.mixin"]
    _gendan_upload_fields = ("photo_ids", "proof_ids")
    _order = "state desc, days desc, due, id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "title", "object_name"]

    _open_uniq = models.UniqueIndex(
        "(company_id, kind, res_model, res_id) WHERE state != 'closed' AND res_id > 0",
        "An exception of this kind is open about this document already: add to it what you know.",
    )
    _object_idx = models.Index("(res_model, res_id)")

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    title = fields.Char("What Is Wrong", required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(KINDS, required=True, default="other", tracking=True)
    cause_id = fields.Many2one("gendan.cause", string="Cause", ondelete="restrict", index="btree_not_null",
                               tracking=True)  # fmt: skip
    department_id = fields.Many2one(
        "gendan.department",
        string="Answered by",
        compute="_compute_department_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        tracking=True,
        help="The department of the cause, else the one that usually answers for this kind.",
    )
    description = fields.Text(string="In Detail")
    photo_ids = fields.Many2many(
        "ir.attachment", "gendan_exception_photo_rel", string="Photos", copy=False, bypass_search_access=True
    )

    # what it is about
    res_model = fields.Char(string="Document Model", readonly=True, copy=False)
    res_id = fields.Many2oneReference(string="Document ID", model_field="res_model", readonly=True, copy=False)
    object_name = fields.Char("Document Concerned", readonly=True, copy=False)
    detector = fields.Char(readonly=True, copy=False, help="The check that sees it, as in _gendan_detectors.")
    is_found_by_system = fields.Boolean("Found by the System", readonly=True, copy=False)
    is_fact_on = fields.Boolean(
        "Still Seen", readonly=True, copy=False, help="The system still sees the fact; closed by hand, it keeps quiet."
    )
    previous_id = fields.Many2one("gendan.exception", string="Was There Before", readonly=True, copy=False,
                                  index="btree_not_null")  # fmt: skip

    # what it does
    late_days = fields.Integer(
        "Days Late", readonly=True, copy=False, help="Calendar days the document itself is late."
    )
    days = fields.Integer(
        "Impact (Days)",
        readonly=True,
        copy=False,
        tracking=True,
        help="Working days by which the worst of the orders it hits comes after its promise.",
    )
    # for the program and the record rules; judging those leaves all rows in the cache, so people get `hit_ids`
    effect_ids = fields.One2many("gendan.exception.effect", "exception_id", string="Orders Hit (all)", readonly=True)
    hit_ids = fields.Many2many(
        "gendan.exception.effect", string="Orders Hit", compute="_compute_hit", help="Of those you may see."
    )
    order_count = fields.Integer("Orders", readonly=True, copy=False, help="Orders it hits now, or hit at the end.")
    customer_names = fields.Char("Customers", compute="_compute_hit")
    currency_id = fields.Many2one(related="company_id.currency_id")
    value = fields.Monetary(
        "Value at Stake",
        compute="_compute_hit",
        groups="sales_team.group_sale_salesman",
        help="Value of the deliveries it hits, of those orders you may see.",
    )

    # what is done about it
    state = fields.Selection(STATES, required=True, default="open", readonly=True, copy=False, index=True,
                             tracking=True, group_expand=True)  # fmt: skip
    due = fields.Date(
        default=lambda self: self.env.company._gendan_add_workdays(self.env.company._gendan_today(), 1),
        tracking=True,
        help="By then a way out is chosen, or the chosen one carried out.",
    )
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    way_ids = fields.One2many("gendan.exception.way", "exception_id", string="Ways Out")
    way_id = fields.Many2one("gendan.exception.way", string="Way Chosen", compute="_compute_way_id")

    cannot_meet = fields.Boolean("Cannot Be Met", readonly=True, copy=False, tracking=True)
    cannot_meet_reason = fields.Char("Cannot Be Met Because", readonly=True, copy=False)
    cannot_meet_by_id = fields.Many2one("res.users", string="Said by", readonly=True, copy=False)
    told_head_at = fields.Datetime("Head of Company Told", readonly=True, copy=False)
    head_answer = fields.Char("Answer of the Head of Company", copy=False, tracking=True)
    head_answered_by_id = fields.Many2one("res.users", string="Answered by (Head)", readonly=True, copy=False)
    head_answered_at = fields.Datetime("Answered (Head)", readonly=True, copy=False)

    result = fields.Text(copy=False, help="What was done, and whether it held.")
    proof_ids = fields.Many2many(
        "ir.attachment", "gendan_exception_proof_rel", string="Proof Files", copy=False, bypass_search_access=True
    )
    outcome = fields.Selection(OUTCOMES, readonly=True, copy=False, tracking=True)
    closed_by_id = fields.Many2one("res.users", string="Closed by", readonly=True, copy=False)
    closed_at = fields.Datetime("Closed", readonly=True, copy=False)

    # ------------------------------------------------------------ compute

    @api.depends("cause_id", "kind")
    def _compute_department_id(self):
        for exception in self:
            department = exception.cause_id._gendan_department() if exception.cause_id else None
            if not department:
                xmlid = DEPARTMENT_OF_KIND.get(exception.kind)
                found = xmlid and self.env.ref(f"gendan_followup.{xmlid}", raise_if_not_found=False)
                # said by hand, it stays where nothing says otherwise
                department = found or exception.department_id
            exception.department_id = department

    @api.depends("effect_ids")
    @api.depends_context("uid")
    def _compute_hit(self):
        # searched, not read through the list: each sees the customers and the value of what he may see
        Effect = self.env["gendan.exception.effect"]
        shows_value = self.env.su or self.env.user.has_group("sales_team.group_sale_salesman")
        rows = Effect.search(self._gendan_hit_domain()) if Effect.has_access("read") else Effect
        by_exception = rows.grouped("exception_id")
        for exception in self:
            hit = by_exception.get(exception, Effect)
            exception.hit_ids = hit
            exception.customer_names = ", ".join(hit.partner_id.mapped("display_name")) or False
            exception.value = sum(hit.mapped("value")) if shows_value else 0

    def _gendan_hit_domain(self):
        """The rows that count: what is hit now; of those closed, all that was hit."""
        return fields.Domain("exception_id", "in", self.ids) & (
            fields.Domain("is_now", "=", True) | fields.Domain("exception_id.state", "=", "closed")
        )

    @api.depends("due", "state", "company_id")
    def _compute_is_overdue(self):
        for exception in self:
            today = exception.company_id._gendan_today()
            exception.is_overdue = exception.state != "closed" and bool(exception.due) and exception.due < today

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return fields.Domain("state", "!=", "closed") & fields.Domain("due", "<", self.env.company._gendan_today())

    @api.depends("way_ids.is_chosen")
    def _compute_way_id(self):
        for exception in self:
            exception.way_id = exception.way_ids.filtered("is_chosen")[:1]

    @api.depends("name", "title")
    def _compute_display_name(self):
        # EXTENDS base
        for exception in self:
            exception.display_name = " · ".join(filter(None, (exception.name, exception.title)))

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        vals_list = [dict(vals) for vals in vals_list]
        is_ours = self.env.context.get("gendan_exception") is KEEPING
        objects = []
        for vals in vals_list:
            if not is_ours:
                # what it is about may be said by whoever makes it, all else comes with its steps
                for name in (KEPT | {"head_answer"}) - {"res_model", "res_id", "company_id"}:
                    vals.pop(name, None)
            document = self._gendan_object_of(vals.get("res_model"), vals.get("res_id"))
            objects.append(document)
            vals["object_name"] = document.display_name if document else False
            company = document.company_id if document and document.company_id else False
            vals["company_id"] = company.id if company else vals.get("company_id") or self.env.company.id
            vals["name"] = self.env["res.company"].browse(vals["company_id"])._gendan_next_number("gendan.exception")
        try:
            exceptions = super().create(vals_list)
            self.env.flush_all()
        except psycopg2.errors.UniqueViolation as error:
            if "gendan_exception_open_uniq" not in str(error):
                raise
            # somebody opened the same one a moment ago: the request is tried again and finds it
            raise ConcurrencyError(str(error)) from error
        for exception, document in zip(exceptions, objects, strict=True):
            if document and not is_ours:
                # sudo: whom it hits does not depend on who found it
                exception.sudo()._gendan_hit(document.sudo()._gendan_exception_plans())
        exceptions._gendan_sync_todos()
        return exceptions

    @api.model
    def _gendan_object_of(self, res_model, res_id):
        """The document an exception is to be about, or None.

        :raise UserError: exceptions are not about such documents
        :raise AccessError: the user may not read it
        """
        if not res_model or not res_id:
            return None
        if res_model not in OBJECTS:
            raise UserError(
                self.env._("An exception is about an order, a production, a purchase, a transfer, a work centre or"
                    " outside processing.")
            )
        document = self.env[res_model].browse(res_id)
        document.check_access("read")
        return document

    def write(self, vals):
        # EXTENDS base
        if self.env.context.get("gendan_exception") is not KEEPING:
            if kept := KEPT.intersection(vals):
                raise UserError(
                    self.env._(
                        "“%(field)s” of %(exception)s changes with its buttons only.",
                        field=self._fields[min(kept)]._description_string(self.env),
                        exception=self[:1].display_name,
                    )
                )
            if not AFTER_CLOSING.issuperset(vals) and (closed := self.filtered(lambda e: e.state == "closed")):
                raise UserError(
                    self.env._("%(exception)s is closed. Open it again first.", exception=closed[0].display_name)
                )
            if "head_answer" in vals:
                self._gendan_check_head()
                vals = {**vals, **self._gendan_prepare_head_vals(vals["head_answer"])}
        result = super().write(vals)
        if {"state", "due", "title", "department_id", "cannot_meet", "head_answer", "days", "kind"} & vals.keys():
            self._gendan_sync_todos()
        return result

    def _gendan_keep(self, vals):
        """Write what only this room's methods write. Who calls has asked who may."""
        return self.with_context(gendan_exception=KEEPING).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_worked_on(self):
        for exception in self.filtered(lambda e: e.state != "open" or e.is_found_by_system or e.told_head_at):
            raise UserError(
                self.env._(
                    "%(exception)s is kept as what happened. Close it, as a false alarm where it was one.",
                    exception=exception.display_name,
                )
            )

    # ------------------------------------------------------------ whom it hits

    def _gendan_object(self):
        """The document it is about, with the rights of ``self``; None when there is none or it is gone."""
        self.ensure_one()
        if not self.res_id or self.res_model not in self.env:
            return None
        return self.env[self.res_model].browse(self.res_id).exists() or None

    def _gendan_affected_parts(self):
        """What the customers may have to be told: parts of order lines that were promised and are hit now.

        For the room that proposes new dates (M5). With sudo; who may see the exception is asked before.

        :return: list of dict(part=gendan.part, old=date last promised, forecast=date, days=working days late), the
            worst first
        """
        self.check_access("read")
        # sudo: see above
        rows = self.sudo().effect_ids.filtered("is_now")
        result = [
            {"part": part, "old": part.promised_date, "forecast": row.plan_id.forecast_date, "days": row.days}
            for row in rows
            for part in row.plan_id.part_ids
            if part.promised_date
        ]
        return sorted(result, key=lambda entry: (-entry["days"], entry["part"].id))
