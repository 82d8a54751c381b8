from odoo import api, models
from odoo.tools import formatLang


class GendanShipGate(models.AbstractModel):
    """Customers over their limit or overdue: the supervisor decides."""

    _inherit = "gendan.ship.gate"

    @api.model
    def _gendan_find_credit(self, shipments):
        """{key: sentences} of shipments whose customer owes too much or too long.

        Prepaid orders, orders the carrier collects for and replacements leave all the same.
        """
        found = {}
        companies = {shipment.company for shipment in shipments}
        for company in companies:
            own = [shipment for shipment in shipments if shipment.company == company]
            found |= self._gendan_find_credit_in(company, own)
        return found

    @api.model
    def _gendan_find_credit_in(self, company, shipments):
        payers = self.env["res.partner"].sudo().union(*(shipment.payers for shipment in shipments))  # sudo: the limit
        payers = payers.with_company(company)
        limited = payers.browse()
        # Odoo's limit counts where Odoo's setting for it is on
        if company.gendan_ship_credit and company.account_use_credit_limit:
            limited = payers.filtered("use_partner_credit_limit")
        exposures = limited._gendan_exposure(company) if limited else {}
        over = {
            payer: exposure.total
            for payer, exposure in exposures.items()
            if company.currency_id.compare_amounts(exposure.total, payer.credit_limit) > 0
        }
        overdue = {}
        if company.gendan_ship_overdue and payers:
            overdue = {
                payer: amount
                for payer, amount in payers._gendan_overdue(company, company.gendan_ship_overdue_days).items()
                if company.currency_id.compare_amounts(amount, 0.0) > 0
            }
        if not over and not overdue:
            return {}
        owing = {}
        for shipment in shipments:
            sentences = [
                sentence
                for payer in shipment.payers
                for sentence in self._gendan_credit_sentences(shipment, payer, over.get(payer), overdue.get(payer))
            ]
            if sentences:
                owing[shipment] = sentences
        # sudo: sums only
        received = self.env["sale.order"].sudo().union(*(shipment.orders for shipment in owing))._gendan_received()
        return {
            shipment.key: sentences
            for shipment, sentences in owing.items()
            if not self._gendan_leaves_on_credit_anyway(shipment, received)
        }

    @api.model
    def _gendan_leaves_on_credit_anyway(self, shipment, received):
        """Whether what the customer owes does not matter for this shipment.

        Goods that are paid before they leave are the other rule's; what is paid already adds to no debt.

        :param dict received: {order: what has arrived for it}
        """
        if shipment.only_replaces:
            return True
        profiles = shipment.customers.gendan_settlement_profile_id
        if profiles and set(profiles.mapped("way")) == {"cod"}:
            return True
        if not shipment.orders:
            return False
        return all(
            order.currency_id.compare_amounts(order.amount_total, received[order]) <= 0 for order in shipment.orders
        )

    @api.model
    def _gendan_credit_sentences(self, shipment, payer, total, overdue):
        """The sentences about one customer, with sums for those who may read them."""
        words = {"transfer": shipment.name, "customer": payer.gendan_abbreviation or payer.name}
        money = {"currency_obj": shipment.company.currency_id}
        figures = self._gendan_tells_figures()
        sentences = []
        if total is not None and figures:
            sentences.append(
                self.env._(
                    "%(transfer)s: %(customer)s owes %(total)s, orders not invoiced yet included; the credit limit is"
                    " %(limit)s. Ask for a payment, or have the supervisor release the delivery.",
                    total=formatLang(self.env, total, **money),
                    limit=formatLang(self.env, payer.credit_limit, **money),
                    **words,
                )
            )
        elif total is not None:
            sentences.append(
                self.env._(
                    "%(transfer)s: %(customer)s is over the credit limit. The supervisor can release the delivery.",
                    **words,
                )
            )
        if overdue and figures:
            sentences.append(
                self.env._(
                    "%(transfer)s: %(customer)s has %(overdue)s overdue. Ask for a payment, or have the supervisor"
                    " release the delivery.",
                    overdue=formatLang(self.env, overdue, **money),
                    **words,
                )
            )
        elif overdue:
            sentences.append(
                self.env._(
                    "%(transfer)s: %(customer)s has overdue invoices. The supervisor can release the delivery.",
                    **words,
                )
            )
        return sentences
