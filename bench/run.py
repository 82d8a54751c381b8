"""What the add-on costs: each figure is a ratio of the same work in the same run.

    make bench              # 10,000 orders, batches of 100
    make bench SIZE=1000    # 1,000 orders, batches of 10

"Without" is a database with Odoo's own modules and the bench's data; "with" is a copy of it, taken
before anything was measured, with the add-on installed and the example factory's configuration
(people, templates, rules, ladders). The runs alternate, so that whatever else the machine does
falls on both alike; told is the median of five runs after one to warm up. What a user waits for
counts, the commit included.
"""

import os
import sys
import time

import psycopg2

import odoo.sql_db
from odoo.modules.registry import Registry
from odoo.tools import config

from bench import clocks, data, exceptions, nightly, readiness, screens
from bench.figures import Row, cells, exponent, growth, middle, ratio_row, seconds, table
from bench.filing import Stack
from bench.measure import RUNS, alternate, transaction
from bench.review import POINTS, ReviewDay
from bench.scale import World
from bench.ship import ShipDay
from bench.work import Day

SIZE = 10_000
LEAST = 500
# Long nights vary little from run to run, and take minutes each.
FEW_RUNS = 3
FULL_RUNS = 1
LARGE_PAGE = 500
PARTS = (
    "work", "review", "ship", "filing", "match", "statements", "readiness", "clocks", "nights", "detect", "screens",
)  # fmt: skip
QUEUE = 300
PAGES = 100
TITLES = {
    "odoo": "Odoo's order list",
    "odoo_500": f"Odoo's order list, {LARGE_PAGE} rows",
    "odoo_with": "Odoo's order list, add-on installed",
    "list": "our order list",
    "list_clerk": "our order list, as a clerk",
    "grid": "the grid",
    "grid_500": f"the grid, {LARGE_PAGE} rows",
    "desk": "the workbench, a clerk's desk",
    "team": "the workbench, the team",
    "ranking": "the ranking board, 300 operations",
}


class Bench:
    """All figures of one run.

    :param alone: database with Odoo's modules and nothing else
    :param size: orders of the large world
    :param parts: those of ``PARTS`` to measure
    """

    def __init__(self, alone, size, parts=PARTS):
        self.parts = parts
        self.alone = alone
        self.ours = f"{alone}_with"
        self.large = f"{alone}_large"
        self.size = size
        self.batch = max(5, size // 100)
        self.rows = []
        self.started = time.monotonic()

    def run(self):
        """Measure everything and print the table."""
        try:
            self.prepare()
            if "work" in self.parts:
                self.daily_work()
            if "review" in self.parts:
                self.reviewed_work()
            if "ship" in self.parts:
                self.asked_deliveries()
            if "filing" in self.parts:
                self.scanned_papers()
            if "match" in self.parts:
                from bench import matching  # reads the add-on: its path is known by now

                self.say(f"matching {matching.LINES:,} lines with as many")
                for row in matching.rows():
                    self.tell(row)
            if "statements" in self.parts:
                self.statements()
            if "readiness" in self.parts:
                self.say("readiness of an order")
                for row in readiness.rows(self.ours):
                    self.tell(row)
            if "clocks" in self.parts:
                self.say(f"clocks of {clocks.OPEN:,} complaints")
                for row in clocks.rows(self.ours):
                    self.tell(row)
            if not {"nights", "detect", "screens"}.isdisjoint(self.parts):
                world, plain = self.make_worlds()
                small = self.measure_world(world, plain, self.size // 10, runs=RUNS)
                large = self.measure_world(world, plain, self.size, runs=FULL_RUNS)
                self.tell_growth(small, large)
        finally:
            for name in (self.ours, self.large):
                forget(name)
                execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        print(f"\n{table(self.rows)}\n\nTook {(time.monotonic() - self.started) / 60:.1f} minutes.", flush=True)

    def say(self, text):
        """One line of progress with the time since the beginning."""
        print(f"[{time.monotonic() - self.started:5.0f} s] {text}", flush=True)

    # === databases ===

    def prepare(self):
        """Master data in the first database, then the copies with the add-on."""
        self.say("customers, goods, stock and bills of materials")
        with transaction(self.alone) as env:
            data.make_master_data(env)
        forget(self.alone)
        execute(f'CREATE DATABASE "{self.ours}" TEMPLATE "{self.alone}"')
        self.say("installing the add-on in a copy")
        Registry.new(self.ours, update_module=True, install_modules={"gendan_followup"})
        with transaction(self.ours) as env:
            data.configure(env)
        forget(self.ours)
        execute(f'CREATE DATABASE "{self.large}" TEMPLATE "{self.ours}"')

    # === daily work ===

    def daily_work(self):
        """Confirming, delivering, producing."""
        self.say(f"confirming, delivering, producing: batches of {self.batch}, both sides in turn")
        days = {name: Day(name, self.batch) for name in (self.alone, self.ours)}
        turns = alternate({name: day.turn for name, day in days.items()}, told=self.say_turn)
        for key, what, aim in (
            ("confirm", f"confirming {self.batch} orders of 10 lines", 1.25),
            ("deliver", f"validating {self.batch} deliveries of 10 lines", 1.15),
            ("make", f"marking {self.batch} manufacturing orders as done", 1.15),
        ):
            without, ours = ([turn[key] for turn in turns[name]] for name in (self.alone, self.ours))
            self.tell(ratio_row(what, without, ours, aim, processor=True))

    def reviewed_work(self):
        """Confirming orders that are reviewed. In a copy: the others are measured without reviews."""
        self.say(f"confirming with a review of {len(POINTS)} points")
        what = f"confirming {self.batch} orders of 10 lines, {len(POINTS)} points reviewed"
        self.in_a_copy("review", ReviewDay, what, 1.5)

    def asked_deliveries(self):
        """Validating deliveries that every rule is asked about. In a copy, as above."""
        self.say("validating deliveries with gates and papers")
        self.in_a_copy("ship", ShipDay, f"validating {self.batch} deliveries of 10 lines, gates and papers", 1.35)

    def statements(self):
        """Figures, runs and workbooks of statements. In a copy: its customers are many."""
        from bench.statements import Statements  # reads the add-on: its path is known by now

        copy = f"{self.alone}_statement"
        forget(self.ours)
        execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        execute(f'CREATE DATABASE "{copy}" TEMPLATE "{self.ours}"')
        try:
            for row in Statements(copy, self.say).rows():
                self.tell(row)
        finally:
            forget(copy)
            execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')

    def in_a_copy(self, suffix, make_day, what, aim):
        """One sort of day on a copy of our database, switched on for it, against Odoo's own.

        :param make_day: class like ``bench.work.Day`` whose ``turn`` returns what one turn took
        """
        copy = f"{self.alone}_{suffix}"
        forget(self.ours)
        execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        execute(f'CREATE DATABASE "{copy}" TEMPLATE "{self.ours}"')
        try:
            days = {name: make_day(name, self.batch) for name in (self.alone, copy)}
            turns = alternate({name: day.turn for name, day in days.items()}, told=self.say_turn)
            self.tell(ratio_row(what, turns[self.alone], turns[copy], aim, processor=True))
        finally:
            forget(copy)
            execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')

    def scanned_papers(self):
        """Filing a stack of scanned papers. Odoo has nothing to compare it with: pages a second."""
        self.say(f"filing {PAGES} scanned pages")
        stack = Stack(self.ours, PAGES)
        spent = [stack.turn(lambda pages: self.say(f"  {pages} of {PAGES} pages")) for _run in range(FEW_RUNS)]
        took = middle(spent)
        self.tell(Row(f"filing {PAGES} scanned pages", "", seconds(took), told=f"{PAGES / took:.0f} pages/s"))

    def say_turn(self, number):
        self.say(f"  turn {number} of {RUNS}" if number else "  a turn to warm up")

    def tell(self, row):
        """Add a row to the table and show it at once."""
        self.rows.append(row)
        self.say("  " + "  ".join(filter(None, cells(row))))

    # === many orders ===

    def make_worlds(self):
        """The large database with the example factory's orders as seeds, and Odoo's own with those confirmed above."""
        self.say("orders of the example factory, planned by the engine")
        world, plain = World(self.large, self.size), World(self.alone, self.size)
        world.seed()
        if "work" not in self.parts:
            Day(self.alone, 20).turn()
        with transaction(self.alone) as env:
            plain.prepare(env)
        return world, plain

    def measure_world(self, world, plain, wanted, runs):
        """Nights and screens at one size.

        :param world: the database with the add-on
        :param plain: the one without, for Odoo's own list
        :param wanted: number of orders in each
        :param int runs: how often the night in which all orders are due is measured
        :return: dict percent of orders due -> (orders, seconds), and dict screen -> Opening
        """
        self.say(f"copying them to {wanted:,} orders")
        plain.grow(wanted)
        started = time.monotonic()
        written = world.grow(wanted)
        took = time.monotonic() - started
        orders, milestones = world.count()
        sample, differing = world.check()
        title = f"{orders:,} orders, {milestones:,} open milestones"
        self.tell(Row(f"generated: {title}", "", seconds(took), told=f"{written:,} rows", held=took < 120))
        self.tell(Row(f"  replay of {sample} of them", "", f"{differing} rows differ", held=not differing))
        result = {}
        if "nights" in self.parts:
            result.update(self.measure_nights(world, wanted, runs))
        if "nights" in self.parts or "detect" in self.parts:
            self.say("looking for exceptions")
            for row in exceptions.rows(world.name):
                self.tell(row)
        if "screens" in self.parts:
            result.update(self.measure_screens(world))
        return result

    def measure_nights(self, world, wanted, runs):
        """The nightly action with nothing, some and all due.

        :return: dict percent -> (orders due, seconds)
        """
        for row in nightly.nothing_due(world.name):
            self.tell(row)
        result = {}
        for percent, times in ((1, RUNS), (10, RUNS if wanted < SIZE else FEW_RUNS), (100, runs)):
            self.say(f"a night with {percent} % of the orders due")
            number, spent = nightly.some_due(world, percent, times)
            result[percent] = (number, middle(spent))
            self.tell(self._night_row(percent, number, spent))
        left = nightly.still_due(world.name)
        sample, differing = world.check()
        self.tell(
            Row(
                f"  after these nights, {sample} orders replayed",
                ours=f"{differing} rows differ",
                told=f"{left} orders left undone",
                held=not left + differing,
            )
        )
        self.tell(
            Row(
                f"  from {result[1][0]} to {result[100][0]} due: order of growth",
                ratio=exponent(*zip(*(result[percent] for percent in (1, 10, 100)), strict=True)),
                aim=1.1,
                told="1 is linear, 2 square",
            )
        )
        return result

    def _night_row(self, percent, number, spent):
        took = middle(spent)
        told = f"{number / took:.0f} orders/s" + ("" if len(spent) >= RUNS else f", {len(spent)} run(s)")
        return Row(f"nightly, {percent} % due ({number} orders)", "", seconds(took), told=told)

    def measure_screens(self, world):
        """Opening the screens against Odoo's own list of as many rows, among as many orders.

        :return: dict screen -> Opening
        """
        self.say("opening the screens")
        plain, ours = self.alone, world.name
        clerk = self.clerk_id()
        works = {
            "odoo": lambda: screens.opening(plain, screens.odoo_list),
            "odoo_with": lambda: screens.opening(ours, screens.odoo_list),
            "list": lambda: screens.opening(ours, screens.our_list),
            "list_clerk": lambda: screens.opening(ours, screens.our_list, clerk),
            "odoo_500": lambda: screens.opening(plain, lambda env: screens.odoo_list(env, LARGE_PAGE)),
        }
        with transaction(ours) as env:
            if hasattr(env["gendan.plan"], "gendan_grid"):
                works["grid"] = lambda: screens.opening(ours, screens.grid)
                works["grid_500"] = lambda: screens.opening(ours, lambda env: screens.grid(env, LARGE_PAGE))
            if hasattr(env["gendan.todo"], "get_gendan_workbench"):
                works["desk"] = lambda: screens.opening(ours, screens.own_desk, clerk)
                works["team"] = lambda: screens.opening(ours, screens.team)
        centre = screens.make_queue(ours, QUEUE)
        works["ranking"] = lambda: screens.opening(ours, lambda env: screens.ranking(env, centre), self.supervisor_id())
        runs = alternate(works)
        found = {key: screens.median_of(openings) for key, openings in runs.items()}
        for key, base, aim in (
            ("odoo_with", "odoo", 1.2),
            ("list", "odoo", 1.2),
            ("list_clerk", "odoo", None),
            ("grid", "odoo", 3),
            ("grid_500", "odoo_500", 3),
            ("desk", "odoo", None),
            ("team", "odoo", None),
            ("ranking", "odoo_500", None),
        ):
            if key not in runs:
                self.tell(Row(f"opening {TITLES[key]}", told="not there yet"))
                continue
            counts = f"{found[base].queries} -> {found[key].queries} queries, {found[key].rows} rows"
            times = ([opening.spent for opening in runs[name]] for name in (base, key))
            self.tell(ratio_row(f"opening {TITLES[key]}", *times, aim, counts))
        return found

    def clerk_id(self):
        """A clerk who sees her own customers only."""
        with transaction(self.large) as env:
            return env["res.users"].search([("login", "=", "clerk")]).id

    def supervisor_id(self):
        """Who decides on the ranking board."""
        with transaction(self.large) as env:
            return env["res.users"].search([("login", "=", "supervisor")]).id

    def tell_growth(self, small, large):
        """From a tenth of the orders to all of them."""
        for key, more in large.items():
            less = small[key]
            if isinstance(key, int):
                (few, little), (many, much) = less, more
                self.tell(
                    Row(
                        f"growth, {few:,} to {many:,} orders due in a night",
                        seconds(little),
                        seconds(much),
                        growth([few, many], [little, much]),
                        1.25,
                        "time of each order; 1 is linear",
                    )
                )
                continue
            self.tell(
                Row(
                    f"growth, a tenth of the orders to all: opening {TITLES[key]}",
                    seconds(less.spent.wall),
                    seconds(more.spent.wall),
                    more.spent.wall / less.spent.wall,
                    told=f"{less.queries} -> {more.queries} queries, {less.rows} -> {more.rows} rows",
                    # fewer rows than a page have fewer kinds of things to read
                    held=more.queries <= less.queries + 2 if more.rows == less.rows and "odoo" not in key else None,
                )
            )


def main(argv):
    """Measure and print one table.

    :param argv: optional number of orders of the large world, 10,000 by default, and names of ``PARTS``
    """
    size = next((int(word) for word in argv if word.isdigit()), SIZE)
    parts = [word for word in argv if not word.isdigit()] or PARTS
    if size < LEAST or set(parts) - set(PARTS):
        print(f"bench [ORDERS, at least {LEAST}] [{'] ['.join(PARTS)}]", file=sys.stderr)
        return 2
    config.parse_config(["-c", os.environ["GENDAN_BENCH_CONFIG"], "--no-http", "--log-level=error"], setup_logging=True)
    Bench(os.environ["GENDAN_BENCH_DB"], size, parts).run()
    return 0


def forget(name):
    """Close all of a database's connections, so that it can be copied or dropped."""
    Registry.delete(name)
    odoo.sql_db.close_db(name)


def execute(statement):
    """Run one statement outside any transaction."""
    connection = psycopg2.connect(dbname="postgres", **connection_parameters())
    connection.autocommit = True
    try:
        connection.cursor().execute(statement)
    finally:
        connection.close()


def connection_parameters():
    """How Odoo's configuration reaches the server; what it leaves open, libpq knows."""
    names = {"db_host": "host", "db_port": "port", "db_user": "user", "db_password": "password"}
    return {ours: config[theirs] for theirs, ours in names.items() if config[theirs]}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
