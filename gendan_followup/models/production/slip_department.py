import functools

from odoo import api, fields, models
from odoo.exceptions import UserError

from .slip import RUNNING

# Identity of this object lets our own methods move a line on; a context flag could be sent by anybody over RPC.
IS_STEP = object()

STATES = [
    ("new", "Not issued"),
    ("told", "Told"),
    ("acknowledged", "Acknowledged"),
    ("answered", "Answered"),
    ("finished", "Dealt With"),
    ("off", "No longer asked"),
]
WAITING = ("told", "acknowledged")
DONE = ("answered", "finished")
HOWS = [
    ("self", "In the system"),
    ("phone", "Phone"),
    ("chat", "Chat"),
    ("paper", "On the printed slip"),
    ("meeting", "Meeting"),
]
# what a sender writes; the rest goes by steps
TYPED = frozenset({"slip_id", "department_id", "sequence", "question"})


class GendanSlipDepartment(models.Model):
    """One department of one liaison slip: told, acknowledged, answered, finished, each with who and when.

    Seen by whoever sees the slip, put to it by who writes the slip; then the department's own members and its head (or
    who stands in for the head today) take their steps, and nobody else. What a department said on the phone or wrote
    on the printed slip is noted by who may write the slip, with how and who said so. Hours are working hours of the
    department, worked out when the step happens, and stay.
    """

    _name = "gendan.slip.department"
    _description = "Department of a Liaison Slip"
    _inherit = ["gendan.parent.access.mixin", "gendan.todo.mixin"]
    _order = "slip_id desc, sequence, id"
    _gendan_parent = "slip_id"
    _check_company_auto = True

    _slip_department_uniq = models.UniqueIndex("(slip_id, department_id)", "The slip goes to this department already.")
    _waiting_idx = models.Index("(department_id, due_at) WHERE state IN ('told', 'acknowledged')")

    slip_id = fields.Many2one("gendan.slip", string="Liaison Slip", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    department_id = fields.Many2one(
        "gendan.department", required=True, ondelete="restrict", index=True, check_company=True
    )
    question = fields.Char(string="Asked of it", help="Where it is asked something of its own.")
    state = fields.Selection(STATES, required=True, default="new", readonly=True, copy=False, index=True)
    # Stored: lists, filters and figures go by them.
    company_id = fields.Many2one(related="slip_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="slip_id.partner_id", store=True, index="btree_not_null")
    clerk_id = fields.Many2one(related="slip_id.clerk_id", store=True)
    sender_id = fields.Many2one(related="slip_id.sender_id", store=True)
    urgency = fields.Selection(related="slip_id.urgency", store=True)
    about = fields.Char(related="slip_id.about")
    facts = fields.Text(related="slip_id.facts")
    subject = fields.Char(related="slip_id.subject")
    body = fields.Text(related="slip_id.body")
    slip_photo_ids = fields.Many2many(related="slip_id.photo_ids", string="Photos and Papers")
    slip_state = fields.Selection(related="slip_id.state", string="State of the slip")
    from_department_id = fields.Many2one(related="slip_id.from_department_id")

    round = fields.Integer(default=1, readonly=True, copy=False, aggregator=None, help="How many times it was asked.")
    told_at = fields.Datetime(string="Told at", readonly=True, copy=False)
    due_at = fields.Datetime(string="Answer due by", readonly=True, copy=False)
    acknowledged_at = fields.Datetime(string="Acknowledged at", readonly=True, copy=False)
    acknowledged_by_id = fields.Many2one(
        "res.users", string="Acknowledged by", readonly=True, copy=False, help="Who has taken it on acts on it."
    )
    answer = fields.Text(readonly=True, copy=False)
    answered_at = fields.Datetime(string="Answered at", readonly=True, copy=False)
    answered_by = fields.Char(string="Answer given by", readonly=True, copy=False)
    answered_by_id = fields.Many2one("res.users", string="Noted by", readonly=True, copy=False)
    how = fields.Selection(HOWS, string="Answered how", readonly=True, copy=False)
    finish_due = fields.Date(string="Finished by", readonly=True, copy=False, help="The day the department has said.")
    finished_at = fields.Datetime(string="Finished at", readonly=True, copy=False)
    finished_by = fields.Char(string="Finished as told by", readonly=True, copy=False)
    again_reason = fields.Char(string="Asked again because", readonly=True, copy=False)
    # floats of the past, not computed: a calendar changed later does not change what was measured
    acknowledge_hours = fields.Float(
        string="Hours to acknowledge", readonly=True, copy=False, aggregator="avg", help="Working hours since told."
    )
    answer_hours = fields.Float(
        string="Hours to answer", readonly=True, copy=False, aggregator="avg", help="Working hours since told."
    )
    finish_hours = fields.Float(
        string="Hours to finish", readonly=True, copy=False, aggregator="avg", help="Working hours since told."
    )
    answered_count = fields.Integer(string="Answered", readonly=True, copy=False, help="1 once it has answered.")
    late_count = fields.Integer(
        string="Answered late", readonly=True, copy=False, help="1 when the answer came after it was due."
    )
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue")
    is_mine = fields.Boolean(string="For my department", compute="_compute_is_mine", search="_search_is_mine")
    can_note = fields.Boolean(compute="_compute_is_mine")

    # ------------------------------------------------------------ compute

    @api.depends("due_at", "state")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for line in self:
            line.is_overdue = line.state in WAITING and bool(line.due_at) and line.due_at < now

    @api.depends("department_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.env["gendan.department"]._gendan_mine()
        writable = self.slip_id._filtered_access("write")
        for line in self:
            line.is_mine = line.department_id in mine
            line.can_note = line.slip_id in writable

    def _search_is_mine(self, operator, value):
        mine = self.env["gendan.department"]._gendan_mine().ids
        if operator == "in" and set(value) == {True}:
            return [("department_id", "in", mine)]
        if operator == "not in" and set(value) == {True}:
            return [("department_id", "not in", mine)]
        return NotImplemented

    @api.depends("slip_id.name", "department_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            number = line.slip_id.name if line.slip_id.name != "/" else self.env._("Draft")
            line.display_name = f"{number} · {line.department_id.name or ''}"

    # ------------------------------------------------------------ access

    def _check_access(self, operation):
        # EXTENDS gendan_followup: whom a slip goes to is said by who may write the slip
        if (result := super()._check_access(operation)) is not None or operation == "read" or not any(self._ids):
            return result
        rows = self.sudo()  # sudo: only to find the slips, which are then asked as the user
        writable = rows.slip_id.with_env(self.env)._filtered_access("write").ids
        forbidden = self.browse(row.id for row in rows if row.slip_id.id not in writable)
        if not forbidden:
            return None
        return forbidden, functools.partial(self.env["ir.rule"]._make_access_error, operation, forbidden)

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Put a slip to departments; where it has been issued they are told at once.

        :raise UserError: the slip is settled
        """
        # a list of its own: what is kept by steps is not for callers
        lines = super().create(
            [
                {"state": "new", **{name: value for name, value in vals.items() if name in TYPED}}
                for vals in vals_list
            ]
        )
        for line in lines:
            if line.slip_id.state in ("closed", "cancelled"):
                raise UserError(
                    self.env._("%(slip)s is settled: write another one.", slip=line.slip_id.display_name)
                )
        late = lines.filtered(lambda line: line.slip_id.state in RUNNING)
        if late:
            late._gendan_tell()
            late.slip_id._gendan_follow()
        return lines

    def write(self, vals):
        """Write; steps have their buttons, and what a department has been told stays.

        :raise UserError: something else is written
        """
        if self.env.context.get("gendan_slip_step") is not IS_STEP:
            for line in self:
                if vals.keys() - TYPED or (line.state != "new" and vals.keys() - {"sequence"}):
                    raise UserError(
                        self.env._(
                            "%(line)s: a department acknowledges, answers and finishes with its buttons; what it has"
                            " been told stays.",
                            line=line.display_name,
                        )
                    )
            if "slip_id" in vals and any(line.slip_id.id != vals["slip_id"] for line in self):
                raise UserError(self.env._("A department stays with its slip. Add it to the other one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_told(self):
        for line in self:
            if line.state != "new":
                raise UserError(self.env._("%(line)s has been told and stays.", line=line.display_name))

    def _gendan_step(self, vals):
        """Write what goes by steps. Call with sudo, after the guard."""
        return self.with_context(gendan_slip_step=IS_STEP).write(vals)

    # ------------------------------------------------------------ who

    def _gendan_own(self):
        """Those of these lines the user's department is asked: as member, head, or for the head today. One query."""
        mine = self.env["gendan.department"]._gendan_mine()
        # sudo: who belongs to which department is no secret inside
        return self.filtered(lambda line: line.sudo().department_id in mine)

    # ------------------------------------------------------------ the sender's steps

    def _gendan_tell(self):
        """The slip goes to these departments: told now, due by their own hours, mailed to their people. Batch."""
        now = fields.Datetime.now()
        # sudo: whoever may write the slip tells the departments
        lines = self.sudo()
        for line in lines:
            slip = line.slip_id
            calendar = line.department_id._gendan_calendar(slip.company_id)
            fixed = slip.answer_by if slip.answer_by and slip.answer_by > now else False
            line._gendan_step(
                {
                    "state": "told",
                    "told_at": now,
                    "due_at": fixed or calendar._gendan_add_hours(now, slip.answer_hours),
                }
            )
        lines._gendan_sync_todos()
        for slip, group in lines.grouped("slip_id").items():
            slip.with_env(self.env)._gendan_notify(group.department_id._gendan_people(), "_gendan_words_told", group)

    def _gendan_ask_again(self, reason, hours=None):
        """The answer will not do: asked again, with its hours. The sender's step; the first answer stays in the log.

        :param str reason: what is still to be said; told to the department
        :param float hours: working hours, the slip's when left out
        :raise UserError: no reason, or the department has not answered
        """
        self.ensure_one()
        self.slip_id.check_access("write")
        reason = (reason or "").strip()
        if self.slip_id.state not in RUNNING or self.state not in DONE:
            raise UserError(self.env._("%(line)s has not answered: it is asked already.", line=self.display_name))
        if not reason:
            raise UserError(self.env._("%(line)s: say what is still to be answered.", line=self.display_name))
        now = fields.Datetime.now()
        line = self.sudo()  # sudo: checked above
        calendar = line.department_id._gendan_calendar(line.company_id)
        line._gendan_step(
            {
                "state": "told",
                "round": line.round + 1,
                "told_at": now,
                "due_at": calendar._gendan_add_hours(now, line.slip_id.answer_hours if hours is None else hours),
                "again_reason": reason,
                **dict.fromkeys(
                    (
                        "acknowledged_at",
                        "acknowledged_by_id",
                        "answered_at",
                        "answered_by",
                        "answered_by_id",
                        "how",
                        "finish_due",
                        "finished_at",
                        "finished_by",
                    ),
                    False,
                ),
            }
        )
        slip = self.slip_id
        slip._gendan_move({"version": slip.version + 1})
        slip._gendan_void_papers(self.env._("Asked again: %(reason)s", reason=reason), line)
        slip._gendan_log("_gendan_words_again", line)
        slip._gendan_notify(line.department_id._gendan_people(), "_gendan_words_again", line)
        slip._gendan_follow()

    def _gendan_call_off(self):
        """The slip is cancelled: what is not answered is no longer asked. By who may write it."""
        # sudo: checked by the caller
        self.sudo().filtered(lambda line: line.state in (*WAITING, "new"))._gendan_step({"state": "off"})
