"""Cancelling goes through at once; what it leaves behind is listed and waits for people."""

from odoo import models


class SaleOrder(models.Model):
    """A cancelled order that was agreed has a record of its cancellation: what it touches, recalls, costs."""

    _inherit = "sale.order"

    def _action_cancel(self):
        # EXTENDS sale: other paths than the button come here directly
        agreed = self.filtered(
            lambda order: (
                order.state == "sale" and order.gendan_version and (order.locked or order._gendan_keeps_versions())
            )
        )
        self._gendan_unlock()
        # before super, which cuts the chains that lead to the documents
        cancellations = agreed._gendan_make_cancellations()
        result = super()._action_cancel()
        for cancellation in cancellations:
            cancellation.order_id._gendan_guarded(cancellation._gendan_after_cancelling, put_off=False)
        return result

    def _gendan_make_cancellations(self):
        """One for each of these orders, with what is touched. Nothing that goes wrong here holds the cancelling.

        :return: gendan.order.change (sudo)
        """
        made = self.env["gendan.order.change"].sudo()  # sudo: whoever cancels; the list is for those who see the order
        for order in self.sudo():  # sudo: as above
            if order._gendan_guarded(order._gendan_make_cancellation, put_off=False):
                made |= made.search([("order_id", "=", order.id), ("kind", "=", "cancellation")], limit=1)
        return made

    def _gendan_make_cancellation(self):
        """The record of this order's cancellation, with what it touches. Called with sudo."""
        self.ensure_one()
        Change = self.env["gendan.order.change"]._gendan_moved()
        cancellation = Change.create(
            {
                "order_id": self.id,
                "kind": "cancellation",
                "state": "applied",
                **Change._prepare_decided_vals(),
            }
        )
        cancellation._gendan_find_touches()
