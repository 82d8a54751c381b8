"""The event that deposits tick in the plan of an order."""

from odoo import fields, models

HAND = ("deposit_in", "lc_checked")


class GendanMilestoneKind(models.Model):
    """A milestone ticked by the deposit; also by hand, where deposits are not chased."""

    _inherit = "gendan.milestone.kind"

    event = fields.Selection(selection_add=[("deposit_in", "Deposit here")], ondelete={"deposit_in": "set null"})

    def _gendan_is_hand_ticked(self):
        # EXTENDS gendan_followup
        return super()._gendan_is_hand_ticked() or self.event in HAND


class SaleOrderLine(models.Model):
    """The days the event has: what deposits and letters of credit say."""

    _inherit = "sale.order.line"

    def _gendan_actual_deposit_in(self, kind):
        """The day the order's deposit was here; where none is waited for it is ticked by hand."""
        days = self._gendan_deposit_days("deposit")
        return self._gendan_of_goods(lambda order: days.get(order.id))

    def _gendan_actual_lc_checked(self, kind):
        # EXTENDS gendan_followup: orders without a letter of credit wait for their deposit
        result = super()._gendan_actual_lc_checked(kind)
        days = self._gendan_deposit_days("deposit")
        for line, day in result.items():
            if day is False and not line.order_id.sudo().gendan_lc_id:  # sudo: plans follow facts
                result[line] = days.get(line.order_id.id) or False
        return result

    def _gendan_deposit_days(self, kind):
        """{order's id: the day its deposit was here}, of those that have one."""
        rows = self.order_id._gendan_known_deposits()
        return {row.order_id.id: row.here_on for row in rows if row.kind == kind and row.state == "here"}
