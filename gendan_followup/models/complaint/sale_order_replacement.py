"""What an order form asks for that a replacement without charge has no need of."""

from odoo import models


class SaleOrder(models.Model):
    """No prices to approve, no minimum: neither gate nor form speaks of them."""

    _inherit = "sale.order"

    def _gendan_price_judged(self):
        # EXTENDS gendan_followup: what it costs was approved with the settlement
        result = super()._gendan_price_judged()
        judged = [order.id for order, state in result.items() if state]
        return result | dict.fromkeys(self.browse(judged)._gendan_replacements(), False)

    def _gendan_moq_shortfalls(self, policies=None):
        # EXTENDS gendan_followup: as many as were not good
        result = super()._gendan_moq_shortfalls(policies)
        for order in self.browse([order.id for order in result])._gendan_replacements():
            del result[order]
        return result


class SaleOrderLine(models.Model):
    """A price of nothing is its price."""

    _inherit = "sale.order.line"

    def _gendan_spec_elements(self, kind):
        # EXTENDS gendan_followup
        elements = super()._gendan_spec_elements(kind)
        if elements.get("price") is False and self.order_id._gendan_replacements():
            elements["price"] = True
        return elements
