from datetime import timedelta

from odoo import models


class SaleOrderLine(models.Model):
    """What Odoo's documents expect of the order lines (seams A3).

    A provider ``_gendan_expected_<event>(kind, overrides=None)`` gives ``{line: (day, label)}`` for
    the lines about which there is news, the label naming the document and its day. Odoo plans
    backwards from our own promise, so most of its dates only repeat that promise; they are news
    when somebody planned, moved or delayed something, as each provider says.

    ``overrides`` is what-if: ``{(model, id): date}`` replaces the day read from a purchase order,
    purchase line, transfer, move, production or work order. Nothing is written.
    """

    _inherit = "sale.order.line"

    def _gendan_expected_components_available(self, kind, overrides=None):
        """When the last missing component arrives.

        Bought to order: the later of the purchase line's date and its receipt's. From stock: first
        in, first out over what is on hand and on the way (``stock.move._gendan_served``). An
        unconfirmed request for quotation counts only when it is later than needed.
        """
        links = self._gendan_open_links()
        days = self._gendan_component_days(links, overrides or {})
        result = {}
        for line, link in links.items():
            known = [days[move] for move in link.components if move in days]
            if known:
                result[line] = max(known)
        return result

    def _gendan_expected_mo_done(self, kind, overrides=None):
        """The end of the last production, when it is news (``_gendan_production_days``)."""
        result = {}
        for line, link, days in self._gendan_open_productions(overrides or {}):
            known = [days[mo][:2] for mo in link.productions if days.get(mo)]
            if known:
                result[line] = max(known)
        return result

    def _gendan_expected_workorder_done(self, kind, overrides=None):
        """The planned end of the last open work order of ``kind``, later by what its production
        waits for."""
        overrides = overrides or {}
        result = {}
        for line, link, days in self._gendan_open_productions(overrides):
            known = []
            for workorder in link.all_productions.workorder_ids._gendan_of_kind(kind):
                override = overrides.get((workorder._name, workorder.id))
                if workorder.state == "done" or not (workorder.date_finished or override):
                    continue
                day = override or line.company_id._gendan_to_day(workorder.date_finished)
                late = days[workorder.production_id][2] if days.get(workorder.production_id) else 0
                day += timedelta(days=late)
                known.append((day, f"{workorder.production_id.name}, {workorder.name} · {day}"))
            if known:
                result[line] = max(known)
        return result

    def _gendan_expected_shipped(self, kind, overrides=None):
        """When the last of it leaves us, when that is news.

        A transfer counts when it is planned past its own deadline or held up by the move before
        it; a purchase to order when it comes after the day the goods should leave; a confirmed
        drop-shipment always, it is the only date there is.
        """
        overrides = overrides or {}
        lines = self.filtered(lambda line: line.state == "sale" and line.product_id.type == "consu")
        links = lines._gendan_links()
        crossings = lines._gendan_customer_moves({line: link.own for line, link in links.items()})
        # sudo: as the crossings
        leaving = self.env["stock.move"].sudo().union(*(found.open | found.pending for found in crossings.values()))
        if overrides:
            # what-if asks for the moves before each: read for all lines at once
            leaving.move_orig_ids.fetch(["state", "date", "picking_id", "production_id", "company_id"])
        result = {}
        for line, link in links.items():
            crossing = crossings[line]
            # prefetched together: the transfers' names are read for all lines at once
            still_open = (crossing.open | crossing.pending).with_prefetch(leaving.ids)
            to_day = line.company_id._gendan_to_day
            known = []
            for move in still_open:
                day, is_news = move._gendan_planned_day(overrides)
                if is_news:
                    known.append((day, f"{move.picking_id.name or move.reference} · {day}"))
            need = min((move._gendan_planned_day(overrides)[0] for move in still_open), default=False)
            promised = need or to_day(line.order_id.commitment_date)
            for purchase_line in link.bought:
                day = purchase_line._gendan_expected_day(overrides)
                if not day:
                    continue
                is_agreed = purchase_line.state == "purchase" and purchase_line._gendan_is_drop_shipped()
                if is_agreed or (promised and day > promised):
                    known.append((day, f"{purchase_line.order_id.name} · {day}"))
            if known:
                result[line] = max(known)
        return result

    def _gendan_open_links(self):
        """Links of the lines that have a production still to be finished."""
        lines = self.filtered(lambda line: line.state == "sale" and line.product_id.type == "consu")
        return {
            line: link
            for line, link in lines._gendan_links().items()
            if any(mo.state != "done" for mo in link.productions)
        }

    def _gendan_open_productions(self, overrides):
        """The lines that have a production still to be finished, with the days of their productions.

        :return: iterator of (line, ``LineLinks``, what its ``production_days`` gives)
        """
        links = self._gendan_open_links()
        component_days = self._gendan_component_days(links, overrides)
        for line, link in links.items():
            yield line, link, link.production_days(component_days, overrides)

    def _gendan_component_days(self, links, overrides):
        """When the missing components of these lines come, as far as anybody knows.

        :param dict links: {line: LineLinks}
        :return: {component move: (day, label)}
        """
        return {move: found[:2] for move, found in self._gendan_component_supplies(links, overrides).items()}

    def _gendan_component_supplies(self, links, overrides):
        """What brings the missing components of these lines, and when, as far as anybody knows.

        :param dict links: {line: LineLinks}
        :return: {component move: (day, label, record)}; the record, sudo, is a ``purchase.order``, or what
            ``stock.move._gendan_arrival`` names
        """
        feeding_of = {move: link.feeding[move] for link in links.values() for move in link.missing_components()}
        result = {}
        for move, supply in self.env["stock.move"]._gendan_component_shares(feeding_of, overrides).items():
            if found := move._gendan_last_supply(supply, overrides):
                result[move] = found
        return result
