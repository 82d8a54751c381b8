"""The commands: run, test, test-core, lint, bench, setup, exec, stop, clean, distclean."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from dev.__main__ import NOT_READY
from dev.errors import Stop, explain_os_error
from dev.settings import Settings

REPO = Path(__file__).resolve().parent.parent


def setup(settings: Settings, arguments: Sequence[str]) -> int:
    """get and install everything, start nothing"""
    from dev.progress import Progress
    from dev.setup import STEPS, ready

    with ready(settings, "setup", Progress(STEPS), tests="--tests" in arguments):
        return 0


def run(settings: Settings, arguments: Sequence[str]) -> int:
    """start Odoo with the example factory on http://localhost:$PORT"""
    from dev.server import serve

    return serve(settings)


def test(settings: Settings, arguments: Sequence[str]) -> int:
    """run the tests; what follows goes to pytest"""
    from dev.testing import run_tests

    return run_tests(settings, arguments)


def test_core(settings: Settings, arguments: Sequence[str]) -> int:
    """run Odoo's own suites with and without the add-on: test-core [SUITE ...]"""
    from dev.core_tests import run_core

    return run_core(settings, arguments)


def bench(settings: Settings, arguments: Sequence[str]) -> int:
    """measure what the add-on costs: bench [ORDERS]"""
    from dev.testing import run_bench

    return run_bench(settings, arguments)


def database(settings: Settings, arguments: Sequence[str]) -> int:
    """make a database with the add-on to work in by hand: database NAME"""
    from dev.testing import run_database

    return run_database(settings, arguments)


def execute(settings: Settings, arguments: Sequence[str]) -> int:
    """run any command inside the set-up: exec -- COMMAND"""
    from dev.testing import run_exec

    return run_exec(settings, arguments[1:] if arguments[:1] == ["--"] else arguments)


def lint(settings: Settings, arguments: Sequence[str]) -> int:
    """check style and files"""
    from dev.lint import check

    return check(settings)


def stop(settings: Settings, arguments: Sequence[str]) -> int:
    """end a server that was left running, PostgreSQL included"""
    from dev.server import stop_all

    return stop_all(settings)


def clean(settings: Settings, arguments: Sequence[str]) -> int:
    """remove the databases; downloads and packages stay"""
    from dev.cleaning import remove

    return remove(settings, downloads=False)


def distclean(settings: Settings, arguments: Sequence[str]) -> int:
    """remove the whole cache folder"""
    from dev.cleaning import remove

    return remove(settings, downloads=True)


COMMANDS: dict[str, Callable[[Settings, Sequence[str]], int]] = {
    "run": run,
    "test": test,
    "test-core": test_core,
    "lint": lint,
    "bench": bench,
    "setup": setup,
    "database": database,
    "exec": execute,
    "stop": stop,
    "clean": clean,
    "distclean": distclean,
}


def usage() -> str:
    """The list of commands."""
    rows = [f"  {name:<10} {command.__doc__}" for name, command in COMMANDS.items()]
    return "\n".join(
        [
            "python3 -m dev COMMAND (or make COMMAND)",
            *rows,
            "Variables: GENDAN_CACHE, PORT, ODOO_SRC, PGHOST PGPORT PGUSER PGPASSWORD, "
            "TEST_WORKERS, SIZE, FOLLOW",
        ]
    )


def main(argv: Sequence[str]) -> int:
    """Run one command; expected failures become one sentence and exit code 69."""
    if not argv or argv[0] not in COMMANDS:
        print(usage(), file=sys.stderr)
        return 2
    # Being ended from outside, or losing the terminal, cleans up as Ctrl-C does.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    folder = REPO
    try:
        settings = Settings.from_environment(os.environ, REPO)
        folder = settings.cache
        return COMMANDS[argv[0]](settings, list(argv[1:]))
    except Stop as reason:
        print(f"\n{reason}", file=sys.stderr)
        return NOT_READY
    except KeyboardInterrupt:
        print("\nEnded; nothing was left running.", file=sys.stderr)
        return 130
    except OSError as error:
        sentence = explain_os_error(error, folder)
        if sentence is None:
            raise
        print(f"\n{sentence}", file=sys.stderr)
        return NOT_READY


def interrupt(_number: int, _frame: object) -> None:
    """Treat a signal as Ctrl-C."""
    raise KeyboardInterrupt
