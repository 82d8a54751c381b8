from odoo import models


class SaleOrder(models.Model):
    """What our delivery notes print where no contract says it."""

    _inherit = "sale.order"

    def _gendan_objection_days(self):
        # EXTENDS gendan_followup
        printed = {
            order: order.company_id.gendan_note_objection_days
            for order in self
            if order.company_id.gendan_note and order.company_id.gendan_note_objection_days
        }
        return {**printed, **super()._gendan_objection_days()}


class StockPicking(models.Model):
    """The arrival is the day from which the customer's days count."""

    _inherit = "stock.picking"

    def _gendan_reached_on(self):
        # EXTENDS gendan_followup
        result = super()._gendan_reached_on()
        for picking in self:
            if arrived := picking.gendan_arrived_on:
                result[picking] = arrived
        return result
