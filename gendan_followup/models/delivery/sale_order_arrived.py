from odoo import models


class SaleOrder(models.Model):
    """What changes the shipping may change the arrival."""

    _inherit = "sale.order"

    def _gendan_mark(self, *events):
        # EXTENDS gendan_followup: goods that are added, corrected or come back
        if "shipped" in events:
            events = (*events, "arrived")
        return super()._gendan_mark(*events)
