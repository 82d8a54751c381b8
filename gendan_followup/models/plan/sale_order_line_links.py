from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL


class CustomerMoves(NamedTuple):
    """The moves of an order line that cross to the customer, and back."""

    done: models.BaseModel  # stock.move: left us
    open: models.BaseModel  # stock.move: will leave us
    pending: models.BaseModel  # stock.move: earlier steps whose last step does not exist yet
    returned: models.BaseModel  # stock.move: came back (done)


@dataclass(slots=True)
class LineLinks:
    """What stands behind an order line; all recordsets are sudo'ed and leave cancelled ones out."""

    own: models.BaseModel  # stock.move carrying the line
    moves: models.BaseModel  # stock.move: own ones and those that feed them, up to production
    productions: models.BaseModel  # mrp.production of what the line sells (or of a kit's parts)
    children: models.BaseModel  # mrp.production of their components, at any depth
    components: models.BaseModel  # stock.move consumed by all of them
    feeding: dict  # {component move: stock.move that feed it, up to production}
    bought: models.BaseModel  # purchase.order.line for what the line sells
    bought_components: models.BaseModel  # purchase.order.line made for the components

    @property
    def all_productions(self):
        """Productions and child productions."""
        # a union alone would forget the other lines' records, and read line by line
        return (self.productions | self.children).with_prefetch(self.productions._prefetch_ids)

    def missing_components(self):
        """Component moves from outside (not made by a child production) that are not there yet."""
        ready = self.all_productions.filtered(lambda mo: mo.reservation_state == "assigned")
        return self.components.filtered(
            lambda move: (
                move.raw_material_production_id not in ready
                and not self.is_made_inside(move)
                and not move._gendan_is_here(self.feeding[move])
            )
        )

    def is_made_inside(self, component):
        """Whether a child production feeds this component."""
        return bool(self.feeding[component].production_id & self.children)

    def production_days(self, component_days, overrides):
        """When the open productions end, as far as that is news.

        Odoo plans a production backwards from our promise; its end is news when its work orders
        are planned, when it lies past its own deadline, or when a component or a child production
        comes after its start: then it is later by as many days.

        :param dict component_days: {component move: (day, label)}
        :param dict overrides: {(model, id): date}, and {("mrp.production", id, "start"): date} for a planned begin
        :return: {mrp.production: (day, label, days later because of what it waits for) or None}
        """
        result = {}
        components = self.components.grouped("raw_material_production_id")

        def visit(production):
            if production in result:
                return result[production]
            result[production] = None  # also stops a production that feeds itself
            if production.state == "done":
                return None
            to_day = production.company_id._gendan_to_day
            start, end = to_day(production.date_start), to_day(production.date_finished)
            # what if somebody planned it to begin then
            planned = overrides.get((production._name, production.id, "start"))
            start = planned or start
            awaited = []
            for move in components.get(production, ()):
                if move in component_days:
                    awaited.append(component_days[move])
                for child in self.feeding[move].production_id & self.children:
                    if found := visit(child):
                        awaited.append(found[:2])
            waits_until, source = max(awaited, default=(start, ""))
            late = max((waits_until - start).days, 0)
            end = overrides.get((production._name, production.id), end)
            # by day: Odoo adds the work orders' minutes to an end that repeats our promise
            is_news = (
                planned
                or production.is_planned
                or (production.date_deadline and end > to_day(production.date_deadline))
            )
            if late or is_news:
                day = end + timedelta(days=late)
                name = f"{source.split(' · ')[0]} → {production.name}" if late else production.name
                result[production] = (day, f"{name} · {day}", late)
            return result[production]

        for production in self.all_productions:
            visit(production)
        return result

    def is_divisible(self, line):
        """Whether the productions can be counted in the line's unit, each for this line only."""
        # sudo: to compare with records in sudo, nothing is read
        return all(
            production.product_id == line.product_id
            and (finished := production.move_finished_ids)
            and not (finished.sale_line_id | finished.move_dest_ids.sale_line_id) - line.sudo()
            for production in self.productions
        )


class LinksMemo(dict):
    """{line id: LineLinks} kept while one derivation asks one event after the other.

    A class of its own, for a dict in the context could come from anybody over RPC.
    """


class SaleOrderLine(models.Model):
    """The documents behind an order line, found by the chains of moves (seams A2).

    Everything here reads with sudo: clerks, sales reps and portal customers have no access to
    production and purchase, and what comes out are dates and names only.
    """

    _inherit = "sale.order.line"

    def _gendan_productions(self):
        """Manufacturing orders that make what the lines sell: {line: mrp.production}, sudo.

        Several for one line (batches, back-orders, the parts of a kit) or one for several lines
        (those that Odoo merged); subcontracted ones too. Cancelled ones are left out.
        """
        return {line: links.productions for line, links in self._gendan_links().items()}

    def _gendan_child_productions(self):
        """Manufacturing orders of their components, at any depth: {line: mrp.production}, sudo."""
        return {line: links.children for line, links in self._gendan_links().items()}

    def _gendan_purchase_lines(self):
        """Purchase lines made for the lines or the components of their productions.

        Not those for stock, which may serve anybody.

        :return: {line: purchase.order.line}, sudo, without cancelled ones
        """
        return {line: links.bought | links.bought_components for line, links in self._gendan_links().items()}

    def _gendan_own_moves(self):
        """The lines' own moves, cancelled ones left out: {line: stock.move}, sudo."""
        # sudo: see the class
        moves = self.env["stock.move"].sudo().search([("sale_line_id", "in", self.ids), ("state", "!=", "cancel")])
        by_line = moves.grouped("sale_line_id")
        # sudo: to find it among records in sudo, nothing is read
        return {line: by_line.get(line.sudo(), moves.browse()) for line in self}

    def _gendan_customer_moves(self, own_moves=None):
        """The moves that cross to the customer and back; kits are there with their components.

        Not ``_is_outgoing()``, which counts returns to suppliers; not the transfer's type, which
        pick and pack share the sale line with.

        :param dict own_moves: what ``_gendan_own_moves`` gave, if the caller has it
        :return: {line: CustomerMoves}, sudo
        """
        result = {}
        for line, moves in (own_moves or self._gendan_own_moves()).items():
            groups = defaultdict(set)
            for move in moves:
                if group := move._gendan_crossing():
                    groups[group].add(move.id)
            result[line] = CustomerMoves(
                *(moves.browse(sorted(groups[name])).with_prefetch(moves.ids) for name in CustomerMoves._fields)
            )
        return result

    def _gendan_links(self):
        """Everything behind the lines in a number of queries that grows with the depth of the bill
        of materials, not with the lines.

        :return: {line: LineLinks}
        """
        memo = self.env.context.get("gendan_links")
        if not isinstance(memo, LinksMemo):
            return self._gendan_walk_links()
        if missing := self.filtered(lambda line: line.id not in memo):
            memo.update((line.id, links) for line, links in missing._gendan_walk_links().items())
        return {line: memo[line.id] for line in self}

    def _gendan_walk_links(self):
        """``_gendan_links`` anew."""
        own_moves = self._gendan_own_moves()
        Move = self.env["stock.move"].sudo()  # sudo: see the class
        Production = self.env["mrp.production"].sudo()  # sudo: see the class
        own = Move.browse([move_id for moves in own_moves.values() for move_id in moves.ids])
        chains = own._gendan_upstream()
        level = {line: {up for move_id in moves.ids for up in chains[move_id]} for line, moves in own_moves.items()}
        top_ids = self._gendan_top_production_ids(own_moves, level)
        children, components, feeding = Production.browse(
            {production_id for ids in top_ids.values() for production_id in ids}
        )._gendan_component_links()

        # one prefetch set each for all lines
        all_moves = {move_id for ids in level.values() for move_id in ids}
        all_moves.update(component for ids in components.values() for component in ids)
        all_moves.update(move_id for ids in feeding.values() for move_id in ids)
        dropped = self._gendan_direct_purchase_line_ids()
        bought = Move.browse(all_moves)._gendan_purchase_line_ids()
        all_productions = set(components)

        def browse(model, ids, prefetch):
            return self.env[model].sudo().browse(sorted(ids)).with_prefetch(prefetch)  # sudo: see the class

        result = {}
        for line in self:
            tops = top_ids[line]
            below, todo = set(), list(tops)
            while todo:
                new = children[todo.pop()] - below - tops
                below |= new
                todo += new
            component_ids = {move_id for mo_id in tops | below for move_id in components[mo_id]}
            feeding_ids = {up for move_id in component_ids for up in feeding[move_id]}
            result[line] = LineLinks(
                own=own_moves[line],
                moves=browse("stock.move", level[line], all_moves),
                productions=browse("mrp.production", tops, all_productions),
                children=browse("mrp.production", below, all_productions),
                components=browse("stock.move", component_ids, all_moves),
                feeding={
                    move: browse("stock.move", feeding[move.id], all_moves)
                    for move in browse("stock.move", component_ids, all_moves)
                },
                bought=browse(
                    "purchase.order.line",
                    dropped[line].union(*(bought[move_id] for move_id in level[line])),
                    None,
                ),
                bought_components=browse(
                    "purchase.order.line",
                    set().union(*(bought[move_id] for move_id in component_ids | feeding_ids)),
                    None,
                ),
            )
        # sudo: see the class
        every_line = (
            self.env["purchase.order.line"]
            .sudo()
            .browse({line_id for links in result.values() for line_id in (links.bought + links.bought_components)._ids})
        )
        live = set(every_line.filtered(lambda line: line.state != "cancel")._ids)
        for links in result.values():
            links.bought = every_line.browse(i for i in links.bought._ids if i in live).with_prefetch(live)
            links.bought_components = every_line.browse(
                i for i in links.bought_components._ids if i in live
            ).with_prefetch(live)
        return result

    def _gendan_top_production_ids(self, own_moves, level):
        """Ids of the productions of what the lines sell.

        :param dict own_moves: {line: its own moves}
        :param dict level: {line: ids of own moves and those that feed them}
        :return: {line: set of ids}, cancelled ones left out
        """
        Move = self.env["stock.move"].sudo()  # sudo: see the class
        Production = self.env["mrp.production"].sudo()  # sudo: see the class
        result = {line: set() for line in self}
        made = Move.search_fetch(
            [
                ("id", "in", list({move_id for ids in level.values() for move_id in ids})),
                ("production_id", "!=", False),
            ],
            ["production_id"],
        )
        production_of = {move.id: move.production_id.id for move in made}
        for line, move_ids in level.items():
            result[line].update(production_of[move_id] for move_id in move_ids if move_id in production_of)
        for production in Production.search_fetch([("sale_line_id", "in", self.ids)], ["sale_line_id"]):
            result[self.browse(production.sale_line_id.id)].add(production.id)
        if orphans := self.filtered(lambda line: not result[line]):
            for line, ids in orphans._gendan_merged_production_ids(own_moves).items():
                result[line] |= ids
        # back-orders and splits share their production group; those that are cancelled leave here
        found = Production.browse({mo_id for ids in result.values() for mo_id in ids})
        found.fetch(["production_group_id"])
        siblings = defaultdict(set)
        for production in Production.search_fetch(
            [("production_group_id", "in", found.production_group_id.ids), ("state", "!=", "cancel")],
            ["production_group_id"],
        ):
            siblings[production.production_group_id.id].add(production.id)
        groups = {production.id: production.production_group_id.id for production in found}
        alive = {mo_id for ids in siblings.values() for mo_id in ids}
        alive.update(found.filtered(lambda mo: not mo.production_group_id and mo.state != "cancel").ids)
        return {
            line: ids.union(*(siblings[groups[mo_id]] for mo_id in ids if groups[mo_id])) & alive
            for line, ids in result.items()
        }

    def _gendan_merged_production_ids(self, own_moves):
        """Productions that Odoo enlarged for these lines instead of making new ones.

        ``stock.rule._run_manufacture`` adds to an open order of the same product and the same
        reference, and links neither the line nor its moves to it: what remains is the reference.

        :return: {line: set of ids}
        """
        Move = self.env["stock.move"].sudo()  # sudo: see the class
        waiting = Move.browse(
            move.id
            for line in self
            for move in own_moves[line]
            if move.procure_method == "make_to_order" and not move.move_orig_ids
        )
        result = defaultdict(set)
        if not waiting:
            return result
        self.env["mrp.production"].flush_model(["product_id", "state", "reference_ids"])
        waiting.flush_model(["product_id", "sale_line_id", "reference_ids"])
        for line_id, production_id in self.env.execute_query(
            SQL(
                """
                SELECT move.sale_line_id, production.id
                  FROM stock_move move
                  JOIN stock_reference_move_rel of_move ON of_move.move_id = move.id
                  JOIN stock_reference_production_rel of_production
                    ON of_production.reference_id = of_move.reference_id
                  JOIN mrp_production production
                    ON production.id = of_production.production_id
                   AND production.product_id = move.product_id
                   AND production.state != 'cancel'
                 WHERE move.id IN %s
                """,
                tuple(waiting.ids),
            )
        ):
            result[self.browse(line_id)].add(production_id)
        return result

    def _gendan_direct_purchase_line_ids(self):
        """Purchase lines made for the sale lines themselves (drop-shipped goods, bought services).

        :return: {line: set of ids}
        """
        result = {line: set() for line in self}
        PurchaseLine = self.env["purchase.order.line"].sudo()  # sudo: see the class
        if "sale_line_id" in PurchaseLine._fields:  # sale_purchase installs itself with sale and purchase
            for purchase_line in PurchaseLine.search_fetch([("sale_line_id", "in", self.ids)], ["sale_line_id"]):
                result[self.browse(purchase_line.sale_line_id.id)].add(purchase_line.id)
        return result
