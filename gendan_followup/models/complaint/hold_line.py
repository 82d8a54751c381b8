from odoo import api, fields, models
from odoo.exceptions import UserError

from .hold import HOLDING

FREE = {"back", "to_scrap"}


class GendanHoldLine(models.Model):
    """Goods of one hold: which, from where, how many, and how many of them went back or were scrapped.

    Seen with the hold. Only “To Release” and “To Scrap” are typed, by who may release.
    """

    _name = "gendan.hold.line"
    _description = "Goods of a Hold"
    _inherit = ["gendan.parent.access.mixin"]
    _order = "hold_id, id"
    _gendan_parent = "hold_id"

    _in_bounds = models.Constraint(
        "CHECK (quantity > 0 AND released >= 0 AND back >= 0 AND to_scrap >= 0)",
        "Quantities on hold cannot be negative.",
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
    to_scrap = fields.Float(
        "To Scrap",
        digits="Product Unit",
        help="So many of those still on hold are to be scrapped; the warehouse scraps no more than these.",
    )
    back = fields.Float("To Release", digits="Product Unit", compute="_compute_back", store=True, readonly=False)

    @api.depends("quantity", "released", "scrap_ids.state", "scrap_ids.scrap_qty", "scrap_ids.product_uom_id")
    def _compute_left(self):
        for line in self:
            line.scrapped = sum(
                scrap.product_uom_id._compute_quantity(scrap.scrap_qty, line.uom_id)
                for scrap in line.scrap_ids
                if scrap.state == "done"
            )
            line.left = line.uom_id.round(line.quantity - line.released - line.scrapped)

    @api.depends("left", "to_scrap")
    def _compute_back(self):
        """What was typed stays as far as there is room: what is to be scrapped does not go back."""
        for line in self:
            line.back = min(line.back, max(line.uom_id.round(line.left - line.to_scrap), 0.0))

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
        is_typed = self.env.context.get("gendan_holding") is not HOLDING
        if is_typed:
            self.hold_id._gendan_raise_release()
        before = {line: line.to_scrap for line in self} if is_typed and "to_scrap" in vals else {}
        result = super().write(vals)
        if before:
            self._gendan_note_to_scrap(before)
        return result

    @api.constrains("back", "to_scrap")
    def _check_back(self):
        for line in self:
            words = {"goods": line.display_name, "left": line._gendan_number(line.left), "unit": line.uom_id.name}
            if line.uom_id.compare(line.back, line.quantity) > 0:
                raise UserError(
                    self.env._("%(goods)s: not more than was held can be released.", goods=line.display_name)
                )
            if line.uom_id.compare(line.to_scrap, line.left) > 0:
                raise UserError(
                    self.env._(
                        "%(goods)s: only %(left)s %(unit)s are still on hold, no more can be scrapped.", **words
                    )
                )
            if line.to_scrap and line.uom_id.compare(line.back + line.to_scrap, line.left) > 0:
                raise UserError(
                    self.env._(
                        "%(goods)s: what is to be released and what is to be scrapped are together more than the"
                        " %(left)s %(unit)s still on hold.",
                        **words,
                    )
                )

    # ------------------------------------------------------------ actions

    def action_scrap(self):
        """Button: the form of Odoo that scraps what is to be scrapped, for the warehouse.

        :raise UserError: nobody who decides about the goods has said so
        """
        self.ensure_one()
        if sentence := self._gendan_scrap_error(self.to_scrap):
            raise UserError(sentence)
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
                "default_scrap_qty": self.to_scrap,
                "default_product_uom_id": self.uom_id.id,
                "default_origin": self.hold_id.name,
                "default_company_id": self.company_id.id,
            },
        }

    # ------------------------------------------------------------ scrap

    def _gendan_scrap_error(self, quantity):
        """The sentence why so many of these goods are not scrapped, or False. Whoever scraps: the word is not his.

        :param float quantity: in the product's unit
        """
        self.ensure_one()
        words = {"hold": self.hold_id.name, "goods": self.display_name, "unit": self.uom_id.name}
        if self.uom_id.compare(quantity, self.left) > 0:
            return self.env._(
                "%(hold)s: only %(left)s %(unit)s of %(goods)s are still on hold.",
                left=self._gendan_number(self.left),
                **words,
            )
        if self.uom_id.compare(self.to_scrap, 0) > 0:
            if self.uom_id.compare(quantity, self.to_scrap) <= 0:
                return False
            return self.env._(
                "%(hold)s: only %(approved)s %(unit)s of %(goods)s are to be scrapped. If it is more, ask for it"
                " first.",
                approved=self._gendan_number(self.to_scrap),
                **words,
            )
        if department := self.hold_id._gendan_deciding():
            return self.env._(
                "%(hold)s: whether %(goods)s are scrapped is said by %(department)s, or by a supervisor. Ask them to"
                " enter it under “To Scrap”.",
                department=department.name,
                **words,
            )
        return self.env._(
            "%(hold)s: whether %(goods)s are scrapped is said by a supervisor. Ask for it to be entered under “To"
            " Scrap”.",
            **words,
        )

    def _gendan_note_to_scrap(self, before):
        """How many are to be scrapped was typed: kept in the hold's log with the reason, and the warehouse's to do.

        :param dict before: {line: quantity before}
        :raise UserError: nobody has said why
        """
        changed = self.filtered(lambda line: line.uom_id.compare(line.to_scrap, before[line]) != 0)
        for hold, lines in changed.grouped("hold_id").items():
            wanted = lines.filtered("to_scrap")
            if wanted and not (hold.scrap_note or "").strip():
                raise UserError(
                    self.env._(
                        "Say in “To Be Scrapped Because” why these goods of %(hold)s are scrapped.", hold=hold.name
                    )
                )
            hold._gendan_say_to_scrap(wanted, lines - wanted)

    def _gendan_note_scrapped(self, quantity, scrap):
        """So many were scrapped: fewer are to be. As superuser.

        :param float quantity: in the product's unit
        :param scrap: the stock.scrap
        """
        self.ensure_one()
        line = self.with_context(gendan_holding=HOLDING)
        line.to_scrap = max(line.uom_id.round(line.to_scrap - quantity), 0.0)
        hold = self.hold_id
        hold._message_log(
            body=self.env._(
                "Scrapped (%(scrap)s): %(goods)s", scrap=scrap.name, goods=self._gendan_goods_text(quantity)
            )
        )
        hold._gendan_sync_scrap()

    # ------------------------------------------------------------ business

    def _gendan_number(self, quantity):
        return self.uom_id._gendan_number(quantity)

    def _gendan_goods_text(self, quantity):
        """These goods and so many of them, for logs."""
        return f"{self.display_name}, {self._gendan_number(quantity)} {self.uom_id.name}"

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
                    there=self._gendan_number(there),
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
