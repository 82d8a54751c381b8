from odoo import api, fields, models
from odoo.exceptions import UserError

from .hold import HOLDING

FREE = {"back"}


class GendanHoldLine(models.Model):
    """Goods of one hold: which, from where, how many, and how many of them went back or were scrapped.

    Seen with the hold. Only “To Release” is typed, by who may release.
    """

    _name = "gendan.hold.line"
    _description = "Goods of a Hold"
    _inherit = ["gendan.parent.access.mixin"]
    _order = "hold_id, id"
    _gendan_parent = "hold_id"

    _in_bounds = models.Constraint(
        "CHECK (quantity > 0 AND released >= 0 AND back >= 0)", "Quantities on hold cannot be negative."
    )

    hold_id = fields.Many2one("gendan.hold", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="hold_id.company_id", store=True, precompute=True)
    complaint_id = fields.Many2one(related="hold_id.complaint_id")
    product_id = fields.Many2one("product.product", required=True, readonly=True, index=True, ondelete="restrict")
    lot_id = fields.Many2one("stock.lot", string="Lot", readonly=True, index="btree_not_null", ondelete="restrict")
    package_id = fields.Many2one("stock.package", string="Package", readonly=True, ondelete="set null")
    from_package_id = fields.Many2one(
        "stock.package",
        string="Taken out of",
        readonly=True,
        ondelete="set null",
        help="The package of which only these goods are on hold.",
    )
    owner_id = fields.Many2one("res.partner", string="Owner of the Goods", readonly=True, ondelete="restrict")
    location_id = fields.Many2one(
        "stock.location", string="Came from", required=True, readonly=True, ondelete="restrict"
    )
    hold_location_id = fields.Many2one(
        "stock.location", string="Lies in", required=True, readonly=True, ondelete="restrict"
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    quantity = fields.Float("Held", digits="Product Unit", required=True, readonly=True)
    released = fields.Float(digits="Product Unit", readonly=True)
    scrap_ids = fields.One2many("stock.scrap", "gendan_hold_line_id", string="Scrapped with")
    scrapped = fields.Float(digits="Product Unit", compute="_compute_left", store=True, compute_sudo=True)
    left = fields.Float("Still on Hold", digits="Product Unit", compute="_compute_left", store=True, compute_sudo=True)
    back = fields.Float("To Release", digits="Product Unit")

    @api.depends("quantity", "released", "scrap_ids.state", "scrap_ids.scrap_qty", "scrap_ids.product_uom_id")
    def _compute_left(self):
        for line in self:
            line.scrapped = sum(
                scrap.product_uom_id._compute_quantity(scrap.scrap_qty, line.uom_id)
                for scrap in line.scrap_ids
                if scrap.state == "done"
            )
            line.left = line.uom_id.round(line.quantity - line.released - line.scrapped)

    @api.depends("product_id", "lot_id")
    def _compute_display_name(self):
        # EXTENDS base
        for line in self:
            line.display_name = " · ".join(filter(None, (line.product_id.display_name, line.lot_id.name)))

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        self.env["gendan.hold"]._gendan_check_holding()
        return super().create(vals_list)

    def write(self, vals):
        # EXTENDS base
        hold = self.env["gendan.hold"]
        if not FREE.issuperset(vals):
            hold._gendan_check_holding()
        elif self.env.context.get("gendan_holding") is not HOLDING:
            self.hold_id._gendan_raise_release()
        return super().write(vals)

    @api.constrains("back")
    def _check_back(self):
        for line in self:
            if line.uom_id.compare(line.back, line.quantity) > 0:
                raise UserError(
                    self.env._("%(goods)s: not more than was held can be released.", goods=line.display_name)
                )

    # ------------------------------------------------------------ actions

    def action_scrap(self):
        """Button: the form of Odoo that scraps what is still on hold, for the warehouse."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Scrap"),
            "res_model": "stock.scrap",
            "view_mode": "form",
            "views": [(self.env.ref("stock.stock_scrap_form_view2").id, "form")],
            "target": "new",
            "context": {
                "default_gendan_hold_line_id": self.id,
                "default_product_id": self.product_id.id,
                "default_lot_id": self.lot_id.id,
                "default_package_id": self.package_id.id,
                "default_owner_id": self.owner_id.id,
                "default_location_id": self.hold_location_id.id,
                "default_scrap_qty": self.left,
                "default_product_uom_id": self.uom_id.id,
                "default_origin": self.hold_id.name,
                "default_company_id": self.company_id.id,
            },
        }

    # ------------------------------------------------------------ business

    def _gendan_key(self):
        """What makes goods on hold the same: where they lie, lot, package and owner."""
        return (self.product_id, self.hold_location_id, self.lot_id, self.package_id, self.owner_id)

    def _gendan_check_there(self, quantity):
        """:raise UserError: so many are not in the hold location any more"""
        self.ensure_one()
        there = self.env["stock.quant"]._get_available_quantity(
            self.product_id,
            self.hold_location_id,
            lot_id=self.lot_id,
            package_id=self.package_id,
            owner_id=self.owner_id,
            strict=True,
        )
        if self.uom_id.compare(quantity, there) > 0:
            raise UserError(
                self.env._(
                    "%(hold)s: only %(there)s %(unit)s of %(goods)s are free in %(place)s. Somebody has moved or"
                    " reserved the rest: release what is there.",
                    hold=self.hold_id.name,
                    there=f"{there:g}",
                    unit=self.uom_id.name,
                    goods=self.display_name,
                    place=self.hold_location_id.display_name,
                )
            )

    def _gendan_missing(self, lot):
        """The first of these lines, of one product in one place, when less lies there than they have on hold. Sudo.

        :param lot: theirs, may be empty
        """
        first = self[:1]
        lying = self.env["stock.quant"].search(
            [
                ("product_id", "=", first.product_id.id),
                ("lot_id", "=", lot.id),
                ("location_id", "child_of", first.hold_location_id.id),
            ]
        )
        is_short = first.uom_id.compare(sum(lying.mapped("quantity")), sum(self.mapped("left"))) < 0
        return first if is_short else self.browse()

    def _gendan_package_back(self, quantity, wanted, target):
        """The package the goods go back in: their own if it goes as a whole, or the one they were taken out of.

        :param dict wanted: {gendan.hold.line: quantity} of this release
        :param target: the location they go to
        """
        self.ensure_one()
        package = self.package_id
        if package:
            inside = self.hold_id.line_ids.filtered(lambda line: line.package_id == package)
            goes = all(line.uom_id.compare(wanted.get(line, 0.0), line.left) >= 0 for line in inside)
            return package if goes else package.browse()
        origin = self.from_package_id
        return origin if origin.location_id == target else origin.browse()

    def _gendan_back_to(self):
        """Where the goods go when they are released: from where they came, or the stock of a warehouse."""
        self.ensure_one()
        place = self.location_id
        if place.active and place.usage == "internal":
            return place
        warehouse = place.warehouse_id
        if not warehouse.active or not warehouse.lot_stock_id.active:
            warehouse = warehouse.search([("company_id", "=", self.company_id.id)], limit=1)
        return warehouse.lot_stock_id


class StockScrap(models.Model):
    """Scrap of goods on hold."""

    _inherit = "stock.scrap"

    gendan_hold_line_id = fields.Many2one(
        "gendan.hold.line", string="Goods on Hold", index="btree_not_null", ondelete="set null", copy=False
    )

    def do_scrap(self):
        # EXTENDS stock
        for scrap in self:
            if sentence := scrap._gendan_hold_error():
                raise UserError(sentence)
        result = super().do_scrap()
        # sudo: whether goods are still on hold; the warehouse sees no complaints
        self.sudo().gendan_hold_line_id.complaint_id._gendan_sync_todos()
        return result

    def _gendan_hold_error(self):
        """The sentence why this cannot be scrap of the goods on hold it is said to be, or False."""
        self.ensure_one()
        line = self.gendan_hold_line_id
        if not line:
            return False
        words = {"hold": line.hold_id.name, "goods": line.display_name}
        same = (self.product_id, self.location_id, self.lot_id) == (line.product_id, line.hold_location_id, line.lot_id)
        if not same:
            return self.env._(
                "%(hold)s: only %(goods)s in %(place)s are on hold; scrap other goods by themselves.",
                place=line.hold_location_id.display_name,
                **words,
            )
        quantity = self.product_uom_id._compute_quantity(self.scrap_qty, line.uom_id)
        if line.uom_id.compare(quantity, line.left) > 0:
            return self.env._(
                "%(hold)s: only %(left)s %(unit)s of %(goods)s are still on hold.",
                left=f"{line.left:g}",
                unit=line.uom_id.name,
                **words,
            )
        return False
