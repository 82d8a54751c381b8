from odoo import models


class SaleOrderLine(models.Model):
    """What the customer's material says about the plan: it is a condition of the start (P9)."""

    _inherit = "sale.order.line"

    def _gendan_actual_customer_material_in(self, kind):
        """The day the last material of the line's order was there, or agreed to be enough. None: none is expected."""
        result = {}
        for line, materials in self._gendan_materials_of_order().items():
            if not materials:
                result[line] = None
                continue
            days = [materials[material] for material in materials]
            result[line] = max(days) if all(days) else False
        return result

    def _gendan_expected_customer_material_in(self, kind, overrides=None):
        """The day the customer announced the last missing material for: {line: (day, the material)}."""
        result = {}
        for line, materials in self._gendan_materials_of_order().items():
            waiting = [material for material, day in materials.items() if not day and material.expected_on]
            if waiting:
                last = max(waiting, key=lambda material: material.expected_on)
                result[line] = last.expected_on, last.product_id.display_name
        return result

    def _gendan_materials_of_order(self):
        """{line: {material (sudo): day on which it was there, or False}}; in a bounded number of queries."""
        # sudo: the plan does not hang on who works the order out
        materials = self.env["gendan.customer.material"].sudo().search([("order_id", "in", self.order_id.ids)])
        days = materials._gendan_arrived_on()
        by_order = materials.grouped("order_id")
        return {
            line: {material: days[material] for material in by_order.get(line.order_id, ())}
            if line.state != "cancel" and not line.display_type
            else {}
            for line in self
        }
