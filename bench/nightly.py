"""The nightly action: nothing due, and what a share of due orders costs."""

import time

from bench.figures import Row, ratio_row
from bench.measure import RUNS, timed, transaction


def nothing_due(name):
    """The nightly action against the statement that selects the due rows, and whether it wrote anything."""
    floors, ours, written = [], [], 0
    for run in range(RUNS + 1):
        floor = select_due(name)
        spent, rows = night(name)
        written += rows
        if run:
            floors.append(floor)
            ours.append(spent)
    return [
        ratio_row("nightly, nothing due (without: the SQL that selects)", floors, ours, 1.5),
        Row("nightly, nothing due: rows written", "", str(written), held=not written, told="(aim: none)"),
    ]


def select_due(name):
    """What it takes to select the due rows as one statement, in a warm transaction."""
    with transaction(name) as env:
        Order = env["sale.order"]
        domain = Order._gendan_due_domain()
        query = Order._search(domain, limit=200, order="gendan_next_check, id").select()
        env.flush_all()
        return timed(lambda: env.execute_query(query))


def night(name):
    """One run of the scheduled action.

    :return: (``Spent``, rows inserted, updated and deleted by it)
    """
    with transaction(name) as env:
        Order = env["sale.order"]
        Order._gendan_due_domain()  # warm: the companies and their calendars
        before = rows_written(env.cr)
        spent = timed(Order._cron_gendan_nightly)
        return spent, rows_written(env.cr) - before


def rows_written(cr):
    """Rows inserted, updated and deleted in the whole database so far, as this session's commits tell."""
    cr.commit()
    if cr._cnx.server_version >= 150000:
        cr.execute("SELECT pg_stat_force_next_flush()")
        cr.commit()
    else:
        time.sleep(1.2)  # statistics are handed in once a second
        cr.execute("SELECT 1")
        cr.commit()
        time.sleep(0.6)
    cr.execute("SELECT COALESCE(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables")
    return int(cr.fetchone()[0])


def some_due(world, percent, runs=RUNS):
    """Orders per second with a share of them due.

    :return: (number due, list of ``Spent``)
    """
    times = []
    number = 0
    for _run in range(runs):
        number = world.rewind(percent)
        spent, _rows = night(world.name)
        times.append(spent)
    return number, times


def still_due(name):
    """Orders the last night has left undone."""
    with transaction(name) as env:
        return env["sale.order"].search_count(env["sale.order"]._gendan_due_domain())
