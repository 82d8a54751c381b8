"""Believable data for the benchmarks: one factory, made and stocked products, draft orders.

Works on a database with or without the add-on: it uses Odoo's own fields only, so that both sides
of a ratio are measured on the same rows.
"""

from odoo import Command


def make_master_data(env, products=20, customers=10):
    """Products from stock and customers.

    :return: (product.product records, res.partner records)
    """
    goods = env["product.product"].create(
        [
            {
                "name": f"Bench bag {number}",
                "type": "consu",
                "is_storable": True,
                "list_price": 0.165 + number,
                "taxes_id": [Command.clear()],
            }
            for number in range(products)
        ]
    )
    warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
    for product in goods:
        env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 10_000_000)
    partners = env["res.partner"].create(
        [{"name": f"Bench customer {number}", "is_company": True} for number in range(customers)]
    )
    return goods, partners


def make_orders(env, goods, partners, number, lines=10):
    """Draft orders of ``lines`` lines each, in one batch."""
    return env["sale.order"].create(
        [
            {
                "partner_id": partners[index % len(partners)].id,
                "order_line": [
                    Command.create({"product_id": goods[(index + line) % len(goods)].id, "product_uom_qty": 100 + line})
                    for line in range(lines)
                ],
            }
            for index in range(number)
        ]
    )


def follow(env):
    """Switch the follow-up on: every order by the shipped template for stock items."""
    template = env.ref("gendan_followup.template_stock")
    env["gendan.plan.rule"].search([]).active = False
    env["gendan.plan.rule"].create({"template_id": template.id})
    env.company.gendan_follow_new_orders = True
