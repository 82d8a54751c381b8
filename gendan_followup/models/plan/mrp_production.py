from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from .sale_order_touch import PRODUCTION_EVENTS, SUPPLY_EVENTS

WATCHED = frozenset(
    {"state", "qty_producing", "product_qty", "sale_line_id", "is_planned"}
    | {"date_start", "date_finished", "date_deadline"}
)


class MrpProduction(models.Model):
    """What productions consume and which productions make that."""

    _inherit = "mrp.production"

    # EXTENDS sale_mrp: looked up for every order, and the table is long
    sale_line_id = fields.Many2one(index="btree_not_null")

    # === hooks: a mark only, everything else happens before the commit ===

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS mrp: back-orders are created confirmed
        productions = super().create(vals_list)
        self.env["sale.order"]._gendan_touch(productions, *PRODUCTION_EVENTS)
        return productions

    def write(self, vals):
        # EXTENDS mrp: confirming, starting and marking as done all end in the state being written
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            self.env["sale.order"]._gendan_touch(self, *PRODUCTION_EVENTS)
        return result

    def _action_cancel(self):
        # EXTENDS mrp: before super, which cuts the chain that leads to the orders
        self.env["sale.order"]._gendan_touch_now(self, *SUPPLY_EVENTS)
        return super()._action_cancel()

    def _gendan_orders(self):
        """Followed orders these productions serve, as parent, part or child: ``sale.order``, sudo."""
        # sudo: whoever works on a production need not see the orders it serves; they are only marked
        Order = self.env["sale.order"].sudo()
        if not self.ids or not Order._gendan_is_any_followed():
            return Order.browse()
        orders = self.env["stock.move"]._gendan_orders_downstream(SQL("production_id IN %s", tuple(self.ids)))
        # sudo: as above, the way to them
        direct = Order._gendan_followed(self.sudo().sale_line_id.order_id.ids)
        return orders | direct

    # === links ===

    def _gendan_component_links(self):
        """Components of these productions and of those that make them, down to the last level.

        A child is found by the chain of moves that feeds the component, else by the production
        groups (batches and "take from stock, else make" have no chain).

        :return: three defaultdicts of sets of ids, cancelled records left out:
            children {production: productions}, components {production: moves consumed},
            feeding {component move: moves that feed it}
        """
        # sudo: as in _gendan_links: what is made of what does not depend on who asks
        Move = self.env["stock.move"].sudo()
        children, components, feeding = defaultdict(set), defaultdict(set), defaultdict(set)
        todo = self.sudo()  # sudo: as above
        while todo:
            for production in todo:
                components[production.id]  # marks it as visited
            consumed = Move.search_fetch(
                [("raw_material_production_id", "in", todo.ids), ("state", "!=", "cancel")],
                ["raw_material_production_id"],
            )
            chains = consumed._gendan_upstream()
            feeders = Move.browse({up for ups in chains.values() for up in ups} - set(consumed.ids))
            made_by = {
                move.id: move.production_id.id
                for move in feeders.search_fetch(
                    [("id", "in", feeders.ids), ("production_id.state", "not in", (False, "cancel"))],
                    ["production_id"],
                )
            }
            for move in consumed:
                production_id = move.raw_material_production_id.id
                components[production_id].add(move.id)
                feeding[move.id] = chains[move.id] - {move.id}
                children[production_id].update(made_by[up] for up in chains[move.id] if up in made_by)
            for production_id, child_ids in todo._gendan_group_children().items():
                children[production_id] |= child_ids
            found = {child for production in todo for child in children[production.id]}
            todo = todo.browse(found - components.keys())
        return children, components, feeding

    def _gendan_group_children(self):
        """Productions whose group was made for these productions' groups.

        :return: {production id: set of ids}
        """
        groups = defaultdict(set)
        for production in self:
            groups[production.production_group_id].add(production.id)
        result = {}
        for child in self.search_fetch(
            [("production_group_id.parent_ids", "in", self.production_group_id.ids), ("state", "!=", "cancel")],
            ["production_group_id"],
        ):
            for parent in child.production_group_id.parent_ids:
                for production_id in groups.get(parent, ()):
                    result.setdefault(production_id, set()).add(child.id)
        return result

    def _gendan_is_started(self):
        """Whether somebody has begun: work order, quantity or component registered."""
        self.ensure_one()
        return self.state in ("progress", "to_close", "done") or any(
            workorder.state in ("progress", "done") for workorder in self.workorder_ids
        )

    def _gendan_started_at(self):
        """When work began, as far as Odoo knows: first work order, else the end of a done one.

        ``date_start`` is the planned start unless a work order set it.

        :return: naive UTC ``datetime`` or False
        """
        self.ensure_one()
        starts = self.workorder_ids.filtered(
            lambda workorder: workorder.state in ("progress", "done") and workorder.date_start
        ).mapped("date_start")
        if self.state == "done":
            starts += [self.date_finished] if self.date_finished else []
        return min(starts, default=False)

    def _gendan_quantity_made(self, uom):
        """Quantity of the production's own product that came out, in ``uom``, unrounded."""
        self.ensure_one()
        return sum(
            move._gendan_quantity_in(uom)
            for move in self.move_finished_ids
            if move.state == "done" and move.product_id == self.product_id
        )
