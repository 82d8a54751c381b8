"""A factory that follows its materials."""

from datetime import date, datetime, time

from odoo import Command

from tests.common import GendanCase

PROMISE = date(2026, 11, 20)


class MaterialCase(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.classPatch(type(cls.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: float("inf"))
        cls.company.gendan_material = True
        cls.env["gendan.exception.look"].search([]).unlink()
        cls.planner, cls.buyer, cls.floor = cls.make_users(
            planner="gendan_followup.group_gendan_department",
            buyer="purchase.group_purchase_user",
            floor="mrp.group_mrp_user",
        )
        cls.env.ref("gendan_followup.department_pmc").write({"head_id": cls.planner.id})
        cls.supplier.write({"email": "sales@humen.example", "lang": "en_US"})

    @classmethod
    def look(cls):
        """What the commit and the scheduled action do."""
        cls.settle()
        cls.env["gendan.exception.look"]._cron_gendan_detect()

    @classmethod
    def rows(cls, order):
        return cls.env["gendan.material"].search([("order_ids", "in", order.ids)])

    @classmethod
    def order_with_purchase(cls, quantity=5000, day=datetime(2026, 11, 4, 4), confirm=True, **values):
        """An order whose film is bought to order.

        :return: (order, purchase order)
        """
        order = cls.make_order([(cls.bag, quantity)], promised=PROMISE, **values)
        order.action_confirm()
        cls.settle()
        links = order.order_line._gendan_links()
        purchase = links[order.order_line].bought_components.order_id
        for line in purchase.order_line:
            line.date_planned = day
        if confirm:
            purchase.button_confirm()
        cls.look()
        return order, purchase.sudo(False)

    @classmethod
    def make_part(cls, name, components=(), is_made=False, stock=0.0, **values):
        """A product taken from stock; ``components`` are (product, quantity for one)."""
        product = cls.make_product(name, **values)
        product.route_ids = [Command.set((cls.route_make if is_made else cls.route_buy).ids)]
        if components:
            cls.env["mrp.bom"].create(
                {
                    "product_tmpl_id": product.product_tmpl_id.id,
                    "product_qty": 1,
                    "bom_line_ids": [
                        Command.create({"product_id": part.id, "product_qty": number}) for part, number in components
                    ],
                }
            )
        if stock:
            cls.put_in_stock(product, stock)
        return product

    @classmethod
    def buy(cls, product, quantity, day, partner=None):
        """A confirmed purchase to stock."""
        purchase = cls.env["purchase.order"].create(
            {
                "partner_id": (partner or cls.supplier).id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": quantity,
                            "date_planned": datetime.combine(day, time(4)),
                        }
                    )
                ],
            }
        )
        purchase.button_confirm()
        cls.look()
        return purchase

    @classmethod
    def order_of(cls, product, quantity=10, **values):
        """A confirmed order of something made to order."""
        product.route_ids |= cls.route_mto
        order = cls.confirm_order([(product, quantity)], promised=PROMISE, **values)
        cls.look()
        return order
