from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.gendan_followup.tools.load_plan import Piece


class StockPicking(models.Model):
    """What a transfer weighs and how much room it takes, and into which container or truck it goes."""

    _inherit = "stock.picking"

    gendan_load_unit_id = fields.Many2one(
        "gendan.load.unit",
        string="Loaded into",
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        domain="[('batch_id', '=', batch_id)]",
    )
    gendan_packed_volume = fields.Float(
        string="Packed Volume (m³)",
        digits=(16, 3),
        copy=False,
        help="As packed, cartons and pallets included. Empty: counted from the products' cartons.",
    )
    gendan_packed_weight = fields.Float(
        string="Gross Weight (kg)",
        digits=(16, 2),
        copy=False,
        help="As packed, cartons and pallets included. Empty: counted from the products' cartons.",
    )
    gendan_load_volume = fields.Float(string="Volume (m³)", digits=(16, 3), compute="_compute_gendan_load")
    gendan_load_weight = fields.Float(string="Weight (kg)", digits=(16, 2), compute="_compute_gendan_load")
    gendan_load_missing = fields.Char(
        string="Not Counted",
        compute="_compute_gendan_load",
        help="Products without a volume or weight on a transfer for which none is typed.",
    )

    @api.depends(
        "gendan_packed_volume",
        "gendan_packed_weight",
        "move_ids.state",
        "move_ids.quantity",
        "move_ids.product_uom_qty",
        "move_ids.product_id.weight",
        "move_ids.product_id.volume",
        "move_ids.product_id.gendan_carton_quantity",
        "move_ids.product_id.gendan_carton_volume",
        "move_ids.product_id.gendan_carton_gross",
    )
    @api.depends_context("lang")
    def _compute_gendan_load(self):
        """What is to be loaded: the demand while open, what left once done. kg and m³."""
        for picking in self:
            volume = weight = 0.0
            no_volume, no_weight = self.env["product.product"], self.env["product.product"]
            for move in picking.move_ids:
                if move.state == "cancel":
                    continue
                product = move.product_id
                quantity = move.product_uom._compute_quantity(
                    move.quantity if move.state == "done" else move.product_uom_qty, product.uom_id, round=False
                )
                if not quantity:
                    continue
                room, load = product._gendan_room_of(quantity), product._gendan_weight_of(quantity)
                volume += room or 0.0
                weight += load or 0.0
                if room is None:
                    no_volume |= product
                if load is None:
                    no_weight |= product
            picking.gendan_load_volume = picking.gendan_packed_volume or volume
            picking.gendan_load_weight = picking.gendan_packed_weight or weight
            picking.gendan_load_missing = picking._gendan_missing_sentence(
                self.env["product.product"] if picking.gendan_packed_volume else no_volume,
                self.env["product.product"] if picking.gendan_packed_weight else no_weight,
            )

    def _gendan_missing_sentence(self, no_volume, no_weight):
        """Which products of this transfer have no volume or weight; False when none."""
        self.ensure_one()
        number = self.name or self.env._("New")
        sentences = []
        if no_volume:
            names = self._gendan_product_names(no_volume)
            sentences.append(self.env._("%(transfer)s: no volume on %(products)s.", transfer=number, products=names))
        if no_weight:
            names = self._gendan_product_names(no_weight)
            sentences.append(self.env._("%(transfer)s: no weight on %(products)s.", transfer=number, products=names))
        return " ".join(sentences) or False

    @api.model
    def _gendan_product_names(self, products):
        separator = self.env._(", ")
        more = len(products) - 3
        return separator.join(products[:3].mapped("display_name")) + (f" +{more}" if more > 0 else "")

    @api.constrains("gendan_packed_volume", "gendan_packed_weight")
    def _check_gendan_packed(self):
        for picking in self:
            if picking.gendan_packed_volume < 0 or picking.gendan_packed_weight < 0:
                raise ValidationError(
                    self.env._("Volume and weight of %(transfer)s cannot be negative.", transfer=picking.name)
                )

    @api.constrains("gendan_load_unit_id", "batch_id")
    def _check_gendan_load_unit(self):
        for picking in self:
            unit = picking.gendan_load_unit_id
            if unit and unit.batch_id != picking.batch_id:
                raise ValidationError(
                    self.env._(
                        "%(transfer)s is not in %(batch)s: put it into that batch before it is loaded into %(unit)s.",
                        transfer=picking.name,
                        batch=unit.batch_id.name,
                        unit=unit.display_name,
                    )
                )

    def write(self, vals):
        # EXTENDS stock: what leaves the batch leaves its container
        if "batch_id" in vals and "gendan_load_unit_id" not in vals:
            moved = self.filtered(
                lambda picking: picking.gendan_load_unit_id and picking.batch_id.id != vals["batch_id"]
            )
            if moved:
                moved.gendan_load_unit_id = False
        return super().write(vals)

    def _gendan_load_pieces(self):
        """These transfers for the load planner; those of one order belong together.

        :rtype: list[odoo.addons.gendan_followup.tools.load_plan.Piece]
        """
        return [
            Piece(picking.id, picking.gendan_load_volume, picking.gendan_load_weight, picking.sale_id.id or None)
            for picking in self
        ]
