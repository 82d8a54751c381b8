"""Inquiries: what a customer, a rep or a supervisor asks, in one line with a day to answer by."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.opening import open_document
from ..common.partner_account import CHAT_APPS

KINDS = [
    ("date", "Date"),
    ("price", "Price"),
    ("paper", "Paper wanted"),
    ("quality", "Quality Question"),
    ("other", "Other"),
    ("task", "Job"),
]
CHANNELS = [
    ("mail", "E-mail or portal"),
    ("chat", "Chat"),
    ("phone", "Phone"),
    ("visit", "In person"),
    ("colleague", "From a colleague"),
]
STATES = [("open", "To answer"), ("answered", "Answered"), ("dropped", "Dropped")]
# sentinel: only the steps below write who answered and when
ANSWERING = object()
KEPT = {"state", "answered_at", "answered_by_id", "answered_for_id", "told_how", "is_late"}
# sentinel: only the mail hooks say which message an inquiry came from
COMING = object()
SOURCE = {"source_model", "source_id", "message_id", "message_count", "mail_from"}


class GendanInquiry(models.Model):
    """A question from a customer or a rep, or a job given by a supervisor: one line with an answer due.

    Clerks keep those of their customers, of those they back up today, and what was given to them; supervisors all;
    sales reps ask about their own customers and read the answers. It waits for the clerk, or who acts for her today.
    """

    _name = "gendan.inquiry"
    _description = "Inquiry"
    _inherit = ["gendan.mail.intake.mixin", "gendan.todo.mixin"]
    _order = "state desc, priority desc, due, id"
    _check_company_auto = True
    _rec_names_search = ["name", "order_id.name", "partner_id.name"]

    _open_due_idx = models.Index("(due) WHERE state = 'open'")
    _source_idx = models.Index("(source_model, source_id) WHERE state = 'open' AND source_id IS NOT NULL")

    name = fields.Char(string="Question or Job", required=True, tracking=True)
    description = fields.Text(string="In Full")
    kind = fields.Selection(KINDS, required=True, default="other", index=True)
    channel = fields.Selection(
        CHANNELS, string="How It Was Asked", required=True, default=lambda self: self._default_channel(), tracking=True
    )
    chat_app = fields.Selection(CHAT_APPS, string="Chat App")
    priority = fields.Selection([("0", "Normal"), ("1", "Urgent")], default="0", tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    order_id = fields.Many2one(
        "sale.order",
        string="Order",
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
        domain="partner_id and [('partner_id', 'child_of', partner_id)] or []",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    contact_id = fields.Many2one(
        "res.partner", string="Asked by", ondelete="set null", help="Who at the customer's asked, and gets the answer."
    )
    asker_id = fields.Many2one(
        "res.users",
        string="Colleague",
        default=lambda self: self.env.user if self._default_channel() == "colleague" else False,
        domain=[("share", "=", False)],
        index="btree_not_null",
        ondelete="set null",
        help="The rep or supervisor who asked, and gets the answer.",
    )
    # Stored: record rules go by it.
    clerk_id = fields.Many2one("res.users", string="Clerk", compute="_compute_clerk_id", store=True, index=True)
    # Odoo's name for who is responsible: she is told when it is given to her, and not of what she took herself
    user_id = fields.Many2one(
        "res.users",
        string="Given to",
        domain=[("share", "=", False)],
        index="btree_not_null",
        tracking=True,
        help="Empty: the customer's clerk, or who acts for her today.",
    )
    asked_at = fields.Datetime(string="Asked on", required=True, default=fields.Datetime.now)
    due = fields.Date(
        string="Answer Due",
        compute="_compute_due",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="By the company's setting: the same working day, or the next where it came too late for that.",
    )
    state = fields.Selection(STATES, required=True, default="open", readonly=True, copy=False, tracking=True)
    answer = fields.Text(copy=False)
    answered_at = fields.Datetime(string="Answered on", readonly=True, copy=False)
    answered_by_id = fields.Many2one("res.users", string="Answered by", readonly=True, copy=False)
    answered_for_id = fields.Many2one(
        "res.users", string="For", readonly=True, copy=False, help="The absent clerk for whom it was answered."
    )
    told_how = fields.Selection(CHANNELS, string="Answer Went by", readonly=True, copy=False)
    is_late = fields.Boolean(
        string="Late", readonly=True, copy=False, help="Answered after the day on which the answer was due."
    )
    source_model = fields.Char(readonly=True, copy=False)
    source_id = fields.Many2oneReference(model_field="source_model", string="Came in on", readonly=True, copy=False)
    message_id = fields.Many2one(
        "mail.message", string="Last Message", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    message_count = fields.Integer(
        string="Messages Waiting", readonly=True, copy=False, help="How often it was written about and not answered."
    )

    # what is asked about twenty times a day
    order_promise_date = fields.Date(related="order_id.gendan_promise_date", string="Promised")
    order_forecast_date = fields.Date(related="order_id.gendan_forecast_date", string="Forecast")
    order_health = fields.Selection(related="order_id.gendan_delivery_health", string="Delivery")
    order_next_step = fields.Char(related="order_id.gendan_next_step", string="Next step")
    can_answer = fields.Boolean(compute="_compute_can_answer")

    # ------------------------------------------------------------ compute

    @api.model
    def _default_channel(self):
        """A rep who asks is a colleague; a clerk mostly writes down what she was told on the phone."""
        return "phone" if self.env.user.has_group("gendan_followup.group_gendan_user") else "colleague"

    @api.depends("order_id")
    def _compute_partner_id(self):
        for inquiry in self:
            if inquiry.order_id:
                inquiry.partner_id = inquiry.order_id.partner_id.commercial_partner_id

    @api.depends("order_id.gendan_clerk_id", "partner_id.commercial_partner_id.gendan_clerk_id")
    def _compute_clerk_id(self):
        for inquiry in self:
            customer = inquiry.partner_id.commercial_partner_id
            inquiry.clerk_id = inquiry.order_id.gendan_clerk_id or customer.gendan_clerk_id

    @api.depends("asked_at", "company_id")
    def _compute_due(self):
        for inquiry in self:
            company = inquiry.company_id or self.env.company
            inquiry.due = inquiry.asked_at and company._gendan_inquiry_due(inquiry.asked_at)

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_answer(self):
        writable = self._filtered_access("write")
        for inquiry in self:
            inquiry.can_answer = inquiry.state == "open" and (inquiry in writable or not inquiry.id)

    @api.depends("name", "order_id")
    def _compute_display_name(self):
        # EXTENDS base
        for inquiry in self:
            order = inquiry.order_id.sudo().name  # sudo: a number
            inquiry.display_name = " · ".join(part for part in (order, inquiry.name) if part)

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS mail
        kept = KEPT if self.env.context.get("gendan_coming") is COMING else KEPT | SOURCE
        inquiries = super().create([{k: v for k, v in vals.items() if k not in kept} for vals in vals_list])
        inquiries._gendan_check_given()
        inquiries._gendan_check_order()
        inquiries._gendan_sync_todos()
        return inquiries

    def write(self, vals):
        # EXTENDS mail
        context = self.env.context
        if (KEPT.intersection(vals) and context.get("gendan_answering") is not ANSWERING) or (
            SOURCE.intersection(vals) and context.get("gendan_coming") is not COMING
        ):
            raise UserError(
                self.env._(
                    "%(inquiry)s: who answered, when and to which message is noted by its buttons and not typed.",
                    inquiry=self[:1].display_name,
                )
            )
        result = super().write(vals)
        if "user_id" in vals:
            self._gendan_check_given()
        if "order_id" in vals:
            self._gendan_check_order()
        self._gendan_sync_todos()
        return result

    def _gendan_check_order(self):
        """The order's dates stand beside the question: only who may read the order asks about it.

        :raise AccessError: Odoo's own, for an order the user may not read
        """
        self.order_id.check_access("read")

    def _gendan_check_given(self):
        """Jobs are given by supervisors, to clerks; a clerk may take one herself or give it back.

        :raise UserError: the colleague could not answer, or the user gives work to her without being a supervisor
        """
        for inquiry in self.filtered("user_id"):
            # sudo: a colleague's groups
            if not inquiry.user_id.sudo().has_group("gendan_followup.group_gendan_user"):
                raise UserError(
                    self.env._(
                        "%(inquiry)s: %(user)s is no clerk and could not answer. Give it to a clerk, or send the"
                        " department a liaison slip.",
                        inquiry=inquiry.display_name,
                        user=inquiry.user_id.name,
                    )
                )
        if self.env.su or self.env.user.has_group("gendan_followup.group_gendan_manager"):
            return
        for inquiry in self:
            if inquiry.user_id - self.env.user:
                raise UserError(
                    self.env._(
                        "%(inquiry)s: only a supervisor gives work to %(user)s. Leave “Given to” empty and it comes to"
                        " the customer's clerk.",
                        inquiry=inquiry.display_name,
                        user=inquiry.user_id.name,
                    )
                )

    # ------------------------------------------------------------ doors

    def action_open_order(self):
        """Button: the order in question."""
        self.ensure_one()
        return open_document(self.order_id)

    def action_open_source(self):
        """Button: the document on which the message came in."""
        self.ensure_one()
        return open_document(self._gendan_source())

    def action_order_papers(self):
        """Button: the papers of the order in question."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("gendan_followup.action_gendan_document")
        return {**action, "domain": [("order_id", "=", self.order_id.id)], "context": {}}

    def _gendan_source(self):
        """The document on which the message came in, with the user's rights; empty when it is gone."""
        self.ensure_one()
        if not self.source_id or self.source_model not in self.env:
            return self.browse()
        return self.env[self.source_model].browse(self.source_id).exists()
