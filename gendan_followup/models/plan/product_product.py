from odoo import models


class ProductProduct(models.Model):
    """Components, and the orders that wait for them."""

    _inherit = "product.product"

    def _gendan_orders(self):
        """Followed orders with an open production that waits for these from stock, in the company
        of the environment: ``sale.order``, sudo."""
        return self.env["stock.move"]._gendan_orders_consuming(self, self.env.company)
