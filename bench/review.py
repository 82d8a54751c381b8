"""Confirming orders that are reviewed: twelve points speak about each of them, on the side with the add-on.

The dear ones are among them, with all that they look at: half of the goods are in stock and half are to be made by
bills of materials (the first feasible day), minimums count by order, by set of plates and by lot of material, each line
has its specification, each order its paper.
"""

from datetime import timedelta

from odoo import Command, fields

from bench.data import BENCH, PLENTY, customers, goods, make_goods, make_orders
from bench.measure import transaction
from bench.screens import ADMIN
from bench.work import Day

# eight the system judges, two clauses and two departments, all answered
POINTS = (
    "blocked",
    "duplicate",
    "price_band",
    "exposure",
    "date_before_feasible",
    "below_moq",
    "spec_missing",
    "written_missing",
    "clause_delivery",
    "clause_payment",
    "capacity",
    "material",
)
LIMIT = 1e12
GOODS = 40
ATTRIBUTES = 6
PIECES = 3


class ReviewDay(Day):
    """As ``Day``, confirming only; where the add-on is there, the company reviews its orders.

    :param name: database
    :param number: orders in a batch
    """

    def __init__(self, name, number):
        super().__init__(name, number)
        with transaction(name, ADMIN) as env:
            if not goods(env, "box"):
                make_boxes(env)
            if "gendan_review" in env.company._fields:
                switch_on(env)
                make_minimums(env)
                make_specification(env)

    def turn(self):
        """Seconds of confirming orders of ten lines, commit included."""
        with transaction(self.name, ADMIN) as env:
            orders = make_orders(env, goods(env, "box"), self.number, lines=10)
            orders.commitment_date = fields.Datetime.now() + timedelta(days=60)
            if "gendan_review" in env.company._fields:
                put_under_review(orders)
            ids = orders.ids
        spent = self._timed(lambda env: env["sale.order"].browse(ids).action_confirm())
        with transaction(self.name, ADMIN) as env:
            if set(env["sale.order"].browse(ids).mapped("state")) != {"sale"}:
                raise AssertionError(f"{self.name}: not all orders are confirmed")
        return spent


def make_boxes(env):
    """On both sides: goods delivered from stock, one half in stock, the other to be made of stocked material."""
    material, boxes = goods(env, "material"), make_goods(env, "box", GOODS)
    stock = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
    for box in boxes[::2]:
        env["stock.quant"]._update_available_quantity(box, stock, PLENTY)
    env["mrp.bom"].create(
        [
            {
                "product_tmpl_id": box.product_tmpl_id.id,
                "product_qty": 1000,
                "bom_line_ids": [
                    Command.create({"product_id": material[(number + part) % len(material)].id, "product_qty": 3})
                    for part in range(PIECES)
                ],
            }
            for number, box in enumerate(boxes)
        ]
    )


def switch_on(env):
    """The company reviews its orders by the twelve points, no more and no fewer; its customers have a limit."""
    points = env["gendan.review.point"].with_context(active_test=False).search([])
    for point in points:
        point.active = point.code in POINTS
    points.filtered("active").write({"order_kind_ids": [Command.clear()]})
    if len(points.filtered("active")) != len(POINTS):
        raise AssertionError("the points of the review are not the twelve that are measured")
    env.company.write({"gendan_review": True, "account_use_credit_limit": True})
    customers(env).write({"use_partner_credit_limit": True, "credit_limit": LIMIT})


def make_minimums(env):
    """Every customer's boxes are made with a set of their own; minimums that each order reaches."""
    boxes = goods(env, "box")
    env["gendan.tooling"].create(
        [
            {
                "name": f"{BENCH}set {number:02d}",
                "partner_id": customer.id,
                "kind": "plate",
                "product_ids": [Command.set(boxes.ids)],
            }
            for number, customer in enumerate(customers(env))
        ]
    )
    values = {"categ_id": boxes.categ_id.id, "policy": "refuse", "quantity": 100}
    env["gendan.moq"].create(
        [
            {**values, "scope": "order"},
            {**values, "scope": "design"},
            {**values, "scope": "lot", "material_id": goods(env, "material")[0].id, "quantity": 1},
            *(
                {"product_tmpl_id": box.product_tmpl_id.id, "policy": "warn", "quantity": 10, "scope": "colour"}
                for box in boxes
            ),
        ]
    )


def make_specification(env):
    """What each line of boxes has to say, whatever kind of order it is on."""
    boxes = goods(env, "box")
    env["gendan.spec.set"].create(
        {
            "name": f"{BENCH}box",
            "categ_ids": [Command.set(boxes.categ_id.ids)],
            "attribute_ids": [
                Command.create(
                    {
                        "name": f"{BENCH}attribute {number}",
                        "required_kind_ids": [Command.set(env["gendan.order.kind"].search([]).ids)],
                    }
                )
                for number in range(ATTRIBUTES)
            ],
        }
    )


def put_under_review(orders):
    """All is specified, ordered on the phone and confirmed in writing; departments and customers have said yes."""
    env = orders.env
    for number, order in enumerate(orders):
        # numbers of their own: a customer's number counts as a duplicate
        reference = f"RV-{order.id}-{number}"
        order.write({"gendan_order_kind": "new", "client_order_ref": reference, "gendan_channel": "phone"})
    attributes = env["gendan.spec.set"].search([("name", "=", f"{BENCH}box")]).attribute_ids
    # from the second turn on the customers' last orders have told it already
    known = orders.order_line._gendan_spec_known()
    # sudo: as the dialog does, which takes a line at a time
    env["gendan.spec.value"].sudo().create(
        [
            {"line_id": line.id, "attribute_id": attribute.id, "value": f"{line.id} as agreed"}
            for line in orders.order_line
            for attribute in attributes
            if attribute.id not in known[line.id]
        ]
    )
    for order in orders:
        paper = env["ir.attachment"].create({"name": f"{order.name}.txt", "raw": order.name.encode()})
        env["gendan.intake.paper"].create(
            {"order_id": order.id, "channel": "email", "attachment_ids": [Command.set(paper.ids)]}
        )
    orders._gendan_start_review()
    for item in orders.gendan_review_item_ids:
        item._gendan_answer("yes", None, "Bench", "phone")
