"""Arrivals: what the customer received of one transfer, when, and as what."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..common.opening import open_document

CONDITIONS = [
    ("good", "As it should be"),
    ("packing", "Packing damaged"),
    ("damaged", "Goods damaged"),
    ("other", "Other, see the remark"),
]
SOURCES = [
    ("clerk", "Asked by us"),
    ("page", "Page of the customer"),
    ("note", "Signed delivery note"),
    ("list", "Customer's list"),
]


class GendanArrival(models.Model):
    """What arrived of a transfer: the day, the state, and per line what was accepted and rejected under which number.

    Without lines all arrived as it left. From here on the signed copy of the note is due. A difference waits for a
    decision: goods put right by a return transfer, a complaint, or settled in words.

    Clerks keep those of their customers, supervisors all; sales reps and the warehouse read.
    """

    _name = "gendan.arrival"
    _description = "Arrival at the Customer"
    _inherit = ["mail.thread", "gendan.todo.mixin"]
    _order = "arrived_on desc, id desc"
    _rec_name = "picking_id"
    _check_company_auto = True

    _one_each = models.Constraint("UNIQUE (picking_id)", "The arrival of this transfer is noted already.")

    picking_id = fields.Many2one(
        "stock.picking",
        string="Transfer",
        required=True,
        ondelete="restrict",
        domain="[('state', '=', 'done'), ('location_dest_id.usage', 'in', ('customer', 'transit'))]",
    )
    company_id = fields.Many2one(related="picking_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="picking_id.partner_id", string="Customer", store=True, index=True)
    order_id = fields.Many2one(
        "sale.order", string="Order", compute="_compute_order_id", store=True, index="btree_not_null"
    )
    # Stored: record rules go by it.
    clerk_id = fields.Many2one(
        "res.users", string="Clerk", compute="_compute_clerk_id", store=True, index="btree_not_null"
    )
    note_id = fields.Many2one(related="picking_id.gendan_note_id", string="Delivery Note")
    arrived_on = fields.Date(required=True, tracking=True, default=lambda self: self.env.company._gendan_today())
    is_day_sure = fields.Boolean(string="Day Is Right", default=True)
    condition = fields.Selection(CONDITIONS, required=True, default="good", tracking=True)
    source = fields.Selection(SOURCES, required=True, default="clerk", readonly=True)
    told_by = fields.Char(string="Told by", help="Who at the customer said so.")
    remark = fields.Text()
    line_ids = fields.One2many("gendan.arrival.line", "arrival_id", string="Received")
    # not kept: fills the lines while typing
    receipt_number = fields.Char(string="Receipt No. of All Lines", store=False)
    has_difference = fields.Boolean(string="Difference", compute="_compute_has_difference", store=True)
    decision = fields.Selection(
        [("returned", "Put right by a return"), ("complaint", "Complaint"), ("settled", "Settled")],
        readonly=True,
        tracking=True,
        copy=False,
    )
    decision_note = fields.Char(string="How It Was Settled", tracking=True, copy=False)
    return_ids = fields.Many2many("stock.picking", string="Return Transfers", readonly=True, copy=False)
    can_complain = fields.Boolean(compute="_compute_can_complain")

    # ------------------------------------------------------------ compute

    @api.depends("picking_id")
    def _compute_order_id(self):
        for arrival in self:
            # sudo: the link only
            orders = arrival.sudo().picking_id._gendan_served_orders() if arrival.picking_id else None
            arrival.order_id = orders[:1] if orders else False

    @api.depends("order_id.gendan_clerk_id", "partner_id.commercial_partner_id.gendan_clerk_id")
    def _compute_clerk_id(self):
        for arrival in self:
            arrival.clerk_id = (
                arrival.order_id.gendan_clerk_id or arrival.partner_id.commercial_partner_id.gendan_clerk_id
            )

    @api.depends("condition", "line_ids.accepted", "line_ids.rejected", "line_ids.move_id")
    def _compute_has_difference(self):
        for arrival in self:
            arrival.has_difference = (
                arrival.condition != "good"
                or any(arrival.line_ids.mapped("rejected"))
                or any(
                    move.product_uom.compare(accepted, move.quantity)
                    for move, accepted in arrival._gendan_accepted().items()
                )
            )

    def _compute_can_complain(self):
        for arrival in self:
            arrival.can_complain = arrival.has_difference and arrival._gendan_takes_complaints()

    # ------------------------------------------------------------ onchange

    @api.onchange("receipt_number")
    def _onchange_receipt_number(self):
        for line in self.line_ids:
            line.receipt_number = self.receipt_number

    # ------------------------------------------------------------ CRUD

    @api.model
    def default_get(self, fields_list):
        # EXTENDS base: of a transfer, with its lines as they left
        values = super().default_get(fields_list)
        picking = self.env["stock.picking"].browse(values.get("picking_id") or [])
        if picking and "line_ids" in fields_list:
            values["line_ids"] = [
                Command.create({"move_id": move.id, "accepted": move.quantity})
                for move in picking._gendan_note_moves()
            ]
        return values

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        arrivals = super().create(vals_list)
        for arrival in arrivals:
            if sentence := arrival._gendan_error():
                raise UserError(sentence)
        arrivals._gendan_arrived()
        return arrivals

    def write(self, vals):
        # EXTENDS base: a day that is typed is right
        if "picking_id" in vals:
            # record rules are asked before only: it would become an arrival of anybody's
            for arrival in self.filtered(lambda arrival: arrival.picking_id.id != vals["picking_id"]):
                raise UserError(
                    self.env._(
                        "This arrival stays that of %(transfer)s: delete it and note the other one.",
                        transfer=arrival.picking_id.name,
                    )
                )
        if "arrived_on" in vals and "is_day_sure" not in vals:
            vals = {**vals, "is_day_sure": True}
        result = super().write(vals)
        if "arrived_on" in vals:
            for arrival in self:
                if sentence := arrival._gendan_error():
                    raise UserError(sentence)
        if {"arrived_on", "is_day_sure", "condition", "line_ids", "decision"}.intersection(vals):
            self._gendan_changed()
        return result

    def unlink(self):
        # EXTENDS base: the goods are on their way again
        pickings, notes = self.picking_id, self._gendan_notes()
        result = super().unlink()
        self._gendan_mark_orders(pickings)
        notes._gendan_return_copy().filtered(lambda copy: not copy.returned_at).must_return = False
        notes._gendan_arrival_changed()
        return result

    # ------------------------------------------------------------ actions

    def action_day_is_right(self):
        """Button: the day taken from when the signed note came back is the day of the arrival."""
        self.write({"is_day_sure": True})
        return True

    def action_return(self):
        """Button: what was rejected or is missing comes back into our books by a return transfer; the warehouse
        validates it when it has the goods, or has found that they never left.

        :return: action: the return transfer, for those who may open it
        :raise UserError: nothing is missing or rejected, more arrived than left, or it is decided
        """
        self.ensure_one()
        self.check_access("write")
        self._gendan_check_undecided()
        missing = self._gendan_missing()
        if not missing:
            raise UserError(
                self.env._(
                    "Of %(transfer)s nothing is missing or rejected. Where more arrived than left, the warehouse"
                    " changes the quantities of the transfer.",
                    transfer=self.picking_id.name,
                )
            )
        # sudo: the clerk decides, who has no rights on return dialogs; the warehouse validates the transfer
        wizard = self.env["stock.return.picking"].sudo().create({"picking_id": self.picking_id.id})
        for line in wizard.product_return_moves:
            line.quantity = missing.get(line.move_id.with_env(self.env), 0.0)
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        self.write({"decision": "returned", "return_ids": [Command.link(back.id)]})
        # the form is for the warehouse; others find the transfer on the arrival
        return open_document(back) if self.env.user.has_group("stock.group_stock_user") else True

    def action_settle(self):
        """Button: settled in words.

        :raise UserError: nobody wrote how, or it is decided otherwise
        """
        self._gendan_check_undecided()
        for arrival in self:
            if not (arrival.decision_note or "").strip():
                raise UserError(
                    self.env._(
                        "Write first how the difference of %(transfer)s was settled.", transfer=arrival.picking_id.name
                    )
                )
        self.write({"decision": "settled"})
        return True

    def action_complain(self):
        """Button: the difference becomes a complaint.

        :return: action of the complaint
        """
        self.ensure_one()
        self.check_access("write")
        self._gendan_check_undecided()
        action = self._gendan_make_complaint()
        self.write({"decision": "complaint"})
        return action

    # ------------------------------------------------------------ hooks

    def _gendan_takes_complaints(self):
        """Whether a room makes complaints of differences. Hook."""
        return False

    def _gendan_make_complaint(self):
        """Make a complaint of this difference. Hook of the room that says yes in ``_gendan_takes_complaints``.

        :return: action
        """
        self.ensure_one()
        raise UserError(
            self.env._("There are no complaints in this database: settle %(transfer)s.", transfer=self.picking_id.name)
        )

    # ------------------------------------------------------------ business

    def _gendan_error(self):
        """The sentence why this cannot have arrived, or False."""
        self.ensure_one()
        picking = self.picking_id
        if picking.state != "done":
            return self.env._("%(transfer)s has not left yet.", transfer=picking.name)
        if not picking._gendan_note_moves():
            return self.env._("%(transfer)s takes nothing to a customer.", transfer=picking.name)
        company = self.company_id
        if self.arrived_on > company._gendan_today():
            return self.env._("%(transfer)s cannot have arrived on a day to come.", transfer=picking.name)
        return False

    def _gendan_check_undecided(self):
        """:raise UserError: somebody has decided about the difference"""
        decisions = dict(self._fields["decision"]._description_selection(self.env))
        for arrival in self.filtered("decision"):
            raise UserError(
                self.env._(
                    "The difference of %(transfer)s is decided: %(decision)s.",
                    transfer=arrival.picking_id.name,
                    decision=decisions[arrival.decision],
                )
            )

    def _gendan_accepted(self):
        """What was accepted of each move about which something was said: {stock.move: quantity}."""
        self.ensure_one()
        result = {}
        for line in self.line_ids:
            result[line.move_id] = result.get(line.move_id, 0.0) + line.accepted
        return result

    def _gendan_missing(self):
        """What left and was not accepted: {stock.move: quantity}, only what there is."""
        self.ensure_one()
        return {
            move: move.product_uom.round(move.quantity - accepted)
            for move, accepted in self._gendan_accepted().items()
            if move.product_uom.compare(accepted, move.quantity) < 0
        }

    def _gendan_days(self, move):
        """When what of a move reached the customer, accepted or not.

        :return: list of (day, quantity in the move's unit)
        """
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: line.move_id == move)
        if not lines:
            return [(self.arrived_on, move.quantity)]
        return [(line.received_on or self.arrived_on, line.accepted + line.rejected) for line in lines]

    def _gendan_arrived(self):
        """These have arrived: the signed copies are due, plans hear of it. Batch."""
        self._gendan_notes()._gendan_return_copy().must_return = True
        # sudo: what the customer was to be told does not hang on who noted it
        self.picking_id.filtered("gendan_eta").sudo()._gendan_tell_moved()
        self._gendan_changed()

    def _gendan_notes(self):
        """The valid notes (sudo) of what arrived."""
        # sudo: the note follows, whoever notes the arrival
        return self.env["gendan.delivery.note"].sudo().search(self.picking_id._gendan_valid_notes_domain())

    def _gendan_changed(self):
        """Notes, plans and to-dos follow. Batch."""
        self._gendan_notes()._gendan_arrival_changed()
        self._gendan_mark_orders(self.picking_id)
        self._gendan_sync_todos()

    def _gendan_corrected(self):
        """The quantities that left were corrected: compared anew. Batch, sudo."""
        self.env.add_to_compute(self._fields["has_difference"], self)
        self._gendan_sync_todos()

    def _gendan_mark_orders(self, pickings):
        # sudo: whose plan follows does not hang on who noted it
        pickings = pickings.sudo()
        orders = self.env["sale.order"].sudo().union(*(picking._gendan_served_orders() for picking in pickings))
        orders._gendan_mark("arrived")

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for arrival in self:
            words = {"transfer": arrival.note_id.name or arrival.picking_id.name}
            if arrival.has_difference and not arrival.decision:
                values.setdefault(arrival, []).append(
                    {
                        "kind": "arrival_difference",
                        "name": self.env._(
                            "%(transfer)s did not arrive as it left: return, complaint, or settle it.", **words
                        ),
                        "urgency": "1",
                    }
                )
            if not arrival.is_day_sure:
                values.setdefault(arrival, []).append(
                    {
                        "kind": "arrival_day",
                        "name": self.env._(
                            "%(transfer)s came back signed: type the day of arrival the customer wrote on it.", **words
                        ),
                    }
                )
        return values
