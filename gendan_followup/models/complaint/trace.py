from odoo import api, fields, models
from odoo.exceptions import UserError

# sentinel: only the search for the goods writes where they are
TRACING = object()
FREE = {"state", "note", "to_hold"}
# what people say of a place; the search finds the rest
SAID = ("open", "checked", "told")
RELATIONS = [
    ("same", "Same goods"),
    ("made", "Made from them"),
    ("component", "Component in them"),
    ("sibling", "With the same component"),
]
PLACES = [
    ("stock", "In stock"),
    ("held", "On hold"),
    ("transit", "In transit"),
    ("delivered", "Delivered"),
    ("production", "In production"),
]


class GendanComplaintTrace(models.Model):
    """One place where goods of a complaint are, or were when somebody looked last.

    Seen with the complaint. What is there and how many is written by the search alone; who handles the complaint says
    what was done about it. Customers of other clerks are named to supervisors only.
    """

    _name = "gendan.complaint.trace"
    _description = "Where Goods Complained about Are"
    _inherit = ["gendan.parent.access.mixin"]
    _order = "complaint_id, sequence, id"
    _gendan_parent = "complaint_id"

    _key_uniq = models.UniqueIndex("(complaint_id, key)", "This place is listed already.")

    complaint_id = fields.Many2one("gendan.complaint", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="complaint_id.company_id", store=True, precompute=True)
    key = fields.Char("Place Key", required=True, readonly=True, help="What makes this place one and no other.")
    sequence = fields.Integer(readonly=True)
    relation = fields.Selection(RELATIONS, string="How Related", required=True, readonly=True)
    place = fields.Selection(PLACES, string="Where", required=True, readonly=True)
    product_id = fields.Many2one("product.product", required=True, readonly=True, ondelete="cascade")
    lot_id = fields.Many2one("stock.lot", string="Lot", readonly=True, ondelete="cascade")
    location_id = fields.Many2one("stock.location", string="Location", readonly=True, ondelete="set null")
    quant_id = fields.Many2one("stock.quant", readonly=True, ondelete="set null", groups="base.group_system")
    package_id = fields.Many2one("stock.package", string="Package", readonly=True, ondelete="set null")
    owner_id = fields.Many2one("res.partner", string="Owner of the Goods", readonly=True, ondelete="set null")
    picking_id = fields.Many2one("stock.picking", readonly=True, ondelete="set null", groups="base.group_system")
    partner_id = fields.Many2one("res.partner", readonly=True, ondelete="set null", groups="base.group_system")
    production_id = fields.Many2one("mrp.production", string="Production", readonly=True, ondelete="set null")
    where = fields.Char("Where It Lies", compute="_compute_where", compute_sudo=True)
    customer = fields.Char(compute="_compute_where", compute_sudo=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    reserved = fields.Float(digits="Product Unit", readonly=True, help="Of it, reserved for transfers or productions.")
    reserved_for = fields.Char(readonly=True, help="Transfers and productions that would lose goods by a hold.")
    date = fields.Date("Left on", readonly=True)
    state = fields.Selection(
        [
            ("open", "To do"),
            ("held", "On hold"),
            ("checked", "Checked, good"),
            ("told", "Customer told"),
            ("gone", "No longer there"),
        ],
        required=True,
        default="open",
    )
    note = fields.Char("Remark")
    to_hold = fields.Float("To Hold", digits="Product Unit")
    is_holdable = fields.Boolean(compute="_compute_is_holdable")

    @api.depends("location_id", "partner_id", "picking_id", "production_id")
    @api.depends_context("uid")
    def _compute_where(self):
        named = self._gendan_named_customers()
        for trace in self:
            customer = trace.partner_id.commercial_partner_id
            shown = not customer or customer == trace.complaint_id.partner_id or customer in named
            trace.customer = customer.name if shown else self.env._("Another customer")
            if trace.production_id:
                trace.where = trace.production_id.name
            elif trace.picking_id:
                parts = (trace.customer, trace.picking_id.name if shown else False)
                trace.where = " · ".join(filter(None, parts))
            else:
                trace.where = trace.location_id.complete_name

    def _gendan_named_customers(self):
        """The customers this user may see named: a supervisor all, the others those whose file they may open."""
        customers = self.sudo().partner_id.commercial_partner_id  # sudo: whom to ask about
        user = self.env.user
        if user.has_group("gendan_followup.group_gendan_manager") or user.has_group(
            "gendan_followup.group_gendan_user_all"
        ):
            return customers
        if not user.has_group("gendan_followup.group_gendan_user"):
            return customers.browse()
        # sudo: names of those she follows today, herself or for somebody who is away
        own = user._gendan_own_customers("gendan_clerk_id", "commercial_partner_id")
        return customers.search([("id", "in", customers.ids), *own])

    @api.depends("place", "state", "to_hold")
    def _compute_is_holdable(self):
        allowed = not self.env["gendan.hold"]._gendan_role_error()
        for trace in self:
            trace.is_holdable = (
                allowed
                and trace.place == "stock"
                and trace.state == "open"
                and trace.uom_id.compare(trace.to_hold, 0) > 0
            )

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        self._gendan_check_tracing()
        return super().create(vals_list)

    def write(self, vals):
        # EXTENDS base
        if not FREE.issuperset(vals):
            self._gendan_check_tracing()
        if self.env.context.get("gendan_tracing") is not TRACING:
            # who reads the complaint sees the places; who handles it says what was done about them
            self.complaint_id.check_access("write")
            if vals.get("state", "open") not in SAID or ("state" in vals and "held" in self.mapped("place")):
                raise UserError(
                    self.env._("Goods are on hold when they were put on hold with the button, and gone when they are.")
                )
        return super().write(vals)

    def _gendan_check_tracing(self):
        if self.env.context.get("gendan_tracing") is not TRACING:
            raise UserError(self.env._("Where goods are is found with the button “Find the Goods”, not typed."))

    # ------------------------------------------------------------ actions

    def action_hold(self):
        """Button: put these goods on hold. For quality, supervisors and the warehouse."""
        self.complaint_id._gendan_hold_traces(self)
        return True
