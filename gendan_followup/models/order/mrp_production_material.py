from odoo import models


class MrpProduction(models.Model):
    """Productions of processing orders use the customer's material."""

    _inherit = "mrp.production"

    def _get_move_raw_values(self, product, product_uom_qty, product_uom, operation_id=False, bom_line=False):
        # EXTENDS mrp
        values = super()._get_move_raw_values(product, product_uom_qty, product_uom, operation_id, bom_line)
        Material = self.env["gendan.customer.material"].sudo()  # sudo: whoever plans the production
        if Material._gendan_is_used() and (line := self.sudo().sale_line_id):  # sudo: as above
            materials = line.order_id.gendan_material_ids
            material = materials.filtered(lambda material: material.product_id == product)[:1]
            if material:
                values["gendan_material_id"] = material.id
        return values
