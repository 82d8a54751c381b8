from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL


class StockMove(models.Model):
    """Chains of moves, and the marks that moves set on the orders they serve."""

    _inherit = "stock.move"

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
        for root_id, move_id in self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE up(root_id, move_id) AS (
                    SELECT move_dest_id, move_orig_id FROM stock_move_move_rel WHERE move_dest_id IN %(ids)s
                     UNION
                    SELECT up.root_id, rel.move_orig_id
                      FROM up JOIN stock_move_move_rel rel ON rel.move_dest_id = up.move_id
                )
                SELECT root_id, move_id FROM up
                """,
                ids=tuple(self.ids),
            )
        ):
            result[root_id].add(move_id)
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
        first = still_open.filtered(lambda move: not move.move_orig_ids & still_open)
        # a receipt is always "available"; only what lies with us is here
        return bool(first) and all(
            move.state == "assigned" and move.location_id.usage == "internal" for move in first
        )

    def _gendan_quantity_in(self, uom):
        """Quantity done, in ``uom``, unrounded."""
        self.ensure_one()
        return self.product_uom._compute_quantity(self.quantity, uom, round=False)

    def _gendan_kit_key(self):
        """What tells the components of one kit apart: the line of the bill, else the product."""
        self.ensure_one()
        bom_line = self.bom_line_id
        return bom_line.id if bom_line.bom_id.type == "phantom" else f"product {self.product_id.id}"
