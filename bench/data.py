"""Believable data for the benchmarks, made through Odoo's own models.

``make_master_data`` and ``make_orders`` use core fields only and work on a database with or
without the add-on, so that both sides of a ratio are measured on the same rows. ``configure`` is
for the side with the add-on: it switches the follow-up on as the example factory has it.
"""

from odoo import Command

STOCK_GOODS = 40
MADE_GOODS = 10
CUSTOMERS = 60
PLENTY = 100_000_000
BENCH = "Bench "


def make_master_data(env):
    """A Chinese company, customers, goods from stock and goods made to order from stocked material."""
    company = env.company
    company.country_id = env.ref("base.cn")
    yuan = env.ref("base.CNY")
    yuan.active = True
    if not company.chart_template:
        company.currency_id = yuan
        env["account.chart.template"].try_loading("cn", company=company, install_demo=False)
    warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
    warehouse.mto_pull_id.route_id.active = True
    make_to_order = warehouse.mto_pull_id.route_id | warehouse.manufacture_pull_id.route_id
    material = make_goods(env, "material", 6, sale_ok=False)
    stock_goods = make_goods(env, "carton", STOCK_GOODS)
    made_goods = make_goods(env, "bag", MADE_GOODS, route_ids=[Command.set(make_to_order.ids)])
    env["mrp.bom"].create(
        [
            {
                "product_tmpl_id": bag.product_tmpl_id.id,
                "product_qty": 1000,
                "bom_line_ids": [
                    Command.create({"product_id": material[(number + part) % len(material)].id, "product_qty": 3})
                    for part in range(3)
                ],
            }
            for number, bag in enumerate(made_goods)
        ]
    )
    for product in stock_goods | material:
        env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, PLENTY)
    env["res.partner"].create(
        [
            {"name": f"{BENCH}customer {number:02d}", "is_company": True, "country_id": env.ref("base.cn").id}
            for number in range(CUSTOMERS)
        ]
    )


def make_goods(env, kind, number, **values):
    """Storable products named after their kind."""
    category = env["product.category"].create({"name": f"{BENCH}{kind}"})
    return env["product.product"].create(
        [
            {
                "name": f"{BENCH}{kind} {index:02d}",
                "type": "consu",
                "is_storable": True,
                "categ_id": category.id,
                "list_price": 0.165 + index,
                "taxes_id": [Command.clear()],
                **values,
            }
            for index in range(number)
        ]
    )


def goods(env, kind):
    """The products of a kind that ``make_master_data`` has made."""
    return env["product.product"].search([("name", "=like", f"{BENCH}{kind} %")], order="id")


def customers(env):
    """The customers that ``make_master_data`` has made."""
    return env["res.partner"].search([("name", "=like", f"{BENCH}customer %")], order="id")


def make_orders(env, products, number, lines=10):
    """Quotations of ``lines`` lines each, in one batch; customers and goods take turns."""
    partners = customers(env)
    return env["sale.order"].create(
        [
            {
                "partner_id": partners[index % len(partners)].id,
                "client_order_ref": f"PO-{index:04d}",
                "order_line": [
                    Command.create(
                        {
                            "product_id": products[(index + line) % len(products)].id,
                            "product_uom_qty": 1000 + 100 * line,
                        }
                    )
                    for line in range(lines)
                ],
            }
            for index in range(number)
        ]
    )


def configure(env):
    """Switch the follow-up on with the example factory's people, templates, rules and ladders.

    The bench's customers are followed and settled as the example's, its cartons go by the example's
    rule for stock goods, its bags by the rule for all else.
    """
    scenario = env["gendan.demo.scenario"].with_context(**quiet())
    company = scenario._example_company()
    scenario = scenario.with_company(company)
    scenario._example_set_up_company(company)
    scenario._example_make_users(company)
    scenario._example_make_partners(company)
    scenario._example_make_products(company)
    follow(env)


def follow(env):
    """Give the bench's customers and goods their place in the example factory."""
    env["gendan.plan.rule"].create(
        {
            "sequence": 3,
            "categ_id": env["product.category"].search([("name", "=", f"{BENCH}carton")]).id,
            "template_id": env.ref("gendan_followup.template_stock").id,
        }
    )
    clerks = env["res.users"].search([("login", "in", ("clerk", "clerk2"))], order="login")
    profile = env.ref("gendan_followup.settlement_mainland_monthly")
    for index, partner in enumerate(customers(env)):
        partner.gendan_clerk_id = clerks[index % len(clerks)]
        partner.gendan_settlement_profile_id = profile


def quiet():
    """The context in which the example factory is loaded."""
    from odoo.addons.gendan_followup.models.demo.scenario import QUIET

    return QUIET
