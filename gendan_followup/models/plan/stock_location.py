from odoo import models


class StockLocation(models.Model):
    """Where the customer's door is."""

    _inherit = "stock.location"

    def _gendan_is_customer(self):
        """Whether goods there are the customer's: theirs, or between two companies."""
        self.ensure_one()
        return self.usage == "customer" or (self.usage == "transit" and not self.company_id)
