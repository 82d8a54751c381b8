from odoo import models


class SaleOrder(models.Model):
    """Plate, mould and sample fees stand in the order's contract."""

    _inherit = "sale.order"

    def _gendan_contract_fees(self):
        # EXTENDS gendan_followup
        fees = self.env["gendan.tooling.fee"].search([("order_id", "=", self.id)], order="id")
        return [*super()._gendan_contract_fees(), *(fee._gendan_contract_sentence() for fee in fees)]
