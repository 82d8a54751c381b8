"""Looking for exceptions: nothing due against the select of due rows, and how the cost grows with what is due."""

from bench.figures import Row, exponent, middle, ratio_row, seconds
from bench.measure import RUNS, timed, transaction
from bench.nightly import rows_written

# shares of the open orders that are looked at
SHARES = (1, 10, 100)


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


def open_orders(env, percent=100):
    """A share of the orders that are still to be delivered."""
    states = ("on_track", "at_risk", "late", "waiting")
    orders = env["gendan.plan"].search([("delivery_health", "in", states)], order="id").order_id
    return orders[: max(len(orders) * percent // 100, 1)]


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
    """Looking at some and at all open orders."""
    result = []
    points = []
    for percent in SHARES:
        times = []
        number = 0
        for _run in range(RUNS if percent < 100 else 1):
            with transaction(name) as env:
                orders = open_orders(env, percent)
                number = len(orders)
                env["gendan.exception.look"]._gendan_look_at("order", orders)
                env.cr.commit()
                times.append(timed(env["gendan.exception.look"]._cron_gendan_detect))
        took = middle(times)
        points.append((number, took))
        result.append(
            Row(f"exceptions, {percent} % due ({number} orders)", "", seconds(took), told=f"{number / took:.0f}/s")
        )
    result.append(
        Row(
            f"  from {points[0][0]} to {points[-1][0]} due: order of growth",
            ratio=exponent(*zip(*points, strict=True)),
            aim=1.1,
            told="1 is linear, 2 square",
        )
    )
    return result
