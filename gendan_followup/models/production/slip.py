from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.gendan_followup.tools.names import join_names

from .slip_template import HOURS, URGENCIES

# Identity of this object lets our own methods move a slip on; a context flag could be sent by anybody over RPC.
IS_MOVED = object()

STATES = [
    ("draft", "Draft"),
    ("issued", "Sent to departments"),
    ("answered", "Answered by all"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
RUNNING = ("issued", "answered")
ABOUT = ("order_id", "production_id", "picking_id", "partner_id")
# may be written whatever the state
FREE = frozenset(
    {"cc_ids", "customer_to_tell", "line_ids", "photo_ids"}
    | {"message_follower_ids", "message_ids", "message_main_attachment_id", "message_partner_ids"}
)
# kept by the buttons
KEPT = frozenset(
    {"name", "state", "issued_at", "closed_at", "closed_by_id", "cancel_reason", "sender_id", "version"}
    | {"customer_told_at", "customer_told_how", "customer_told_who", "customer_told_by_id"}
)


class GendanSlip(models.Model):
    """Internal liaison slip (內部聯絡單): one text to several departments about an order, a production and so on.

    Draft; issued (numbered, each department told, the text fixed); answered by all; closed by its sender, or cancelled
    with the reason. Each department acknowledges, answers and finishes its own line (``gendan.slip.department``).

    Clerks and departments write slips. One reads those one has sent, those put to one's department, those one has a
    copy of; clerks those about their customers, sales reps too, supervisors all. It carries no prices.
    """

    _name = "gendan.slip"
    _description = "Liaison Slip"
    _inherit = ["mail.thread", "gendan.todo.mixin", "gendan.uploads.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _rec_names_search = ["name", "subject", "about"]

    _name_uniq = models.UniqueIndex("(name, company_id) WHERE name <> '/'", "Another slip has this number.")
    _running_idx = models.Index("(company_id, due_at) WHERE state IN ('issued', 'answered')")
    _hours_positive = models.Constraint("CHECK (answer_hours >= 0)", "Working hours cannot be negative.")

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/")
    state = fields.Selection(STATES, required=True, default="draft", readonly=True, copy=False, index=True)
    version = fields.Integer(
        default=1, readonly=True, copy=False, aggregator=None, help="Counts up when departments are asked again."
    )
    sender_id = fields.Many2one(
        "res.users",
        string="Written by",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    from_department_id = fields.Many2one(
        "gendan.department", string="From department", check_company=True, default=lambda self: self._default_from()
    )
    line_ids = fields.One2many("gendan.slip.department", "slip_id", string="Addressed to", copy=True)
    cc_ids = fields.Many2many(
        "res.users",
        "gendan_slip_cc_rel",
        "slip_id",
        "user_id",
        string="Copy to",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    template_id = fields.Many2one(
        "gendan.slip.template", string="Template", check_company=True, copy=False, ondelete="set null"
    )
    urgency = fields.Selection(
        URGENCIES, required=True, compute="_compute_from_template", store=True, readonly=False, precompute=True
    )
    answer_hours = fields.Float(
        string="Answer due in (working hours)",
        compute="_compute_answer_hours",
        store=True,
        readonly=False,
        precompute=True,
        help="From the moment it is issued, by each department's working hours.",
    )
    answer_by = fields.Datetime(
        string="Or by", copy=False, help="A fixed hour instead, the same for all departments: “by three o'clock”."
    )
    subject = fields.Char(
        required=True, compute="_compute_from_template", store=True, readonly=False, precompute=True
    )
    body = fields.Text(string="Text", compute="_compute_from_template", store=True, readonly=False, precompute=True)
    photo_ids = fields.Many2many(
        "ir.attachment", string="Photos and Papers", copy=False, bypass_search_access=True
    )
    due_at = fields.Datetime(
        string="Answer due by", compute="_compute_waiting", store=True, help="The first of the answers still missing."
    )
    answered_count = fields.Integer(string="Answers", compute="_compute_waiting", store=True, aggregator=None)
    department_text = fields.Char(string="Departments", compute="_compute_department_text")
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue")
    can_write = fields.Boolean(compute="_compute_can_write")

    customer_to_tell = fields.Boolean(
        string="Customer to be Told", compute="_compute_from_template", store=True, readonly=False, precompute=True
    )
    customer_told_at = fields.Datetime(string="Customer told on", readonly=True, copy=False)
    customer_told_how = fields.Selection(
        [("phone", "Phone"), ("chat", "Chat"), ("email", "E-mail"), ("visit", "Visit"), ("paper", "Letter, fax")],
        string="Told how",
        readonly=True,
        copy=False,
    )
    customer_told_who = fields.Char(string="Told to", readonly=True, copy=False, help="The person at the customer.")
    customer_told_by_id = fields.Many2one("res.users", string="Told by whom", readonly=True, copy=False)
    issued_at = fields.Datetime(string="Issued at", readonly=True, copy=False, index=True)
    closed_at = fields.Datetime(string="Closed at", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", string="Closed by", readonly=True, copy=False)
    cancel_reason = fields.Char(string="Cancelled because", readonly=True, copy=False)

    @api.model
    def _default_from(self):
        """The department of who writes, where there is but one."""
        mine = self.env["gendan.department"]._gendan_mine().filtered(
            lambda department: department.company_id in (self.env.company, self.env["res.company"])
        )
        return mine if len(mine) == 1 else False

    # ------------------------------------------------------------ compute

    @api.depends("urgency")
    def _compute_answer_hours(self):
        for slip in self:
            template = slip.template_id
            as_template = template and slip.urgency == template.urgency
            slip.answer_hours = template.answer_hours if as_template else HOURS[slip.urgency or "0"]

    @api.depends("line_ids.state", "line_ids.due_at")
    def _compute_waiting(self):
        for slip in self:
            waiting = slip.line_ids.filtered(lambda line: line.state in ("told", "acknowledged"))
            slip.due_at = min(waiting.filtered("due_at").mapped("due_at"), default=False)
            slip.answered_count = len(slip.line_ids.filtered(lambda line: line.state in ("answered", "finished")))

    @api.depends("line_ids.department_id.name")
    @api.depends_context("lang")
    def _compute_department_text(self):
        for slip in self:
            # sudo: names of departments only
            slip.department_text = join_names(self.env, slip.sudo().line_ids.department_id.mapped("name"))

    @api.depends("due_at", "state")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for slip in self:
            slip.is_overdue = slip.state in RUNNING and bool(slip.due_at) and slip.due_at < now

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_write(self):
        writable = self._filtered_access("write")
        for slip in self:
            slip.can_write = not slip.id or slip in writable

    @api.depends("name", "subject")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for slip in self:
            number = slip.name if slip.name != "/" else self.env._("Draft")
            slip.display_name = " · ".join(filter(None, (number, slip.subject)))

    # ------------------------------------------------------------ onchange

    @api.onchange("template_id")
    def _onchange_template_id(self):
        """Whom the template goes to is added to whom it goes already."""
        missing = self.template_id.department_ids - self.line_ids.department_id
        self.line_ids = [Command.create({"department_id": department.id}) for department in missing]

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Write slips; they are drafts, of who writes them.

        :raise AccessError: about an order, production, transfer or customer the user may not see
        """
        for vals in vals_list:
            self._gendan_check_about(vals)
            vals.update(self._gendan_first_values())
            if vals.get("template_id") and not vals.get("line_ids"):
                template = self.env["gendan.slip.template"].browse(vals["template_id"])
                vals["line_ids"] = [
                    Command.create({"department_id": department.id}) for department in template.department_ids
                ]
        return super().create(vals_list)

    @api.model
    def _gendan_first_values(self):
        """What a new slip has, whatever the client sends."""
        return {
            **dict.fromkeys(KEPT, False),
            "name": "/",
            "state": "draft",
            "version": 1,
            "sender_id": self.env.uid,
        }

    def write(self, vals):
        """Write; what has been issued stays as the departments read it.

        :raise UserError: something is written that the buttons keep, or that is fixed
        """
        if self.env.context.get("gendan_slip_moved") is not IS_MOVED:
            if kept := KEPT.intersection(vals):
                raise UserError(
                    self.env._(
                        "“%(field)s” of a liaison slip goes by its buttons.",
                        field=self._fields[min(kept)]._description_string(self.env),
                    )
                )
            for slip in self:
                if slip.state != "draft" and vals.keys() - FREE:
                    raise UserError(
                        self.env._(
                            "%(slip)s has been issued and stays as the departments read it. Ask a department again,"
                            " or cancel the slip and write another one.",
                            slip=slip.display_name,
                        )
                    )
            self._gendan_check_about(vals)
        result = super().write(vals)
        if not {"customer_to_tell", "line_ids"}.isdisjoint(vals):
            self._gendan_follow()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        for slip in self:
            if slip.state != "draft":
                raise UserError(
                    self.env._("%(slip)s has a number and stays. Cancel it instead.", slip=slip.display_name)
                )

    def _gendan_move(self, vals):
        """Write what the buttons keep."""
        return self.with_context(gendan_slip_moved=IS_MOVED).write(vals)

    # ------------------------------------------------------------ actions

    def action_issue(self):
        """Button: the slip gets its number and goes to its departments.

        :raise UserError: it goes to nobody, nothing is asked, or the hour is past
        :raise AccessError: not the user's slip
        """
        self.check_access("write")
        for slip in self:
            if sentence := slip._gendan_issue_error():
                raise UserError(sentence)
        for slip in self:
            slip._gendan_move(
                {
                    "name": slip.company_id._gendan_next_number("gendan.slip"),
                    "state": "issued",
                    "issued_at": fields.Datetime.now(),
                }
            )
            slip.line_ids._gendan_tell()
            slip._gendan_log("_gendan_words_issued")
            slip._gendan_notify_copies()
        return True

    def action_close(self):
        """Button: settled. The sender, the clerk or the supervisor.

        :raise UserError: a department has not finished, or the customer has not been told
        """
        self.check_access("write")
        for slip in self:
            if sentence := slip._gendan_close_error():
                raise UserError(sentence)
        self._gendan_move({"state": "closed", "closed_at": fields.Datetime.now(), "closed_by_id": self.env.uid})
        self._gendan_sync_all()
        return True

    def action_cancel(self):
        """Button: no longer asked. Asks why, and tells the departments.

        :return: action of the dialog; a draft is simply deleted by hand
        """
        self.ensure_one()
        return self._gendan_dialog("cancel")

    def action_told(self):
        """Button: the customer has been told. Asks who, how and when."""
        self.ensure_one()
        return self._gendan_dialog("told")

    def _gendan_dialog(self, purpose, line=None):
        """The dialog that takes down an answer, a word to the customer, another question or a cancelling."""
        self.ensure_one()
        self.check_access("read")
        note = self.env["gendan.slip.note"]
        return {
            "type": "ir.actions.act_window",
            "name": dict(note._fields["purpose"]._description_selection(self.env))[purpose],
            "res_model": note._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_purpose": purpose,
                "default_slip_id": self.id,
                "default_line_id": line.id if line else False,
                "default_how": "self" if line and line._gendan_own() else "phone",
                "default_given_by": self.env.user.name if line and line._gendan_own() else False,
            },
        }

    # ------------------------------------------------------------ guards

    def _gendan_issue_error(self):
        """The sentence why the slip cannot be issued, or False."""
        self.ensure_one()
        words = {"slip": self.display_name}
        if self.state != "draft":
            return self.env._("%(slip)s has been issued already.", **words)
        if not self.line_ids:
            return self.env._("%(slip)s: say which departments it goes to.", **words)
        if not (self.body or "").strip():
            return self.env._("%(slip)s: write what is asked.", **words)
        if self.answer_by and self.answer_by <= fields.Datetime.now():
            return self.env._("%(slip)s: the hour by which you want the answers is past.", **words)
        nobody = self.line_ids.department_id.filtered(
            lambda department: not (department.head_id | department.member_ids).filtered("active")
        )
        if nobody:
            return self.env._(
                "%(slip)s: %(departments)s has nobody who could answer. Give it a head or members.",
                **words,
                departments=join_names(self.env, nobody.mapped("name")),
            )
        return False

    def _gendan_close_error(self):
        """The sentence why the slip cannot be closed, or False."""
        self.ensure_one()
        words = {"slip": self.display_name}
        if self.state not in RUNNING:
            return self.env._("%(slip)s is not running.", **words)
        if silent := self.line_ids.filtered(lambda line: line.state in ("told", "acknowledged")):
            return self.env._(
                "%(slip)s: %(departments)s has not answered yet.",
                **words,
                departments=join_names(self.env, silent.department_id.mapped("name")),
            )
        if working := self.line_ids.filtered(lambda line: line.state == "answered"):
            return self.env._(
                "%(slip)s: %(departments)s has answered but not finished yet.",
                **words,
                departments=join_names(self.env, working.department_id.mapped("name")),
            )
        if self.customer_to_tell and not self.customer_told_at:
            return self.env._("%(slip)s: the customer has not been told yet.", **words)
        return False

    # ------------------------------------------------------------ business

    def _gendan_follow(self):
        """Bring states and to-dos in line with what the departments did. Batch."""
        for slip in self.filtered(lambda slip: slip.state in RUNNING):
            silent = slip.line_ids.filtered(lambda line: line.state in ("told", "acknowledged"))
            state = "issued" if silent or not slip.line_ids else "answered"
            if slip.state != state:
                slip._gendan_move({"state": state})
        self._gendan_sync_all()

    def _gendan_sync_all(self):
        """To-dos of these slips and of their departments."""
        self._gendan_sync_todos()
        self.line_ids._gendan_sync_todos()

    def _gendan_cancel(self, reason):
        """No longer asked: by whom may write the slip.

        :param str reason: told to the departments
        :raise UserError: no reason, or it is not running
        """
        self.ensure_one()
        self.check_access("write")
        if self.state not in RUNNING:
            raise UserError(self.env._("%(slip)s is not running.", slip=self.display_name))
        if not (reason or "").strip():
            raise UserError(self.env._("%(slip)s: say why it is no longer asked.", slip=self.display_name))
        self._gendan_move({"state": "cancelled", "cancel_reason": reason.strip()})
        self.line_ids._gendan_call_off()
        self._gendan_void_papers(reason.strip())
        self._gendan_log("_gendan_words_cancelled")
        self._gendan_notify(
            self.line_ids.department_id._gendan_people() | self.cc_ids, "_gendan_words_cancelled"
        )
        self._gendan_sync_all()
