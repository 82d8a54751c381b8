"""Looking for exceptions: nothing due against the select of due rows, and how the cost grows with what is due."""

import statistics

from bench.figures import Row, exponent, middle, ratio_row, seconds, within
from bench.measure import RUNS, timed, transaction
from bench.nightly import rows_written

# how many of the open orders are looked at
DUE = (100, 400, 1600)


def rows(name):
    """All figures about a world of many orders.

    :return: list of ``Row``
    """
    settle(name)
    return [*nothing_due(name), *growth(name)]


def settle(name):
    """Let the checks look at every open order once: what they open is there before anything is timed."""
    with transaction(name) as env:
        env["res.company"].search([("gendan_follow_new_orders", "=", True)]).gendan_find_exceptions = True
        env["gendan.exception.look"]._gendan_look_at("order", open_orders(env))
        env["gendan.exception.look"]._cron_gendan_detect()
        env.cr.commit()


def open_orders(env, number=None):
    """So many of the orders that are still to be delivered, spread over all of them; default all."""
    states = ("on_track", "at_risk", "late", "waiting")
    orders = env["gendan.plan"].search([("delivery_health", "in", states)], order="id").order_id
    return orders[:: max(len(orders) // number, 1)][:number] if number else orders


def nothing_due(name):
    """The scheduled action against the statement that selects the due rows, and whether it wrote anything."""
    floors, ours, written = [], [], 0
    for run in range(RUNS + 1):
        with transaction(name) as env:
            Look = env["gendan.exception.look"]
            query = Look._search([("due_at", "<=", env.cr.now())], limit=100, order="due_at, id").select()
            env.execute_query(query)  # warm
            floor = timed(lambda env=env, query=query: env.execute_query(query))
        with transaction(name) as env:
            env.execute_query(env["gendan.exception.look"]._search([], limit=1).select())  # warm
            before = rows_written(env.cr)
            spent = timed(env["gendan.exception.look"]._cron_gendan_detect)
            written += rows_written(env.cr) - before
        if run:
            floors.append(floor)
            ours.append(spent)
    return [
        ratio_row("exceptions, nothing due (without: the SQL that selects)", floors, ours, 1.5),
        Row("exceptions, nothing due: rows written", "", str(written), held=not written, told="(aim: none)"),
    ]


def growth(name):
    """Looking at some of the open orders, the more the longer; among few orders at parts of them."""
    result = []
    points = []
    with transaction(name) as env:
        there = len(open_orders(env))
    for number in within(DUE, there):
        times = []
        for _run in range(RUNS if number < DUE[-1] else 3):
            with transaction(name) as env:
                orders = open_orders(env, number)
                env["gendan.exception.look"]._gendan_look_at("order", orders)
                env.cr.commit()
                times.append(timed(env["gendan.exception.look"]._cron_gendan_detect))
        took = middle(times)
        processor = statistics.median(time.cpu for time in times)
        # others on the machine disturb the processor's time less than the clock's
        points.append((number, processor))
        result.append(
            Row(
                f"exceptions, {number} orders due of {there} open",
                "",
                seconds(took),
                told=f"{number / took:.0f}/s, Odoo's processor {seconds(processor)}",
            )
        )
    result.append(
        Row(
            f"  from {points[0][0]} to {points[-1][0]} due: order of growth",
            ratio=exponent(*zip(*points, strict=True)),
            aim=1.1,
            told="of the processor time; 1 is linear, 2 square",
        )
    )
    return result
