"""The customer's own material on a processing order: what was advised, came, was used, spoilt and went back."""

from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import ormcache

from .feasible_source import FeasibleSource

EVENTS = ("customer_material_in",)
OPEN = {"received": "coming", "returned": "leaving", "used": "planned"}
WATCHED = frozenset({"advised_qty", "expected_on", "is_enough", "told_on", "product_id", "order_id"})


class Flow(NamedTuple):
    """What has moved of one material, in its unit.

    ``coming`` and ``leaving``: transfers not done yet; ``planned``: what productions not done yet will still take.
    """

    received: float = 0.0
    used: float = 0.0
    scrapped: float = 0.0
    returned: float = 0.0
    coming: float = 0.0
    leaving: float = 0.0
    planned: float = 0.0

    @property
    def balance(self):
        """What is still with us."""
        return self.received - self.used - self.scrapped - self.returned


class GendanCustomerMaterial(models.Model):
    """One material the customer of a processing order brings: advised, received, used, lost, returned.

    The goods lie in our stock with the customer as owner, so that Odoo never values them as ours. All quantities but
    what was advised are read from stock moves, nothing is typed twice. Clerks keep those of their customers, sales
    reps read them; the warehouse receives and returns by its ordinary transfers.
    """

    _name = "gendan.customer.material"
    _inherit = ["gendan.todo.mixin"]
    _description = "Customer's Material"
    _order = "order_id desc, id"
    _rec_name = "product_id"

    _product_uniq = models.UniqueIndex("(order_id, product_id)", "This material is on the order already.")
    _quantity_positive = models.Constraint("CHECK (advised_qty >= 0)", "Nobody can advise less than nothing.")
    _loss_range = models.Constraint(
        "CHECK (loss_percent >= 0 AND loss_percent < 100)", "An agreed loss is between 0 and 100 percent."
    )

    order_id = fields.Many2one("sale.order", string="Order", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", store=True, index=True, string="Customer")
    clerk_id = fields.Many2one(related="order_id.gendan_clerk_id", store=True, index="btree_not_null", string="Clerk")
    currency_id = fields.Many2one(related="order_id.currency_id")
    product_id = fields.Many2one(
        "product.product",
        string="Material",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('is_storable', '=', True)]",
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    advised_qty = fields.Float(string="Advised", digits="Product Unit", help="What the customer says she sends.")
    advised_ref = fields.Char(string="Customer's Delivery Note")
    expected_on = fields.Date(string="Expected")
    loss_percent = fields.Float(
        string="Agreed Loss (%)", digits=(16, 2), help="Of what is used; the customer agrees to lose that much."
    )
    price = fields.Float(
        string="Price",
        min_display_digits="Product Price",
        help="At which what is lost beyond the agreed loss is charged back.",
    )
    is_enough = fields.Boolean(
        string="Enough to Begin", help="Agreed: we go on with what has come, though less than advised."
    )
    told_on = fields.Date(string="Customer Told on", help="Of what came short or over.", copy=False, readonly=True)
    told_difference = fields.Float(
        string="Told of", digits="Product Unit", help="The difference the customer was told last.", readonly=True
    )
    is_untold = fields.Boolean(string="To Be Told", compute="_compute_flow")
    note = fields.Char(string="Remark")
    move_ids = fields.One2many("stock.move", "gendan_material_id", string="Stock Moves")

    received_qty = fields.Float(string="Received Quantity", digits="Product Unit", compute="_compute_flow")
    difference_qty = fields.Float(
        string="Short or Over", digits="Product Unit", compute="_compute_flow", help="Against what was advised."
    )
    used_qty = fields.Float(string="Issued", digits="Product Unit", compute="_compute_flow", help="To production.")
    scrapped_qty = fields.Float(string="Scrapped", digits="Product Unit", compute="_compute_flow")
    returned_qty = fields.Float(string="Returned", digits="Product Unit", compute="_compute_flow")
    balance_qty = fields.Float(string="With Us", digits="Product Unit", compute="_compute_flow")
    output_text = fields.Char(string="Good Output", compute="_compute_loss")
    needed_qty = fields.Float(
        string="In the Good Output",
        digits="Product Unit",
        compute="_compute_loss",
        help="What the good output takes by its bill of materials.",
    )
    lost_qty = fields.Float(
        string="Actual Loss",
        digits="Product Unit",
        compute="_compute_loss",
        help="Issued or scrapped, not in the output.",
    )
    allowed_qty = fields.Float(string="Agreed Loss", digits="Product Unit", compute="_compute_loss")
    over_qty = fields.Float(string="Lost beyond It", digits="Product Unit", compute="_compute_loss")
    over_amount = fields.Monetary(string="To Charge Back", compute="_compute_loss")
    text = fields.Text(
        string="Text for the Customer", compute="_compute_text", help="In the customer's language, to copy into a chat."
    )

    # ------------------------------------------------------------ compute

    @api.depends("advised_qty", "told_difference", "move_ids.state", "move_ids.quantity")
    def _compute_flow(self):
        # in a form being typed in, what has moved is that of the record behind it
        flows = self._origin._gendan_flows()
        for material in self:
            flow = flows.get(material._origin, Flow())
            material.received_qty = flow.received
            difference = material._gendan_difference(flow)
            material.difference_qty = difference
            material.is_untold = difference and material.uom_id.compare(difference, material.told_difference)
            material.used_qty = flow.used
            material.scrapped_qty = flow.scrapped
            material.returned_qty = flow.returned
            material.balance_qty = flow.balance

    @api.depends("loss_percent", "price", "move_ids.state", "move_ids.quantity")
    def _compute_loss(self):
        flows, outputs = self._origin._gendan_flows(), self._origin._gendan_outputs()
        for material in self:
            flow = flows.get(material._origin, Flow())
            needed, texts = outputs.get(material._origin, (0.0, []))
            material.output_text = ", ".join(texts)
            material.needed_qty = needed
            # before anything is made, what is issued is not lost
            lost = max(flow.used + flow.scrapped - needed, 0.0) if needed else flow.scrapped
            material.lost_qty = lost
            material.allowed_qty = flow.used * material.loss_percent / 100
            over = max(lost - material.allowed_qty, 0.0)
            material.over_qty = over
            material.over_amount = over * material.price

    @api.depends("received_qty", "advised_qty")
    def _compute_text(self):
        for material in self:
            told = material.with_context(lang=material.order_id._gendan_customer_lang())
            material.text = told._gendan_difference_text() if material.difference_qty else False

    # ------------------------------------------------------------ constrains

    @api.constrains("order_id", "product_id")
    def _check_material(self):
        for material in self:
            if material.order_id.gendan_order_kind != "processing":
                raise ValidationError(
                    self.env._(
                        "%(order)s is no processing order: it has no material of the customer's.",
                        order=material.order_id.name,
                    )
                )
            if not material.product_id.is_storable:
                raise ValidationError(
                    self.env._(
                        "%(material)s is not kept in stock: what comes and goes of it cannot be counted.",
                        material=material.product_id.display_name,
                    )
                )

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        was_used = self._gendan_is_used()
        materials = super().create(vals_list)
        if not was_used:
            self.env.registry.clear_cache()
        materials._gendan_take_moves()
        materials._gendan_moved()
        return materials

    def write(self, vals):
        """Change what was advised and agreed.

        :raise UserError: another material or order, though some of it has come
        """
        if {"product_id", "order_id"} & vals.keys() and (sentence := self._gendan_kept_error()):
            raise UserError(sentence)
        result = super().write(vals)
        if {"product_id", "order_id"} & vals.keys():
            self._gendan_take_moves()
        if not WATCHED.isdisjoint(vals):
            self._gendan_moved()
        return result

    def unlink(self):
        self.env["sale.order"]._gendan_touch_now(self, *EVENTS)
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_moved(self):
        if sentence := self._gendan_kept_error():
            raise UserError(sentence)

    def _gendan_kept_error(self):
        """The sentence why these cannot be deleted or become another material, or False."""
        # sudo: that something has moved, whoever may see transfers
        moved = self.sudo().filtered(lambda material: material.move_ids.filtered(lambda move: move.state == "done"))
        if not moved:
            return False
        return self.env._(
            "%(material)s of the customer's on %(order)s has been received or issued: it stays in the books.",
            material=moved[0].product_id.display_name,
            order=moved[0].order_id.name,
        )

    # ------------------------------------------------------------ actions

    def action_gendan_told(self):
        """Button: the customer was told what came short or over.

        :raise UserError: there is no difference
        """
        for material in self:
            if not material.difference_qty:
                raise UserError(
                    self.env._(
                        "%(material)s on %(order)s came as it was advised: there is nothing to tell.",
                        material=material.product_id.display_name,
                        order=material.order_id.name,
                    )
                )
            house = material.with_context(lang=material.company_id.partner_id.lang or self.env.lang)
            material.order_id._message_log(
                body=house.env._("The customer was told: %(text)s", text=house._gendan_difference_text()),
                author_id=self.env.user.partner_id.id,
            )
            material.write(
                {"told_on": material.company_id._gendan_today(), "told_difference": material.difference_qty}
            )
        return True

    # ------------------------------------------------------------ business

    def _gendan_orders(self):
        """Followed orders of these materials: ``sale.order``, sudo."""
        # sudo: whoever receives the material need not see the order; it is only marked
        Order = self.env["sale.order"].sudo()
        return Order._gendan_followed(self.sudo().order_id.ids)

    @api.model
    @ormcache()
    def _gendan_is_used(self):
        """Whether any customer ever brought material: without it nothing is asked of the database."""
        # sudo: one fact for all
        return bool(self.sudo().search_count([], limit=1))

    def _gendan_owner(self):
        """Whose it is."""
        return self.order_id.partner_id.commercial_partner_id

    def _gendan_take_moves(self):
        """Let the productions these orders have already use the customer's material."""
        # sudo: the clerk need not have rights on productions
        productions = self.env["mrp.production"].sudo().search(
            [("sale_line_id.order_id", "in", self.order_id.ids), ("state", "not in", ("done", "cancel"))]
        )
        for material in self:
            moves = productions.move_raw_ids.filtered(
                lambda move, material=material: (
                    move.product_id == material.product_id
                    and move.raw_material_production_id.sale_line_id.order_id == material.order_id
                    and move.state not in ("done", "cancel")
                )
            )
            moves.gendan_material_id = material

    def _gendan_moved(self):
        """Something about these changed: their to-dos and the plans of their orders follow."""
        self._gendan_sync_todos()
        self.env["sale.order"]._gendan_touch(self, *EVENTS)

    def _gendan_flows(self, before=None, after=None):
        """What has moved. Batch, two queries.

        :param before: only what was done before this moment (naive UTC)
        :param after: only what was done from this moment on
        :return: {material: ``Flow``}
        """
        sums = {material.id: defaultdict(float) for material in self}
        domain = [("move_id.gendan_material_id", "in", self.ids), ("state", "=", "done")]
        if before:
            domain.append(("date", "<", before))
        if after:
            domain.append(("date", ">=", after))
        # sudo: how much came and went is told to who sees the order; nothing else leaves
        for line in self.env["stock.move.line"].sudo().search_fetch(domain, ["move_id", "quantity_product_uom"]):
            way, sign = _way(line.location_id.usage, line.location_dest_id.usage)
            if way:
                sums[line.move_id.gendan_material_id.id][way] += sign * line.quantity_product_uom
        if not (before or after):
            # what is on the way counts by what is asked for, reserved or not
            # sudo: as above
            moves = self.env["stock.move"].sudo().search(
                [("gendan_material_id", "in", self.ids), ("state", "not in", ("done", "cancel"))]
            )
            for move in moves:
                way, _sign = _way(move.location_id.usage, move.location_dest_id.usage)
                if key := OPEN.get(way):
                    sums[move.gendan_material_id.id][key] += move.product_qty
        return {material: Flow(**sums.get(material.id, {})) for material in self}

    def _gendan_difference(self, flow):
        """Received against advised; 0.0 before anything came."""
        self.ensure_one()
        unit = self.uom_id
        if not self.advised_qty or unit.is_zero(flow.received):
            return 0.0
        return unit.round(flow.received - self.advised_qty)

    def _gendan_outputs(self):
        """The good output of the orders and what of each material is in it.

        :return: {material: (quantity in its unit, ["80,000 pcs PR-BAG", ...])}
        """
        result = {}
        for order, materials in self.grouped("order_id").items():
            # sudo: what was made is told to who sees the order
            productions = self.env["mrp.production"].sudo().search(
                [("sale_line_id.order_id", "=", order.id), ("state", "!=", "cancel")]
            ).filtered("qty_produced")
            warehouse = order.warehouse_id
            source = FeasibleSource(productions.with_company(order.company_id).env, order.company_id, warehouse)
            source.read_bills(productions.product_id)
            values = self.env["product.template.attribute.value"].sudo()  # sudo: none
            made = {
                product: sum(
                    production.product_uom_id._compute_quantity(production.qty_produced, product.uom_id, round=False)
                    for production in group
                )
                for product, group in productions.grouped("product_id").items()
            }
            for material in materials:
                needed, texts = 0.0, []
                for product, quantity in made.items():
                    each = source.uses(product, values, quantity, material.product_id.sudo())  # sudo: as above
                    if each:
                        needed += each
                        unit = product.uom_id
                        texts.append(f"{unit._gendan_number(quantity)} {unit.name} {product.display_name}")
                result[material] = needed, texts
        return {material: result.get(material, (0.0, [])) for material in self}

    def _gendan_difference_text(self):
        """What came short or over, in the language of the context."""
        self.ensure_one()
        unit = self.uom_id
        difference = abs(self.difference_qty)
        about = {
            "order": self.order_id.client_order_ref or self.order_id.name,
            "material": self.product_id.display_name,
            "received": f"{unit._gendan_number(self.received_qty)} {unit.name}",
            "advised": f"{unit._gendan_number(self.advised_qty)} {unit.name}",
            "difference": f"{unit._gendan_number(difference)} {unit.name}",
            "percent": round(100 * difference / self.advised_qty, 1) if self.advised_qty else 0,
        }
        if self.difference_qty < 0:
            return self.env._(
                "Order %(order)s: of %(material)s %(received)s arrived, advised were %(advised)s: %(difference)s"
                " (%(percent)s %%) short. Please send the rest, or confirm that we go on with what is there.",
                **about,
            )
        return self.env._(
            "Order %(order)s: of %(material)s %(received)s arrived, advised were %(advised)s: %(difference)s"
            " (%(percent)s %%) over. Please tell us what to do with it.",
            **about,
        )

    def _gendan_arrived_on(self):
        """The day each material was there so that production may begin: {material: day or False}. Batch."""
        result = {}
        flows = self._gendan_flows()
        for material in self:
            flow = flows[material]
            complete = material.uom_id.compare(flow.received, material.advised_qty) >= 0
            is_there = flow.received > 0 and (complete or material.is_enough)
            # sudo: the day, whoever may see transfers
            days = [
                material.company_id._gendan_to_day(move.date)
                for move in material.sudo().move_ids
                if move.state == "done" and _way(move.location_id.usage, move.location_dest_id.usage) == ("received", 1)
            ]
            result[material] = is_there and max(days, default=False)
        return result

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        # sudo: called as superuser
        running = self.env["mrp.production"].search(
            [("sale_line_id.order_id", "in", self.order_id.ids), ("state", "not in", ("done", "cancel"))]
        ).sale_line_id.order_id
        flows = self._gendan_flows()
        for material in self.filtered(lambda material: material.order_id.state != "cancel"):
            todos = []
            # what the warehouse was told to send back waits there
            left = material.balance_qty - flows[material].leaving
            if material.is_untold:
                todos.append(
                    {
                        "kind": "material_difference",
                        "name": material._gendan_difference_text(),
                        "role": "clerk",
                        "urgency": "1",
                    }
                )
            used = not material.uom_id.is_zero(material.used_qty)
            if used and material.uom_id.compare(left, 0) > 0 and material.order_id not in running:
                todos.append(
                    {
                        "kind": "material_remainder",
                        "name": self.env._(
                            "%(quantity)s %(unit)s of the customer's %(material)s are left of order %(order)s: return"
                            " them",
                            quantity=material.uom_id._gendan_number(left),
                            unit=material.uom_id.name,
                            material=material.product_id.display_name,
                            order=material.order_id.name,
                        ),
                        "role": "clerk",
                    }
                )
            result[material] = [*result.get(material, []), *todos]
        return result


def _way(source, target):
    """What a move between two usages of locations is for a customer's material.

    :return: (name in ``Flow``, 1 or -1), or (None, 0)
    """
    outside = ("customer", "supplier", "transit")
    if source in outside and target == "internal":
        return "received", 1
    if source == "internal" and target in outside:
        return "returned", 1
    for place, way in (("production", "used"), ("inventory", "scrapped")):
        if source == "internal" and target == place:
            return way, 1
        if source == place and target == "internal":
            return way, -1
    return None, 0
