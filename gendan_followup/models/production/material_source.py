"""Which components productions are short of, and what brings them: read in a bounded number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from odoo import models

from ..plan.bills import Bills
from ..plan.sale_order_line_links import LineLinks
from ..plan.stock_move_cover import TOLERANCE, CoverShare

# deeper than any bill of materials anybody draws
LEVELS = 12


@dataclass(slots=True)
class Short:
    """A component that is not there, or the part of it that one document brings. Quantities in the product's unit."""

    production: models.BaseModel  # mrp.production that consumes it, or what it is made into
    move: models.BaseModel  # stock.move of the component; of what it would be made of: the component's
    product: models.BaseModel
    needed: float
    here: float  # reserved, or in stock for it
    quantity: float  # short, of which this document brings so much
    need: date  # to be there by
    cover: str  # key of gendan.material.cover
    day: date | None = None  # when it comes, as far as anybody knows
    source: models.BaseModel | None = None
    purchase_line: models.BaseModel | None = None
    above: tuple = ()  # products between the component and this, from the top: made, and nobody makes them yet


class MaterialSource:
    """The shortages of productions and of those that make their components.

    Everything known comes from ``stock.move._gendan_component_shares``, as the plan's expectations and the check for
    late components do; what is to be made and has no production yet is opened down to what is bought.

    :param env: of a superuser: what comes out are days, quantities and names
    """

    def __init__(self, env):
        self.env = env
        self.shorts = []
        # mrp.production: all that was come by, finished ones too
        self.seen = env["mrp.production"]
        self._bills = {}

    def read(self, productions):
        """Find what these productions and the open ones below them are short of.

        :param productions: ``mrp.production``
        :return: all open productions looked at
        """
        links = self._links(productions)
        self.seen = links.all_productions
        every = links.all_productions.filtered(lambda production: production.state not in ("done", "cancel"))
        every = every.with_prefetch(links.all_productions.ids)
        plans_of = every._gendan_served_plans()
        plans_of = {production.id: plans for production, plans in plans_of.items()}
        is_open = set(every.ids)
        missing = [move for move in links.missing_components() if move.raw_material_production_id.id in is_open]
        supplies = self.env["stock.move"]._gendan_component_shares(
            {move: links.feeding[move] for move in missing}, {}
        )
        made = self._made_inside(links, is_open)
        last = {move: supply.shares()[-1:] for move, supply in supplies.items()}
        days = {move: shares[0][1:3] for move, shares in last.items() if shares and shares[0].day}
        ends = links.production_days(days, {})
        uncovered = []
        for move in [*missing, *made]:
            need = self._need(move, plans_of.get(move.raw_material_production_id.id, ()))
            if move in made:
                shares, rest = self._child_shares(move, made[move], ends), 0.0
            else:
                shares, rest = self._shares(move, supplies[move])
            uncovered += self._add(move, need, shares, rest)
        self._open_unmade(uncovered)
        return every

    # === what there is ===

    def _links(self, productions):
        """The chains below these productions, as those of an order line."""
        productions = productions.sudo()
        children, components, feeding = productions._gendan_component_links()
        below = {child for ids in children.values() for child in ids}
        Move, every = self.env["stock.move"], {move for ids in feeding.values() for move in ids} | feeding.keys()
        none = self.env["purchase.order.line"]

        def moves(ids):
            return Move.browse(sorted(ids)).with_prefetch(every)

        of_components = moves(move for ids in components.values() for move in ids)
        return LineLinks(
            own=Move,
            moves=Move,
            productions=productions.filtered(lambda production: production.state != "cancel").with_prefetch(
                set(components)
            ),
            children=productions.browse(sorted(below)).with_prefetch(set(components)),
            components=of_components,
            feeding={move: moves(feeding[move.id]) for move in of_components},
            bought=none,
            bought_components=none,
        )

    def _made_inside(self, links, is_open):
        """Components that an open production below makes: {move: mrp.production}."""
        result = {}
        for move in links.components:
            production = move.raw_material_production_id
            if production.id not in is_open or production.reservation_state == "assigned":
                continue
            makers = links.feeding[move].production_id & links.children
            if makers and not move._gendan_is_here(links.feeding[move]):
                result[move] = makers.filtered(lambda maker: maker.state != "done") or makers[-1:]
        return result

    def _child_shares(self, move, makers, ends):
        """What productions made for this component bring."""
        result, rest = [], move._gendan_missing()
        for maker in makers:
            found = ends.get(maker)
            day = found[0] if found else maker.company_id._gendan_to_day(maker.date_finished)
            unit = move.product_id.uom_id
            makes = maker.product_uom_id._compute_quantity(maker.product_qty, unit, round=False)
            quantity = rest if maker == makers[-1] else min(rest, makes)
            rest -= quantity
            result.append(CoverShare(quantity, day or None, maker.name, maker))
        return result

    def _shares(self, move, supply):
        """:return: ([CoverShare], what none of them brings), in the unit of the component's product"""
        shares = supply.shares()
        if supply.is_bought:
            return shares, move._gendan_missing() - sum(share.quantity for share in shares)
        return shares, sum(head._gendan_unserved_part(served) for head, served in supply.served.items())

    def _need(self, move, plans):
        days = [plan._gendan_component_needed(move) for plan in plans]
        return min(days, default=None) or move.company_id._gendan_to_day(move.date)

    # === rows ===

    def _add(self, move, need, shares, rest):
        """Note a component that is not there.

        :return: what nothing brings, as [Short]
        """
        coming = [share for share in shares if not share.is_here and share.quantity > TOLERANCE]
        short = sum(share.quantity for share in coming) + max(rest, 0.0)
        values = {
            "production": move.raw_material_production_id,
            "move": move,
            "product": move.product_id,
            "needed": move.product_qty,
            "here": max(move.product_qty - short, 0.0),
            "need": need,
        }
        self.shorts += [self._covered(values, share) for share in coming]
        if rest <= TOLERANCE:
            return []
        self.shorts.append(Short(**values, quantity=rest, cover="nothing"))
        return self.shorts[-1:]

    def _covered(self, values, share):
        line, source = share.purchase_line, share.source
        if line:
            cover = "ordered" if line.state == "purchase" else "request"
        else:
            cover = "production" if source._name == "mrp.production" else "transfer"
        return Short(
            **values, quantity=share.quantity, cover=cover, day=share.day, source=source, purchase_line=line or None
        )

    # === what nobody makes yet ===

    def _open_unmade(self, pending):
        """Open what is made in house and has no production, level by level, down to what is bought.

        What it takes stands behind everybody who is in the queue already.

        :param list pending: of Short that nothing covers
        """
        extra = defaultdict(list)
        for _level in range(LEVELS):
            below = [
                (short, bom, warehouse)
                for warehouse, group in self._by_warehouse(pending).items()
                for short, bom in self._unmade(warehouse, group)
            ]
            if not below:
                return
            pending = []
            for warehouse in {warehouse for _short, _bom, warehouse in below}:
                pending += self._open_level(
                    warehouse, [(short, bom) for short, bom, of in below if of == warehouse], extra[warehouse]
                )

    def _by_warehouse(self, shorts):
        result = defaultdict(list)
        for short in shorts:
            warehouse = short.production.picking_type_id.warehouse_id
            if warehouse:
                result[warehouse].append(short)
        return result

    def _unmade(self, warehouse, shorts):
        """Those of these that are made in house, with their bill; they are marked as such."""
        if warehouse not in self._bills:
            self._bills[warehouse] = Bills(self.env, warehouse.company_id, warehouse)
        bills = self._bills[warehouse]
        products = self.env["product.product"].union(*(short.product for short in shorts))
        bills.explore(products.filtered(lambda product: product not in bills.boms))
        result = []
        for short in shorts:
            bom = bills.boms[short.product]
            if bom.type == "normal" and self._is_made(short.product) and short.product not in short.above:
                short.cover = "unmade"
                result.append((short, bom))
        return result

    def _is_made(self, product):
        """Whether what is missing of it is made rather than bought, where it could be either."""
        routes = product.route_ids | product.categ_id.total_route_ids
        actions = set(routes.rule_ids.mapped("action"))
        return "manufacture" in actions or ("buy" not in actions and not product.seller_ids)

    def _open_level(self, warehouse, made, extra):
        """What these are made of and what of it is short.

        :param list made: of (Short, mrp.bom)
        :param list extra: who stands behind the queue already, added to: (key, product, quantity)
        :return: what nothing brings, as [Short]
        """
        bills, values = self._bills[warehouse], self.env["product.template.attribute.value"]
        wanted = {}
        for short, bom in made:
            for component, each in bills.explode(short.product, bom, values, steps=[]):
                # what nobody counts is simply there
                if component.is_storable:
                    key = f"+{len(extra)}"
                    extra.append((key, component, each * short.quantity))
                    wanted[key] = (short, bom, component, each * short.quantity)
        products = self.env["product.product"].union(*(found[2] for found in wanted.values()))
        same = [entry for entry in extra if entry[1] in products]
        served = self.env["stock.move"]._gendan_serve(warehouse, products, same, {}) if products else {}
        uncovered = []
        for key, (short, bom, component, quantity) in wanted.items():
            coming = [share for share in served[key] if not share.is_here and share.quantity > TOLERANCE]
            rest = quantity - sum(share.quantity for share in served[key])
            values_of = {
                "production": short.production,
                "move": short.move,
                "product": component,
                "needed": quantity,
                "here": max(quantity - sum(share.quantity for share in coming) - max(rest, 0.0), 0.0),
                "need": short.need - timedelta(days=bom.produce_delay),
                "above": (*short.above, short.product),
            }
            self.shorts += [self._covered(values_of, share) for share in coming]
            if rest > TOLERANCE:
                uncovered.append(Short(**values_of, quantity=rest, cover="nothing"))
        self.shorts += uncovered
        return uncovered
