"""Work done outside the house: what was sent to whom, when it is due back, what came back and how."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.opening import open_document

STATES = [
    ("draft", "To send"),
    ("out", "At the processor"),
    ("part", "Partly back"),
    ("back", "All back"),
    ("cancelled", "Cancelled"),
]
AWAY = ("out", "part")
# worked out of what was sent and came back, or noted by the buttons
KEPT = frozenset(
    {"name", "state", "due_first", "last_back", "days_late", "verdict_by_id", "verdict_at", "purchase_id"}
    | {"quantity_sent", "quantity_good", "quantity_bad", "quantity_missing", "quantity_out"}
    | {"loss_quantity", "loss_percent", "is_over_loss", "order_id", "partner_id", "clerk_id"}
)
# said by the buttons and with their checks, never typed
BUTTONS = frozenset({"cancelled_at", "origin_id"})
# a new one has none of these yet
LATER = frozenset({"verdict", "verdict_text", "purchase_line_id"})
# sentinel: only the methods of this room write what is in KEPT and BUTTONS
KEEPING = object()
# after these it is looked at anew: to-dos, plan, checks
CHANGES = frozenset(
    {"due_back", "step_id", "process_id", "processor_id", "loss_allowed", "verdict", "verdict_text", "cancelled_at"}
)
# stays as it was once anything has gone out
FIXED = ("production_id", "company_id", "processor_id", "uom_id")


class GendanOutside(models.Model):
    """One order for outside processing (外發加工單): an operation of a production that a processor does.

    It goes out and comes back in as many trips as it takes (``gendan.outside.trip``); how far it is, is worked out of
    them. Clerks keep those of their customers, departments, warehouse, production and purchasing all, reps read their
    own orders'. Nothing on it is a customer's price.
    """

    _name = "gendan.outside"
    _description = "Outside Processing"
    _inherit = ["mail.thread", "gendan.todo.mixin", "gendan.exception.mixin", "gendan.uploads.mixin"]
    _order = "due_back, id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "production_id.name", "order_id.name", "processor_id.name"]

    _name_uniq = models.UniqueIndex(
        "(name, company_id) WHERE name <> '/'", "Another outside processing has this number."
    )
    _away_idx = models.Index("(company_id, due_back) WHERE state IN ('out', 'part')")
    _positive = models.Constraint(
        "CHECK (quantity >= 0 AND price_unit >= 0 AND loss_allowed >= 0 AND loss_allowed <= 100)",
        "Quantities and prices cannot be below zero, and a loss is between 0 and 100 %.",
    )

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    production_id = fields.Many2one(
        "mrp.production",
        string="Production",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('state', 'in', ('confirmed', 'progress', 'to_close'))]",
    )
    # names for people without rights on productions
    production_name = fields.Char(related="production_id.name", string="Production no.", related_sudo=True)
    step_id = fields.Many2one(
        "gendan.progress.step",
        string="Operation",
        domain="[('production_id', '=', production_id)]",
        check_company=True,
        ondelete="set null",
        index="btree_not_null",
        help="What comes back counts as done of this operation, unless a work order tells it.",
    )
    product_id = fields.Many2one(related="production_id.product_id", store=True, related_sudo=True, index=True)
    lot_name = fields.Char(
        string="Lot", compute="_compute_lot_name", store=True, readonly=False, precompute=True
    )
    # stored: record rules go by them
    order_id = fields.Many2one(
        "sale.order",
        string="Order",
        compute="_compute_order_id",
        store=True,
        compute_sudo=True,
        index="btree_not_null",
    )
    order_name = fields.Char(related="order_id.name", string="Order no.", related_sudo=True)
    partner_id = fields.Many2one(
        related="order_id.partner_id", string="Customer", store=True, related_sudo=True, index="btree_not_null"
    )
    clerk_id = fields.Many2one(
        related="order_id.gendan_clerk_id", store=True, related_sudo=True, index="btree_not_null"
    )
    processor_id = fields.Many2one(
        "res.partner",
        string="Processor",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    process_id = fields.Many2one(
        "gendan.outside.process",
        string="Process",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    department_id = fields.Many2one(related="process_id.department_id", related_sudo=True)
    instruction = fields.Text(
        string="What Is to Be Done", help="Printed on the paper for the processor: colours, positions, what to mind."
    )
    quantity = fields.Float(
        string="Quantity to Send",
        digits="Product Unit",
        compute="_compute_quantity",
        store=True,
        readonly=False,
        precompute=True,
    )
    uom_id = fields.Many2one(
        "uom.uom", string="Unit", compute="_compute_uom_id", store=True, readonly=False, precompute=True
    )
    due_back = fields.Date(
        string="Due Back",
        compute="_compute_due_back",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        copy=False,
        help="The last word of the processor. A later day moves the forecast of the order at once.",
    )
    due_first = fields.Date(
        string="First Agreed", readonly=True, copy=False, help="When it was to be back as it was first sent."
    )
    price_unit = fields.Float(
        string="Price per Unit",
        min_display_digits="Product Price",
        copy=False,
        groups="purchase.group_purchase_user,gendan_followup.group_gendan_manager",
        help="Empty: the purchase takes the price of the vendor list.",
    )
    trip_ids = fields.One2many("gendan.outside.trip", "outside_id", string="Sent and Back")
    remark = fields.Char()
    cancelled_at = fields.Datetime(string="Cancelled on", readonly=True, copy=False)
    origin_id = fields.Many2one(
        "gendan.outside",
        string="Done Again for",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="The one that was refused.",
    )
    again_ids = fields.One2many("gendan.outside", "origin_id", string="Done Again")

    state = fields.Selection(
        STATES, compute="_compute_state", store=True, index=True, tracking=True, group_expand=True
    )
    quantity_sent = fields.Float(string="Goods Sent", digits="Product Unit", compute="_compute_state", store=True)
    quantity_good = fields.Float(string="Good", digits="Product Unit", compute="_compute_state", store=True)
    quantity_bad = fields.Float(string="Spoilt", digits="Product Unit", compute="_compute_state", store=True)
    quantity_missing = fields.Float(
        string="Missing",
        digits="Product Unit",
        compute="_compute_state",
        store=True,
        help="Told as missing; when nothing more comes, all that has not come back.",
    )
    quantity_out = fields.Float(string="Still Out", digits="Product Unit", compute="_compute_state", store=True)
    last_back = fields.Date(string="Last Back on", compute="_compute_state", store=True)
    loss_allowed = fields.Float(
        string="Loss Allowed (%)",
        digits=(5, 2),
        compute="_compute_loss_allowed",
        store=True,
        readonly=False,
        precompute=True,
        aggregator="avg",
    )
    loss_quantity = fields.Float(string="Processing Loss", digits="Product Unit", compute="_compute_state", store=True)
    loss_percent = fields.Float(
        string="Loss (%)", digits=(5, 2), compute="_compute_state", store=True, aggregator="avg"
    )
    is_over_loss = fields.Boolean(string="Loss over the Allowance", compute="_compute_is_over_loss", store=True)
    days_late = fields.Integer(
        string="Days Late",
        compute="_compute_days_late",
        store=True,
        aggregator="avg",
        help="Calendar days between the day first agreed and the last delivery back.",
    )
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue")

    # ------------------------------------------------------------ compute

    @api.depends("production_id.sale_line_id.order_id")
    def _compute_order_id(self):
        for outside in self:
            production = outside.production_id
            # made for another production, a part has no order of its own
            outside.order_id = production.sale_line_id.order_id or (
                production._gendan_served_orders()[:1] if production.id else False
            )

    # one method for each: what is given stays, and another production brings its own of the rest
    @api.depends("production_id")
    def _compute_quantity(self):
        # sudo: who keeps these need not have rights on productions; the quantity only
        for outside in self:
            outside.quantity = outside.sudo().production_id.product_qty

    @api.depends("production_id")
    def _compute_uom_id(self):
        # sudo: as above; the unit
        for outside in self:
            outside.uom_id = outside.sudo().production_id.product_uom_id

    @api.depends("production_id")
    def _compute_lot_name(self):
        # sudo: as above; the names of the lots
        for outside in self:
            outside.lot_name = ", ".join(outside.sudo().production_id.lot_producing_ids.mapped("name")) or False

    @api.depends("process_id")
    def _compute_due_back(self):
        for outside in self:
            if outside.process_id.lead_days and not outside.due_back:
                company = outside.company_id or self.env.company
                outside.due_back = company._gendan_add_workdays(company._gendan_today(), outside.process_id.lead_days)

    @api.depends("process_id")
    def _compute_loss_allowed(self):
        for outside in self:
            outside.loss_allowed = outside.process_id.loss_allowed

    @api.depends(
        *(f"trip_ids.{name}" for name in ("direction", "quantity", "good", "bad", "missing", "is_last", "day")),
        "cancelled_at",
    )
    def _compute_state(self):
        for outside in self:
            sent = outside.trip_ids.filtered(lambda trip: trip.direction == "out")
            back = outside.trip_ids - sent
            quantity, good, bad = sum(sent.mapped("quantity")), sum(back.mapped("good")), sum(back.mapped("bad"))
            missing = sum(back.mapped("missing"))
            rest = max(quantity - good - bad - missing, 0.0)
            is_settled = bool(sent) and (any(back.mapped("is_last")) or not outside._gendan_is_any(rest))
            if is_settled:
                missing, rest = missing + rest, 0.0
            outside.quantity_sent, outside.quantity_good, outside.quantity_bad = quantity, good, bad
            outside.quantity_missing, outside.quantity_out = missing, rest
            outside.loss_quantity = bad + missing
            outside.loss_percent = 100 * (bad + missing) / quantity if quantity else 0.0
            outside.last_back = max(back.mapped("day"), default=False)
            if outside.cancelled_at:
                outside.state = "cancelled"
            elif not sent:
                outside.state = "draft"
            elif is_settled:
                outside.state = "back"
            else:
                outside.state = "part" if back else "out"

    @api.depends("loss_percent", "loss_allowed")
    def _compute_is_over_loss(self):
        for outside in self:
            # a thousandth of a percent is the rounding of the division
            outside.is_over_loss = outside.loss_percent > outside.loss_allowed + 0.001

    @api.depends("state", "last_back", "due_first")
    def _compute_days_late(self):
        for outside in self:
            is_back = outside.state == "back" and outside.last_back and outside.due_first
            outside.days_late = max((outside.last_back - outside.due_first).days, 0) if is_back else 0

    @api.depends("due_back", "state")
    def _compute_is_overdue(self):
        for outside in self:
            outside.is_overdue = outside._gendan_is_overdue()

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return fields.Domain("state", "in", AWAY) & fields.Domain("due_back", "<", self.env.company._gendan_today())

    @api.depends("name", "process_id.name", "processor_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # EXTENDS base
        for outside in self:
            number = outside.name if outside.name != "/" else self.env._("New")
            # sudo: names only
            outside.display_name = " · ".join(
                filter(None, (number, outside.process_id.name, outside.sudo().processor_id.name))
            )

    # ------------------------------------------------------------ onchange

    @api.onchange("production_id")
    def _onchange_production_id(self):
        """The operations of the production can be chosen at once; what belongs to another one goes."""
        if self.production_id:
            self.env["gendan.progress.step"]._gendan_ensure(self.production_id._origin)
        if self.step_id.production_id != self.production_id:
            self.step_id = False

    # ------------------------------------------------------------ constrains

    @api.constrains("step_id", "production_id")
    def _check_step(self):
        for outside in self:
            if outside.step_id and outside.step_id.production_id != outside.production_id:
                raise UserError(
                    self.env._(
                        "%(operation)s is no operation of %(production)s. Choose one of its own.",
                        operation=outside.step_id.display_name,
                        production=outside.production_name,
                    )
                )

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Make orders for outside processing, numbered by year and company.

        :raise UserError: the production does not run any more
        """
        Company = self.env["res.company"]
        refused = KEPT | LATER | (frozenset() if self._gendan_is_keeping() else BUTTONS)
        vals_list = [{name: value for name, value in vals.items() if name not in refused} for vals in vals_list]
        for vals in vals_list:
            company = Company.browse(vals.get("company_id") or self.env.company.id)
            vals["name"] = company._gendan_next_number(self._name)
        made = super().create(vals_list)
        for outside in made:
            if sentence := outside._gendan_production_error():
                raise UserError(sentence)
        made._gendan_changed()
        return made

    def write(self, vals):
        """Change them.

        :raise UserError: what is worked out is written, or what is fixed once goods have gone out, or another
            production does not run
        """
        if not self._gendan_is_keeping() and (kept := (KEPT | BUTTONS).intersection(vals)):
            raise UserError(
                self.env._(
                    "“%(field)s” of %(outside)s follows from what was sent and came back: correct that.",
                    field=self._fields[min(kept)]._description_string(self.env),
                    outside=self[:1].display_name,
                )
            )
        for name in FIXED:
            for outside in self if name in vals else ():
                if outside.trip_ids and outside[name].id != vals[name]:
                    raise UserError(
                        self.env._(
                            "%(outside)s has gone out: its %(field)s stays. Cancel it and make a new one, or take back"
                            " what was sent.",
                            outside=outside.display_name,
                            field=outside._fields[name]._description_string(self.env),
                        )
                    )
        vals = self._gendan_prepare_verdict_vals(vals)
        moved = self.filtered(lambda outside: outside.production_id.id != vals.get("production_id"))
        if "production_id" in vals and not moved:
            # the same one again brings nothing new
            vals = {name: value for name, value in vals.items() if name != "production_id"}
        result = super().write(vals)
        for outside in moved if "production_id" in vals else ():
            if sentence := outside._gendan_production_error():
                raise UserError(sentence)
        if not CHANGES.isdisjoint(vals):
            self._gendan_changed()
        return result

    def unlink(self):
        """Take back drafts; what was refused and was to be done again by them waits once more.

        :raise UserError: goods have gone out
        """
        # sudo: which they are; read in the user's name, as _gendan_changed
        origins = self.sudo().origin_id.with_env(self.env) - self
        result = super().unlink()
        origins._gendan_changed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        for outside in self:
            if outside.trip_ids:
                raise UserError(
                    self.env._("%(outside)s has gone out and is kept as what happened.", outside=outside.display_name)
                )

    # ------------------------------------------------------------ actions

    def action_send(self):
        """Button: the dialog in which a sending is noted: how much, on which day, by whom.

        :return: action
        :raise UserError: it is cancelled or all back
        """
        return self._gendan_trip_dialog("out", self.env._("Sent: %(outside)s", outside=self.display_name))

    def action_back(self):
        """Button: the dialog in which a delivery back is noted: good, spoilt, missing.

        :return: action
        :raise UserError: nothing of it is out
        """
        return self._gendan_trip_dialog("back", self.env._("Back: %(outside)s", outside=self.display_name))

    def action_cancel(self):
        """Button: it is not done outside after all.

        :raise UserError: goods have gone out
        """
        for outside in self:
            if outside.trip_ids:
                raise UserError(
                    self.env._(
                        "%(outside)s has gone out: note first what came back, or take the sending back.",
                        outside=outside.display_name,
                    )
                )
        self.with_context(gendan_outside=KEEPING).write({"cancelled_at": fields.Datetime.now()})
        self._gendan_void_papers(self.env._("cancelled"))

    def action_reopen(self):
        """Button: it is done outside all the same."""
        self.with_context(gendan_outside=KEEPING).write({"cancelled_at": False})

    def action_open_production(self):
        """Smart button: the production, as far as the user may open it.

        :return: action
        """
        self.ensure_one()
        return open_document(self.production_id)

    def action_open_order(self):
        """Smart button: the order.

        :return: action
        """
        self.ensure_one()
        return open_document(self.order_id)

    # ------------------------------------------------------------ business

    def _gendan_is_keeping(self):
        """Whether a method of this room writes."""
        return self.env.context.get("gendan_outside") is KEEPING

    def _gendan_is_any(self, quantity):
        """Whether a quantity is more than the rounding of the unit."""
        return quantity > 0 and not (self.uom_id and self.uom_id.is_zero(quantity))

    def _gendan_is_overdue(self):
        """Whether it should be back by now."""
        self.ensure_one()
        today = (self.company_id or self.env.company)._gendan_today()
        return self.state in AWAY and bool(self.due_back) and self.due_back < today

    def _gendan_production_error(self):
        """The sentence why nothing of this production can be done outside, or False."""
        self.ensure_one()
        # sudo: its state only
        production = self.sudo().production_id
        if production.state in ("draft", "done", "cancel"):
            return self.env._(
                "%(production)s is not running (%(state)s): nothing of it goes out.",
                production=production.name,
                state=dict(production._fields["state"]._description_selection(self.env))[production.state],
            )
        return False

    def _gendan_trip_error(self, direction):
        """The sentence why nothing can be sent, or come back, now; or False.

        :param str direction: ``out`` or ``back``
        """
        self.ensure_one()
        if self.state == "cancelled":
            return self.env._("%(outside)s is cancelled. Open it again first.", outside=self.display_name)
        if self.verdict:
            return self.env._(
                "%(outside)s is judged already. Take the verdict back first, or make a new one.",
                outside=self.display_name,
            )
        if direction == "out" and not self.due_back:
            return self.env._("%(outside)s: say first when it is due back.", outside=self.display_name)
        if direction == "back" and self.state == "draft":
            return self.env._("%(outside)s: nothing has been sent. Note that first.", outside=self.display_name)
        if self.state == "back":
            return self.env._("%(outside)s is all back. Correct what came back.", outside=self.display_name)
        return False

    def _gendan_trip_dialog(self, direction, title):
        self.ensure_one()
        self.check_access("write")
        if sentence := self._gendan_trip_error(direction):
            raise UserError(sentence)
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "gendan.outside.trip",
            "views": [(self.env.ref(f"gendan_followup.gendan_outside_trip_view_form_{direction}").id, "form")],
            "target": "new",
            "context": {"default_outside_id": self.id, "default_direction": direction},
        }

    def _gendan_expected_back(self):
        """The day by which it is expected now: the day agreed, today when that is past. False: nothing is out, or no
        day is known.

        :rtype: date or False
        """
        self.ensure_one()
        if self.state not in AWAY or not self.due_back:
            return False
        return max(self.due_back, self.company_id._gendan_today())

    def _gendan_counts_done(self):
        """Those of these whose good pieces count as done: what is not refused."""
        return self.filtered(lambda outside: outside.state != "cancelled" and outside.verdict != "refused")

    def _gendan_quantity_text(self, quantity):
        """A quantity with its unit, in as many decimals as it needs."""
        return f"{self.env['mrp.production']._gendan_floor_quantity(quantity, self.uom_id)} {self.uom_id.name}"

    def _gendan_changed(self):
        """Something about them changed: to-dos, the plans behind, and what the checks should look at. Batch."""
        # what was refused waits, or waits no more, by what is done again for it; sudo: which that is
        every = self | self.sudo().origin_id.with_env(self.env)
        every._gendan_sync_todos()
        # sudo: who notes it need not have rights on productions, they are only marked
        every.sudo().production_id._gendan_progress_told()
        every._gendan_look()

    def _gendan_exception_orders(self):
        # EXTENDS gendan_followup (gendan.exception.mixin)
        return self.production_id._gendan_orders()
