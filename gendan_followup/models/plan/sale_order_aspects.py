from odoo import models


class SaleOrder(models.Model):
    """The days asked for and promised line by line belong to what an order says."""

    _inherit = "sale.order"

    def _gendan_aspect_contents(self):
        # EXTENDS gendan_followup
        contents = super()._gendan_aspect_contents()
        contents["date"] += [
            str(self.gendan_requested_date),
            sorted((line.product_id.id, str(line.gendan_own_date)) for line in self.order_line if line.gendan_own_date),
        ]
        return contents
