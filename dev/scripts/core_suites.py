"""Runs suites of Odoo's own add-ons on a loaded database and writes down each test's outcome.

    python core_suites.py --config CONF --database NAME --out FILE --tags /sale,/mrp

Odoo's own loader, suites and test cases. Started with ``-u`` instead, Odoo would run most tests
while only their add-on and what it needs is loaded: an add-on on top would hardly be met. Here
all installed add-ons are loaded first, and then the tests of both positions run.

The file holds one JSON object a line: a test's outcome, or a query count that missed its number.
"""

import argparse
import json
import logging
import re
import socket
import sys
import threading
import time

import odoo
from odoo import http, sql_db
from odoo.modules.registry import Registry
from odoo.service import server
from odoo.tests import loader
from odoo.tests.case import _SubTest
from odoo.tests.result import OdooTestResult
from odoo.tools import config

COUNTED = re.compile(
    r"Query count (?:more|less) than expected for user (\S+): (\d+) [<>] (\d+) in (\S+) at (\S+):(\d+)"
)
RANK = ("ok", "skipped", "failed", "error")


class Journal(OdooTestResult):
    """Odoo's result, with a line in a file for each test."""

    def __init__(self, out, **kwargs):
        super().__init__(**kwargs)
        self.out = out
        self.outcome = None
        self.messages = []

    def startTest(self, test):
        super().startTest(test)
        self.outcome = "ok"
        self.messages = []

    def stopTest(self, test):
        super().stopTest(test)
        self.write(
            test=name_of(test),
            outcome=self.outcome,
            messages=self.messages,
            seconds=round(time.time() - self.time_start, 3),
            queries=sql_db.sql_counter - self.queries_start,
        )
        self.outcome = None

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.note("skipped", test, str(reason))

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.note("failed", test, str(err[1]))

    def addError(self, test, err):
        super().addError(test, err)
        self.note("error", test, f"{err[0].__name__}: {err[1]}")

    def note(self, outcome, test, message):
        """Keep the worst outcome of a test; one outside any test (setUpClass) is a line of its own."""
        if self.outcome is None:
            self.write(test=name_of(test), outcome=outcome, messages=[message], seconds=0, queries=0)
            return
        self.outcome = max(self.outcome, outcome, key=RANK.index)
        self.messages.append(message)

    def write(self, **row):
        write(self.out, row)


class Counts(logging.Handler):
    """Writes down what ``assertQueryCount`` logs or raises."""

    def __init__(self, out):
        super().__init__(logging.INFO)
        self.out = out

    def emit(self, record):
        for found in COUNTED.finditer(record.getMessage()):
            user, count, expected, function, path, line = found.groups()
            write(
                self.out,
                {
                    "count": f"{path}:{line} {function} ({user})",
                    "expected": int(expected),
                    "queries": int(count),
                },
            )


def write(out, row):
    out.write(json.dumps(row) + "\n")
    out.flush()


def name_of(test):
    """module:Class.method, as ``--test-tags`` names it; subtests count for their test."""
    while isinstance(test, _SubTest) and test.test_case:
        test = test.test_case
    if not hasattr(test, "_testMethodName"):
        return test.id()  # setUpClass and its like
    module = type(test).__module__.removeprefix("odoo.addons.").partition(".")[0]
    return f"{module}:{type(test).__name__}.{test._testMethodName}"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main(arguments):
    options = argparse.ArgumentParser()
    for name in ("config", "database", "out", "tags"):
        options.add_argument(f"--{name}", required=True)
    options = options.parse_args(arguments)
    config.parse_config(
        [
            *("-c", options.config, "-d", options.database, "--db-filter", f"^{options.database}$"),
            *("--http-port", str(free_port()), "--max-cron-threads", "0"),
            *("--log-level", "warn"),
        ],
        setup_logging=True,
    )
    threading.current_thread().testing = True
    server.load_server_wide_modules()
    server.server = server.ThreadedServer(http.root)
    server.server.http_spawn()
    # switched on only now: Odoo would run the tests of both positions by itself while loading
    Registry(options.database)
    config["test_tags"] = options.tags
    config["test_enable"] = True
    modules = sorted({re.split(r"[:.]", tag)[0].lstrip("/") for tag in options.tags.split(",")})
    suites = [loader.make_suite([module], place) for module in modules for place in ("at_install", "post_install")]
    with open(options.out, "w", encoding="utf-8") as out:
        counts = Counts(out)
        for module in modules:
            logger = logging.getLogger(f"odoo.addons.{module}.tests")
            logger.setLevel(logging.INFO)
            logger.addHandler(counts)
        write(out, {"total": sum(suite.countTestCases() for suite in suites)})
        for suite in suites:
            odoo.modules.module.current_test = True
            suite(Journal(out))
            odoo.modules.module.current_test = False
        write(out, {"end": True})
    server.server.httpd.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
