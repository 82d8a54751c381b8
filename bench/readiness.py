"""Material readiness of one order: a bill of three levels and 200 components, by queries and time."""

from odoo import Command

from bench.data import BENCH, customers
from bench.figures import Row, middle, seconds
from bench.measure import RUNS, alternate, timed, transaction

COMPONENTS = 200
# components below a half-made part: as many again below the part of that
EACH = 4


class Order:
    """An order whose productions are short of everything.

    :param name: database with the add-on
    """

    def __init__(self, name):
        self.name = name
        with transaction(name) as env:
            self.ids = {number: self._make(env, number) for number in (COMPONENTS // 10, COMPONENTS)}

    def _make(self, env, number):
        """A product with ``number`` components in three levels: parts nobody makes yet, half of the rest bought."""
        warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
        make, buy = warehouse.manufacture_pull_id.route_id, warehouse.buy_pull_id.route_id
        supplier = env["res.partner"].create({"name": f"{BENCH}supplier {number}"})

        def part(title, components=(), made=False):
            product = env["product.product"].create(
                {
                    "name": f"{BENCH}part {number}-{title}",
                    "is_storable": True,
                    "route_ids": [Command.set((make if made else buy).ids)],
                }
            )
            if components:
                env["mrp.bom"].create(
                    {
                        "product_tmpl_id": product.product_tmpl_id.id,
                        "bom_line_ids": [
                            Command.create({"product_id": one.id, "product_qty": 1}) for one in components
                        ],
                    }
                )
            return product

        halves, bought = [], []
        for index in range(number // (2 * EACH + 2)):
            leaves = [part(f"{index}-{leaf}") for leaf in range(2 * EACH)]
            sub = part(f"{index}-sub", leaves[EACH:], made=True)
            halves.append(part(f"{index}-half", [sub, *leaves[:EACH]], made=True))
            bought += leaves[:EACH]
        whole = part("whole", halves, made=True)
        env["purchase.order"].create(
            {
                "partner_id": supplier.id,
                "order_line": [Command.create({"product_id": one.id, "product_qty": 100}) for one in bought],
            }
        ).button_confirm()
        production = env["mrp.production"].create({"product_id": whole.id, "product_qty": 100})
        production.action_confirm()
        order = env["sale.order"].create(
            {"partner_id": customers(env)[0].id, "order_line": [Command.create({"product_id": whole.id})]}
        )
        order.action_confirm()
        production.sale_line_id = order.order_line
        return order.id, production.id

    def look(self, number):
        """Read what is short, from nothing, without keeping it.

        :return: (``Spent``, queries)
        """

        def work(env):
            from odoo.addons.gendan_followup.models.production.material_source import MaterialSource

            source = MaterialSource(env)
            source.read(env["mrp.production"].browse(self.ids[number][1]))
            shorts = len(source.shorts)
            if shorts < number:
                raise AssertionError(f"{shorts} of {number} components found")

        return self._timed(work)

    def floor(self, number):
        """The least anybody could do: the products, their bills, stock and open purchases, one read of each."""

        def work(env):
            products = env["product.product"].search([("name", "=like", f"{BENCH}part {number}-%")])
            bills = env["mrp.bom"].search([("product_tmpl_id", "in", products.product_tmpl_id.ids)])
            bills.bom_line_ids.mapped("product_qty")
            env["stock.quant"]._read_group([("product_id", "in", products.ids)], ["product_id"], ["quantity:sum"])
            still_open = ("state", "not in", ("done", "cancel"))
            moves = env["stock.move"].search([("product_id", "in", products.ids), still_open])
            moves.purchase_line_id.mapped("date_planned")

        return self._timed(work)

    def _timed(self, work):
        with transaction(self.name) as env:
            env.invalidate_all()
            before = env.cr.sql_log_count
            spent = timed(lambda: work(env))
            return spent, env.cr.sql_log_count - before


def rows(name):
    """Rows of the table."""
    order = Order(name)
    small = COMPONENTS // 10
    runs = alternate(
        {
            "floor": lambda: order.floor(COMPONENTS),
            "few": lambda: order.look(small),
            "many": lambda: order.look(COMPONENTS),
        },
        RUNS,
    )
    took = {key: middle([spent for spent, _queries in found]) for key, found in runs.items()}
    queries = {key: found[-1][1] for key, found in runs.items()}
    return [
        Row(
            f"readiness of an order, {COMPONENTS} components in 3 levels",
            seconds(took["floor"]),
            seconds(took["many"]),
            took["many"] / took["floor"],
            told=f"{queries['floor']} -> {queries['many']} queries, against reading the facts once",
        ),
        Row(
            f"  queries from {small} to {COMPONENTS} components",
            f"{queries['few']}",
            f"{queries['many']}",
            held=queries["many"] <= queries["few"] + 3,
        ),
    ]
