from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .milestone_kind import TOOLING_EVENTS

KINDS = [
    ("cylinder", "Gravure cylinders"),
    ("plate", "Plates"),
    ("die", "Cutting die"),
    ("emboss", "Embossing or stamping die"),
    ("mould", "Mould"),
    ("screen", "Screens"),
    ("other", "Other"),
]
OWNERS = [("us", "Us"), ("customer", "Customer"), ("shared", "Shared")]
STATES = [
    ("to_order", "To order"),
    ("ordered", "Ordered"),
    ("ready", "In house"),
    ("scrapped", "Scrapped"),
]
WATCHED = frozenset(
    {"order_id", "product_ids", "ordered_on", "expected_on", "arrived_on", "inspected_on", "scrapped_on"}
)


class GendanTooling(models.Model):
    """One set of cylinders, plates, dies or moulds: what it makes, whose it is, where it lies, how worn it is.

    Its use is counted from real production, from the day it came in to the day it was scrapped. Clerks keep those of
    their customers, supervisors all; departments read and write all (there is no money in it), reps read their own
    customers'. A customer's set is scrapped with his written consent only.
    """

    _name = "gendan.tooling"
    _description = "Tooling set"
    _inherit = ["mail.thread"]
    _order = "name, id"
    _check_company_auto = True
    _rec_names_search = ["name", "product_ids.name", "place"]

    _name_uniq = models.UniqueIndex("(company_id, name)", "This number already belongs to another set.")
    _life_positive = models.Constraint(
        "CHECK(life_limit >= 0 AND used_before >= 0 AND factor > 0 AND pieces >= 0)",
        "Life, use and number of pieces cannot be negative, and each unit made uses something.",
    )

    name = fields.Char(string="Set No.", required=True, tracking=True)
    kind = fields.Selection(KINDS, required=True, default="cylinder")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one("res.partner", string="Customer", index=True, ondelete="restrict")
    clerk_id = fields.Many2one(
        related="partner_id.commercial_partner_id.gendan_clerk_id", store=True, index="btree_not_null", string="Clerk"
    )
    order_id = fields.Many2one(
        "sale.order",
        string="Made for Order",
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
        help="Its arrival ticks the milestone of this order.",
    )
    product_ids = fields.Many2many("product.product", string="Products", check_company=True)
    artwork_id = fields.Many2one(
        "gendan.sample.artwork", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    pieces = fields.Integer(string="Pieces, Cavities", help="Cylinders or plates of the set, cavities of the mould.")
    colours = fields.Char(help="Which colours, in printing order.")
    replaces_id = fields.Many2one(
        "gendan.tooling", string="Changed from", index="btree_not_null", ondelete="set null", check_company=True
    )
    new_colours = fields.Char(string="New Colours", help="With a changed artwork: which colours were made new.")
    maker_id = fields.Many2one("res.partner", string="Maker", index="btree_not_null")
    currency_id = fields.Many2one(related="company_id.currency_id")
    # departments and reps see sets, not what they cost us
    cost = fields.Monetary(
        copy=False,
        groups="purchase.group_purchase_user,gendan_followup.group_gendan_manager",
        help="What the maker charges, before tax; filled in from the purchase order.",
    )
    ordered_on = fields.Date(tracking=True)
    expected_on = fields.Date(string="Expected")
    arrived_on = fields.Date(tracking=True)
    inspected_on = fields.Date()
    owner = fields.Selection(OWNERS, string="Property of", required=True, default="customer", tracking=True)
    place = fields.Char(tracking=True, help="Rack, shelf.")
    keep_until = fields.Date(help="From then on the customer is asked whether it may be scrapped.")
    note = fields.Text(string="Remarks", help="Re-chroming, repairs.")

    life_limit = fields.Float(string="Life", digits="Product Unit", help="0: not limited.")
    life_unit = fields.Char(string="Counted in", default="pcs", help="Metres, shots, pieces.")
    count_by = fields.Selection(
        [("product", "Quantity produced"), ("operation", "Quantity of an operation")], required=True, default="product"
    )
    operation_kind_id = fields.Many2one(
        "gendan.milestone.kind",
        string="Operation",
        ondelete="restrict",
        index="btree_not_null",
        domain=[("event", "=", "workorder_done")],
        help="Work orders of this kind wear the set.",
    )
    factor = fields.Float(
        string="Per Unit Made", default=1.0, digits=(16, 6), help="How much of its life one unit made takes."
    )
    used_before = fields.Float(
        string="Used before", digits="Product Unit", help="What it had done before it was kept here."
    )
    scrapped_on = fields.Date(copy=False, tracking=True)
    consent_by = fields.Char(string="Consent by", copy=False, help="Who at the customer's agreed.")
    consent_ids = fields.Many2many("ir.attachment", string="Written Consent", copy=False)
    state = fields.Selection(STATES, compute="_compute_state", store=True, index=True)
    fee_ids = fields.One2many(
        "gendan.tooling.fee", "tooling_id", string="Fees", groups="sales_team.group_sale_salesman"
    )

    # ------------------------------------------------------------ compute

    @api.depends("ordered_on", "arrived_on", "scrapped_on")
    def _compute_state(self):
        for tooling in self:
            if tooling.scrapped_on:
                tooling.state = "scrapped"
            elif tooling.arrived_on:
                tooling.state = "ready"
            else:
                tooling.state = "ordered" if tooling.ordered_on else "to_order"

    # ------------------------------------------------------------ constrains

    @api.constrains("count_by", "operation_kind_id")
    def _check_operation(self):
        for tooling in self:
            if tooling.count_by == "operation" and not tooling.operation_kind_id:
                raise ValidationError(self.env._("Set %(set)s: say which operation wears it.", set=tooling.name))

    @api.constrains("scrapped_on", "consent_by", "consent_ids", "partner_id", "owner")
    def _check_consent(self):
        for tooling in self.filtered("scrapped_on"):
            is_ours = tooling.owner == "us" and not tooling.partner_id
            if not is_ours and not ((tooling.consent_by or "").strip() and tooling.consent_ids):
                raise ValidationError(
                    self.env._(
                        "Set %(set)s is scrapped with the customer's written consent only: say who agreed and attach"
                        " the paper.",
                        set=tooling.name,
                    )
                )

    @api.constrains("ordered_on", "arrived_on", "inspected_on")
    def _check_days(self):
        for tooling in self:
            today = tooling.company_id._gendan_today()
            if any(day and day > today for day in (tooling.ordered_on, tooling.arrived_on, tooling.inspected_on)):
                raise ValidationError(
                    self.env._(
                        "Set %(set)s: what was ordered, arrived or inspected cannot be dated later than today.",
                        set=tooling.name,
                    )
                )

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        sets = super().create(vals_list)
        self.env["sale.order"]._gendan_touch(sets, *TOOLING_EVENTS)
        return sets

    def write(self, vals):
        if WATCHED.isdisjoint(vals):
            return super().write(vals)
        # the order it leaves, too
        self.env["sale.order"]._gendan_touch_now(self, *TOOLING_EVENTS)
        result = super().write(vals)
        self.env["sale.order"]._gendan_touch(self, *TOOLING_EVENTS)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_house(self):
        for tooling in self:
            if tooling.arrived_on or tooling.sudo().fee_ids:  # sudo: money about it, whoever deletes
                raise ValidationError(
                    self.env._("Set %(set)s is in house or has fees and cannot be deleted. Scrap it.", set=tooling.name)
                )
        self.env["sale.order"]._gendan_touch_now(self, *TOOLING_EVENTS)

    # ------------------------------------------------------------ actions

    def action_gendan_arrived(self):
        """Button: arrived and inspected today."""
        for company, sets in self.grouped("company_id").items():
            today = company._gendan_today()
            sets.write({"arrived_on": today, "inspected_on": today})
        return True

    # ------------------------------------------------------------ business

    def _gendan_orders(self):
        """The followed orders these sets were made for: sudo."""
        # sudo: whoever books a set in need not see the order; it is only marked
        return self.env["sale.order"].sudo()._gendan_followed(self.sudo().order_id.ids)

    def _gendan_place_text(self):
        """Number, place and what is left of its life: what the floor looks for and a clerk before a repeat."""
        self.ensure_one()
        parts = [self.name, self.place]
        if self.life_limit:
            parts.append(
                self.env._(
                    "%(left)s %(unit)s left (%(percent)s%%)",
                    left=self.env["uom.uom"]._gendan_number(round(self.remaining)),
                    unit=self.life_unit or "",
                    percent=max(0, round(100 - self.used_percent)),
                )
            )
        return " · ".join(part for part in parts if part)
