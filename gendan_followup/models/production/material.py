"""What productions are short of."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, format_list

from ..common.opening import open_document

COVERS = [
    ("nothing", "Nothing Brings It"),
    ("unmade", "To Be Made, No Production Yet"),
    ("request", "Asked for, Not Ordered"),
    ("ordered", "Ordered"),
    ("production", "Being Made"),
    ("transfer", "On Its Way"),
]
# materials named in a sentence
NAMED = 4
LIGHTS = [("open", "No Day"), ("late", "Comes Too Late"), ("in_time", "Comes in Time")]
WORDS = [("none", "Not Asked"), ("asked", "Asked, No Answer"), ("confirmed", "Supplier Has Confirmed")]
# who may know whose order it is; the floor and departments read the order's number
CUSTOMER_GROUPS = "sales_team.group_sale_salesman,gendan_followup.group_gendan_user"


class GendanMaterial(models.Model):
    """A component a production is short of, and the document that brings it: several rows where several bring a part.

    What is there has no row. Kept by the machine from ``MaterialSource``: for an order or production when its materials
    are opened, and behind every change where the company follows materials. Carries no prices. Clerks and reps read
    those of their customers, departments, production and purchase users all of their companies.
    """

    _name = "gendan.material"
    _description = "Component a Production is Short of"
    _order = "need_day, production_id, id"
    _rec_name = "product_id"

    # what tells the rows of a production apart, see KEY in material_refresh; names of parts may be long
    _key_uniq = models.UniqueIndex(
        "(production_id, COALESCE(move_id, 0), product_id, md5(COALESCE(above, '')), cover,"
        " COALESCE(purchase_line_id, 0), COALESCE(made_by_id, 0), COALESCE(picking_id, 0), COALESCE(source_name, ''))"
    )

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    production_id = fields.Many2one(
        "mrp.production", string="Production", required=True, readonly=True, index=True, ondelete="cascade"
    )
    move_id = fields.Many2one(
        "stock.move", string="Component", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    product_id = fields.Many2one("product.product", string="Material", required=True, readonly=True, index=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit", depends=["product_id"])
    above = fields.Char(
        string="Needed for Part",
        readonly=True,
        help="What it is needed for that nobody makes yet, from the top of the bill down.",
    )
    order_ids = fields.Many2many(
        "sale.order",
        "gendan_material_order_rel",
        "material_id",
        "order_id",
        string="Orders",
        readonly=True,
    )
    order_names = fields.Char(string="For Orders", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, index="btree_not_null", groups=CUSTOMER_GROUPS
    )

    needed = fields.Float(readonly=True, digits="Product Unit", aggregator=None, help="By the production, in all.")
    here = fields.Float(
        string="There", readonly=True, digits="Product Unit", aggregator=None, help="Reserved, or in stock for it."
    )
    quantity = fields.Float(
        string="Short", readonly=True, digits="Product Unit", help="The part of it that this document brings."
    )
    need_day = fields.Date(string="Needed by", readonly=True, index=True)
    day = fields.Date(string="Expected Here on", readonly=True, help="As far as anybody knows.")
    days_late = fields.Integer(readonly=True, aggregator="max", help="Calendar days after it is needed.")
    cover = fields.Selection(COVERS, string="Brought by", required=True, readonly=True)
    light = fields.Selection(LIGHTS, required=True, readonly=True)
    source_name = fields.Char(string="Document", readonly=True)
    purchase_line_id = fields.Many2one(
        "purchase.order.line", string="Purchase Line", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    supplier_id = fields.Many2one("res.partner", string="Supplier", readonly=True, index="btree_not_null")
    made_by_id = fields.Many2one(
        "mrp.production", string="Production That Makes It", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    picking_id = fields.Many2one(
        "stock.picking", string="Brought by Transfer", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    subcontractor_id = fields.Many2one(
        "res.partner", string="At the Subcontractor's", readonly=True, help="Who makes it, and has to have this."
    )

    # the supplier's last word; sudo: who may see the row may know it, also without rights on purchases
    word_state = fields.Selection(related="purchase_line_id.gendan_word_state", string="Supplier's Word")
    confirmed_day = fields.Date(related="purchase_line_id.gendan_confirmed_day", string="Supplier Confirmed")
    asked_at = fields.Datetime(related="purchase_line_id.gendan_asked_at")
    asked_count = fields.Integer(related="purchase_line_id.gendan_asked_count", aggregator=None)
    silent_days = fields.Integer(related="purchase_line_id.gendan_silent_days", aggregator=None)
    alternatives = fields.Char(
        compute="_compute_alternatives",
        # sudo: bills of materials, quants; names and quantities in stock only
        compute_sudo=True,
        help="What the bill of materials allows instead, and how much of it is free.",
    )

    @api.depends_context("lang")
    def _compute_alternatives(self):
        others = {row: row.move_id.bom_line_id.gendan_alternative_ids for row in self if not row.above}
        every = self.env["product.product"].union(*others.values())
        free = {}
        for warehouse, rows in self.grouped(lambda row: row.production_id.picking_type_id.warehouse_id).items():
            products = every & self.env["product.product"].union(*(others.get(row, every[:0]) for row in rows))
            quants = self.env["stock.quant"]._read_group(
                [("product_id", "in", products.ids), ("location_id", "child_of", warehouse.lot_stock_id.ids)],
                ["product_id"],
                ["quantity:sum", "reserved_quantity:sum"],
            )
            free |= {(warehouse, product): on_hand - reserved for product, on_hand, reserved in quants}
        for row in self:
            warehouse = row.production_id.picking_type_id.warehouse_id
            row.alternatives = (
                ", ".join(
                    self.env._(
                        "%(product)s (%(quantity)s %(unit)s free)",
                        product=product.display_name,
                        quantity=row.production_id._gendan_floor_quantity(
                            max(free.get((warehouse, product), 0.0), 0.0), product.uom_id
                        ),
                        unit=product.uom_id.name,
                    )
                    for product in others.get(row, ())
                )
                or False
            )

    # ------------------------------------------------------------ actions

    def action_open_production(self):
        """Button: the production that needs it.

        :return: action
        """
        self.ensure_one()
        return open_document(self.production_id)

    def action_open_source(self):
        """Button: the document that brings it.

        :return: action
        :raise UserError: nothing does
        """
        self.ensure_one()
        # sudo: which document it is; opening it asks the user's own rights
        row = self.sudo()
        source = row.purchase_line_id.order_id or row.made_by_id or row.picking_id
        if not source:
            raise UserError(
                self.env._("%(product)s: no document brings it yet.", product=self.product_id.display_name)
            )
        return open_document(source.with_env(self.env))

    def action_chase(self):
        """Button: ask the suppliers of these by mail, one mail for each of them; looked over before it goes.

        :return: action of the composer, or of the mails to be sent
        :raise UserError: nothing of it is ordered, or the user may not
        """
        return self._gendan_asked_lines()._gendan_chase()

    def action_ask_by_phone(self):
        """Button: note that the suppliers were asked, by phone or otherwise.

        :return: action of the dialog
        :raise UserError: as :meth:`action_chase`
        """
        return self._gendan_asked_lines()._gendan_word_action("asked")

    def action_answer(self):
        """Button: note what the supplier answered.

        :return: action of the dialog
        :raise UserError: as :meth:`action_chase`
        """
        return self._gendan_asked_lines()._gendan_word_action("answered")

    def _gendan_asked_lines(self):
        """The purchase lines behind these rows, in the user's name.

        :raise UserError: none of them is bought
        """
        self.check_access("read")
        # sudo: which lines; whether the user may is asked where they are written to
        lines = self.sudo().purchase_line_id
        if not lines:
            raise UserError(
                self.env._(
                    "%(products)s: on no purchase order, there is no supplier to ask. Order it first.",
                    products=format_list(self.env, self.product_id[:3].mapped("display_name")),
                )
            )
        return lines.with_env(self.env)

    # ------------------------------------------------------------ summary

    @api.model
    def _gendan_summaries(self, name, records):
        """What is short of these records: light, day of full readiness and number of rows.

        :param str name: the field that leads to them
        :return: {record id: (light, day or False, count)}; those without a row are left out
        """
        # what nothing has a day for leaves the day open
        result = {}
        for record, count, day, lights in self._read_group(
            Domain(name, "in", records.ids), [name], ["__count", "day:max", "light:array_agg_distinct"]
        ):
            light = next(key for key, _label in LIGHTS if key in lights)
            result[record.id] = light, light != "open" and day, count
        return result

    def _gendan_sentence(self, document):
        """What is short of a document, and from when on it is complete.

        :param document: the order or production
        :rtype: str
        """
        light, day, _count = self._gendan_summary()
        named = [
            self.env._(
                "%(product)s %(quantity)s %(unit)s",
                product=row.product_id.display_name,
                quantity=row.production_id._gendan_floor_quantity(row.quantity, row.uom_id),
                unit=row.uom_id.name,
            )
            for row in self[:NAMED]
        ]
        words = {"document": document.display_name, "materials": ", ".join(named) + ("…" if len(self) > NAMED else "")}
        if light == "open":
            missing = self.filtered(lambda row: row.light == "open").product_id[:NAMED].mapped("display_name")
            return self.env._(
                "%(document)s: material is short (%(materials)s), and there is no day for %(missing)s. Order it, or"
                " have the notice released by a supervisor.",
                missing=format_list(self.env, missing),
                **words,
            )
        return self.env._(
            "%(document)s: material is short (%(materials)s); all of it is there on %(day)s. Hand the notice out then,"
            " or have it released by a supervisor.",
            day=format_date(self.env, day),
            **words,
        )

    def _gendan_summary(self):
        """As :meth:`_gendan_summaries`, of these rows: (light, day or False, count)."""
        lights = set(self.mapped("light"))
        light = next((key for key, _label in self._fields["light"].selection if key in lights), False)
        return light, light != "open" and max(filter(None, self.mapped("day")), default=False), len(self)
