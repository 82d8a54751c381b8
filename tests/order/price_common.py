"""Formulas, cost sheets and quotations for the tests of prices."""

from odoo import Command

from ..common import GendanCase


class PriceCase(GendanCase):
    """A bag with a formula; the clerk sees costs, the rep does not. The approval is on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"gendan_price_approval": True, "gendan_validity_days": 3})
        cls.clerk.group_ids = [Command.link(cls.env.ref("gendan_followup.group_gendan_cost").id)]
        cls.env["gendan.cost.scheme"].search([]).active = False
        cls.category = cls.env["product.category"].create({"name": "Packaging"})
        cls.bags = cls.env["product.category"].create({"name": "Bags", "parent_id": cls.category.id})
        cls.bag.categ_id = cls.bags
        cls.scheme = cls.env["gendan.cost.scheme"].create(
            {
                "name": "Bag (test)",
                "categ_ids": [Command.set(cls.category.ids)],
                "steps": "100000 300000",
                "line_ids": [
                    Command.create(values)
                    for values in (
                        {
                            "sequence": 1,
                            "name": "Film",
                            "kind": "material",
                            "basis": "thousand",
                            "product_id": cls.film.id,
                            "usage": 3,
                            "waste": 5,
                        },
                        {"sequence": 2, "name": "Printing", "kind": "process", "basis": "thousand", "rate": 40},
                        {"sequence": 3, "name": "Cylinders", "kind": "tooling", "basis": "set", "rate": 3760,
                         "apart": True},
                        {"sequence": 4, "name": "Start", "kind": "loss", "basis": "start", "rate": 1000},
                        {"sequence": 5, "name": "Margin", "kind": "margin", "basis": "price", "rate": 20},
                    )
                ],
            }
        )

    @classmethod
    def make_quotation(cls, **values):
        """Of the clerk's customer, 50,000 bags at 0.165."""
        return cls.make_order(**values)

    def make_sheet(self, order, **values):
        """Of the order's first line, by its formula."""
        sheet = (
            self.env["gendan.cost.sheet"].with_user(self.clerk).create({"line_id": order.order_line[0].id, **values})
        )
        self.env.flush_all()
        return sheet

    def say(self, order, result, user=None, **values):
        """Somebody submits or decides."""
        return (
            self.env["gendan.price.approval"]
            .with_user(user or self.supervisor)
            .create({"order_id": order.id, "result": result, **values})
        )

    def approve(self, order):
        self.say(order, "submitted", self.clerk)
        return self.say(order, "approved")

    def state(self, order):
        """Where the prices stand, as the server knows it now."""
        return order._gendan_price_states()[order]

    def todos(self, order, *kinds):
        return self.env["gendan.todo"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", order.id), ("open", "=", True), ("kind", "in", kinds)]
        )
