from odoo import api, models
from odoo.tools import SQL

from .sale_order_touch import SUPPLY_EVENTS

# not the quantity: a request that collects many orders' needs would wake all of them for each new
# one; what a confirmed line brings to stock shows in its receipt's moves
WATCHED = frozenset({"date_planned", "product_id"})


class PurchaseOrderLine(models.Model):
    """When bought goods come."""

    _inherit = "purchase.order.line"

    # === hooks: a mark only, everything else happens before the commit ===

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS purchase_stock
        lines = super().create(vals_list)
        self.env["sale.order"]._gendan_touch(lines, *SUPPLY_EVENTS)
        return lines

    def write(self, vals):
        # EXTENDS purchase_stock: also reached by the portal, and by the order's own date
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            self.env["sale.order"]._gendan_touch(self, *SUPPLY_EVENTS)
        return result

    def unlink(self):
        # EXTENDS purchase_stock: before super, while the links are there
        self.env["sale.order"]._gendan_touch_now(self, *SUPPLY_EVENTS)
        return super().unlink()

    # === orders behind purchase lines ===

    def _gendan_orders(self):
        """Followed orders these lines were made for, and, of confirmed ones, those whose productions
        wait for the product from stock (see ``stock.move._gendan_orders``): ``sale.order``, sudo."""
        # sudo: a buyer need not see the orders he buys for; they are only marked
        Order, Move = self.env["sale.order"].sudo(), self.env["stock.move"]
        if not self.ids or not Order._gendan_is_any_followed():
            return Order.browse()
        self.flush_recordset(["move_dest_ids"])
        Move.flush_model(["purchase_line_id"])
        orders = Move._gendan_orders_downstream(
            SQL(
                """purchase_line_id IN %(ids)s OR id IN (
                    SELECT move_id FROM stock_move_created_purchase_line_rel
                     WHERE created_purchase_line_id IN %(ids)s)""",
                ids=tuple(self.ids),
            )
        )
        if "sale_line_id" in self._fields:
            # sudo: as above, the way to them
            orders |= Order._gendan_followed(self.sudo().sale_line_id.order_id.ids)
        confirmed = self.filtered(lambda line: line.state == "purchase")
        return orders | Move._gendan_orders_consuming_few(confirmed.product_id, confirmed.company_id)

    # === expectations ===

    def _gendan_expected_day(self, overrides):
        """The day an open line is expected: the later of its own date and its receipts'.

        Typing a later date moves no receipt in Odoo, moving the receipt no date here (seams A3).

        :param dict overrides: {(model, id): date}, see ``sale.order.line._gendan_expected_shipped``
        :return: date, or False when all of it has come
        """
        self.ensure_one()
        receipts = self.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        if not receipts and self.state == "purchase" and self.move_ids:
            return False
        day = self.company_id._gendan_to_day(self.date_planned)
        for record in (self.order_id, self):
            day = overrides.get((record._name, record.id), day)
        return max([day, *(move._gendan_planned_day(overrides)[0] for move in receipts)])

    def _gendan_is_drop_shipped(self):
        """Whether its goods go from the supplier to the customer."""
        self.ensure_one()
        return any(move.location_dest_id._gendan_is_customer() for move in self.move_ids)
