from collections import defaultdict
from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ...tools.supply import Demand, Supply, shares

TOLERANCE = 1e-6
OPEN = ("waiting", "confirmed", "partially_available", "assigned")


class CoverShare(NamedTuple):
    """A part of what a move needs, and what brings it. Records are sudo."""

    quantity: float  # in the product's unit
    day: date | None = None  # None: stock has it, or (without a source) nothing known brings it
    label: str = ""  # document and day
    source: models.BaseModel | None = None  # purchase.order, mrp.production, stock.picking or stock.move
    purchase_line: models.BaseModel | None = None  # purchase.order.line, where it is bought
    is_here: bool = False  # stock has it


class StockMove(models.Model):
    """When moves that take from stock can be served."""

    _inherit = "stock.move"

    def _gendan_heads(self, feeding):
        """What a missing component waits for first: the earliest open moves of its chain.

        :param feeding: the moves that feed it
        """
        self.ensure_one()
        still_open = feeding.filtered(lambda move: move.state not in ("done", "cancel"))
        return still_open.filtered(lambda move: not move.move_orig_ids & still_open) or self

    def _gendan_served(self, overrides):
        """How stock and open supplies serve these moves, first in, first out.

        The queue is that of Odoo's own reservation: by priority, then date; who is no more than a draft comes last.
        What is reserved is served already; supplies and demands that are chained to each other do not queue. A request
        for quotation nobody has confirmed has no move and is no supply.

        :param dict overrides: see ``sale.order.line._gendan_expected_shipped``
        :return: {move: [CoverShare] in the order in which they come}; less than the move needs where nothing known
            brings the rest. Moves of no warehouse are left out.
        """
        result = {}
        for warehouse, moves in self.grouped(lambda move: move.location_id.warehouse_id or move.warehouse_id).items():
            if not warehouse:
                continue
            # what is no more than a draft stands in no queue of Odoo's, and would be left out
            later = moves.filtered(lambda move: move.state == "draft").sorted(lambda move: (move.date, move.id))
            extra = [(move.id, move.product_id, move.product_qty) for move in later]
            served = self._gendan_serve(warehouse, moves.product_id, extra, overrides)
            result.update((move, served[move.id]) for move in moves if move.id in served)
        return result

    def _gendan_unserved_part(self, served):
        """What these shares leave missing of the move, in the product's unit; rounding is nothing.

        :param list served: of CoverShare
        """
        self.ensure_one()
        missing = self._gendan_missing() - sum(share.quantity for share in served)
        return missing if missing > TOLERANCE else 0.0

    @api.model
    def _gendan_serve(self, warehouse, products, extra, overrides):
        """Serve everybody who takes these products from a warehouse's stock.

        :param extra: list of (key, ``product.product``, quantity): who stands in no queue yet and comes last, in order
        :param dict overrides: see ``sale.order.line._gendan_expected_shipped``
        :return: {move id or key: [CoverShare]}
        """
        demands, supplies = defaultdict(list), defaultdict(list)
        for move in self._gendan_unserved(warehouse, products):
            demands[move.product_id].append(Demand(move.id, move._gendan_missing()))
        for key, product, quantity in extra:
            # sudo: to find it among records in sudo
            demands[product.sudo()].append(Demand(key, quantity))
        sources = {}
        for move, day, source, purchase_line in self._gendan_coming(warehouse, products, overrides):
            sources[move.id] = source, purchase_line
            supplies[move.product_id].append(Supply(move.id, move.product_qty, day))
        free = defaultdict(float)
        # sudo: what is on hand decides the forecast, whoever asks; days and names of documents leave
        for product, quantity, reserved in (
            self.env["stock.quant"]
            .sudo()
            ._read_group(
                Domain("product_id", "in", products.ids) & Domain("location_id", "child_of", warehouse.lot_stock_id.id),
                ["product_id"],
                ["quantity:sum", "reserved_quantity:sum"],
            )
        ):
            free[product] = quantity - reserved
        result = {}
        for product, queue in demands.items():
            for key, found in shares(queue, supplies[product], free[product], TOLERANCE).items():
                result[key] = [self._gendan_cover_share(share, sources) for share in found]
        return result

    @api.model
    def _gendan_cover_share(self, share, sources):
        if share.key is None:
            return CoverShare(share.quantity, is_here=True)
        source, purchase_line = sources[share.key]
        name = source.reference if source._name == self._name else source.name
        return CoverShare(share.quantity, share.day, f"{name} · {share.day}", source, purchase_line)

    @api.model
    def _gendan_unserved(self, warehouse, products):
        """The queue of moves that take products out of a warehouse's stock, in the order in which Odoo serves it.

        Those that wait for a supply of their own do not queue.

        :return: ``stock.move``, sudo
        """
        stock = warehouse.lot_stock_id.id
        # sudo: other orders' moves stand in the same queue
        queue = self.sudo().search(
            Domain("product_id", "in", products.ids)
            & Domain("state", "in", OPEN)
            & Domain("location_id", "child_of", stock)
            & ~Domain("location_dest_id", "child_of", stock),
            order="priority desc, date, id",
        )
        return queue.filtered(lambda move: all(origin.state in ("done", "cancel") for origin in move.move_orig_ids))

    def _gendan_missing(self):
        """What is not reserved yet, in the product's unit."""
        self.ensure_one()
        return self.product_qty - self._gendan_quantity_in(self.product_id.uom_id)

    @api.model
    def _gendan_coming(self, warehouse, products, overrides):
        """The open moves that bring products to a warehouse's stock for whoever needs them.

        :param dict overrides: see ``sale.order.line._gendan_expected_shipped``
        :return: iterator of (``stock.move``, day, record, purchase line): as ``_gendan_arrival`` says; records are sudo
        """
        stock = warehouse.lot_stock_id.id
        # sudo: what comes does not depend on who asks
        coming = (
            self.sudo()
            .search(
                Domain("product_id", "in", products.ids)
                & Domain("state", "in", OPEN)
                & ~Domain("location_id", "child_of", stock)
                & (Domain("location_dest_id", "child_of", stock) | Domain("location_final_id", "child_of", stock)),
                order="date, id",
            )
            .filtered(lambda move: all(dest.state in ("done", "cancel") for dest in move.move_dest_ids))
        )
        chains = coming._gendan_upstream()
        every = coming.browse({up for ups in chains.values() for up in ups})
        for move in coming:
            chain = every.browse(chains[move.id]).with_prefetch(every.ids)
            yield move, *move._gendan_arrival(chain, overrides)

    def _gendan_arrival(self, chain, overrides):
        """When an open supply comes, and which document says so.

        Not before its purchase line's date: Odoo leaves the receipt where it was when the buyer
        types a later one (seams A3).

        :param chain: the move and those that feed it
        :return: (day, ``purchase.order``, ``mrp.production``, ``stock.picking`` or ``stock.move``, and the
            ``purchase.order.line``, maybe empty)
        """
        self.ensure_one()
        day = self._gendan_planned_day(overrides)[0]
        source = chain.production_id[:1] or self.picking_id or self
        for purchase_line in chain.purchase_line_id:
            later = purchase_line._gendan_expected_day(overrides)
            source = purchase_line.order_id
            day = max(day, later or day)
        return day, source, chain.purchase_line_id[-1:]

    def _gendan_planned_day(self, overrides):
        """The day an open move is planned for, and whether that is news.

        News is a day past the move's deadline, a delay of the move before it, or an override of
        the move or its transfer.

        :return: (day, bool)
        """
        self.ensure_one()
        for record in (self, self.picking_id):
            if override := overrides.get((record._name, record.id)):
                return override, True
        to_day = self.company_id._gendan_to_day
        day = self._gendan_day_of_its_own(overrides)
        if alert := self._gendan_delayed_to(day, overrides):
            return alert, True
        return day, bool(self.date_deadline) and day > to_day(self.date_deadline)

    def _gendan_day_of_its_own(self, overrides):
        """The day on the move itself, or the one what-if gives it, its transfer or its production.

        Odoo writes the day of a transfer and the end of a production on their moves.
        """
        self.ensure_one()
        if overrides:
            for record in (self, self.picking_id, self.production_id):
                if override := overrides.get((record._name, record.id)):
                    return override
        return self.company_id._gendan_to_day(self.date)

    def _gendan_delayed_to(self, day, overrides):
        """The day a move before this one puts it back to, later than ``day``, or False.

        Odoo's own ``delay_alert_date``, worked out anew when what-if moves something.
        """
        self.ensure_one()
        if overrides:
            before = self.move_orig_ids.filtered(lambda move: move.state not in ("done", "cancel") and move.date)
            alert = max((move._gendan_day_of_its_own(overrides) for move in before), default=False)
        else:
            alert = self.delay_alert_date and self.company_id._gendan_to_day(self.delay_alert_date)
        return alert if alert and alert > day else False
