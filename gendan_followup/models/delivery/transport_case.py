"""What carriers do to goods: delay, damage, loss, and what we claim for it."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

STATES = [
    ("open", "To claim"),
    ("claimed", "Claimed"),
    ("accepted", "Carrier accepts"),
    ("paid", "Carrier has paid"),
    ("refused", "Carrier refuses"),
    ("dropped", "Dropped"),
]
# from which state to which
STEPS = {
    "open": ("claimed", "dropped"),
    "claimed": ("accepted", "paid", "refused", "dropped", "open"),
    "accepted": ("paid", "refused", "dropped"),
    "paid": (),
    "refused": ("claimed", "dropped"),
    "dropped": ("open",),
}
# working days before the deadline by which the claim should be written
WRITE_BEFORE = 2
# calendar days after which a carrier is asked what becomes of a claim
ANSWER_DAYS = 14


class GendanTransportCase(models.Model):
    """A delay, damage or loss on the way, its photos, and the claim on the carrier with its deadline.

    Clerks keep those of their customers, supervisors all; sales reps, warehouse and accounting read.
    """

    _name = "gendan.transport.case"
    _description = "Case with a Carrier"
    _inherit = ["mail.thread", "gendan.todo.mixin", "gendan.uploads.mixin"]
    _order = "deadline, id"
    _check_company_auto = True
    _rec_names_search = ["picking_id.name", "order_id.name", "claim_number"]

    _amounts_positive = models.Constraint(
        "CHECK (COALESCE(amount, 0) >= 0 AND COALESCE(paid_amount, 0) >= 0)", "Amounts cannot be negative."
    )

    picking_id = fields.Many2one(
        "stock.picking",
        string="Transfer",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain="[('location_dest_id.usage', 'in', ('customer', 'transit')), ('state', '!=', 'cancel')]",
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
    kind = fields.Selection(
        [("delay", "Delay"), ("damage", "Damage"), ("loss", "Loss")], required=True, default="damage", tracking=True
    )
    carrier_id = fields.Many2one(
        "delivery.carrier",
        string="Carrier",
        compute="_compute_carrier_id",
        store=True,
        readonly=False,
        check_company=True,
    )
    waybill = fields.Char(related="picking_id.carrier_tracking_ref", string="Waybill or B/L Number", related_sudo=True)
    found_on = fields.Date(
        string="Found on",
        required=True,
        default=lambda self: self.env.company._gendan_today(),
        tracking=True,
        help="The day from which the carrier's days to claim count: that of the arrival, or on which it should have"
        " arrived.",
    )
    description = fields.Text(string="What Happened")
    photo_ids = fields.Many2many("ir.attachment", string="Photos and Papers", copy=False, bypass_search_access=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, tracking=True
    )
    amount = fields.Monetary(string="Claim", tracking=True)
    deadline = fields.Date(
        compute="_compute_deadline",
        store=True,
        readonly=False,
        tracking=True,
        help="By then the carrier must have the claim: its days after the case was found.",
    )
    claimed_on = fields.Date(string="Claimed on", readonly=True, copy=False, tracking=True)
    claim_number = fields.Char(string="Carrier's Claim Number", copy=False)
    paid_amount = fields.Monetary(string="Paid by the Carrier", copy=False, tracking=True)
    remark = fields.Char(help="What the carrier said; why the claim was dropped.")
    state = fields.Selection(
        STATES, required=True, default="open", readonly=True, copy=False, index=True, tracking=True
    )

    # ------------------------------------------------------------ compute

    @api.depends("picking_id")
    def _compute_order_id(self):
        for case in self:
            # sudo: the link only
            orders = case.sudo().picking_id._gendan_served_orders() if case.picking_id else None
            case.order_id = orders[:1] if orders else False

    @api.depends("order_id.gendan_clerk_id", "partner_id.commercial_partner_id.gendan_clerk_id")
    def _compute_clerk_id(self):
        for case in self:
            case.clerk_id = case.order_id.gendan_clerk_id or case.partner_id.commercial_partner_id.gendan_clerk_id

    @api.depends("picking_id")
    def _compute_carrier_id(self):
        for case in self:
            case.carrier_id = case.picking_id.carrier_id

    @api.depends("found_on", "carrier_id")
    def _compute_deadline(self):
        for case in self:
            days = case.carrier_id.gendan_claim_days
            case.deadline = case.found_on + timedelta(days=days) if case.found_on and days else False

    @api.depends("picking_id", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # EXTENDS base
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for case in self:
            case.display_name = f"{case.picking_id.name or ''} · {kinds.get(case.kind, '')}"

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        cases = super().create([{**vals, "state": "open", "claimed_on": False} for vals in vals_list])
        for case in cases:
            if sentence := case._gendan_error():
                raise UserError(sentence)
        cases._gendan_sync_todos()
        return cases

    def write(self, vals):
        # EXTENDS base: whatever path it comes by, a claim goes its steps
        if "picking_id" in vals:
            # record rules are asked before only: it would become a case of anybody's
            for case in self.filtered(lambda case: case.picking_id.id != vals["picking_id"]):
                raise UserError(self.env._("%(case)s stays with its transfer.", case=case.display_name))
        if "claimed_on" in vals:
            raise UserError(
                self.env._("%(case)s: the day of the claim is noted by “Claimed”.", case=self[:1].display_name)
            )
        if "state" in vals:
            for case in self:
                if sentence := case._gendan_step_error(vals):
                    raise UserError(sentence)
            vals = {**vals, **self._gendan_prepare_step_vals(vals["state"])}
        result = super().write(vals)
        self._gendan_sync_todos()
        return result

    # ------------------------------------------------------------ actions

    def action_claim(self):
        """Button: the carrier has our claim.

        :raise UserError: no amount is claimed, or it is no step from here
        """
        return self.write({"state": "claimed"})

    def action_accept(self):
        """Button: the carrier accepts the claim; the money is still to come."""
        return self.write({"state": "accepted"})

    def action_paid(self):
        """Button: the carrier has paid; what was not typed is the whole claim."""
        for case in self:
            case.write({"state": "paid", "paid_amount": case.paid_amount or case.amount})
        return True

    def action_refuse(self):
        """Button: the carrier refuses. The claim can be made once more, or dropped."""
        return self.write({"state": "refused"})

    def action_drop(self):
        """Button: nothing is claimed, or no longer.

        :raise UserError: nobody wrote why
        """
        return self.write({"state": "dropped"})

    def action_reopen(self):
        """Button: open again."""
        return self.write({"state": "open"})

    # ------------------------------------------------------------ business

    def _gendan_error(self):
        """The sentence why there can be no case about this transfer, or False."""
        self.ensure_one()
        if not self.picking_id._gendan_goes_out():
            return self.env._("%(transfer)s takes nothing to a customer.", transfer=self.picking_id.name)
        return False

    def _gendan_step_error(self, vals):
        """The sentence why the claim cannot go this step, or False.

        :param dict vals: of the write, with ``state``
        """
        self.ensure_one()
        state = vals["state"]
        names = dict(self._fields["state"]._description_selection(self.env))
        if state == self.state:
            return False
        if state not in STEPS[self.state]:
            return self.env._(
                "%(case)s is “%(now)s” and cannot become “%(next)s”.",
                case=self.display_name,
                now=names[self.state],
                next=names.get(state, state),
            )
        if state == "claimed" and self.currency_id.is_zero(vals.get("amount", self.amount)):
            return self.env._("%(case)s: say first how much is claimed.", case=self.display_name)
        if state == "dropped" and not (vals.get("remark", self.remark) or "").strip():
            return self.env._("%(case)s: write first why nothing is claimed.", case=self.display_name)
        return False

    def _gendan_prepare_step_vals(self, state):
        """What is noted with a step."""
        if state == "claimed":
            return {"claimed_on": self.company_id[:1]._gendan_today()}
        return {"claimed_on": False} if state == "open" else {}

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for case in self:
            if vals := case._gendan_todo():
                values.setdefault(case, []).append(vals)
        return values

    def _gendan_todo(self):
        """The to-do of one case, or None."""
        words = {"case": self.display_name, "carrier": self.carrier_id.name or self.env._("the carrier")}
        if self.state == "open" and self.deadline:
            return {
                "kind": "transport_claim",
                "name": self.env._(
                    "%(case)s: %(carrier)s must have our claim by %(day)s.",
                    **words,
                    day=format_date(self.env, self.deadline),
                ),
                "due": self.company_id._gendan_add_workdays(self.deadline, -WRITE_BEFORE),
                "urgency": "1",
            }
        if self.state == "open":
            return {
                "kind": "transport_claim",
                "name": self.env._("%(case)s: claim on %(carrier)s, or drop it.", **words),
                "due": self.found_on,
            }
        if self.state in ("claimed", "accepted"):
            return {
                "kind": "transport_answer",
                "name": self.env._(
                    "%(case)s: ask %(carrier)s about our claim of %(amount)s.",
                    **words,
                    amount=formatLang(self.env, self.amount, currency_obj=self.currency_id),
                ),
                "due": self.claimed_on + timedelta(days=ANSWER_DAYS),
            }
        return None


class DeliveryCarrier(models.Model):
    """How long a carrier hears claims."""

    _inherit = "delivery.carrier"

    _gendan_claim_positive = models.Constraint(
        "CHECK (COALESCE(gendan_claim_days, 0) >= 0)", "Days to claim cannot be negative."
    )

    gendan_claim_days = fields.Integer(
        "Days to Claim",
        default=7,
        help="Calendar days after arrival within which this carrier must have a claim. 0: nothing is agreed.",
    )


class StockPicking(models.Model):
    """Cases about this transfer."""

    _inherit = "stock.picking"

    gendan_case_ids = fields.One2many("gendan.transport.case", "picking_id", string="Cases with the Carrier")
    # sudo: a number, for whoever reads the transfer
    gendan_case_count = fields.Integer("Carrier Cases", compute="_compute_gendan_case_count", compute_sudo=True)

    @api.depends("gendan_case_ids")
    def _compute_gendan_case_count(self):
        for picking in self:
            picking.gendan_case_count = len(picking.gendan_case_ids)

    def action_gendan_cases(self):
        """Button: the cases about this transfer, or a new one.

        :return: action
        """
        self.ensure_one()
        action = {
            **self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_transport_case"),
            "domain": [("picking_id", "=", self.id)],
            "context": {
                "default_picking_id": self.id,
                "default_found_on": self.gendan_arrived_on or self.company_id._gendan_today(),
            },
        }
        if not self.gendan_case_count and self.env["gendan.transport.case"].has_access("create"):
            action |= {"views": [(False, "form")], "view_mode": "form"}
        return action


class GendanArrival(models.Model):
    """What arrived damaged or not at all is claimed from the carrier."""

    _inherit = "gendan.arrival"

    gendan_case_count = fields.Integer(related="picking_id.gendan_case_count", string="Carrier Cases")

    def action_cases(self):
        """Button: the cases with the carrier, or a new one about this difference.

        :return: action
        """
        self.ensure_one()
        action = self.picking_id.action_gendan_cases()
        if self.has_difference:
            action["context"] |= {
                "default_kind": "loss" if self.condition == "good" else "damage",
                "default_description": self.remark,
            }
        return action
