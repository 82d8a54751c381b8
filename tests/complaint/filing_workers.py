"""One form posted twice at the same moment, with real connections; started by ``test_filing_workers``."""

from contextlib import contextmanager

from odoo import SUPERUSER_ID, Command, api, sql_db
from odoo.modules.registry import Registry
from odoo.service.model import retrying

from ..processes import Worker

KEY = "0123456789abcdef" * 2


def main(database):
    """Two posts of a new complaint, then two of a message: what is there in the end."""
    world = World(database)
    return {"filed": world.filed_at_once(), "said": world.said_at_once()}


class World:
    """A customer with a login and an order."""

    def __init__(self, database):
        self.database = database
        with self.transaction() as env:
            customer = env["res.partner"].create({"name": "Maili", "is_company": True})
            user = env["res.users"].with_context(no_reset_password=True).create(
                {
                    "name": "Lin",
                    "login": "t_twice",
                    "partner_id": env["res.partner"].create({"name": "Lin", "parent_id": customer.id}).id,
                    "group_ids": [Command.set(env.ref("base.group_portal").ids)],
                }
            )
            product = env["product.product"].create({"name": "Carton", "type": "consu"})
            order = env["sale.order"].create(
                {"partner_id": customer.id, "order_line": [Command.create({"product_id": product.id})]}
            )
            order.action_confirm()
            self.user, self.order = user.id, order.id

    @contextmanager
    def transaction(self):
        """An environment that commits at the end; its connection is closed, so that no process inherits it."""
        with Registry(self.database).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})
        sql_db.close_db(self.database)

    def request(self, worker, work):
        """What a request of the portal does, from its snapshot to the commit."""
        waited = []

        def once():
            # the snapshot is taken by the first query
            complaints = env["gendan.complaint"].with_user(self.user).sudo()
            complaints.search_count([])
            if not waited:
                waited.append(True)
                worker.wait()
            work(complaints)

        with self.transaction() as env:
            retrying(once, env)

    def both(self, work):
        """Two requests that do the same, both before either has done it; whether both ended well."""
        two = [Worker(lambda worker: self.request(worker, work)) for _number in range(2)]
        for worker in two:
            worker.reached()
        for worker in two:
            worker.release()
        return [worker.ended() for worker in two]

    def file(self, complaints):
        user = complaints.env["res.users"].browse(self.user)
        order = complaints._gendan_filing_order(user, self.order)
        values, errors = complaints._gendan_filing_read(
            order, {"subject": "Nobody calls back", "description": "For a week now"}
        )
        assert not errors, errors
        complaints._gendan_file(user, order, values, KEY)

    def filed_at_once(self):
        well = self.both(self.file)
        with self.transaction() as env:
            made = env["gendan.complaint"].search([("order_id", "=", self.order)])
            found = made._gendan_filed(env["res.users"].browse(self.user), KEY)
            return {"well": well, "made": len(made), "found": found == made}

    def said_at_once(self):
        well = self.both(lambda complaints: complaints.search([])._gendan_customer_writes("12 more today"))
        with self.transaction() as env:
            made = env["gendan.complaint"].search([("order_id", "=", self.order)])
            said, _files = made._gendan_customer_talk()
            todos = env["gendan.todo"].search(made._gendan_todo_domain(["customer_message"]))
            return {"well": well, "said": [entry["text"] for entry in said], "todos": len(todos)}
