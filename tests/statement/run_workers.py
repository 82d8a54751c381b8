"""Runs of statements in several processes with commits; started by ``test_run_workers``, not collected itself."""

from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from odoo import SUPERUSER_ID, Command, api, sql_db
from odoo.exceptions import UserError
from odoo.modules.registry import Registry

from ..processes import Worker

CUSTOMERS = 23
BATCH = 4
SEPTEMBER = date(2026, 9, 1), date(2026, 9, 30)
OCTOBER = date(2026, 10, 1), date(2026, 10, 31)
NO_RATE = "No rate of the day."


def main(database):
    """All of it, one after the other; what is in the database each time."""
    patch("odoo.addons.gendan_followup.models.statement.statement_run_work.BATCH", BATCH).start()
    world = World(database)
    return {"killed": world.killed_again_and_again(), "runs": world.two_runs_at_once()}


class World:
    """Customers with an invoice in each of two months."""

    def __init__(self, database):
        self.database = database
        with self.transaction() as env:
            self.company = env.company.id
            # nothing is scheduled by the day on which this runs
            env["res.company"].search([]).gendan_statements = False
            customers = env["res.partner"].create(
                [{"name": f"Customer {number}", "is_company": True} for number in range(CUSTOMERS)]
            )
            customers[0].name = "Idle"
            self.idle, self.bad = customers[:2].ids
            env["account.move"].create(
                [
                    {
                        "move_type": "out_invoice",
                        "partner_id": customer.id,
                        "invoice_date": day,
                        "date": day,
                        "invoice_line_ids": [
                            Command.create({"name": "Goods", "price_unit": 100.0, "tax_ids": [Command.clear()]})
                        ],
                    }
                    for customer in customers
                    # open and without movement: left out
                    for day in ([date(2026, 8, 5)] if customer.id == self.idle else [SEPTEMBER[0], OCTOBER[0]])
                ]
            ).action_post()
            self.customers = customers.ids
        self.fail_for(self.bad)

    @contextmanager
    def transaction(self):
        """An environment that commits at the end; its connection is closed, so that no process inherits it."""
        with Registry(self.database).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})
        sql_db.close_db(self.database)

    def fail_for(self, partner):
        """From now on a statement of this customer cannot be made."""
        Statement = Registry(self.database)["gendan.statement"]
        make = Statement._gendan_make

        def failing(statements, company, first, last, keys, **kwargs):
            if any(key[0] == partner for key in keys):
                raise UserError(NO_RATE)
            return make(statements, company, first, last, keys, **kwargs)

        patch.object(Statement, "_gendan_make", failing).start()

    def make_run(self, period):
        """A run as the scheduled action makes it, not planned yet."""
        with self.transaction() as env:
            return (
                env["gendan.statement.run"]
                ._gendan_as_code()
                .create({"is_scheduled": True, "date_from": period[0], "date_to": period[1]})
                .id
            )

    def carry_on(self, worker=None, model="", method="", nth=1, after=False):
        """What the scheduled action does, in a process of its own.

        :param Worker worker: waits once, before (after) the ``nth`` call of a method
        """
        with self.transaction() as env:
            if worker:
                wait_at(worker, env.registry[model], method, nth, after)
            env["gendan.statement.run"]._cron_gendan_statements()

    # ------------------------------------------------------------ what happens

    def killed_again_and_again(self):
        """Killed while it plans, with a batch half made, before the commit of one and of the last; then two at once."""
        run = self.make_run(SEPTEMBER)
        made = []
        for place in (
            ("gendan.statement.run", "_gendan_plan", 1, True),
            ("gendan.statement", "_gendan_insert_lines", 2),
            ("ir.cron", "_commit_progress", 3),
            ("gendan.statement", "_gendan_insert_lines", 1, True),
        ):
            worker = Worker(lambda worker, place=place: self.carry_on(worker, *place))
            worker.reached()
            worker.kill()
            made.append(self.count())
        two = [
            # each has taken customers of its own when the other one takes
            Worker(lambda worker: self.carry_on(worker, "gendan.statement.run", "_gendan_make_items"))
            for _number in range(2)
        ]
        for worker in two:
            worker.reached()
        for worker in two:
            worker.release()
        well = [worker.ended() for worker in two]
        # one more finds nothing left
        self.carry_on()
        return {"made": made, "well": well, **self.found(run)}

    def two_runs_at_once(self):
        """The closing day's and somebody's own of the same day: both have looked before either has made anything."""
        runs = [self.make_run(OCTOBER)]
        with self.transaction() as env:
            own = env["gendan.statement.run"].create({"date_from": OCTOBER[0], "date_to": OCTOBER[1]})
            own._gendan_plan(None)
            runs.append(own.id)

        def work(worker, run):
            with self.transaction() as env:
                wait_at(worker, env.registry["gendan.statement.run"], "_gendan_there", 1, after=True)
                env["gendan.statement.run"].browse(run)._gendan_plan_and_work()

        two = [Worker(lambda worker, run=run: work(worker, run)) for run in runs]
        for worker in two:
            worker.reached()
        for worker in two:
            worker.release()
        well = [worker.ended() for worker in two]
        return {"well": well, **self.found(*runs)}

    # ------------------------------------------------------------ what is there

    def count(self):
        """How many statements are committed."""
        with self.transaction() as env:
            return env["gendan.statement"].search_count([("partner_id", "in", self.customers)])

    def found(self, *run_ids):
        """What the database says of some runs."""
        with self.transaction() as env:
            runs = env["gendan.statement.run"].browse(run_ids)
            items = runs.item_ids.filtered(lambda item: item.partner_id.id in self.customers)
            statements = env["gendan.statement"].search(
                [("partner_id", "in", self.customers), ("date_to", "in", runs.mapped("date_to"))]
            )
            todos = env["gendan.todo"].search(
                [("res_model", "=", items._name), ("res_id", "in", items.ids), ("kind", "=", "statement_failed")]
            )
            return {
                "states": runs.mapped("state"),
                "items": sorted([item.state, item.reason or ""] for item in items),
                "customers": len(statements.partner_id),
                "statements": len(statements),
                "numbers": len(set(statements.mapped("name"))),
                "lines": [len(statement.line_ids) for statement in statements],
                "noted": sorted(items.filtered(lambda item: item.state == "made").statement_id.ids)
                == sorted(statements.ids),
                "todos": len(todos),
            }


def wait_at(worker, owner, method, nth, after):
    """Make a worker wait once, before or after the ``nth`` call of a method, in the middle of its transaction."""
    original = getattr(owner, method)
    calls = []

    def waiting(*args, **kwargs):
        calls.append(method)
        if after:
            result = original(*args, **kwargs)
        if len(calls) == nth:
            worker.wait()
        return result if after else original(*args, **kwargs)

    setattr(owner, method, waiting)
