"""One slipped delivery: from which day to which, and what first."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.gendan_followup.tools.first_part import first_part

from .proposal import KEEPING, KIND

ANSWERS = [("accepted", "Date accepted"), ("other", "Another date"), ("refused", "Refused")]
OUTCOMES = [
    ("promised", "Promised anew"),
    ("stale", "Not carried out: it has changed meanwhile"),
    ("up", "Gone up"),
]
KEPT = frozenset(
    {"old_date", "quantity", "version_before", "answer", "wished_date", "outcome", "outcome_note", "promise_id"}
    | {"superseded_by_id", "is_asked", "dates_changed_at"}
    # copied from proposal and part; record rules go by them
    | {"company_id", "partner_id", "clerk_id", "order_id", "rep_id"}
)
# what a waiver is given for
DATES = frozenset({"part_id", "new_date", "first_date", "first_quantity"})


class GendanDateProposalLine(models.Model):
    """A part of an order line whose date is to move. Seen and kept with its proposal.

    What it was promised for, how much and in which version is noted when it is sent: an answer that comes after any of
    it has changed is taken, and not carried out.
    """

    _name = "gendan.date.proposal.line"
    _description = "Delivery with a New Date"
    _inherit = ["gendan.parent.access.mixin"]
    _order = "proposal_id, sequence, id"
    _rec_name = "part_id"

    _gendan_parent = "proposal_id"

    _part_uniq = models.UniqueIndex("(proposal_id, part_id)", "This delivery is in the proposal already.")
    _asked_uniq = models.UniqueIndex(
        "(part_id) WHERE is_asked", "The customer is being asked about this delivery already."
    )
    _first_positive = models.Constraint(
        "CHECK (COALESCE(first_quantity, 0) >= 0 AND COALESCE(stock_told, 0) >= 0 AND COALESCE(use_told, 0) >= 0)",
        "Quantities cannot be negative.",
    )

    proposal_id = fields.Many2one("gendan.date.proposal", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="proposal_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="proposal_id.partner_id", store=True, index=True)
    clerk_id = fields.Many2one(related="proposal_id.clerk_id", store=True, index="btree_not_null")
    state = fields.Selection(related="proposal_id.state", string="State of the Proposal")
    part_id = fields.Many2one("gendan.part", string="Delivery", required=True, ondelete="restrict", index=True)
    order_id = fields.Many2one(related="part_id.order_id", store=True, index=True)
    rep_id = fields.Many2one(related="order_id.user_id", string="Sales Rep", store=True)
    customer_ref = fields.Char(related="order_id.client_order_ref", string="Customer's Order No.")
    product_id = fields.Many2one(related="part_id.product_id")
    uom_id = fields.Many2one(related="part_id.uom_id")
    exception_id = fields.Many2one("gendan.exception", string="Exception", ondelete="set null", index="btree_not_null")

    quantity = fields.Float(digits="Product Unit", readonly=True)
    version_before = fields.Integer(readonly=True, aggregator=None)
    old_date = fields.Date("Promised so far", readonly=True)
    forecast_date = fields.Date(related="part_id.plan_forecast_date", string="Forecast")
    confirmed_date = fields.Date(
        "Confirmed by Planning", compute="_compute_confirmed_date", help="Arrival at the customer, by planning's word."
    )
    new_date = fields.Date("New Date", help="Day of arrival at the customer; of the rest where a part comes first.")
    first_quantity = fields.Float(
        "First Part", digits="Product Unit", help="What comes first; the rest comes on the new date."
    )
    first_date = fields.Date("First Part on", help="Day of arrival of what comes first.")
    dates_changed_at = fields.Datetime("Changed", readonly=True, copy=False)

    # what the customer told
    stock_told = fields.Float("Customer's Stock", digits="Product Unit")
    use_told = fields.Float("Used per Working Day", digits="Product Unit")
    told_by = fields.Char("Told by", help="Who at the customer's said so, and how.")
    told_on = fields.Date("Told on")
    advice = fields.Char("What Keeps Him Running", compute="_compute_advice")

    # what became of it
    answer = fields.Selection(ANSWERS, readonly=True)
    wished_date = fields.Date("Wished", readonly=True, help="The date the customer asks for instead.")
    outcome = fields.Selection(OUTCOMES, string="What Was Done", readonly=True)
    outcome_note = fields.Char("Because", readonly=True)
    promise_id = fields.Many2one("gendan.promise", string="New Promise", readonly=True, ondelete="restrict")
    superseded_by_id = fields.Many2one(
        "gendan.date.proposal", string="Asked anew with", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    is_asked = fields.Boolean(
        "Waits for the Answer",
        compute="_compute_is_asked",
        store=True,
        help="The customer is being asked about it now.",
    )

    # ------------------------------------------------------------ compute

    @api.depends("proposal_id.state", "superseded_by_id")
    def _compute_is_asked(self):
        for line in self:
            line.is_asked = line.proposal_id.state == "sent" and not line.superseded_by_id

    # the rest of what a word hangs on is asked anew with each request
    @api.depends("part_id.word_id")
    def _compute_confirmed_date(self):
        # sudo: a day, for whoever reads the proposal
        dates = self.part_id.sudo()._gendan_confirmed_dates()
        for line in self:
            line.confirmed_date = dates.get(line.part_id, False)

    @api.depends("stock_told", "use_told", "told_on", "new_date", "quantity", "part_id")
    @api.depends_context("lang")
    def _compute_advice(self):
        for line in self:
            line.advice = line._gendan_advice()

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Add deliveries to drafts.

        :raise UserError: the proposal has been sent, or the delivery is another customer's
        """
        lines = super().create([{k: v for k, v in vals.items() if k not in KEPT} for vals in vals_list])
        lines._gendan_check_keeper()
        lines._gendan_check_part()
        lines._gendan_take_over()
        lines._gendan_keep({"dates_changed_at": fields.Datetime.now()})
        for line in lines.filtered(lambda line: not line.new_date and line.confirmed_date):
            line.new_date = line.confirmed_date
        return lines

    def write(self, vals):
        # EXTENDS base
        if self.env.context.get("gendan_proposal") is KEEPING:
            return super().write(vals)
        if kept := KEPT.intersection(vals):
            raise UserError(
                self.env._(
                    "“%(field)s” of %(part)s is kept by the program.",
                    field=self._fields[min(kept)]._description_string(self.env),
                    part=self[:1].display_name,
                )
            )
        self._gendan_check_keeper()
        if "proposal_id" in vals and self.filtered(lambda line: line.proposal_id.id != vals["proposal_id"]):
            raise UserError(self.env._("%(part)s stays in its proposal.", part=self[:1].display_name))
        if changes := DATES.intersection(vals):
            before = {line: [line[name] for name in changes] for line in self}
        result = super().write(vals)
        if changes:
            changed = self.filtered(lambda line: before[line] != [line[name] for name in changes])
            changed._gendan_keep({"dates_changed_at": fields.Datetime.now()})
        if "part_id" in vals:
            self._gendan_check_part()
            self._gendan_take_over()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        self._gendan_check_keeper()

    def _gendan_keep(self, vals):
        """Write what only this room's methods write. Who calls has asked who may."""
        return self.with_context(gendan_proposal=KEEPING).write(vals)

    def _gendan_check_keeper(self):
        """Only drafts are written, by who keeps them; a link handed out before no longer holds.

        :raise AccessError: the user may not change the proposal
        :raise UserError: it has been sent
        """
        proposals = self.proposal_id
        proposals.check_access("write")
        proposals._gendan_check_draft()
        proposals._gendan_withdraw_questions(KIND)

    def _gendan_check_part(self):
        """:raise UserError: a delivery of another customer or company, or one without a promise"""
        for line in self:
            part = line.part_id.sudo()  # sudo: whose it is; its access was asked by the form
            if not part.with_env(self.env)._filtered_access("read"):
                part.with_env(self.env).check_access("read")
            if part.partner_id != line.proposal_id.partner_id or part.company_id != line.proposal_id.company_id:
                raise UserError(
                    self.env._(
                        "%(part)s of order %(order)s is not for %(customer)s.",
                        part=part.display_name,
                        order=part.order_id.name,
                        customer=line.proposal_id.partner_id.display_name,
                    )
                )
            if not part._gendan_is_open():
                raise UserError(
                    self.env._(
                        "%(part)s of order %(order)s has nothing left to deliver, or was never promised for a day.",
                        part=part.display_name,
                        order=part.order_id.name,
                    )
                )

    def _gendan_take_over(self):
        """Note what the parts are promised for now."""
        for line in self:
            part = line.part_id.sudo()  # sudo: its dates are the proposal's
            now = {
                "old_date": part.promised_date,
                "quantity": part._gendan_own_quantity(),
                "version_before": part.version,
            }
            if any(line[name] != value for name, value in now.items()):
                line._gendan_keep(now)

    # ------------------------------------------------------------ actions

    def action_open(self):
        """Button: the dialog of what the customer has in stock and what has to come first.

        :return: action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_date_line")
        return {**action, "res_id": self.id}

    def action_take_advice(self):
        """Button: the first part as worked out from what the customer told.

        :raise UserError: his stock lasts, or is not known
        """
        for line in self:
            found = line._gendan_first_part()
            if not found or not found.on or not 0 < found.quantity < line.quantity:
                raise UserError(line.advice or self.env._("Note the customer's stock and daily use first."))
            line.write({"first_quantity": line.uom_id.round(found.quantity, rounding_method="UP"),
                        "first_date": found.on})  # fmt: skip
        # the dialog stays open
        return self.action_open() if len(self) == 1 else True

    # ------------------------------------------------------------ business

    def _gendan_first_part(self):
        """What keeps the customer running until the rest comes: ``tools.first_part.FirstPart`` or None."""
        self.ensure_one()
        if not (self.use_told > 0 and self.told_on and self.new_date and self.quantity > 0):
            return None
        company = self.company_id or self.env.company
        today = company._gendan_today()
        days = company._gendan_workdays(self.told_on, self.new_date)
        return first_part(self.stock_told, self.use_told, self.told_on, today, self.new_date, self.quantity, days)

    def _gendan_advice(self):
        """The first part in words, or False where nothing was told."""
        self.ensure_one()
        if not (self.use_told > 0 and self.told_on and self.new_date):
            return False
        found = self._gendan_first_part()
        if not found:
            return self.env._("His stock lasts until the new date.")
        words = {
            "day": format_date(self.env, found.runs_out),
            "quantity": f"{self.uom_id._gendan_number(found.quantity)} {self.uom_id.name or ''}".strip(),
            "on": format_date(self.env, found.on) if found.on else "",
        }
        if not found.on:
            return self.env._("His stock ends on %(day)s, and nothing can come before the new date.", **words)
        if not found.in_time:
            return self.env._(
                "He stands still from %(day)s on; %(quantity)s on %(on)s carry him from then on.", **words
            )
        if self.uom_id.compare(found.quantity, self.quantity) >= 0:
            return self.env._("His stock ends on %(day)s; he needs all of it by %(on)s.", **words)
        return self.env._("His stock ends on %(day)s; %(quantity)s by %(on)s carry him to the new date.", **words)

    def _gendan_stale_reason(self):
        """The sentence why an answer about this line can no longer be carried out, or False. Call with sudo."""
        self.ensure_one()
        part, order = self.part_id, self.order_id
        words = {"part": part.display_name, "order": order.name}
        if order.state != "sale":
            return self.env._("Order %(order)s is not running any more.", **words)
        if part.plan_id.delivery_health == "delivered":
            return self.env._("%(part)s of order %(order)s has been delivered.", **words)
        if part.version != self.version_before or part.promised_date != self.old_date:
            return self.env._(
                "%(part)s of order %(order)s has been promised for %(day)s meanwhile.",
                day=format_date(self.env, part.promised_date) if part.promised_date else "–",
                **words,
            )
        quantity = part._gendan_own_quantity()
        if self.uom_id.compare(quantity, self.quantity):
            return self.env._(
                "The quantity of %(part)s of order %(order)s is %(quantity)s now.",
                quantity=self.uom_id._gendan_number(quantity),
                **words,
            )
        if min(filter(None, (self.first_date, self.new_date))) < self.company_id._gendan_today():
            # nobody can keep it any more
            return self.env._("The new date of %(part)s of order %(order)s is past.", **words)
        return False

    def _gendan_send_error(self):
        """The sentence why this line cannot be put to the customer, or False."""
        self.ensure_one()
        today = self.company_id._gendan_today()
        words = {"part": self.part_id.display_name, "order": self.order_id.name}
        if not self.part_id.sudo()._gendan_is_open():  # sudo: whether something is left
            return self.env._("%(part)s of order %(order)s has nothing left to deliver: take it off.", **words)
        if not self.new_date:
            return self.env._("Say the new date of %(part)s of order %(order)s.", **words)
        if self.new_date < today:
            return self.env._("The new date of %(part)s of order %(order)s is past.", **words)
        if bool(self.first_date) != bool(self.first_quantity):
            return self.env._("Say how much of %(part)s of order %(order)s comes first, and when.", **words)
        if not self.first_date:
            if self.new_date == self.old_date:
                return self.env._("%(part)s of order %(order)s is promised for that day already.", **words)
            return False
        if self.uom_id.compare(self.first_quantity, self.quantity) >= 0:
            return self.env._(
                "%(part)s of order %(order)s: what comes first has to be less than %(quantity)s.",
                quantity=self.uom_id._gendan_number(self.quantity),
                **words,
            )
        if not today <= self.first_date < self.new_date:
            return self.env._(
                "%(part)s of order %(order)s: what comes first has to arrive before the rest, and not in the past.",
                **words,
            )
        return False
