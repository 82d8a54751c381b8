"""The promise of a part is in danger: the clerk knows, and the customer may, before there is a new day."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

STATES = [
    ("open", "In danger"),
    ("over", "Danger is over"),
    ("promised", "New date promised"),
    ("ended", "Delivered or cancelled"),
]
REASONS = [("forecast", "Forecast past the promise"), ("exception", "An exception is open about it")]


class GendanDateWarning(models.Model):
    """Early warning: one row for each part and promise version, kept by the program (``gendan.part``).

    It opens when the forecast passes the promise or an exception names the part, is the clerk's to-do until the
    customer has heard of a new day, and closes by itself. Seen by sales people who see the part.
    """

    _name = "gendan.date.warning"
    _description = "Promise in Danger"
    _inherit = ["gendan.parent.access.mixin", "gendan.todo.mixin"]
    _order = "state, new_date_by, id desc"
    _rec_name = "part_id"
    _gendan_parent = "part_id"

    _version_uniq = models.UniqueIndex("(part_id, promise_version)", "This promise is in danger already.")
    _open_idx = models.Index("(part_id) WHERE state = 'open'")

    part_id = fields.Many2one("gendan.part", required=True, ondelete="restrict")
    order_id = fields.Many2one(related="part_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="part_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="part_id.partner_id", string="Customer", store=True, index=True)
    clerk_id = fields.Many2one(related="part_id.clerk_id", store=True, index="btree_not_null")
    customer_ref = fields.Char(related="order_id.client_order_ref", string="Customer's order number")
    promise_version = fields.Integer(required=True, aggregator=None)
    promised_date = fields.Date("Promised")
    forecast_date = fields.Date(related="part_id.plan_forecast_date", string="Forecast")
    inhouse_date = fields.Date(related="part_id.plan_inhouse_date", string="In-house Date")
    days = fields.Integer("Working Days Late", help="By which the forecast passes the promise, when last looked at.")
    reason = fields.Selection(REASONS, required=True)
    exception_id = fields.Many2one("gendan.exception", string="Exception", ondelete="set null", index="btree_not_null")
    state = fields.Selection(STATES, required=True, default="open", index=True)
    opened_on = fields.Date("In Danger since", required=True)
    new_date_by = fields.Date("New Date Told by", help="By then the customer is to hear a new day.")
    new_date_told_on = fields.Date("New Date Told on", help="The day a new date was proposed to the customer.")
    proposed_date = fields.Date("New Date Proposed")
    word_id = fields.Many2one(related="part_id.word_id", string="Last Word of Planning")
    word_date = fields.Date(related="part_id.word_date", string="Confirmed in House")
    word_state = fields.Selection(related="part_id.word_state", string="Whether It Holds")
    is_word_asked = fields.Boolean(related="part_id.is_word_asked")
    message_ids = fields.One2many("gendan.message", "warning_id", string="Messages to the Customer")
    # sudo: whether and when the customer was warned is for whoever sees the row
    told_at = fields.Datetime("Customer Warned at", compute="_compute_told_at", compute_sudo=True)

    # ------------------------------------------------------------ compute

    @api.depends("message_ids.state", "message_ids.sent_at")
    def _compute_told_at(self):
        for warning in self:
            told = warning.message_ids.filtered(lambda m: m.occasion == "risk" and m.state in ("sent", "copied"))
            warning.told_at = min(told.mapped("sent_at"), default=False)

    @api.depends("part_id", "order_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for warning in self:
            warning.display_name = f"{warning.order_id.name} · {warning.part_id.display_name}"

    # ------------------------------------------------------------ actions

    def action_ask_planning(self):
        """Button of the clerk: ask planning by which day these are ready.

        :return: action of a notice
        """
        self.check_access("read")
        return self.part_id.action_gendan_ask_word()

    def action_tell(self):
        """Button of the clerk: the warning as text to paste into a chat, for one customer's rows.

        :return: action of the dialog that copies the text and marks it as sent by chat
        :raise UserError: the customer has been warned already, or the rows are of several customers
        """
        return self.order_id._gendan_copy_action(self._gendan_to_tell())

    def action_mail(self):
        """Button of the clerk: warn the customers by e-mail, one bundle for each.

        :raise UserError: a customer has been warned already
        """
        return self._gendan_to_tell().action_send()

    def action_propose(self):
        """Button of the clerk: propose new dates to the customer of these.

        :return: action
        """
        self.check_access("read")
        return self.part_id.action_gendan_propose_dates()

    def action_open_order(self):
        """Button: the order.

        :return: action
        """
        self.ensure_one()
        return self.order_id._get_records_action()

    def _gendan_to_tell(self):
        """The messages these rows have for the customers, made where there are none. By who may write the orders.

        :raise UserError: nothing is in danger, or the customer has been warned
        :return: ``gendan.message`` with the user's rights
        """
        self.order_id._gendan_check_clerk()
        for warning in self:
            if warning.state != "open":
                raise UserError(
                    self.env._("%(part)s is not in danger any more.", part=warning.display_name)
                )
            if warning.told_at:
                raise UserError(
                    self.env._(
                        "The customer of %(part)s has been warned on %(day)s. Tell the new day as soon as you have it.",
                        part=warning.display_name,
                        day=format_date(self.env, warning.company_id._gendan_to_day(warning.told_at)),
                    )
                )
        # sudo: after the check above; nobody has rights to write rows
        rows = self.sudo()._gendan_make_messages("risk", is_by_hand=True)
        return rows.with_env(self.env)

    # ------------------------------------------------------------ messages

    def _gendan_make_messages(self, occasion, is_by_hand=False):
        """The rows that tell the customers of these; one for each part and promise version, and no more. With sudo.

        :param str occasion: ``risk``, or ``risk_over`` for the all-clear
        :param bool is_by_hand: a clerk wants to; else only customers who are to be told by themselves
        :return: ``gendan.message`` that are still to be told
        """
        Message = self.env["gendan.message"]
        wanted = self if is_by_hand else self.filtered(lambda w: w.partner_id._gendan_wants_warnings(w.company_id))
        result, vals_list = Message, []
        for warning in wanted:
            today = warning.company_id._gendan_today()
            row = warning.message_ids.filtered(lambda m: m.occasion == occasion)[:1]
            if row.state in ("sent", "copied"):
                continue
            state, reason = ("held", "hand") if is_by_hand else warning.order_id._gendan_message_state(today)
            vals = {"event_day": today, "new_date_by": warning.new_date_by}
            if row and (row.state == "cancelled" or is_by_hand):
                state = row.state if row.state in ("pending", "failed", "held") else state
                row.write({**vals, "state": state, "hold_reason": reason if state == "held" else False})
            elif not row:
                vals_list.append(
                    {
                        **vals,
                        "company_id": warning.company_id.id,
                        "order_id": warning.order_id.id,
                        "partner_id": warning.partner_id.id,
                        "kind_id": warning._gendan_message_kind().id,
                        "occasion": occasion,
                        "warning_id": warning.id,
                        "part_id": warning.part_id.id,
                        "promise_version": warning.promise_version,
                        "state": state,
                        "hold_reason": reason,
                    }
                )
            result |= row
        result |= Message.create(vals_list)
        if any(row.state == "pending" for row in result):
            Message._gendan_trigger()
        return result

    def _gendan_message_kind(self):
        """The kind of milestone under which the customer's message is listed: the arrival."""
        self.ensure_one()
        milestones = self.part_id.plan_id.milestone_ids
        return (milestones.filtered("is_target") or milestones)[:1].kind_id

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        for warning in self.filtered(lambda w: w.state == "open" and not w.new_date_told_on):
            result.setdefault(warning, []).append(
                {
                    "kind": "early_warning",
                    "name": warning._gendan_todo_name(),
                    "due": warning.new_date_by,
                    "role": "clerk",
                    "urgency": "2",
                }
            )
        return result

    def _gendan_todo_name(self):
        """What the clerk has to do, in the language of the context. Call with sudo."""
        self.ensure_one()
        part = self.part_id
        words = {
            "order": self.order_id.name,
            "part": part.display_name,
            "promised": format_date(self.env, self.promised_date),
            "by": format_date(self.env, self.new_date_by),
        }
        word = part._gendan_confirmed_words()[part]
        if word:
            return self.env._(
                "%(order)s, %(part)s (promised %(promised)s): planning confirms %(day)s in house; propose the new day"
                " to the customer by %(by)s",
                day=format_date(self.env, word.date),
                **words,
            )
        if self.reason == "forecast":
            return self.env._(
                "%(order)s, %(part)s: promised %(promised)s, expected %(forecast)s; the customer is to hear a new day"
                " by %(by)s",
                forecast=format_date(self.env, self.forecast_date) if self.forecast_date else "–",
                **words,
            )
        return self.env._(
            "%(order)s, %(part)s: promised %(promised)s, in danger by %(exception)s; the customer is to hear a new day"
            " by %(by)s",
            exception=self.exception_id.name or "–",
            **words,
        )

    def _gendan_todo_labels(self):
        # EXTENDS gendan_followup (gendan.todo.mixin): in the reader's language
        labels = super()._gendan_todo_labels()
        for warning in self.sudo():  # sudo: shown to whoever may read the to-dos
            labels[warning.id, "early_warning"] = warning._gendan_todo_name()
        return labels

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_actions()
        if self.env["sale.order"]._gendan_team_error():
            return result
        for warning in self.filtered(lambda w: w.state == "open"):
            actions = []
            if not warning.is_word_asked and warning.word_state != "holds":
                actions.append(
                    {"code": "risk_ask", "label": self.env._("Ask planning"), "icon": "fa-question", "primary": True}
                )
            if warning.word_state == "holds":
                actions.append(
                    {
                        "code": "risk_propose",
                        "label": self.env._("Propose the new day"),
                        "icon": "fa-calendar-plus-o",
                        "primary": True,
                    }
                )
            if not warning.told_at:
                actions.append(
                    {"code": "risk_tell", "label": self.env._("Warn the customer…"), "icon": "fa-comment-o"}
                )
            result.setdefault(warning, []).extend(actions)
        return result

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        self.ensure_one()
        if code == "risk_ask":
            return self.action_ask_planning()
        if code == "risk_propose":
            return self.action_propose()
        if code == "risk_tell":
            return self.action_tell()
        return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)
