"""Where the parts of the room, and other rooms, meet on one order."""

from odoo import models


class SaleOrder(models.Model):
    """Hooks of order intake: what one part knows of an order and another one shows."""

    _inherit = "sale.order"

    def _gendan_repeat_facts(self):
        """What a clerk wants to see before she repeats this batch. Hook, batch: rooms add their own lines to `super()`.

        :return: {order: [(label, text, record or None)]}, label and text translated, the record for a link
        """
        return {order: [] for order in self}
