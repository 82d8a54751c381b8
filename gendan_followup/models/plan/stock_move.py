from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from .sale_order_touch import SUPPLY_EVENTS

# what of a move matters to an order; done quantities are written on the move lines
WATCHED = frozenset({"state", "date", "date_deadline", "picked", "product_uom_qty", "sale_line_id"})
# beyond this many moves that wait for a component their orders are left to the hourly action
MANY_MOVES = 200


class StockMove(models.Model):
    """Chains of moves, and the marks that moves set on the orders they serve."""

    _inherit = "stock.move"

    # === hooks: a mark only, everything else happens before the commit ===

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS stock: also what is added to a transfer that is done already
        moves = super().create(vals_list)
        if done := moves.filtered(lambda move: move.state == "done"):
            self.env["sale.order"]._gendan_touch(done, *SUPPLY_EVENTS)
        return moves

    def write(self, vals):
        # EXTENDS stock: reserving, unreserving and doing all end in the state being written
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            self.env["sale.order"]._gendan_touch(self, *SUPPLY_EVENTS)
        return result

    def _action_cancel(self):
        # EXTENDS stock: before super, which cuts the chain that leads to the orders
        if self:
            self.env["sale.order"]._gendan_touch_now(self, *SUPPLY_EVENTS)
        return super()._action_cancel()

    # === orders behind moves ===

    def _gendan_orders(self):
        """Followed orders these moves serve: down the chain, through productions, and, for goods
        coming to stock, those whose productions wait for the product.

        Orders that wait for a component half of the factory waits for are left to the hourly
        action (``gendan.touch``).

        :return: ``sale.order``, sudo
        """
        if not self.ids or not self.env["sale.order"]._gendan_is_any_followed():
            return self.env["sale.order"].sudo()  # sudo: empty
        return self._gendan_orders_downstream(SQL("id IN %s", tuple(self.ids))) | self._gendan_orders_waiting()

    def _gendan_orders_downstream(self, condition):
        """Followed orders down the chain of moves.

        One query a step, not one recursive statement: PostgreSQL believes that a recursion brings millions of
        rows and spends seconds on compiling the statement, each time anew, to run it in milliseconds.

        :param SQL condition: which rows of stock_move to start from
        """
        self.flush_model(
            ["move_dest_ids", "sale_line_id", "production_id", "raw_material_production_id", "product_id", "state"]
        )
        self.env["mrp.production"].flush_model(["sale_line_id", "production_group_id"])
        self.env["mrp.production.group"].flush_model(["parent_ids", "child_ids"])
        order_ids, found = set(), set()
        moves = self._gendan_moves_with_orders(condition)
        while moves:
            found.update(moves)
            order_ids.update(order_id for order_ids_of_move in moves.values() for order_id in order_ids_of_move)
            steps = self._gendan_moves_after(moves) - found
            moves = self._gendan_moves_with_orders(SQL("id IN %s", tuple(steps))) if steps else None
        return self.env["sale.order"]._gendan_followed(order_ids)

    @api.model
    def _gendan_moves_with_orders(self, condition):
        """Moves and the orders they, or their productions, name.

        :param SQL condition: on the columns of stock_move
        :return: {move id: tuple of ids of sale.order}
        """
        return {
            move_id: tuple(filter(None, order_ids))
            for move_id, *order_ids in self.env.execute_query(
                SQL(
                    """
                    SELECT move.id, sold.order_id, made.order_id
                      FROM (SELECT id, sale_line_id, production_id FROM stock_move WHERE %s) move
                 LEFT JOIN sale_order_line sold ON sold.id = move.sale_line_id
                 LEFT JOIN mrp_production production ON production.id = move.production_id
                 LEFT JOIN sale_order_line made ON made.id = production.sale_line_id
                    """,
                    condition,
                )
            )
        }

    @api.model
    def _gendan_moves_after(self, move_ids):
        """The moves that these feed: down the chain, out of the production that consumes them, and out of the
        production that the group of theirs was made for.

        :param move_ids: iterable of ids
        :return: set of ids
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT move_dest_id FROM stock_move_move_rel WHERE move_orig_id IN %(ids)s
                 UNION
                SELECT made.id
                  FROM stock_move move
                  JOIN stock_move made ON made.production_id = move.raw_material_production_id
                 WHERE move.id IN %(ids)s
                 UNION
                SELECT made.id
                  FROM stock_move move
                  JOIN mrp_production child ON child.id = move.production_id
                  JOIN mrp_production_group_rel link ON link.child_group_id = child.production_group_id
                  JOIN mrp_production parent ON parent.production_group_id = link.parent_group_id
                  JOIN stock_move made ON made.production_id = parent.id
                 WHERE move.id IN %(ids)s
                """,
                ids=tuple(move_ids),
            )
        )
        return {move_id for (move_id,) in rows}

    def _gendan_orders_waiting(self):
        """Followed orders whose productions take what these moves bring to stock, unreserved yet."""
        coming = self.filtered(
            lambda move: move.location_id.usage != "internal" and move.location_dest_id.usage == "internal"
        )
        if not coming:
            return self.env["sale.order"].sudo()  # sudo: empty
        return self._gendan_orders_consuming_few(coming.product_id, coming.company_id)

    @api.model
    def _gendan_orders_consuming_few(self, products, companies):
        """As ``_gendan_orders_consuming`` while few moves wait for the products; else none, and the
        products are left to the hourly action."""
        if not products:
            return self.env["sale.order"].sudo()  # sudo: empty
        waiting = self.env.execute_query(
            SQL(
                "SELECT id FROM stock_move WHERE %s LIMIT %s",
                self._gendan_consuming(products, companies),
                MANY_MOVES + 1,
            )
        )
        if not waiting:
            return self.env["sale.order"].sudo()  # sudo: empty
        if len(waiting) <= MANY_MOVES:
            return self._gendan_orders_downstream(SQL("id IN %s", tuple(move_id for (move_id,) in waiting)))
        for company in companies:
            self.env["gendan.touch"]._gendan_leave(products, "many", company)
        return self.env["sale.order"].sudo()  # sudo: empty

    @api.model
    def _gendan_orders_consuming(self, products, companies):
        """Followed orders with an open production that waits for one of ``products`` from stock."""
        if not products:
            return self.env["sale.order"].sudo()  # sudo: empty
        return self._gendan_orders_downstream(self._gendan_consuming(products, companies))

    @api.model
    def _gendan_consuming(self, products, companies):
        """The condition on rows of stock_move that still wait for one of ``products``."""
        self.flush_model(["product_id", "company_id", "raw_material_production_id", "state"])
        return SQL(
            """product_id IN %s AND company_id IN %s AND raw_material_production_id IS NOT NULL
               AND state IN ('waiting', 'confirmed', 'partially_available')""",
            tuple(products.ids),
            tuple(companies.ids),
        )

    # === chains ===

    def _gendan_crossing(self):
        """Which side of the customer's door the move is on.

        :return: ``done`` it took goods to the customer, ``open`` it will, ``pending`` it is an
            earlier step of a chain whose last step will only be made when it is done,
            ``returned`` it brought goods back; else False
        """
        self.ensure_one()
        if self.state == "cancel" or self.scrap_id:
            return False
        source, dest, final = self.location_id, self.location_dest_id, self.location_final_id
        if source._gendan_is_customer():
            return "returned" if self.state == "done" and not dest._gendan_is_customer() else False
        if dest._gendan_is_customer():
            return "done" if self.state == "done" else "open"
        if self.state != "done" and final and final._gendan_is_customer() and not self.move_dest_ids:
            return "pending"
        return False

    def _gendan_upstream(self):
        """The moves that feed these, themselves included; productions end a chain.

        :return: {move id: set of move ids}
        """
        result = {move_id: {move_id} for move_id in self.ids}
        if not self:
            return result
        self.flush_model(["move_orig_ids", "move_dest_ids"])
        # step by step, as in _gendan_orders_downstream
        feeds, seen, todo = defaultdict(set), set(self.ids), set(self.ids)
        while todo:
            found = set()
            for move_id, before_id in self.env.execute_query(
                SQL(
                    "SELECT move_dest_id, move_orig_id FROM stock_move_move_rel WHERE move_dest_id IN %s", tuple(todo)
                )
            ):
                feeds[move_id].add(before_id)
                found.add(before_id)
            todo = found - seen
            seen |= todo
        for chain in result.values():
            todo = list(chain)
            while todo:
                new = feeds.get(todo.pop(), set()) - chain
                chain |= new
                todo += new
        return result

    def _gendan_purchase_line_ids(self):
        """Purchase lines that bring these moves, or were made for them.

        :return: defaultdict {move id: set of purchase line ids}
        """
        result = defaultdict(set)
        self.fetch(["purchase_line_id", "created_purchase_line_ids"])
        for move in self:
            result[move.id].update(move.purchase_line_id.ids, move.created_purchase_line_ids.ids)
        return result

    def _gendan_is_here(self, feeding):
        """Whether a component is there: reserved, consumed, or ready in the transfer bringing it.

        :param feeding: the moves that feed it
        """
        self.ensure_one()
        if self.state in ("assigned", "done") or self.picked or self.product_uom.is_zero(self.product_uom_qty):
            return True
        still_open = feeding.filtered(lambda move: move.state not in ("done", "cancel"))
        still_open = still_open.with_prefetch(feeding._prefetch_ids)  # read together with the other components'
        first = still_open.filtered(lambda move: not move.move_orig_ids & still_open)
        # a receipt is always "available"; only what lies with us is here
        return bool(first) and all(move.state == "assigned" and move.location_id.usage == "internal" for move in first)

    def _gendan_quantity_in(self, uom):
        """Quantity done, in ``uom``, unrounded."""
        self.ensure_one()
        return self.product_uom._compute_quantity(self.quantity, uom, round=False)

    def _gendan_kit_key(self):
        """What tells the components of one kit apart: the line of the bill, else the product."""
        self.ensure_one()
        bom_line = self.bom_line_id
        return bom_line.id if bom_line.bom_id.type == "phantom" else f"product {self.product_id.id}"
