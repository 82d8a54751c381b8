from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list

from ...tools.critical_path import Link, Step
from .milestone_kind import DURATION_UNITS, OWNERS, ROLES

# what a person may write; everything else comes from the plan's own derivation
HAND_FIELDS = frozenset({"hand_date", "remark", "sequence"})

# further away than this a day is a slip of the finger
FAR_YEARS = 3

MONEY_ANCHORS = [
    ("shipped", "Left us"),
    ("arrived", "Arrived"),
    ("closing", "Customer's closing day"),
    ("previous", "The milestone before"),
]


class GendanMilestone(models.Model):
    """One step of one order's plan with its three dates: baseline, forecast, actual.

    - clerks tick (``hand_date``), remark, re-time and skip the milestones of the customers they
      see; departments those put to their department; sales reps and the portal only read.
    - baseline is frozen when the plan is made, the forecast is moved by ``gendan.plan``, the
      actual date is the event's, or the one set by hand where no event has spoken.

    All dates are days in the time zone of the company's calendar.
    """

    _name = "gendan.milestone"
    _description = "Order milestone"
    _inherit = ["gendan.todo.mixin"]
    _order = "plan_id, sequence, id"

    _key_uniq = models.UniqueIndex("(plan_id, key)", "This plan already has a milestone with this key.")
    _open_idx = models.Index("(company_id, forecast_date) WHERE state = 'open'")

    plan_id = fields.Many2one("gendan.plan", required=True, ondelete="cascade", index=True)
    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Customer", index=True)
    clerk_id = fields.Many2one(related="order_id.gendan_clerk_id", store=True, index="btree_not_null")
    rep_id = fields.Many2one(related="order_id.user_id", string="Sales rep")

    kind_id = fields.Many2one("gendan.milestone.kind", required=True, ondelete="restrict", index=True)
    own_name = fields.Char(string="Own wording", help="Empty: the name of the milestone kind.")
    name = fields.Char(compute="_compute_name")
    event = fields.Selection(related="kind_id.event")
    is_hand_ticked = fields.Boolean(compute="_compute_is_hand_ticked")
    sequence = fields.Integer(default=10)
    key = fields.Integer(required=True, help="Number of the milestone inside its plan; links use it.")
    links = fields.Json(help="What it waits for: [key, 'fs' or 'ss', lag in days, days after its end or null].")
    duration = fields.Integer(help="Days, in the duration's unit, of the owner's calendar.")
    duration_unit = fields.Selection(DURATION_UNITS, required=True, default="work")
    owner = fields.Selection(OWNERS, required=True, default="us")
    role = fields.Selection(ROLES, required=True, default="clerk")
    department_id = fields.Many2one("gendan.department", index="btree_not_null")
    light = fields.Selection([("delivery", "Delivery"), ("money", "Papers and money")], required=True)
    anchor = fields.Selection(MONEY_ANCHORS, help="What a paper or payment counts its days from.")
    customer_visible = fields.Boolean()
    customer_message = fields.Text(help="Overrides the message of the milestone kind on this order.")
    template_line_id = fields.Many2one("gendan.plan.template.line", ondelete="set null", index="btree_not_null")
    is_target = fields.Boolean(string="Delivery")
    is_condition = fields.Boolean(string="Start condition")
    is_added = fields.Boolean(help="Added by the clerk on this order.")

    baseline_start = fields.Date()
    baseline_date = fields.Date(string="Baseline", help="Planned when the order was confirmed; frozen.")
    forecast_start = fields.Date()
    forecast_date = fields.Date(string="Forecast", help="When it is to be expected as things stand.")
    event_date = fields.Date(help="The day the event in Odoo gives.")
    hand_date = fields.Date(string="Done on (by hand)", help="Counts while the event in Odoo has given no date.")
    hand_user_id = fields.Many2one("res.users", string="Ticked by (person)")
    actual_date = fields.Date(string="Actual")
    retimed_date = fields.Date(string="Re-timed to")
    retime_reason = fields.Char()
    expected_date = fields.Date(help="What Odoo's own documents expect: purchase, production, transfer.")
    expected_source = fields.Char()
    slack_days = fields.Integer(
        string="Slack", help="Days it can still slip without breaking the promise, in its owner's calendar."
    )
    is_critical = fields.Boolean(help="On the chain that decides the arrival.")
    is_ready = fields.Boolean(help="Nothing before it is missing any more.")
    held_days = fields.Integer(help="Working days the customer kept us waiting past the planned time.")
    state = fields.Selection(
        [("open", "Not done"), ("done", "Done"), ("skipped", "Skipped"), ("na", "Not applicable")],
        required=True,
        default="open",
    )
    skip_reason = fields.Char()
    skipped_on = fields.Date(help="From that day on nobody waits for it.")
    is_na = fields.Boolean(help="Its event can never come for this order.")
    remark = fields.Char()
    health = fields.Selection(
        [
            ("done", "Done"),
            ("late", "Late"),
            ("at_risk", "At risk"),
            ("on_track", "On track"),
            ("none", "Not counted"),
        ],
        compute="_compute_health",
        store=True,
    )

    @api.depends("kind_id.event")
    def _compute_is_hand_ticked(self):
        for milestone in self:
            milestone.is_hand_ticked = not milestone.kind_id or milestone.kind_id._gendan_is_hand_ticked()

    @api.depends("kind_id.name", "own_name")
    @api.depends_context("lang")
    def _compute_name(self):
        for milestone in self:
            milestone.name = milestone.own_name or milestone.kind_id.name

    @api.depends("name", "plan_id.order_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for milestone in self:
            # the plan's copy of the number: departments cannot read the order
            milestone.display_name = f"{milestone.plan_id.order_name} · {milestone.name}"

    @api.depends("state", "slack_days", "forecast_date", "baseline_date")
    def _compute_health(self):
        for milestone in self:
            if milestone.state != "open":
                milestone.health = "done" if milestone.state == "done" else "none"
            elif milestone.slack_days < 0:
                milestone.health = "late"
            elif (
                milestone.baseline_date
                and milestone.forecast_date
                and milestone.forecast_date > milestone.baseline_date
            ):
                milestone.health = "at_risk"
            else:
                milestone.health = "on_track"

    def write(self, vals):
        """Write; by hand only dates of done work and remarks, followed at once by the new forecast.

        :raise UserError: a field of the plan's own derivation is written by hand, or the milestone
            was skipped
        """
        if self.env.su:
            return super().write(vals)
        if forbidden := set(vals) - HAND_FIELDS:
            raise UserError(
                self.env._(
                    "%(milestone)s: %(fields)s cannot be typed in; the plan works it out. Use the buttons to re-time"
                    " or skip a milestone.",
                    milestone=self[:1].display_name,
                    fields=format_list(self.env, sorted(self._fields[name].string for name in forbidden)),
                )
            )
        if "hand_date" in vals:
            for milestone in self:
                if sentence := milestone._gendan_tick_error(fields.Date.to_date(vals["hand_date"])):
                    raise UserError(sentence)
            vals = {**vals, "hand_user_id": self.env.uid if vals["hand_date"] else False}
        result = super().write(vals)
        if "hand_date" in vals:
            self._gendan_settle_orders()
        return result

    def _gendan_tick_error(self, day):
        """The sentence why this milestone cannot be ticked with that day, or False."""
        self.ensure_one()
        if self.state == "skipped":
            return self.env._(
                "%(milestone)s was skipped. Take the skipping back before you tick it.",
                milestone=self.display_name,
            )
        if day and day > self.company_id._gendan_today():
            return self.env._(
                "%(milestone)s cannot be done on %(day)s, which is still to come. Re-time it instead.",
                milestone=self.display_name,
                day=format_date(self.env, day),
            )
        if day and day < fields.Date.subtract(self.company_id._gendan_today(), years=FAR_YEARS):
            return self.env._(
                "%(milestone)s: %(day)s is years ago. Check the year.", milestone=self.display_name,
                day=format_date(self.env, day),
            )
        return False

    def action_tick(self):
        """Button: done today. Called from lists, the timeline and to-dos."""
        for company, milestones in self.grouped("company_id").items():
            milestones.write({"hand_date": company._gendan_today()})
        return True

    def action_untick(self):
        """Button: take a date set by hand back."""
        return self.write({"hand_date": False})

    def action_skip(self, reason):
        """Leave these milestones out on this order.

        :param str reason: why, kept on the milestone
        :raise UserError: no reason, or the milestone is the delivery itself or already done
        """
        self.check_access("write")
        self.order_id._gendan_check_clerk()
        reason = (reason or "").strip()
        for milestone in self:
            if sentence := milestone._gendan_skip_error(reason):
                raise UserError(sentence)
        # sudo: after the access check above; skip_reason is no field to type in
        for milestone in self.sudo():
            milestone.write(milestone._prepare_skip_vals(reason))
        return self._gendan_by_hand(self.env._("skipped: %s", reason))

    def _prepare_skip_vals(self, reason):
        """Values of leaving this milestone out, from today on unless it was left out before."""
        self.ensure_one()
        since = (self.skip_reason and self.skipped_on) or self.company_id._gendan_today()
        return {"skip_reason": reason, "skipped_on": since, "retimed_date": False}

    def _gendan_skip_error(self, reason):
        """The sentence why this milestone cannot be skipped for that reason, or False."""
        self.ensure_one()
        if not reason:
            return self.env._("Say why %(milestone)s is skipped.", milestone=self.display_name)
        if self.is_target:
            return self.env._(
                "%(milestone)s is what was promised and cannot be skipped. Cancel the order instead.",
                milestone=self.display_name,
            )
        if self.actual_date:
            return self.env._("%(milestone)s is done and cannot be skipped.", milestone=self.display_name)
        return False

    def action_unskip(self):
        """Take the skipping back."""
        self.check_access("write")
        self.order_id._gendan_check_clerk()
        self.sudo().write({"skip_reason": False, "skipped_on": False})  # sudo: as in action_skip
        return self._gendan_by_hand(self.env._("no longer skipped"))

    def _gendan_retime_error(self, day):
        """The sentence why this milestone cannot be re-timed to that day (False: taken back), or False."""
        self.ensure_one()
        if self.state != "open":
            return self.env._("%(milestone)s is not open and cannot be re-timed.", milestone=self.display_name)
        if day and day < self.company_id._gendan_today():
            return self.env._(
                "%(milestone)s cannot be re-timed to %(day)s, which is past. Tick it with that day if it was"
                " done then.",
                milestone=self.display_name,
                day=format_date(self.env, day),
            )
        if day and day > fields.Date.add(self.company_id._gendan_today(), years=FAR_YEARS):
            return self.env._(
                "%(milestone)s: %(day)s is years away. Check the year.", milestone=self.display_name,
                day=format_date(self.env, day),
            )
        return False

    def _gendan_promise_error(self, day):
        """The sentence that a re-timing already worked out breaks the promise and needs a reason, or False."""
        self.ensure_one()
        plan = self.plan_id
        # its own slack, not the chain that is critical: another one may be later still
        if self.light != "delivery" or not plan.promise_date or self.slack_days >= 0:
            return False
        if plan.scope_due and plan.forecast_date <= plan.promise_date:
            return self.env._(
                "With %(milestone)s on %(day)s the follow-up ends on %(forecast)s, after %(due)s, the last day for the"
                " promised %(promise)s. Say why.",
                milestone=self.display_name,
                day=format_date(self.env, day),
                forecast=format_date(self.env, plan.forecast_date),
                due=format_date(self.env, plan.scope_due),
                promise=format_date(self.env, plan.promise_date),
            )
        return self.env._(
            "With %(milestone)s on %(day)s the order arrives on %(forecast)s, after the promised"
            " %(promise)s. Say why.",
            milestone=self.display_name,
            day=format_date(self.env, day),
            forecast=format_date(self.env, plan.forecast_date),
            promise=format_date(self.env, plan.promise_date),
        )

    def action_retime(self, day, reason=None):
        """Set when an open milestone is to be expected; the baseline stays.

        :param day: ``datetime.date``, or False to take a re-timing back
        :param str reason: needed only when the promise would be missed by it
        :raise UserError: the day is past, the milestone is done, or the promise breaks without a reason
        """
        self.check_access("write")
        day = fields.Date.to_date(day)
        for milestone in self:
            if sentence := milestone._gendan_retime_error(day):
                raise UserError(sentence)
        reason = (reason or "").strip()
        # sudo: after the access check above; the re-timing is no field to type in
        self.sudo().write({"retimed_date": day, "retime_reason": reason or False})
        if day and not reason:
            self._gendan_settle_orders()
            for milestone in self:
                if sentence := milestone._gendan_promise_error(day):
                    raise UserError(sentence)
        return self._gendan_by_hand(
            self.env._("re-timed to %(day)s %(reason)s", day=format_date(self.env, day), reason=reason)
            if day
            else self.env._("re-timing taken back")
        )

    def _gendan_by_hand(self, what):
        """Log what a person changed in the orders' chatter and move the forecasts at once."""
        # sudo: a department may re-time its own step of an order it cannot read; access was checked
        for order, milestones in self.sudo().grouped("order_id").items():
            order._message_log(
                body=self.env._("%(names)s: %(what)s", names=", ".join(milestones.mapped("name")), what=what)
            )
            order._gendan_looked()
        self._gendan_settle_orders()
        return True

    def _gendan_settle_orders(self):
        """Work the milestones' orders out now, so that what the user reads next is true."""
        orders = self.sudo().order_id  # sudo: departments tick milestones of orders they cannot read
        # whether a return un-ships depends on the arrival
        orders._gendan_mark(*(["shipped"] if any(self.mapped("is_target")) else []))
        orders._gendan_settle()

    def _gendan_kinds_before(self):
        """Kinds of the milestones this one waits for: ``gendan.milestone.kind``."""
        self.ensure_one()
        keys = {link[0] for link in self.links or ()}
        return self.plan_id.milestone_ids.filtered(lambda m: m.key in keys).kind_id

    def _gendan_step(self, calendar_key):
        """This milestone as a step of ``tools.critical_path``.

        :param calendar_key: key of the owner's calendar in the mapping given to the passes
        """
        self.ensure_one()
        return Step(
            key=self.key,
            duration=self.duration,
            links=tuple(Link(*link) for link in self.links or ()),
            calendar=calendar_key,
            unit=self.duration_unit,
            actual=self.actual_date or None,
            expected=not self.is_beyond and self.expected_date or None,
            manual=not self.is_beyond and self.retimed_date or None,
            applicable=self._gendan_is_passed(),
        )

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        """A milestone waits for somebody when it can be done now, or should be done already."""
        result = {}
        for milestone in self:
            waiting = (
                milestone.state == "open"
                and milestone.plan_id.is_running
                and milestone.is_ready
                and (milestone.is_hand_ticked or milestone.slack_days < 0)
            )
            due = milestone.baseline_date or milestone.forecast_date
            result[milestone] = (
                [
                    {
                        "kind": "milestone",
                        "name": milestone.name,
                        "due": due,
                        "role": milestone.role,
                        "department_id": milestone.department_id.id,
                    }
                ]
                if waiting
                else []
            )
        return result

    def _gendan_todo_labels(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        return super()._gendan_todo_labels() | {(m.id, "milestone"): m.name for m in self.exists()}

    def _gendan_held(self, today, calendars):
        """Working days the customer has kept us waiting past the planned time.

        :param today: ``datetime.date`` of the company
        :param calendars: dict owner -> WorkDays
        """
        span = self._gendan_held_span(today, calendars)
        return max(0, calendars["customer"].between(*span)) if span else 0

    def _gendan_held_span(self, today, calendars):
        """From when until when the customer has kept us waiting past the planned time, or None.

        Counted from the later of the baseline and the day the customer could have answered
        (our last step before it plus his own duration), so that our delay is not his.

        :param today: ``datetime.date`` of the company
        :param calendars: dict owner -> WorkDays
        :return: (last day in time, day it came or today)
        """
        self.ensure_one()
        due = self._gendan_held_from(calendars)
        until = self.actual_date or today
        return (due, until) if due and until > due else None

    def _gendan_held_from(self, calendars):
        """The last day on which the customer is still in time with this, or None where we do not wait for the customer.

        :param calendars: dict owner -> WorkDays
        """
        self.ensure_one()
        if self.owner != "customer" or not self.baseline_date or self.state in ("skipped", "na"):
            return None
        siblings = {m.key: m for m in self.plan_id.milestone_ids}
        before = [siblings[link[0]] for link in self.links or () if link[0] in siblings]
        if any(m.state == "open" for m in before):
            return None
        handed_over = max((m.actual_date for m in before if m.actual_date), default=None)
        due = self.baseline_date
        if handed_over:
            due = max(due, calendars["customer"].add(handed_over, self.duration))
        return due
