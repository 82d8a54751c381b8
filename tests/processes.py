"""Tests with processes, commits and kills of their own: on a database that is copied for them and dropped afterwards.

Odoo's test cases roll everything back, in one process. What two workers do to each other, and what is left when one is
killed, only shows with real ones.
"""

import json
import os
import signal
import subprocess
import sys
import traceback
from contextlib import contextmanager
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
# A worker that waits for another one longer than this has lost it.
PATIENCE = 60


@contextmanager
def scratch_database(suffix):
    """A copy of the test database, dropped at the end, however it comes.

    Only between test classes: PostgreSQL copies a database that nobody is connected to. Killed tests leave it to
    ``dev``, which drops what begins with the name of a test database that is no more.
    """
    from odoo import sql_db
    from odoo.tests.common import get_db_name

    name = f"{get_db_name()}-{suffix}"
    try:
        sql_db.close_db(get_db_name())
        _execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        _execute(f'CREATE DATABASE "{name}" TEMPLATE "{get_db_name()}"')
        yield name
    finally:
        _execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _execute(statement):
    """Run one statement outside any transaction."""
    import psycopg2

    from odoo import sql_db

    connection = psycopg2.connect(**sql_db.connection_info_for("postgres")[1])
    try:
        connection.autocommit = True
        connection.cursor().execute(statement)
    finally:
        connection.close()


def run_script(module, database, timeout):
    """Run ``tests`` code in a process of its own with Odoo loaded for a database.

    :param str module: whose ``main(database)`` returns what can be told as JSON
    :param float timeout: seconds, after which it is killed with all it started
    :return: what ``main`` returned
    :raise AssertionError: it failed, or took too long; with what it said
    """
    from odoo.tools import config

    child = subprocess.Popen(
        [sys.executable, "-m", "tests.processes", module, database, config["config"]],
        cwd=REPO,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        said, trouble = child.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        _kill_group(child)
        said, trouble = child.communicate()
        raise AssertionError(f"{module} took longer than {timeout} s:\n{trouble[-3000:]}") from None
    except BaseException:
        _kill_group(child)
        raise
    if child.returncode:
        raise AssertionError(f"{module} ended with {child.returncode}:\n{trouble[-6000:]}")
    # shown by pytest when a test fails: what workers ran into
    print(trouble[-6000:], file=sys.stderr)
    return json.loads(said.splitlines()[-1])


def _kill_group(child):
    """Kill a process with all that it started."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


class Worker:
    """A process that works on the database beside others, with a connection of its own.

    Made in a process that ``run_script`` started; ``work(worker)`` runs in the new one.
    """

    def __init__(self, work):
        self.signals, theirs = os.pipe()
        goes, self.go = os.pipe()
        self.pid = os.fork()
        if self.pid:
            os.close(theirs)
            os.close(goes)
            return
        code = 1
        try:
            os.close(self.signals)
            os.close(self.go)
            self.signals, self.go = theirs, goes
            work(self)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            # no clean-up of the process it was copied from
            os._exit(code)

    # in the new process

    def wait(self):
        """Say that the place is reached, and wait to be told to go on (or to be killed there)."""
        os.write(self.signals, b".")
        os.read(self.go, 1)

    # in the one that made it

    def reached(self):
        """Wait until the worker waits.

        :raise AssertionError: it has ended, or takes too long
        """
        import select

        if not select.select([self.signals], [], [], PATIENCE)[0] or not os.read(self.signals, 1):
            raise AssertionError("A worker did not come to the place where it was to wait.")

    def release(self):
        """Let the worker that waits go on."""
        os.write(self.go, b".")

    def kill(self):
        """Kill it as the system does: it cleans nothing up."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def ended(self):
        """Wait for its end; whether it went well."""
        return os.waitpid(self.pid, 0)[1] == 0


def main(module, database, conf):
    """In the new process: Odoo's registry of the database, then the module's ``main``."""
    from importlib import import_module

    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(
        ["-c", conf, "-d", database, "--no-http", "--max-cron-threads=0", "--log-level=critical"], setup_logging=True
    )
    Registry(database)
    print(json.dumps(import_module(module).main(database)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
