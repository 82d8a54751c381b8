"""Payments must be booked even when the order they pay may not be confirmed yet."""

from odoo import models


class PaymentTransaction(models.Model):
    """Confirming comes before booking in Odoo's post-processing: a gate that raised there would lose the payment."""

    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        # EXTENDS sale
        held = self.browse()
        for transaction in self:
            quotation = transaction.sale_order_ids
            # the same conditions as in sale: only what would be confirmed is asked about
            if (
                len(quotation) == 1
                and quotation.state in ("draft", "sent")
                and quotation._is_confirmation_amount_reached()
                and quotation._gendan_hold("confirm", self._gendan_held_sentence)
            ):
                held |= transaction
        return super(PaymentTransaction, self - held)._check_amount_and_confirm_order()

    def _post_process(self):
        # EXTENDS delivery: cash on delivery confirms draft orders. Those that must wait become quotations sent first,
        # as every other pending payment makes them, and are then passed over.
        for transaction in self:
            if transaction.provider_id.custom_mode == "cash_on_delivery" and transaction.state == "pending":
                quotations = transaction.sale_order_ids.filtered(lambda order: order.state == "draft")
                held = quotations._gendan_hold("confirm", self._gendan_held_delivery_sentence)
                held.with_context(tracking_disable=True).action_quotation_sent()
        return super()._post_process()

    def _gendan_held_sentence(self, order):
        """What the to-do of a paid quotation begins with. In the language of `order`'s context."""
        return order.env._("%(order)s was paid by the customer and is not confirmed.", order=order.name)

    def _gendan_held_delivery_sentence(self, order):
        """The same for a quotation that is to be paid on delivery."""
        return order.env._(
            "%(order)s was ordered by the customer to be paid on delivery and is not confirmed.", order=order.name
        )
