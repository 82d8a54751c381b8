from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError

from ...tools.ways import Way, ranked

# carriers whose price Odoo works out itself; all others would ask somebody's server
OWN_PRICES = ("fixed", "base_on_rule")


class SaleOrder(models.Model):
    """The ways goods can go, with days and cost, and which the house would take (D2)."""

    _inherit = "sale.order"

    def action_gendan_ways(self):
        """Button: the ways to the customer, to choose one. For whoever may write the order.

        :return: action of the dialog
        """
        self.ensure_one()
        self.check_access("write")
        return self.env["gendan.way.wizard"]._gendan_open(self)

    def _gendan_ways(self, leaves):
        """The carriers that would take this order, best first.

        Days are those of the transit table, on the carrier's departure days and into the customer's receiving days.
        Cost is ours, before what the carrier's settings add for the customer, in the company's currency.

        :param date leaves: day on which the goods are ready
        :rtype: list[odoo.addons.gendan_followup.tools.ways.Way]
        """
        self.ensure_one()
        order = self.sudo()  # sudo: carriers' days and tariffs, and another rep's address; no record is shown
        carriers = self.env["delivery.carrier"].sudo()  # sudo: as above
        carriers = carriers.search(carriers._check_company_domain(order.company_id))
        address = order.partner_shipping_id
        named = address.property_delivery_carrier_id or address.commercial_partner_id.property_delivery_carrier_id
        ways = []
        for carrier in carriers.available_carriers(address, order):
            start, arrives = order._gendan_journey(carrier, leaves)
            ways.append(Way(carrier, start, arrives, order._gendan_freight_of(carrier), carrier == named))
        return ranked(ways, order._gendan_wanted_day(), order.company_id.gendan_way_policy)

    def _gendan_wanted_day(self):
        """The day of arrival the way must meet: promised, else asked for; None if nobody said one."""
        self.ensure_one()
        promised = self.gendan_plan_ids.filtered("promise_date")[:1].promise_date
        return promised or self.company_id._gendan_to_day(self.commitment_date) or None

    def _gendan_ready_day(self):
        """The day on which the goods should be ready to leave: the forecast of the plan, never in the past."""
        self.ensure_one()
        today = self.company_id._gendan_today()
        # sudo: a day
        shipped = self.sudo().gendan_plan_ids.milestone_ids.filtered(
            lambda milestone: milestone.event == "shipped" and milestone.state != "na" and milestone.forecast_date
        )
        return max([today, *shipped[:1].mapped("forecast_date")])

    def _gendan_journey(self, carrier, leaves):
        """When goods leave with a carrier and when they are there.

        :param delivery.carrier carrier: sudo
        :param date leaves: day on which they are ready
        :return: (day of leaving, day of arrival or None when nobody knows how long it takes)
        """
        self.ensure_one()
        company, address = self.company_id, self.partner_shipping_id
        if departures := carrier.gendan_departure_calendar_id:
            leaves = company._gendan_workdays(leaves, leaves + timedelta(days=60), calendar=departures).roll(leaves)
        if carrier.gendan_mode == "pickup":
            return leaves, leaves
        transit = self.env["gendan.transit"]
        days, unit = transit._gendan_days_by(address, carrier, company)
        if not carrier.gendan_mode and transit._gendan_find(address, carrier, None, company).carrier_id != carrier:
            # nobody has said how it travels: the usual way's days are not its own
            days = None
        if days is None:
            return leaves, None
        if unit == "calendar":
            arrives = leaves + timedelta(days=days)
        else:
            calendar = company.gendan_carrier_calendar_id or None
            horizon = leaves + timedelta(days=3 * days + 60)
            arrives = company._gendan_workdays(leaves, horizon, calendar=calendar).add(leaves, days)
        return leaves, address._gendan_next_receiving_day(arrives)

    def _gendan_freight_of(self, carrier):
        """What a carrier costs us for this order, in the company's currency; None where only the carrier can tell.

        :param delivery.carrier carrier: sudo
        """
        self.ensure_one()
        if carrier.gendan_mode == "pickup":
            return 0.0
        if carrier.delivery_type not in OWN_PRICES:
            return None
        if carrier.delivery_type == "fixed":
            price = carrier.fixed_price
        else:
            try:
                price = carrier._get_price_available(self)
            except UserError:  # no rule of its tariff fits
                return None
        # tariffs are in the currency of the carrier's company
        tariff = (carrier.company_id or self.env["res.company"]._get_main_company()).currency_id
        company = self.company_id
        return tariff._convert(price, company.currency_id, company, company._gendan_today())

    def _gendan_take_way(self, carrier, cost):
        """Send this order by a carrier: its open deliveries go that way, the plan counts its days.

        :param delivery.carrier carrier: one of the ways
        :param float | None cost: what it will cost us, in the company's currency
        """
        self.ensure_one()
        self.write({"carrier_id": carrier.id, "gendan_freight_planned": cost or 0.0})
        # sudo: the clerk's choice holds for the transfers of her order, also without rights of the warehouse
        pickings = self.sudo().picking_ids.filtered(
            lambda picking: (
                picking.state not in ("done", "cancel")
                and any(move._gendan_bound_for_customer() for move in picking.move_ids)
            )
        )
        pickings.carrier_id = carrier.id


class StockPicking(models.Model):
    """The way to the ways from the transfer itself."""

    _inherit = "stock.picking"

    def action_gendan_ways(self):
        """Button: the ways the order's goods can go, to choose one. For whoever may write the order.

        :return: action of the dialog
        :raise UserError: the transfer brings no order's goods
        """
        self.ensure_one()
        if not self.sale_id:
            raise UserError(self.env._("%(transfer)s belongs to no sale order.", transfer=self.name))
        return self.sale_id.action_gendan_ways()
