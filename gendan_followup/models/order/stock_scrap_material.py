from odoo import models


class StockScrap(models.Model):
    """What is scrapped of a customer's material is taken from her goods, and from her order's books."""

    _inherit = "stock.scrap"

    def check_available_qty(self):
        # EXTENDS stock: it looks for goods of the owner alone, and there is more than enough of the customer's
        if not self.owner_id and (material := self._gendan_material()):
            self.owner_id = material._gendan_owner()
        return super().check_available_qty()

    def _prepare_move_values(self):
        # EXTENDS stock
        values = super()._prepare_move_values()
        material = self._gendan_material()
        if material:
            values["gendan_material_id"] = material.id
            for _command, _id, line in values["move_line_ids"]:
                line["owner_id"] = line["owner_id"] or material._gendan_owner().id
        return values

    def _gendan_material(self):
        """The customer's material that is scrapped (sudo): of the production or transfer, else the owner's newest."""
        self.ensure_one()
        Material = self.env["gendan.customer.material"].sudo()  # sudo: the floor need not see the order
        if not Material._gendan_is_used():
            return Material
        moves = self.production_id.move_raw_ids | self.picking_id.move_ids
        material = moves.filtered(lambda move: move.product_id == self.product_id)._gendan_materials()[:1]
        if not material and self.owner_id:
            material = Material.search(
                [
                    ("product_id", "=", self.product_id.id),
                    ("company_id", "=", self.company_id.id),
                    ("partner_id", "child_of", self.owner_id.commercial_partner_id.id),
                    ("order_id.state", "!=", "cancel"),
                ],
                order="id desc",
                limit=1,
            )
        return material
