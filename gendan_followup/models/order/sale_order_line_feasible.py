"""When an order line can be with the customer at the earliest, and why not earlier."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from odoo import models

from ...tools.feasible import Piece, Planner, end_of, last
from .feasible_source import FeasibleSource

EPSILON = 1e-6


class FeasiblePart(NamedTuple):
    """One reason why the line is not there earlier.

    ``kind``: stock, reserved, coming, dropship, make, buy, work, lead, delivery, transit, receiving, unknown or done.
    ``day``: the day on which it is settled, False where nobody knows. ``source``: the record behind it, sudo: ask
    for the reader's access before it is opened. ``depth``: how deep in the bills of materials. ``decides``: nothing
    else takes longer.
    """

    kind: str
    day: date | bool
    sentence: str
    source: models.BaseModel | None
    depth: int = 0
    decides: bool = False


class Feasible(NamedTuple):
    """The answer for one line.

    ``date``: the earliest arrival at the customer; False where a part has no day, where nothing is left to
    deliver, and for services. ``asked``: the day asked for, or False.
    """

    date: date | bool = False
    parts: tuple[FeasiblePart, ...] = ()
    asked: date | bool = False

    @property
    def is_unknown(self):
        """Whether something must be delivered and nobody knows when it can be."""
        return not self.date and any(not part.day and part.kind != "done" for part in self.parts)

    @property
    def short_days(self):
        """Calendar days after the day asked for; 0 for in time, and where one of the two is not known."""
        return max((self.date - self.asked).days, 0) if self.date and self.asked else 0

    @property
    def reason(self):
        """The part that decides, or None."""
        return next((part for part in self.parts if part.decides), None)


class SaleOrderLine(models.Model):
    """The earliest feasible date of a line (O7), before and after the order is confirmed.

    Not confirmed: free stock, what comes and is promised to nobody, and what would have to be bought and made for
    the rest; the lines of one order share all this, other quotations are no rivals. Confirmed: what is reserved for
    the line and its own productions and purchases as they are planned; the rest as before.
    """

    _inherit = "sale.order.line"

    def _gendan_feasible_date(self):
        """Earliest arrival of each line: {line: date, or False as in ``Feasible``}."""
        return {line: found.date for line, found in self._gendan_feasible().items()}

    def _gendan_feasible(self):
        """Earliest arrival of each line at the customer, with all that it waits for.

        Batch: the number of queries grows with the levels of the bills of materials and with the warehouses, not
        with lines and components (but one for each operation whose time Odoo takes from past work orders). Whoever
        may read the lines may ask: stock, purchases and productions are read with sudo, and what comes out are days,
        quantities and names, never a price.

        :return: {line: ``Feasible``}, sentences in the language of the context
        """
        result = {line: Feasible(asked=line._gendan_asked_day()) for line in self}
        # sudo: see above
        goods = self.sudo().filtered(
            lambda line: line.product_id.type == "consu" and not line.display_type and line.state != "cancel"
        )
        for company, lines in goods.grouped("company_id").items():
            lines = lines.with_company(company)
            for warehouse, group in lines.grouped(lambda line: line.warehouse_id or line.order_id.warehouse_id).items():
                if warehouse:
                    result.update(group._gendan_feasible_in(warehouse))
        return {line: result[line] for line in self}

    def action_gendan_feasible(self):
        """Button on the line: its earliest arrival and what it waits for.

        Lines above it that need the same goods are served first. For everybody inside who reads the order.

        :return: action
        :raise AccessError: the user may not read the line
        """
        self.ensure_one()
        self.check_access("read")
        found = self.order_id.order_line._gendan_feasible()
        name = self.product_id.display_name
        return self.env["gendan.feasible"]._gendan_open(self.order_id, {self: found[self]}, name)

    def _gendan_asked_day(self):
        """The day of arrival the customer wants: the line's own, else the order's, else the one to be promised."""
        self.ensure_one()
        order = self.order_id
        return (
            self.gendan_own_date
            or order.gendan_requested_date
            or self.company_id._gendan_to_day(order.commitment_date)
            or False
        )

    def _gendan_feasible_in(self, warehouse):
        """``_gendan_feasible`` of lines, in sudo, that one warehouse delivers."""
        source = FeasibleSource(self.env, self.company_id, warehouse)
        confirmed = self.filtered(lambda line: line.state == "sale")
        own = confirmed._gendan_feasible_own(source.today)
        needed = [product for needs in own.values() for product in needs]
        source.read(
            [
                *((line.product_id, line.product_no_variant_attribute_value_ids, line.route_ids) for line in self),
                *((product, None, None) for product in needed),
            ]
        )
        planner = Planner(source.clock(), source.items, source.benches)
        transit = self.order_id._gendan_transit_days()
        result = {}
        for order, lines in self.sorted(lambda line: (line.sequence, line.id)).grouped("order_id").items():
            # quotations are no rivals: each is asked as if it were the only one
            mark = planner.mark()
            source.lend(planner, order.partner_id.commercial_partner_id)
            for line in lines:
                pieces = line._gendan_feasible_pieces(source, planner, own.get(line))
                result[line] = line._gendan_feasible_of(pieces, source, planner.clock, transit.get(order))
            planner.back(mark)
        return result

    # === what a line needs ===

    def _gendan_feasible_own(self, today):
        """What confirmed lines still have to deliver, and what is there or made for them alone.

        :return: {line: {product: (quantity, pieces, ids of moves that wait)}}; quantities in the product's unit
        """
        if not self:
            return {}
        links = self._gendan_links()
        crossings = self._gendan_customer_moves({line: link.own for line, link in links.items()})
        component_days = self._gendan_component_days(
            {line: link for line, link in links.items() if any(mo.state != "done" for mo in link.productions)}, {}
        )
        result = {}
        for line, link in links.items():
            needs = {}
            for move in crossings[line].open | crossings[line].pending:
                needs[move.product_id] = needs.get(move.product_id, 0.0) + move.product_qty
            days = link.production_days(component_days, {})
            result[line] = {}
            for product, quantity in needs.items():
                # not the move that brings it from production, which names the line, too
                moves = link.own.filtered(
                    lambda move, product=product: (
                        move.product_id == product
                        and move.state not in ("done", "cancel")
                        and move.location_id.usage == "internal"
                    )
                )
                there = sum(move._gendan_quantity_in(product.uom_id) for move in moves)
                pieces = [Piece("reserved", product, there, today)] if there > EPSILON else []
                pieces += self._gendan_feasible_own_supplies(product, link, days, today)
                result[line][product] = (quantity, pieces, moves.ids)
        return result

    def _gendan_feasible_own_supplies(self, product, link, days, today):
        """The open productions and purchases made for one line, as pieces: earliest first.

        :param days: what ``LineLinks.production_days`` gave
        """
        pieces = []
        for production in link.productions.filtered(lambda mo: mo.state != "done" and mo.product_id == product):
            planned = days.get(production)
            day = planned[0] if planned else production.company_id._gendan_to_day(production.date_finished) or today
            left = production.product_uom_id._compute_quantity(production.product_qty, product.uom_id, round=False)
            left -= production._gendan_quantity_made(product.uom_id)
            pieces.append(Piece("coming", product, left, max(day, today), (None, production)))
        for bought in link.bought.filtered(lambda line: line.product_id == product):
            day = bought._gendan_expected_day({})
            left = bought.product_uom_id._compute_quantity(
                bought.product_qty - bought.qty_received, product.uom_id, round=False
            )
            if day:
                kind = "dropship" if bought._gendan_is_drop_shipped() else "coming"
                pieces.append(Piece(kind, product, left, max(day, today), (None, bought.order_id)))
        return sorted(pieces, key=lambda piece: piece.day)

    def _gendan_feasible_pieces(self, source, planner, own):
        """By what the line is ready earliest; booked on the planner.

        :param own: of a confirmed line, see ``_gendan_feasible_own``
        :return: list of ``tools.feasible.Piece``, empty when nothing is left to deliver
        """
        self.ensure_one()
        product, values, routes = self.product_id, self.product_no_variant_attribute_value_ids, self.route_ids
        result = []
        if own is not None and self.move_ids:
            for needed, (quantity, pieces, move_ids) in own.items():
                if shelf := source.items[source.key(needed)].shelf:
                    planner.did(shelf.release(move_ids))
                for piece in pieces:
                    piece.quantity = min(piece.quantity, quantity)
                    if piece.quantity > EPSILON:
                        result.append(piece)
                        quantity -= piece.quantity
                key = source.key(needed, values, routes) if needed == product else source.key(needed)
                result += planner.get(key, quantity)
            return result
        quantity = self.product_uom_id._compute_quantity(
            self.product_uom_qty - (self.qty_delivered if self.state == "sale" else 0.0), product.uom_id, round=False
        )
        parts = source.parts_of_kit(product, values, quantity)
        if parts is None:
            return planner.get(source.key(product, values, routes), quantity)
        for component, each in parts:
            result += planner.get(source.key(component), each)
        return result

    # === the answer ===

    def _gendan_feasible_of(self, pieces, source, clock, transit):
        """The line's answer.

        :param transit: (days, unit) of the transit table, (None, None) or None
        """
        self.ensure_one()
        asked = self._gendan_asked_day()
        if not pieces:
            text = self.env._("Nothing of %(product)s is left to deliver.", product=self.product_id.display_name)
            return Feasible(False, (FeasiblePart("done", False, text, None),), asked)
        late = last(pieces)
        # what takes longest on the way decides; the way itself is weighed below
        spans = list(late.critical(clock.today))
        found = [pair for piece in sorted(pieces, key=_later, reverse=True) for pair in piece.walk()]
        parts = {id(piece): self._gendan_feasible_part(piece, depth, source) for depth, piece in found}
        spans = [(days, id(piece)) for days, piece in spans]
        day = end_of(pieces)
        if day:
            for part, days in self._gendan_feasible_way(late, day, source, clock, transit):
                parts[id(part)] = part
                spans.append((days, id(part)))
                day = part.day
        decisive = max(spans, key=lambda span: span[0])[1]
        parts = tuple(part._replace(decides=key == decisive) for key, part in parts.items())
        return Feasible(day or False, parts, asked)

    def _gendan_feasible_way(self, late, ready, source, clock, transit):
        """From being ready to being with the customer.

        :param late: the piece that is ready last
        :return: iterator of (``FeasiblePart``, calendar days it takes)
        """
        order, company = self.order_id, self.company_id
        day = ready
        if not self._gendan_feasible_is_sent_straight(late, source):
            if days := source.delivery_days():
                day += timedelta(days=days)
                text = self.env._("Picking and packing takes %(days)s day(s).", days=days)
                yield FeasiblePart("delivery", day, text, source.warehouse), days
            day = clock.roll(day)
            days, unit = transit or (None, None)
            if days is None:
                text = self.env._("How long the way to %(customer)s takes is not known: counted as no time.",
                                  customer=order.partner_shipping_id.display_name)
            elif unit == "calendar":
                text = self.env._("The way to the customer takes %(days)s day(s).", days=days)
                day += timedelta(days=days)
            else:
                text = self.env._("The way to the customer takes %(days)s working day(s).", days=days)
                if days and company.resource_calendar_id:
                    day = company._gendan_add_workdays(day, days, calendar=company.gendan_carrier_calendar_id)
                else:
                    day += timedelta(days=days)
            yield FeasiblePart("transit", day, text, self._gendan_feasible_way_source()), (day - ready).days
        receiving = order.partner_shipping_id._gendan_next_receiving_day(day)
        if receiving != day:
            customer = order.partner_id.commercial_partner_id
            text = self.env._("%(customer)s takes goods in on certain days only.", customer=customer.display_name)
            yield FeasiblePart("receiving", receiving, text, customer), (receiving - day).days

    def _gendan_feasible_is_sent_straight(self, piece, source):
        if piece.kind == "dropship":
            return True
        return piece.kind == "buy" and source.is_drop_shipped(self.product_id, self.route_ids)

    def _gendan_feasible_way_source(self):
        """Where the days of the way are kept: the customer, when they are his own, else the line of the table."""
        order = self.order_id
        customer = order.partner_shipping_id.commercial_partner_id
        if customer.gendan_transit_days:
            return customer
        return self.env["gendan.transit"]._gendan_find(
            order.partner_shipping_id, carrier=order.carrier_id, company=order.company_id
        )

    # === in words ===

    def _gendan_feasible_part(self, piece, depth, source):
        """One piece in words, with its record."""
        return FeasiblePart(piece.kind, piece.day or False, *self._gendan_feasible_words(piece, source), depth)

    def _gendan_feasible_words(self, piece, source):
        """:return: (sentence, record)"""
        product = piece.item if isinstance(piece.item, models.BaseModel) else self._gendan_feasible_product(piece)
        quantity = f"{product.uom_id._gendan_number(piece.quantity)} {product.uom_id.name}"
        about = {"quantity": quantity, "product": product.display_name}
        match piece.kind:
            case "stock" if piece.source == "endless":
                return self.env._("%(product)s is not kept in stock: taken as there.", **about), product
            case "stock":
                return self.env._("%(quantity)s of %(product)s are free in stock.", **about), product
            case "reserved":
                return self.env._("%(quantity)s of %(product)s are reserved for this order.", **about), self.order_id
            case "coming" if piece.source == "own":
                text = self.env._("%(quantity)s of %(product)s are the customer's own and lie with us.", **about)
                return text, product
            case "coming" | "dropship":
                return self._gendan_feasible_coming(piece, about)
            case "buy" if piece.is_guess:
                text = self.env._(
                    "%(quantity)s of %(product)s are still to be bought from %(vendor)s, whose time is not known:"
                    " counted as no time.",
                    vendor=piece.source.partner_id.display_name,
                    **about,
                )
                return text, piece.source.partner_id
            case "buy":
                text = self.env._(
                    "%(quantity)s of %(product)s are still to be bought from %(vendor)s, in %(days)s day(s).",
                    vendor=piece.source.partner_id.display_name,
                    days=piece.days,
                    **about,
                )
                return text, piece.source.partner_id
            case "make":
                return self.env._("%(quantity)s of %(product)s are still to be made.", **about), piece.source
            case "lead":
                return self.env._("Making %(product)s takes %(days)s day(s).", days=piece.days, **about), piece.source
            case "work":
                return self._gendan_feasible_work(piece)
            case _unknown:
                return self.env._(
                    "Where %(quantity)s of %(product)s could come from is not known: no stock, no vendor, no bill of"
                    " materials.",
                    **about,
                ), product

    def _gendan_feasible_product(self, piece):
        return self.env["product.product"].browse(piece.item[0])

    def _gendan_feasible_coming(self, piece, about):
        """Words for goods that are on the way."""
        move, document = piece.source
        about = {**about, "document": document.reference if document._name == "stock.move" else document.name}
        if document._name == "mrp.production":
            return self.env._("%(quantity)s of %(product)s come out of production %(document)s.", **about), document
        if document._name == "purchase.order":
            if document.state != "purchase":
                return self.env._(
                    "%(quantity)s of %(product)s come with purchase %(document)s, which is not confirmed yet.", **about
                ), document
            return self.env._("%(quantity)s of %(product)s come with purchase %(document)s.", **about), document
        if document == move:
            document = move.product_id
        return self.env._("%(quantity)s of %(product)s come with transfer %(document)s.", **about), document

    def _gendan_feasible_work(self, piece):
        """Words for hours at a work centre."""
        operation, centre = piece.source
        about = {"operation": operation.name, "centre": centre.name or ""}
        if not piece.day:
            return self.env._("%(centre)s has no time for %(operation)s within a year.", **about), centre
        return self.env._(
            "%(operation)s at %(centre)s can begin on %(day)s.", day=self._gendan_feasible_day(piece.start), **about
        ), centre

    def _gendan_feasible_day(self, day):
        """Day and month in the reader's language."""
        return self.env["sale.order"]._gendan_short_date(day)


def _later(piece):
    return piece.day or date.max
