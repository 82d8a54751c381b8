"""Complaints (客訴): what a customer holds against goods, papers or service, and how it ended."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .complaint_kind import SEVERITIES, TRACKS
from .forged import without_defaults

STATES = [
    ("new", "New"),
    ("work", "In Work"),
    ("findings", "Findings Recorded"),
    ("proposed", "Proposed"),
    ("agreed", "Customer Agreed"),
    ("settling", "Being Settled"),
    ("closed", "Closed"),
    ("unfounded", "Unfounded"),
    ("cancelled", "Cancelled"),
]
ENDED = ("closed", "unfounded", "cancelled")
OPEN_STATES = tuple(state for state, _label in STATES if state not in ENDED)
CHANNELS = [
    ("phone", "Phone"),
    ("fax", "Fax"),
    ("mail", "E-mail"),
    ("chat", "Chat"),
    ("portal", "Portal"),
    ("visit", "In person"),
]
FOUND = [
    ("incoming", "Incoming inspection"),
    ("stock", "In his stock"),
    ("line", "On his line"),
    ("customer", "At the end customer"),
    ("transit", "On the way"),
]
WISHES = [
    ("unknown", "Not said"),
    ("accept", "Special acceptance"),
    ("sorting", "Sorting at his place"),
    ("rework", "Rework"),
    ("remake", "Make again"),
    ("replace", "Replace"),
    ("discount", "Discount"),
    ("return", "Goods Sent Back"),
    ("refund", "Refund"),
    ("deduction", "Deduction"),
]
# sentinel: only the judge and the methods of the room write what is in `_gendan_kept_fields`
KEEPING = object()
SALES = "sales_team.group_sale_salesman"
# how far the clocks of two machines may differ
SLACK = timedelta(minutes=5)


class GendanComplaint(models.Model):
    """One complaint of a customer, with its lines, from receipt to settlement.

    The clerk keeps those of her customers and of those she backs up today, supervisors all of their companies; a
    department reads those put to it, without prices, and writes what it found; sales reps read those of their
    customers. The customer has no rights here: his pages show what `_gendan_customer_values` says, so that what is
    added later stays inside. States change through the
    judge (`complaint_judge.py`) only.
    """

    _name = "gendan.complaint"
    _description = "Complaint"
    _inherit = [
        "rating.mixin",
        "mail.activity.mixin",
        "gendan.mail.intake.mixin",
        "gendan.todo.mixin",
        "gendan.uploads.mixin",
    ]
    _order = "received_at desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "subject", "customer_ref", "partner_id.name", "order_id.name"]
    # sudo writes files of the portal and of mails, which are nobody's of the house
    _gendan_upload_asks_user = False

    _number_uniq = models.UniqueIndex("(name, company_id) WHERE name != '/'", "Another complaint has this number.")
    _open_idx = models.Index("(company_id, state) WHERE state NOT IN ('closed', 'unfounded', 'cancelled')")
    _radar_idx = models.Index("(partner_id, received_at)")

    name = fields.Char("Number", readonly=True, copy=False, index="trigram", default="/")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
    )
    state = fields.Selection(
        STATES, required=True, default="new", readonly=True, copy=False, index=True, tracking=True, group_expand=True
    )
    state_since = fields.Datetime("In this State since", readonly=True, copy=False, default=fields.Datetime.now)

    # who
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Complained by",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="set null",
        domain="partner_id and [('id', 'child_of', partner_id)] or []",
        help="Who at the customer complains, and gets the answers.",
    )
    # Stored: record rules go by it.
    clerk_id = fields.Many2one(
        "res.users",
        string="Clerk",
        compute="_compute_clerk_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Handled by",
        compute="_compute_from_kind",
        store=True,
        readonly=False,
        precompute=True,
        domain=[("share", "=", False)],
        index="btree_not_null",
        tracking=True,
        help="Empty: the customer's clerk, or who acts for her today.",
    )

    # how it came
    received_at = fields.Datetime(
        "Received",
        required=True,
        default=fields.Datetime.now,
        copy=False,
        tracking=True,
        help="When the customer told us. The clock runs from then, not from when it was typed.",
    )
    channel = fields.Selection(CHANNELS, string="How the Complaint Came", required=True, default="phone", tracking=True)
    customer_ref = fields.Char("Customer's Number", copy=False, help="The number of his complaint or deduction note.")

    # about what
    order_id = fields.Many2one(
        "sale.order",
        string="Order",
        compute="_compute_order_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        tracking=True,
        domain="[('state', '=', 'sale')] + (partner_id and [('partner_id', 'child_of', partner_id)] or [])"
        " + ((picking_id or invoice_id) and about_order_ids and [('id', 'in', about_order_ids)] or [])",
    )
    picking_id = fields.Many2one(
        "stock.picking",
        string="Transfer",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        tracking=True,
        domain="[('state', '=', 'done'), ('location_dest_id.usage', 'in', ('customer', 'transit'))]"
        " + (order_id and ['|', ('sale_id', '=', order_id),"
        " ('move_ids.sale_line_id.order_id', '=', order_id)] or [])"
        " + (partner_id and"
        " ['|', ('partner_id', 'child_of', partner_id), ('sale_id.partner_id', 'child_of', partner_id)] or [])",
    )
    invoice_id = fields.Many2one(
        "account.move",
        string="Invoice",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('move_type', '=', 'out_invoice'), ('state', '=', 'posted')]"
        " + (partner_id and ['|', ('partner_id', 'child_of', partner_id),"
        " ('line_ids.sale_line_ids.order_id.partner_id', 'child_of', partner_id)] or [])",
    )
    subject = fields.Char("What He Complains about", required=True, tracking=True)
    description = fields.Text("In the Customer's Words")
    photo_ids = fields.Many2many(
        "ir.attachment",
        "gendan_complaint_photo_rel",
        string="Photos and Papers",
        copy=False,
        bypass_search_access=True,
    )
    line_ids = fields.One2many("gendan.complaint.line", "complaint_id", string="Goods", copy=True)

    # how it is handled
    kind_id = fields.Many2one(
        "gendan.complaint.kind",
        string="Kind",
        required=True,
        default=lambda self: self._default_kind_id(),
        check_company=True,
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    severity = fields.Selection(
        SEVERITIES,
        compute="_compute_severity",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
        help="As usual for the kind; critical where his line stands still.",
    )
    track = fields.Selection(
        TRACKS,
        compute="_compute_track",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
        help="Light: answered, settled and closed in one screen. Full: looked into by the department.",
    )
    department_id = fields.Many2one(
        "gendan.department",
        string="Put to",
        compute="_compute_from_kind",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
        tracking=True,
        help="The department that looks into it.",
    )
    found_where = fields.Selection(FOUND, string="Found Where")
    line_stopped = fields.Boolean("His Line Stands Still", tracking=True)

    # within the days agreed
    objection_days = fields.Integer(
        "Days to Object",
        compute="_compute_objection_days",
        store=True,
        readonly=False,
        precompute=True,
        help="Calendar days after receipt within which the customer may object, by the contract. 0: none agreed.",
    )
    objection_until = fields.Date("To Object until", compute="_compute_objection", compute_sudo=True)
    objection = fields.Selection(
        [("in", "Within Time"), ("out", "After Time"), ("unknown", "Not agreed")],
        string="Objection",
        compute="_compute_objection",
        compute_sudo=True,
        help="Whether he complained within the days agreed, counted from the arrival or the day the goods left.",
    )

    # what he wants
    wished = fields.Selection(WISHES, string="He Wants", required=True, default="unknown", tracking=True)
    wished_note = fields.Char("In Detail")
    replacement_by = fields.Date("Replacement Wanted by", tracking=True)
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", store=True, precompute=True
    )
    value = fields.Monetary(
        "Estimated Value",
        compute="_compute_value",
        store=True,
        readonly=False,
        groups=SALES,
        tracking=True,
        help="Bad goods at the order's price, until somebody types another figure; emptied, it is worked out again.",
    )

    # what we found
    findings = fields.Text(copy=False, help="What we found. Internal.")
    findings_at = fields.Datetime("Findings recorded on", readonly=True, copy=False)
    findings_by_id = fields.Many2one("res.users", string="Found by", readonly=True, copy=False)
    cause_id = fields.Many2one(
        "gendan.cause",
        string="Cause",
        ondelete="restrict",
        index="btree_not_null",
        copy=False,
        tracking=True,
    )
    fault_department_id = fields.Many2one(
        "gendan.department",
        string="Caused by",
        compute="_compute_fault_department_id",
        store=True,
        readonly=False,
        check_company=True,
        index="btree_not_null",
        copy=False,
        tracking=True,
        help="The department that answers for the cause; it is charged with what it costs.",
    )
    internal_note = fields.Text(copy=False, help="Never on anything the customer gets.")

    # what we offered, and what came of it
    proposal = fields.Text("Offer to the Customer", copy=False, help="What we offer the customer, as he reads it.")
    proposed_at = fields.Datetime("Proposed on", readonly=True, copy=False)
    agreed_by = fields.Char("Agreed by (at the Customer)", copy=False, help="Who at the customer said yes.")
    agreed_at = fields.Datetime("Agreed on", readonly=True, copy=False)
    refused_count = fields.Integer("Proposals Refused", readonly=True, copy=False, aggregator=None)
    reason = fields.Text(copy=False, help="Why it is cancelled or opened again.")
    closed_at = fields.Datetime("Ended on", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", string="Ended by", readonly=True, copy=False)
    reopened_count = fields.Integer("Opened again", readonly=True, copy=False)

    # ------------------------------------------------------------ compute

    @api.model
    def _default_kind_id(self):
        company = self.env["res.company"].browse(self.env.context.get("default_company_id")) or self.env.company
        return self.env["gendan.complaint.kind"].search([("company_id", "in", (False, company.id))], limit=1)

    @api.depends("kind_id", "line_stopped")
    def _compute_severity(self):
        for complaint in self:
            # sudo: how it is handled is set by supervisors
            usual = complaint.kind_id.sudo().severity or "minor"
            complaint.severity = "critical" if complaint.line_stopped else usual

    @api.depends("kind_id", "severity")
    def _compute_track(self):
        for complaint in self:
            complaint.track = complaint.kind_id._gendan_track_of(complaint.severity)

    @api.depends("kind_id")
    def _compute_from_kind(self):
        for complaint in self:
            kind = complaint.kind_id.sudo()  # sudo: as above
            complaint.department_id = kind.department_id
            complaint.user_id = kind.user_id.filtered(lambda user: user.active)

    @api.depends("order_id.gendan_clerk_id", "partner_id.commercial_partner_id.gendan_clerk_id")
    def _compute_clerk_id(self):
        for complaint in self:
            customer = complaint.partner_id.commercial_partner_id
            complaint.clerk_id = complaint.order_id.gendan_clerk_id or customer.gendan_clerk_id

    @api.depends("cause_id")
    def _compute_fault_department_id(self):
        for complaint in self:
            cause = complaint.cause_id
            complaint.fault_department_id = cause and cause._gendan_department() or complaint.fault_department_id

    @api.depends("line_ids.value")
    def _compute_value(self):
        for complaint in self:
            complaint.value = sum(complaint.line_ids.mapped("value"))

    @api.depends("name", "subject")
    def _compute_display_name(self):
        # EXTENDS base
        for complaint in self:
            number = complaint.name if complaint.name != "/" else False
            complaint.display_name = " · ".join(filter(None, (number, complaint.subject)))

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Write complaints down: they are new and have their number.

        :raise AccessError: about a document the user may not read
        :raise UserError: it was received at a time to come, or customer, order, transfer and invoice do not fit
        """
        self._gendan_check_documents(
            {name: self.env.context.get(f"default_{name}") for name in ("order_id", "picking_id", "invoice_id")}
        )
        vals_list = [self._gendan_prepare_new(vals) for vals in vals_list]
        complaints = super(GendanComplaint, self._gendan_without_defaults()).create(vals_list)
        for complaint in complaints:
            complaint._gendan_keep({"name": complaint.company_id._gendan_next_number("gendan.complaint")})
        complaints._gendan_take_order()
        complaints._gendan_check()
        complaints._gendan_state_moved(dict.fromkeys(complaints, False))
        complaints._gendan_sync_todos()
        return complaints

    @api.model
    def _gendan_without_defaults(self):
        """Without the defaults of the context for what only the steps write: they decide no more than values do."""
        # the company of a document's button is a default like any other: documents decide it
        return without_defaults(self, self._gendan_kept_fields() - {"company_id"})

    @api.model
    def _gendan_prepare_new(self, vals):
        """The values of a new complaint: without what only its steps write, the customer as the company he is."""
        self._gendan_check_documents(vals)
        if self.env.context.get("gendan_complaint") is not KEEPING:
            vals = {name: value for name, value in vals.items() if name not in self._gendan_kept_fields()}
        return self._gendan_split_partner(vals)

    @api.model
    def _gendan_split_partner(self, vals):
        """A person of the customer's is who complains; the customer is his company."""
        partner = self.env["res.partner"].browse(vals.get("partner_id"))
        company = partner.sudo().commercial_partner_id  # sudo: which company a contact belongs to
        if not partner or company == partner:
            return vals
        return {"contact_id": partner.id, **vals, "partner_id": company.id}

    def write(self, vals):
        # EXTENDS mail
        is_ours = self.env.context.get("gendan_complaint") is KEEPING
        if not is_ours:
            for complaint in self:
                if sentence := complaint._gendan_write_error(vals):
                    raise UserError(sentence)
            self._gendan_check_department_writes(vals)
            self._gendan_check_documents(vals)
            vals = self._gendan_split_partner(vals)
        result = super().write(vals)
        if not self._gendan_checked_fields().isdisjoint(vals):
            self._gendan_check()
            # other documents took other goods
            self.line_ids._gendan_check()
        if not {"picking_id", "invoice_id", "line_ids"}.isdisjoint(vals):
            self._gendan_take_order()
        if not is_ours:
            self._gendan_sync_todos()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_worked_on(self):
        for complaint in self.filtered(lambda complaint: complaint.state != "new"):
            raise UserError(
                self.env._(
                    "%(complaint)s has been worked on and is kept. Cancel it with the reason instead.",
                    complaint=complaint.display_name,
                )
            )

    # ------------------------------------------------------------ what may be written

    @api.model
    def _gendan_kept_fields(self):
        """What only the methods of the room write, never a form. Hook: extend with fields of your own.

        :rtype: set[str]
        """
        return {
            "name", "company_id", "state", "state_since", "findings_at", "findings_by_id", "proposed_at", "agreed_at",
            "refused_count", "closed_at", "closed_by_id", "reopened_count", "holding_at", "answered_at", "is_told",
            "clerk_id", "currency_id", "rating_last_value",
        }  # fmt: skip

    @api.model
    def _gendan_department_fields(self):
        """What the department it is put to may write. Hook: extend with fields of your own.

        :rtype: set[str]
        """
        return {"findings", "cause_id", "fault_department_id", "internal_note", "photo_ids"}

    @api.model
    def _gendan_ended_fields(self):
        """What may still be written on one that has ended. Hook.

        :rtype: set[str]
        """
        return {"internal_note", "reason", "cause_id", "fault_department_id", "customer_ref"}

    @api.model
    def _gendan_checked_fields(self):
        """What a write of makes the guards look again."""
        return {"partner_id", "contact_id", "order_id", "picking_id", "invoice_id", "received_at", "company_id"}

    @api.model
    def _gendan_is_thread_field(self, name):
        """Whether it is of the chatter: followers, activities, messages."""
        return name.startswith(("message_", "activity_", "website_message_"))

    def _gendan_write_error(self, vals):
        """The sentence why these values cannot be written by hand, or False."""
        self.ensure_one()
        if kept := self._gendan_kept_fields().intersection(vals):
            return self.env._(
                "“%(field)s” of %(complaint)s goes by its buttons and is not typed.",
                field=self._fields[min(kept)]._description_string(self.env),
                complaint=self.display_name,
            )
        if "received_at" in vals and (sentence := self._gendan_received_error(vals["received_at"])):
            return sentence
        typed = {name for name in vals if not self._gendan_is_thread_field(name)}
        if self.state in ENDED and not typed <= self._gendan_ended_fields():
            return self.env._(
                "%(complaint)s has ended. Open it again first.", complaint=self.display_name
            )
        return False

    def _gendan_received_error(self, moment):
        """The sentence why the receipt, from which the clock runs, cannot be moved to there, or False."""
        self.ensure_one()
        moment = fields.Datetime.to_datetime(moment)
        if self.env.su or not moment or moment == self.received_at:
            return False
        if any(said and moment > said for said in (self.holding_at, self.answered_at)):
            return self.env._(
                "%(complaint)s cannot have been received after the customer was told something.",
                complaint=self.display_name,
            )
        if self.state not in ("new", "work") and not self.env.user.has_group("gendan_followup.group_gendan_manager"):
            return self.env._(
                "%(complaint)s: its times count from the receipt. Ask a supervisor to change it now.",
                complaint=self.display_name,
            )
        return False

    def _gendan_check_department_writes(self, vals):
        """:raise AccessError: somebody of a department writes more than what it found"""
        user = self.env.user
        if self.env.su or user.has_group("gendan_followup.group_gendan_user"):
            return
        typed = {name for name in vals if not self._gendan_is_thread_field(name)}
        allowed = self._gendan_department_fields()
        if any(complaint.state in ENDED for complaint in self):
            # whom it cost is no longer the department's to say
            allowed -= {"cause_id", "fault_department_id"}
        if typed <= allowed:
            return
        raise AccessError(
            self.env._(
                "%(complaint)s: the department writes what it found; all else is kept by the customer's clerk.",
                complaint=self[:1].display_name,
            )
        )

    def _gendan_keep(self, vals):
        """Write what only the room's methods write. Who calls has asked who may."""
        return self.with_context(gendan_complaint=KEEPING).write(vals)
