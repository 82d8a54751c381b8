from odoo import api, fields, models


class StockMove(models.Model):
    """What the delivery note says of goods beside their quantity."""

    _inherit = "stock.move"

    gendan_second_quantity = fields.Float(
        "Second Quantity", digits="Product Unit", copy=False, help="Kilograms, rolls, cartons: printed on the note."
    )
    gendan_second_uom_id = fields.Many2one("uom.uom", string="Second Unit")
    gendan_free = fields.Selection(
        [("spare", "Spare goods"), ("exchange", "Exchange goods")],
        string="Free of Charge",
        help="Beside the order: not charged, and neither short nor too many.",
    )

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        # EXTENDS stock: spare goods are a line of their own
        return [*super()._prepare_merge_moves_distinct_fields(), "gendan_free"]

    def _action_synch_order(self):
        # EXTENDS sale_stock: which would count spare goods as delivered on the ordered line of the same product
        charged = self.filtered(lambda move: not move.gendan_free or move.sale_line_id)
        return super(StockMove, charged)._action_synch_order()


class SaleOrderLine(models.Model):
    """Free goods that left are on the order, at no price."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS sale_stock: which makes a line of what a transfer held beside the order
        for vals in vals_list:
            if vals.get("move_ids") and "qty_delivered" in vals:
                moves = self.env["stock.move"].browse(
                    [command[1] for command in vals["move_ids"] if command[0] == fields.Command.LINK]
                )
                if moves and all(moves.mapped("gendan_free")):
                    vals |= {"price_unit": 0.0, "technical_price_unit": 0.0, "discount": 0.0}
        return super().create(vals_list)


class StockMoveLine(models.Model):
    """What is corrected after it has left is compared with its note, and with what arrived."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS stock
        lines = super().create(vals_list)
        lines._gendan_corrected()
        return lines

    def write(self, vals):
        # EXTENDS stock
        result = super().write(vals)
        if "quantity" in vals or "product_uom_id" in vals:
            self._gendan_corrected()
        return result

    def _gendan_corrected(self):
        """Notes and arrivals of what has left follow its quantities. Batch."""
        gone = self.move_id.filtered(lambda move: move.state == "done").picking_id
        if not gone:
            return
        # sudo: whoever corrects it, the papers are compared
        self.env["gendan.delivery.note"].sudo().search(gone._gendan_valid_notes_domain())._gendan_sync_todos()
        # sudo: as above
        self.env["gendan.arrival"].sudo().search([("picking_id", "in", gone.ids)])._gendan_corrected()
