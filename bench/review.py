"""Confirming orders that are reviewed: twelve points speak about each of them, on the side with the add-on."""

from datetime import timedelta

from odoo import fields

from bench.data import goods, make_orders
from bench.measure import transaction
from bench.screens import ADMIN
from bench.work import Day

# eight the system judges, two clauses and two departments, all answered
POINTS = (
    "kind",
    "blocked",
    "duplicate",
    "discontinued",
    "unit",
    "price_band",
    "payment_terms",
    "exposure",
    "clause_delivery",
    "clause_payment",
    "capacity",
    "material",
)
PLENTY = 1e12


class ReviewDay(Day):
    """As ``Day``, confirming only; where the add-on is there, the company reviews its orders.

    :param name: database
    :param number: orders in a batch
    """

    def turn(self):
        """Seconds of confirming orders of ten lines from stock, commit included."""
        with transaction(self.name, ADMIN) as env:
            orders = make_orders(env, goods(env, "carton"), self.number, lines=10)
            orders.commitment_date = fields.Datetime.now() + timedelta(days=60)
            if "gendan_review" in env.company._fields:
                switch_on(env)
                put_under_review(orders)
            ids = orders.ids
        spent = self._timed(lambda env: env["sale.order"].browse(ids).action_confirm())
        with transaction(self.name, ADMIN) as env:
            if set(env["sale.order"].browse(ids).mapped("state")) != {"sale"}:
                raise AssertionError(f"{self.name}: not all orders are confirmed")
        return spent


def switch_on(env):
    """The company reviews its orders by the twelve points, no more and no fewer; its customers have a limit."""
    points = env["gendan.review.point"].with_context(active_test=False).search([])
    for point in points:
        if point.active != (point.code in POINTS):
            point.active = point.code in POINTS
    points.filtered("active").write({"order_kind_ids": [(5,)]})
    if len(points.filtered("active")) != len(POINTS):
        raise AssertionError("the points of the review are not the twelve that are measured")
    env.company.write({"gendan_review": True, "account_use_credit_limit": True})
    env["res.partner"].search([("name", "=like", "Bench customer %")]).write(
        {"use_partner_credit_limit": True, "credit_limit": PLENTY}
    )


def put_under_review(orders):
    """Departments and customers have said yes to all of them."""
    for number, order in enumerate(orders):
        # numbers of their own: a customer's number counts as a duplicate
        order.write({"gendan_order_kind": "new", "client_order_ref": f"RV-{order.id}-{number}"})
    orders._gendan_start_review()
    for item in orders.gendan_review_item_ids:
        item._gendan_answer("yes", None, "Bench", "phone")
