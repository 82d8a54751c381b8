import math

from odoo import models


class ProductProduct(models.Model):
    """What a quantity of a product weighs and how much room it takes."""

    _inherit = "product.product"

    def _gendan_cartons(self, quantity):
        """Cartons that a quantity fills, the last one perhaps not wholly; 0 when it is not packed by carton.

        :param float quantity: in the product's unit
        :rtype: int
        """
        self.ensure_one()
        per_carton = self.gendan_carton_quantity
        # a hair of a float over a full carton is no further carton
        return math.ceil(round(quantity / per_carton, 6)) if per_carton else 0

    def _gendan_room_of(self, quantity):
        """Volume in m³: by the carton, a part of one as a whole one; else by the product's own volume.

        :param float quantity: in the product's unit
        :return: None when nothing is known
        """
        self.ensure_one()
        if self.gendan_carton_quantity and self.gendan_carton_volume:
            return self._gendan_cartons(quantity) * self.gendan_carton_volume
        if not self.volume:
            return None
        unit = self.env["product.template"]._get_volume_uom_id_from_ir_config_parameter()
        metres = unit._compute_quantity(self.volume, self.env.ref("uom.product_uom_cubic_meter"), round=False)
        return metres * quantity

    def _gendan_weight_of(self, quantity):
        """Gross weight in kg: by the carton's share; else by the product's own weight.

        :param float quantity: in the product's unit
        :return: None when nothing is known
        """
        self.ensure_one()
        if self.gendan_carton_quantity and self.gendan_carton_gross:
            return self.gendan_carton_gross * quantity / self.gendan_carton_quantity
        return self._gendan_own_weight_of(quantity)

    def _gendan_net_of(self, quantity):
        """Net weight in kg: by the carton's share; else the product's own weight.

        :param float quantity: in the product's unit
        :return: None when nothing is known
        """
        self.ensure_one()
        if self.gendan_carton_quantity and self.gendan_carton_net:
            return self.gendan_carton_net * quantity / self.gendan_carton_quantity
        return self._gendan_own_weight_of(quantity)

    def _gendan_own_weight_of(self, quantity):
        """Weight of the bare goods in kg, None when nothing is known."""
        if not self.weight:
            return None
        unit = self.env["product.template"]._get_weight_uom_id_from_ir_config_parameter()
        return unit._compute_quantity(self.weight, self.env.ref("uom.product_uom_kgm"), round=False) * quantity
