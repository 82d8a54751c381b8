"""Ten thousand followed orders in a minute: the example factory's, copied inside PostgreSQL.

Usable by any benchmark::

    world = World(name)     # database with the add-on and ``data.configure``d
    world.seed()            # the example factory's orders, made by Odoo and the engine
    world.grow(10_000)      # at least so many orders
    world.check()           # replaying a sample changes nothing
"""

import logging
import random

from odoo.tools import SQL

from bench.clone import Cloner
from bench.data import quiet
from bench.measure import transaction

_logger = logging.getLogger(__name__)

# What an order brings along; the add-on's own tables are found by themselves.
CORE_TABLES = """
    sale_order sale_order_line stock_reference stock_picking stock_move stock_move_line
    mrp_production_group mrp_production mrp_workorder mrp_workcenter_productivity
    purchase_order purchase_order_line
    account_move account_move_line account_payment account_partial_reconcile account_full_reconcile
""".split()
FOLLOWED = "gendan_next_check IS NOT NULL AND state = 'sale'"
# Columns that a replay may touch without changing anything.
BOOKKEEPING = ["write_date", "write_uid", "gendan_revision"]


class World:
    """A database that is filled with copies of the orders it has.

    :param name: database; for ``seed``, ``check`` and ``rewind`` with the add-on, configured
    :param most: number of orders it may have in the end
    """

    def __init__(self, name, most):
        self.name = name
        self.most = most
        self.cloner = None
        self.seeds = 0

    def seed(self):
        """The example factory's orders, as the engine itself plans them."""
        with transaction(self.name) as env:
            scenario = env["gendan.demo.scenario"].with_context(**quiet())
            company = scenario._example("company")
            scenario = scenario.with_context(allowed_company_ids=company.ids).with_company(company)
            # what its orders are specified by and measured against
            scenario._example_attach_sets()
            scenario._example_make_minimums(company)
            scenario._example_make_orders(company)
            self.prepare(env)

    def prepare(self, env):
        """Take what is in the database now as the seeds."""
        env.flush_all()
        self.seeds = env["sale.order"].search_count([])
        self.cloner = Cloner(transactional_tables(env.cr), max(1, -(-self.most // self.seeds)))
        self.cloner.open(env.cr)

    def grow(self, orders, step=50):
        """Have at least ``orders`` orders.

        :return: number of rows written
        """
        wanted = -(-orders // self.seeds) - 1
        written = 0
        while self.cloner.copies < wanted:
            with transaction(self.name) as env:
                before = self.cloner.copies
                written += self.cloner.grow(env.cr, min(before + step, wanted))
                self._stretch_stock(env.cr, before)
        with transaction(self.name) as env:
            env.cr.execute("ANALYZE")
        return written

    def _stretch_stock(self, cr, before):
        """Stock and reservations grow with the orders they belong to."""
        cr.execute(
            SQL(
                "UPDATE stock_quant SET quantity = quantity / %(old)s * %(new)s,"
                " reserved_quantity = reserved_quantity / %(old)s * %(new)s",
                old=before + 1,
                new=self.cloner.copies + 1,
            )
        )

    def count(self):
        """(orders, open milestones)."""
        with transaction(self.name) as env:
            env.cr.execute(
                "SELECT (SELECT count(*) FROM sale_order WHERE state = 'sale'),"
                " (SELECT count(*) FROM gendan_milestone WHERE state = 'open')"
            )
            return env.cr.fetchone()

    def check(self, sample=62):
        """Replay a sample of copies, every seed's among them, and compare all rows.

        :return: (orders replayed, rows that differ afterwards)
        """
        with transaction(self.name) as env:
            env.cr.execute("SELECT id FROM sale_order ORDER BY id DESC")
            ids = [row[0] for row in env.cr.fetchall()]
            # the youngest copy of each seed, and some of all
            ids = ids[: self.seeds] + random.Random(1).sample(ids, min(sample, len(ids)))
            orders = env["sale.order"].browse(sorted(set(ids)))
            return len(orders), changed_by_replay(orders, self.cloner.tables)

    def rewind(self, percent):
        """Leave ``percent`` of the orders as the night before last left them: a day behind, and due.

        :return: number of orders that are due now
        """
        with transaction(self.name) as env:
            env.cr.execute(
                SQL(
                    """
                    WITH due AS (
                        UPDATE sale_order
                           SET gendan_next_check = CURRENT_DATE - 1,
                               gendan_forecast_date = gendan_forecast_date - 1,
                               gendan_buffer_days = gendan_buffer_days + 1
                         WHERE id IN (
                                SELECT id FROM sale_order WHERE %(followed)s ORDER BY md5(id::text)
                                 LIMIT (SELECT ceil(count(*) * %(share)s) FROM sale_order WHERE %(followed)s)
                               )
                     RETURNING id
                    ), plans AS (
                        UPDATE gendan_plan
                           SET next_check = CURRENT_DATE - 1,
                               forecast_date = forecast_date - 1,
                               buffer_days = buffer_days + 1
                         WHERE order_id IN (SELECT id FROM due)
                    ), milestones AS (
                        UPDATE gendan_milestone
                           SET forecast_date = forecast_date - 1, forecast_start = forecast_start - 1
                         WHERE order_id IN (SELECT id FROM due) AND state = 'open'
                    )
                    SELECT count(*) FROM due
                    """,
                    followed=SQL(FOLLOWED),
                    share=percent / 100,
                )
            )
            return env.cr.fetchone()[0]


def transactional_tables(cr):
    """Core's tables of an order, and the add-on's whose rows name one; links of many to many are no rows of theirs."""
    cr.execute(
        """
        SELECT table_name FROM information_schema.columns
         WHERE table_name LIKE 'gendan\\_%' AND column_name IN ('id', 'order_id') AND table_schema = current_schema()
         GROUP BY table_name HAVING count(*) = 2
         ORDER BY table_name
        """
    )
    return [*CORE_TABLES, *(table for (table,) in cr.fetchall())]


def changed_by_replay(orders, tables):
    """Rows of these orders' follow-up that are others once everything is derived anew."""
    env = orders.env
    env.flush_all()
    before = snapshot(env.cr, orders.ids, tables)
    orders._gendan_replay()
    env.flush_all()
    return len(before ^ snapshot(env.cr, orders.ids, tables))


def snapshot(cr, order_ids, tables):
    """All rows of the follow-up of these orders, as a set of (table, id, hash)."""
    rows = set()
    for table in tables:
        if table.startswith("gendan_"):
            column = "order_id"
        elif table == "sale_order":
            column = "id"
        elif table == "sale_order_line":
            column = "order_id"
        else:
            continue
        cr.execute(
            SQL(
                "SELECT id, md5((to_jsonb(t) - %s::text[])::text) FROM %s t WHERE %s IN %s",
                BOOKKEEPING,
                SQL.identifier(table),
                SQL.identifier(column),
                tuple(order_ids),
            )
        )
        rows.update((table, *row) for row in cr.fetchall())
    return rows
