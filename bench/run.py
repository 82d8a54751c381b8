"""What the add-on costs: each figure is a ratio of the same work in the same run.

    make bench

Two databases from one: Odoo alone, and a copy of it with the add-on installed and switched on. The
runs alternate between both, so that whatever else the machine does falls on both alike; told is
the median of the runs after one to warm up. "Confirm" is what the user waits for, commit included.
"""

import gc
import os
import statistics
import sys
import time
from contextlib import contextmanager

import psycopg2

import odoo
from odoo.modules.registry import Registry
from odoo.tools import config

from bench.data import follow, make_master_data, make_orders

RUNS = 5


def main(argv):
    """Measure and print one table.

    :param argv: optional number of orders in a batch, 100 by default
    """
    number = int(argv[0]) if argv else 100
    config.parse_config(["-c", os.environ["GENDAN_BENCH_CONFIG"], "--no-http", "--log-level=error"])
    alone = os.environ["GENDAN_BENCH_DB"]
    with_addon = f"{alone}_with"
    try:
        prepare(alone, with_addon)
        rows = [measure_confirm(alone, with_addon, number)]
        rows += measure_nightly(with_addon, number)
        print_table(rows)
    finally:
        for name in (with_addon,):
            Registry.delete(name)
            odoo.sql_db.close_db(name)
            drop(name)
    return 0


def prepare(alone, with_addon):
    """Master data in the first database, then the copy with the add-on."""
    with transaction(alone) as env:
        make_master_data(env)
    odoo.sql_db.close_db(alone)
    Registry.delete(alone)
    execute(f'CREATE DATABASE "{with_addon}" TEMPLATE "{alone}"')
    Registry.new(with_addon, update_module=True, install_modules={"gendan_followup"})
    with transaction(with_addon) as env:
        follow(env)


def measure_confirm(alone, with_addon, number):
    """Confirming a batch of orders of ten lines, on both databases in turn."""
    times = {alone: [], with_addon: []}
    for run in range(RUNS + 1):
        for name in (alone, with_addon) if run % 2 else (with_addon, alone):
            with transaction(name) as env:
                goods = env["product.product"].search([("name", "=like", "Bench bag%")])
                partners = env["res.partner"].search([("name", "=like", "Bench customer%")])
                ids = make_orders(env, goods, partners, number).ids
            gc.collect()
            started = time.perf_counter()
            with transaction(name) as env:
                env["sale.order"].browse(ids).action_confirm()
            if run:
                times[name].append(time.perf_counter() - started)
    base, ours = (statistics.median(times[name]) for name in (alone, with_addon))
    return (f"confirm {number} orders of 10 lines", f"{base:.2f} s", f"{ours:.2f} s", f"{ours / base:.2f}", "1.25")


def measure_nightly(name, number):
    """The nightly action: nothing due against the SQL that selects the due rows, then all due."""
    rows = []
    with transaction(name) as env:
        domain = env["sale.order"]._gendan_due_domain()
        query = env["sale.order"]._search(domain).select()
        floor = median_time(lambda: env.execute_query(query))
        ours = median_time(lambda: env["sale.order"].search_count(domain))
        rows.append(
            ("nightly, nothing due", f"{floor * 1000:.2f} ms", f"{ours * 1000:.2f} ms", f"{ours / floor:.2f}", "1.5")
        )
        orders = env["sale.order"].search([("gendan_plan_ids", "!=", False)], limit=200)
        for share in (20, 200):
            batch = orders[:share]
            batch.invalidate_recordset()
            started = time.perf_counter()
            batch._gendan_replay()
            spent = time.perf_counter() - started
            rows.append(
                (f"replay of {len(batch)} orders", "", f"{spent:.2f} s", f"{len(batch) / spent:.0f} orders/s", "")
            )
    return rows


def median_time(work):
    """Median seconds of five calls after a first one."""
    times = []
    for run in range(RUNS + 1):
        started = time.perf_counter()
        work()
        if run:
            times.append(time.perf_counter() - started)
    return statistics.median(times)


@contextmanager
def transaction(name):
    """The superuser's environment in a transaction that is committed at the end."""
    with Registry(name).cursor() as cursor:
        yield odoo.api.Environment(cursor, odoo.api.SUPERUSER_ID, {})


def execute(statement):
    connection = psycopg2.connect(dbname="postgres", **connection_parameters())
    connection.autocommit = True
    try:
        connection.cursor().execute(statement)
    finally:
        connection.close()


def connection_parameters():
    names = {"db_host": "host", "db_port": "port", "db_user": "user", "db_password": "password"}
    return {ours: config[theirs] for theirs, ours in names.items() if config[theirs]}


def drop(name):
    execute(f'DROP DATABASE IF EXISTS "{name}"')


def print_table(rows):
    header = ("what", "Odoo alone", "with add-on", "ratio", "aim")
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    for row in [header, *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
