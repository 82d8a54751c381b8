from odoo import models
from odoo.tools import float_repr, formatLang


class UomUom(models.Model):
    """Quantities in sentences."""

    _inherit = "uom.uom"

    def _gendan_number(self, quantity):
        """A quantity as it is written in the language of the context, without empty decimals: 200,000 or 391.6."""
        precision = self.env["decimal.precision"].precision_get("Product Unit")
        decimals = float_repr(quantity, precision).partition(".")[2].rstrip("0")
        return formatLang(self.env, quantity, digits=len(decimals))
