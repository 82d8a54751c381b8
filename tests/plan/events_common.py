"""Factories for the tests of events: orders with everything Odoo makes of them."""

from odoo.fields import Command
from odoo.tests import tagged

from ..warm import WarmCachesCase


@tagged("post_install", "-at_install")
class EventsCase(WarmCachesCase):
    """Goods made, bought, drop-shipped and subcontracted to order, and kits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.company = cls.env.company
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.route_mto = cls.env.ref("stock.route_warehouse0_mto")
        cls.route_mto.active = True
        cls.route_make = cls.warehouse.manufacture_pull_id.route_id
        cls.route_buy = cls.warehouse.buy_pull_id.route_id
        cls.customer = cls.env["res.partner"].create({"name": "Brightprint Ltd"})
        cls.supplier = cls.env["res.partner"].create({"name": "Paper Mill"})
        cls.workcenter = cls.env["mrp.workcenter"].create({"name": "Offset press"})
        Kind = cls.env["gendan.milestone.kind"]
        cls.kind_print = Kind.create({"name": "Printed", "code": "test_print", "event": "workorder_done"})
        cls.kind_die = Kind.create({"name": "Die-cut", "code": "test_die", "event": "workorder_done"})

    # --- master data ---

    @classmethod
    def product(cls, name, *routes, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "route_ids": [Command.set([route.id for route in routes])],
                **values,
            }
        )

    @classmethod
    def made(cls, name="Gift box", *components, operations=(), **bom_values):
        """A product made to order from (component, quantity) pairs."""
        product = cls.product(name, cls.route_mto, cls.route_make)
        cls.bom(product, components, operations, **bom_values)
        return product

    @classmethod
    def bom(cls, product, components, operations=(), **values):
        return cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "bom_line_ids": [
                    Command.create({"product_id": component.id, "product_qty": quantity})
                    for component, quantity in components
                ],
                "operation_ids": [
                    Command.create(
                        {
                            "name": kind.name,
                            "workcenter_id": cls.workcenter.id,
                            "gendan_kind_id": kind.id,
                            "sequence": sequence,
                        }
                    )
                    for sequence, kind in enumerate(operations)
                ],
                **values,
            }
        )

    @classmethod
    def bought(cls, name="Board", *routes, delay=5, **values):
        return cls.product(
            name,
            *(routes or (cls.route_mto, cls.route_buy)),
            seller_ids=[Command.create({"partner_id": cls.supplier.id, "price": 1.0, "delay": delay})],
            **values,
        )

    @classmethod
    def stock(cls, product, quantity):
        cls.env["stock.quant"]._update_available_quantity(product, cls.warehouse.lot_stock_id, quantity)

    # --- documents ---

    def order(self, *products, confirm=True, **values):
        """A sale order with one line for each product or (product, quantity) pair."""
        pairs = [entry if isinstance(entry, tuple) else (entry, 10.0) for entry in products]
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "price_unit": 100.0,
                            "tax_ids": False,
                        }
                    )
                    for product, quantity in pairs
                ],
                **values,
            }
        )
        if confirm:
            order.action_confirm()
        return order

    def process(self, picking, quantity=None, backorder=True):
        """Validate a transfer, all of it or ``quantity`` of every move."""
        for move in picking.move_ids.filtered(lambda move: move.state not in ("done", "cancel")):
            move.write({"quantity": move.product_uom_qty if quantity is None else quantity, "picked": True})
        context = {"skip_backorder": True}
        if not backorder:
            context["picking_ids_not_to_backorder"] = picking.ids
        picking.with_context(**context).button_validate()
        self.assertEqual(picking.state, "done")

    def produce(self, production, quantity=None):
        """Mark a production done, with a back-order for what is missing to ``quantity``."""
        production.qty_producing = quantity or production.product_qty
        production._set_qty_producing()
        production.with_context(
            skip_consumption=True,
            mo_ids_to_backorder=production.ids if quantity else [],
            skip_backorder=True,
        ).button_mark_done()
        self.assertEqual(production.state, "done")

    def return_of(self, picking, quantity):
        wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = quantity
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        self.process(back)
        return back

    # --- answers ---

    def actual(self, line, event, kind=None):
        """The provider's answer for one line."""
        kind = kind or self.env["gendan.milestone.kind"]
        self.env.flush_all()
        return getattr(line, f"_gendan_actual_{event}")(kind)[line]

    def expected(self, line, event, kind=None, overrides=None):
        kind = kind or self.env["gendan.milestone.kind"]
        self.env.flush_all()
        return getattr(line, f"_gendan_expected_{event}")(kind, overrides).get(line)
