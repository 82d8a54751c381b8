from collections import defaultdict

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
    used = fields.Float(compute="_compute_used", digits="Product Unit")
    remaining = fields.Float(compute="_compute_used", digits="Product Unit")
    used_percent = fields.Float(string="Worn", compute="_compute_used")
    last_used = fields.Date(compute="_compute_used")

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

    # not stored: production goes on without touching the sets
    @api.depends("product_ids", "count_by", "operation_kind_id", "factor", "used_before", "life_limit", "arrived_on")
    def _compute_used(self):
        made = self._gendan_made()
        for tooling in self:
            days = defaultdict(float)
            for product in tooling.product_ids._origin:
                for day, quantity in made[tooling.count_by, tooling._gendan_kind_id(), product.id].items():
                    if tooling._gendan_was_used_on(day):
                        days[day] += quantity
            tooling.used = tooling.used_before + sum(days.values()) * tooling.factor
            tooling.remaining = max(tooling.life_limit - tooling.used, 0) if tooling.life_limit else 0
            tooling.used_percent = 100 * tooling.used / tooling.life_limit if tooling.life_limit else 0
            tooling.last_used = max(days, default=False)

    def _gendan_kind_id(self):
        """Id of the kind of operation that wears it; False when every production does."""
        return self.operation_kind_id.id if self.count_by == "operation" else False

    def _gendan_was_used_on(self, day):
        """Whether a production of that day wore this set."""
        self.ensure_one()
        return bool(
            self.arrived_on and day >= self.arrived_on and not (self.scrapped_on and day > self.scrapped_on)
        )

    def _gendan_made(self):
        """What was produced of these sets' products, in a fixed number of queries.

        :return: {(count_by, id of the milestone kind or False, id of the product): {day: quantity}}
        """
        result = defaultdict(lambda: defaultdict(float))
        products = self.product_ids._origin
        if not products:
            return result
        # sudo: how worn a set is does not hang on who may read productions
        lines = self.env["stock.move.line"].sudo()
        for product, day, quantity in lines._read_group(
            [("state", "=", "done"), ("move_id.production_id", "!=", False), ("product_id", "in", products.ids)],
            ["product_id", "date:day"],
            ["quantity_product_uom:sum"],
        ):
            result["product", False, product.id][day.date()] = quantity
        kinds = self.operation_kind_id
        if kinds:
            # sudo: as above
            for product, operation, workcenter, day, quantity in self.env["mrp.workorder"].sudo()._read_group(
                [("state", "=", "done"), ("product_id", "in", products.ids), ("date_finished", "!=", False)],
                ["product_id", "operation_id", "workcenter_id", "date_finished:day"],
                ["qty_produced:sum"],
            ):
                kind = operation.gendan_kind_id or workcenter.gendan_kind_id
                result["operation", kind.id, product.id][day.date()] += quantity
        return result

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
