from odoo import models


class SaleOrder(models.Model):
    """The contract says how long the customer may object."""

    _inherit = "sale.order"

    def _gendan_objection_days(self):
        # EXTENDS gendan_followup: the newest paper that holds
        result = super()._gendan_objection_days()
        contracts = self._gendan_valid_contracts().filtered(lambda paper: paper.state == "approved")
        for contract in contracts.sorted("id"):
            if contract.objection_days:
                result[contract.order_id] = contract.objection_days
        return result
