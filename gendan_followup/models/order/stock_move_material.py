from odoo import fields, models


class StockMove(models.Model):
    """Moves of a customer's own material: only her goods are taken, and the order hears of what was done."""

    _inherit = "stock.move"

    gendan_material_id = fields.Many2one(
        "gendan.customer.material",
        string="Customer's Material",
        index="btree_not_null",
        ondelete="set null",
    )

    def _gendan_materials(self):
        """The customers' materials these moves are of (sudo); no query where nobody has any."""
        materials = self.env["gendan.customer.material"].sudo()  # sudo: whoever moves them need not see the order
        if not materials._gendan_is_used():
            return materials
        return self.sudo().gendan_material_id  # sudo: as above

    def _update_reserved_quantity_vals(
        self, need, location_id, lot_id=None, package_id=None, owner_id=None, strict=True
    ):
        # EXTENDS stock: of a customer's material her own goods, not ours or another's that are of the same product
        if not owner_id and (material := self._gendan_materials()):
            owner_id = material._gendan_owner()
        return super()._update_reserved_quantity_vals(need, location_id, lot_id, package_id, owner_id, strict)

    def _action_done(self, cancel_backorder=False):
        # EXTENDS stock
        if not self.env["gendan.customer.material"]._gendan_is_used():
            return super()._action_done(cancel_backorder=cancel_backorder)
        for move in self.filtered("gendan_material_id"):
            # what is booked without having been reserved is the customer's, too
            lines = move.move_line_ids.filtered(lambda line: not line.owner_id)
            lines.owner_id = move._gendan_materials()._gendan_owner()
        done = super()._action_done(cancel_backorder=cancel_backorder)
        # what was made is the output of the material it was made of
        (done | done.production_id.move_raw_ids)._gendan_materials()._gendan_moved()
        return done
