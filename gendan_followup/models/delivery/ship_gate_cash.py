from collections import defaultdict

from odoo import api, models
from odoo.tools import formatLang


class GendanShipGate(models.AbstractModel):
    """Goods that leave only for money."""

    _inherit = "gendan.ship.gate"

    @api.model
    def _gendan_find_cash(self, shipments):
        """{key: sentences} of shipments whose money is not all here.

        What is asked for follows the customer's settlement profile; what has arrived counts once for all shipments of
        an order: what has left has used its share. With `gendan_ship_together` in the context the shipments leave in
        one go and use it one after the other.
        """
        paid_before = [shipment for shipment in shipments if self._gendan_paid_before(shipment)]
        orders = self.env["sale.order"].sudo().union(*(shipment.orders for shipment in paid_before))  # sudo: sums only
        received = orders._gendan_received() if orders else {}
        together = self.env.context.get("gendan_ship_together")
        before = defaultdict(self.env["stock.move"].sudo().browse)  # sudo: as above
        found, short = defaultdict(list), []
        for shipment in paid_before:
            if shipment.only_replaces:
                continue
            if not shipment.orders:
                found[shipment.key].append(self._gendan_no_order_sentence(shipment))
            for order in shipment.orders:
                # what has no line yet is added to the first order by Odoo; it is worth what the order says then
                leaving = shipment.fresh.filtered(lambda move, order=order: move.sale_line_id.order_id == order)
                profile = order.partner_id.commercial_partner_id.gendan_settlement_profile_id
                if not profile._gendan_is_paid_before():
                    continue
                due = order._gendan_due_before(leaving | before[order])
                if order.currency_id.compare_amounts(received[order], due) < 0:
                    short.append((shipment, order, due))
                elif together:
                    before[order] |= leaving
        told = self._gendan_told_orders([order.id for _shipment, order, _due in short])
        for shipment, order, due in short:
            sentence = self._gendan_cash_sentence(shipment, order, received[order], due)
            if order in told:
                sentence = f"{sentence} {self.env._('A remittance slip waits for accounting to look at the bank.')}"
            found[shipment.key].append(sentence)
        return found

    @api.model
    def _gendan_told_orders(self, order_ids):
        """Those orders of which somebody has entered a remittance slip that is not checked yet."""
        if not order_ids:
            return self.env["sale.order"]
        # sudo: whether there is one, for whoever ships
        slips = self.env["gendan.remittance"].sudo().search(
            [("order_id", "in", order_ids), ("state", "=", "to_check")]
        )
        return slips.order_id

    @api.model
    def _gendan_paid_before(self, shipment):
        """Whether the customer of a shipment pays before delivery."""
        return any(profile._gendan_is_paid_before() for profile in shipment.customers.gendan_settlement_profile_id)

    @api.model
    def _gendan_no_order_sentence(self, shipment):
        return self.env._(
            "%(transfer)s: %(customer)s pays before delivery and the transfer serves no order, so nobody can tell"
            " whether it is paid. Deliver from the order, or have the supervisor release it.",
            transfer=shipment.name,
            customer=shipment.customers[:1].gendan_abbreviation or shipment.customers[:1].name,
        )

    @api.model
    def _gendan_cash_sentence(self, shipment, order, received, due):
        """What is missing, with sums for those who may read them."""
        words = {"transfer": shipment.name, "order": order.name}
        if not self._gendan_tells_figures():
            return self.env._(
                "%(transfer)s: %(order)s is to be paid before the goods leave, and the money is not all here.", **words
            )
        money = {"currency_obj": order.currency_id}
        return self.env._(
            "%(transfer)s: %(order)s is to be paid before the goods leave: %(due)s is due, %(received)s has arrived."
            " Send the payment request; the delivery opens by itself when the payment is booked.",
            due=formatLang(self.env, due, **money),
            received=formatLang(self.env, received, **money),
            **words,
        )
