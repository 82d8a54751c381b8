"""Validating deliveries that rules are asked about, with the papers that go along, on the side with the add-on.

Every rule is on and none holds anything: all is looked at. Customers have a limit and a settlement with a deposit, a
contract of each order has come back, each transfer has its delivery note and leaves with it.
"""

from odoo import Command, fields

from bench.data import BENCH, customers, goods, make_orders
from bench.measure import transaction
from bench.screens import ADMIN
from bench.work import Day

LIMIT = 1e12


class ShipDay(Day):
    """As ``Day``, delivering only; where the add-on is there, the company asks before goods leave.

    :param name: database
    :param number: deliveries in a batch
    """

    def __init__(self, name, number):
        super().__init__(name, number)
        with transaction(name, ADMIN) as env:
            if "gendan_ship_cash" in env.company._fields:
                switch_on(env)

    def turn(self):
        """Seconds of validating deliveries of ten lines, commit included."""
        with transaction(self.name, ADMIN) as env:
            orders = make_orders(env, goods(env, "carton"), self.number, lines=10)
            orders.action_confirm()
            pickings = orders.picking_ids
            if set(pickings.mapped("state")) != {"assigned"} or len(pickings) != self.number:
                raise AssertionError(f"{self.name}: the deliveries are not all ready")
            if "gendan_ship_cash" in env.company._fields:
                make_papers(orders)
                pickings._gendan_make_notes()
            self.to_deliver = pickings.ids
        return self.deliver()


def switch_on(env):
    """All rules are on; no customer is near his limit, and of no order a deposit is due."""
    env.company.write(
        {
            "gendan_ship_credit": True,
            "account_use_credit_limit": True,
            "gendan_ship_overdue": True,
            "gendan_ship_cash": True,
            "gendan_ship_papers": True,
            "gendan_ship_hold": True,
            "gendan_tolerance": True,
            "gendan_note": True,
        }
    )
    env["gendan.tolerance"].create({"company_id": env.company.id, "over_percent": 5, "under_percent": 5})
    paid = env["gendan.milestone.kind"].search([("event", "=", "paid"), ("light", "=", "money")], limit=1)
    profile = env["gendan.settlement.profile"].create(
        {
            "name": f"{BENCH}balance after delivery",
            "way": "deposit",
            "deposit_percent": 0,
            "line_ids": [Command.create({"kind_id": paid.id, "anchor": "shipped", "days": 30})],
        }
    )
    customers(env).write(
        {"use_partner_credit_limit": True, "credit_limit": LIMIT, "gendan_settlement_profile_id": profile.id}
    )


def make_papers(orders):
    """A contract of each order that is back."""
    now = fields.Datetime.now()
    orders.env["gendan.document"].create(
        [
            {
                "kind": "contract",
                "order_id": order.id,
                "partner_id": order.partner_id.id,
                "company_id": order.company_id.id,
                "must_return": True,
                "returned_at": now,
                "returned_how": "original",
            }
            for order in orders
        ]
    )
