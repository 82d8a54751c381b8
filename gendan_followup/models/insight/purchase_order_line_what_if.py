from odoo import models


class PurchaseOrderLine(models.Model):
    """What if a purchase came on another day."""

    _name = "purchase.order.line"
    _inherit = ["purchase.order.line", "gendan.what.if.document"]

    def _gendan_what_if_open(self):
        # EXTENDS gendan_followup (gendan.what.if.document)
        return self.filtered(
            lambda line: not line.display_type and line.state != "cancel" and line._gendan_expected_day({})
        )

    def _gendan_what_if_day(self):
        # EXTENDS gendan_followup (gendan.what.if.document)
        return self._gendan_expected_day({})

    def _gendan_what_if_name(self):
        # EXTENDS gendan_followup (gendan.what.if.document)
        self.ensure_one()
        return self.env._(
            "%(purchase)s: %(product)s",
            purchase=self.order_id.name,
            product=self.product_id.display_name or self.name,
        )
