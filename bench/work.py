"""What people do all day: confirming orders, validating deliveries, closing manufacturing orders."""

from bench.data import goods, make_orders
from bench.measure import timed, transaction
from bench.screens import ADMIN


class Day:
    """The same day's work on one database, over and over with new orders.

    :param name: database
    :param number: orders, deliveries and manufacturing orders in a batch
    """

    def __init__(self, name, number):
        self.name = name
        self.number = number
        self.to_deliver = []

    def turn(self):
        """All of it once: dict of seconds."""
        return {"confirm": self.confirm(), "deliver": self.deliver(), "make": self.make()}

    def confirm(self):
        """Seconds of confirming orders of ten lines from stock, commit included."""
        with transaction(self.name, ADMIN) as env:
            ids = make_orders(env, goods(env, "carton"), self.number, lines=10).ids
        spent = self._timed(lambda env: env["sale.order"].browse(ids).action_confirm())
        with transaction(self.name, ADMIN) as env:
            pickings = env["sale.order"].browse(ids).picking_ids
            if set(pickings.mapped("state")) != {"assigned"} or len(pickings) != self.number:
                raise AssertionError(f"{self.name}: the deliveries of the confirmed orders are not all ready")
            self.to_deliver = pickings.ids
        return spent

    def deliver(self):
        """Seconds of validating the deliveries of what was confirmed before."""
        ids = self.to_deliver
        spent = self._timed(lambda env: env["stock.picking"].browse(ids).button_validate())
        self._all_done("stock.picking", ids)
        return spent

    def make(self):
        """Seconds of closing manufacturing orders that were made for as many orders."""
        with transaction(self.name, ADMIN) as env:
            orders = make_orders(env, goods(env, "bag"), self.number, lines=1)
            orders.action_confirm()
            productions = orders.mrp_production_ids
            if len(productions) != self.number:
                raise AssertionError(f"{self.name}: {len(productions)} productions for {self.number} orders")
            productions.action_assign()
            ids = productions.ids
        spent = self._timed(lambda env: env["mrp.production"].browse(ids).button_mark_done())
        self._all_done("mrp.production", ids)
        return spent

    def _timed(self, work):
        def call():
            with transaction(self.name, ADMIN) as env:
                work(env)

        return timed(call)

    def _all_done(self, model, ids):
        with transaction(self.name) as env:
            if set(env[model].browse(ids).mapped("state")) != {"done"}:
                raise AssertionError(f"{self.name}: not all {model} are done")
