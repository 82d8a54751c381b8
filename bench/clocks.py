"""The clocks of complaints: nothing due against the select of due rows, and how the cost grows with what is due.

The complaints are copies of one, written straight into the table: making them one by one is not what is measured.
"""

import statistics

from bench.figures import Row, exponent, middle, ratio_row, seconds
from bench.measure import RUNS, timed, transaction
from bench.nightly import rows_written

OPEN = 50_000
DUE = (100, 400, 1600)


def rows(name):
    """All figures.

    :return: list of ``Row``
    """
    make(name)
    return [*nothing_due(name), *growth(name)]


def make(name):
    """So many open complaints, none of them due for some time."""
    with transaction(name) as env:
        customer = env["res.partner"].search([("parent_id", "=", False)], order="customer_rank desc, id", limit=1)
        kind = env["gendan.complaint.kind"].search([], limit=1)
        first = env["gendan.complaint"].create(
            {"partner_id": customer.id, "kind_id": kind.id, "subject": "Seal tears", "track": "light"}
        )
        env.flush_all()
        env.cr.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = 'gendan_complaint' AND column_name NOT IN ('id', 'name')"
        )
        columns = ", ".join(f'"{column}"' for (column,) in env.cr.fetchall())
        env.cr.execute(
            f"INSERT INTO gendan_complaint (name, {columns})"  # noqa: S608 - names of our own columns
            f" SELECT 'B' || number, {columns} FROM gendan_complaint, generate_series(1, %s) number WHERE id = %s",
            (OPEN, first.id),
        )
        env.cr.execute("ANALYZE gendan_complaint")
        env.cr.commit()


def nothing_due(name):
    """The scheduled action against the statement that selects the due rows, and whether it wrote anything."""
    floors, ours, written = [], [], 0
    for run in range(RUNS + 1):
        with transaction(name) as env:
            Complaint = env["gendan.complaint"]
            query = Complaint._search(Complaint._gendan_clock_due_domain(), order="clock_next_at, id").select()
            env.execute_query(query)  # warm
            floor = timed(lambda env=env, query=query: env.execute_query(query))
        with transaction(name) as env:
            Complaint = env["gendan.complaint"]
            env.execute_query(Complaint._search([], limit=1).select())  # warm
            before = rows_written(env.cr)
            spent = timed(Complaint._cron_gendan_complaint_clock)
            written += rows_written(env.cr) - before
        if run:
            floors.append(floor)
            ours.append(spent)
    return [
        ratio_row(f"clocks of {OPEN:,} complaints, nothing due (without: the SQL that selects)", floors, ours, 1.5),
        Row("clocks of complaints, nothing due: rows written", "", str(written), held=not written, told="(aim: none)"),
    ]


def growth(name):
    """Half of the time is used up of some complaints, the more the longer."""
    result, points = [], []
    for number in DUE:
        times = []
        for _run in range(RUNS if number < DUE[-1] else 3):
            come_due(name, number)
            with transaction(name) as env:
                times.append(timed(env["gendan.complaint"]._cron_gendan_complaint_clock))
        took = middle(times)
        processor = statistics.median(time.cpu for time in times)
        points.append((number, processor))
        result.append(
            Row(
                f"clocks, {number} complaints due of {OPEN:,}",
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


def come_due(name, number):
    """The next ones of which half of the time is over: thirteen of twenty-four hours."""
    with transaction(name) as env:
        env.cr.execute(
            """
            UPDATE gendan_complaint
               SET received_at = received_at - interval '13 hours',
                   first_due = first_due - interval '13 hours',
                   clock_due = clock_due - interval '13 hours',
                   clock_next_at = clock_next_at - interval '13 hours'
             WHERE id IN (SELECT id FROM gendan_complaint
                           WHERE COALESCE(first_level, 0) = 0 AND clock_next_at > now() at time zone 'UTC'
                           ORDER BY id LIMIT %s)
            """,
            (number,),
        )
        env.cr.commit()
