"""make test, make bench and the free-form `exec`, on fresh copies of the dependency database."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from dev import database
from dev.demo import SCRIPTS
from dev.errors import Stop
from dev.odoo import Instance
from dev.process import end_group
from dev.progress import Progress, Step
from dev.settings import ADDON, Settings
from dev.setup import STEPS, Ready, ready


@contextmanager
def scratch(this: Ready, title: str, prefix: str, addon: bool) -> Iterator[str]:
    """A copy of the dependency database that is dropped at the end, however it comes."""
    name = f"{prefix}{os.getpid()}"
    try:
        with this.progress.step(title) as step:
            database.drop_leftovers(this.instance, prefix)
            database.copy(this.instance, installed(this, step) if addon else this.template, name)
        yield name
    finally:
        database.drop(this.instance, name)


def run_tests(settings: Settings, arguments: Sequence[str]) -> int:
    """Install the add-on on a fresh copy and run pytest; returns pytest's exit code."""
    title = f"Test database with {ADDON}"
    with (
        ready(settings, "test", Progress(STEPS + 1), tests=True) as this,
        scratch(this, title, database.TEST_PREFIX, addon=True) as name,
    ):
        command = pytest_command(this.instance, name, arguments)
        return foreground(this.instance, command, settings)


def installed(this: Ready, step: Step) -> str:
    """The database with the add-on as its files are now; unchanged since the last run it is not installed again."""

    def install(name: str) -> None:
        install_addon(this.instance, name, step, warm=True)

    name, there = database.obtain_installed(this.instance, this.template, install)
    if there:
        step.result = "the add-on's files are those of an earlier run"
    return name


def install_addon(instance: Instance, name: str, step: Step, warm: bool) -> None:
    """Install the add-on into a copy of the dependency database."""
    if not (instance.settings.addon / "__manifest__.py").exists():
        step.result = f"without it: {ADDON}/__manifest__.py is not there yet"
        return
    instance.odoo(f"Installing {ADDON}", name, ["-i", ADDON], step)
    if warm:
        step.note("building the pages' scripts and styles")
        instance.shell("Building scripts and styles", name, SCRIPTS / "warm_assets.py", step)


def pytest_command(instance: Instance, name: str, arguments: Sequence[str]) -> list[str]:
    """pytest's command line; arguments that name test files replace the whole suite."""
    settings = instance.settings
    command = [
        *(str(instance.venv.python), "-m", "pytest"),
        f"--odoo-config={instance.conf}",
        f"--odoo-database={name}",
        "--odoo-http",
    ]
    if settings.workers not in ("0", "1"):
        # One class stays on one worker: its setUpClass is the expensive part. tests/conftest.py sets their order.
        command += ["-n", settings.workers, "--dist", "loadscope", "--no-loadscope-reorder"]
    named = any(part.startswith("tests") for part in arguments)
    return [*command, *arguments, *([] if named else ["tests"])]


def run_bench(settings: Settings, arguments: Sequence[str]) -> int:
    """Run bench/run.py on a database that has Odoo's modules and not yet the add-on."""
    if not (settings.repo / "bench/run.py").exists():
        raise Stop("There is no bench/run.py in this checkout, so there is nothing to measure.")
    title = "Database to measure on"
    with (
        ready(settings, "bench", Progress(STEPS + 1), tests=False) as this,
        scratch(this, title, "gendan_bench_", addon=False) as name,
    ):
        size = os.environ.get("SIZE", "")
        arguments = arguments or ([size] if size else [])
        command = [str(this.instance.venv.python), "-m", "bench.run", *arguments]
        extra = {"GENDAN_BENCH_CONFIG": str(this.instance.conf), "GENDAN_BENCH_DB": name}
        return foreground(this.instance, command, settings, extra)


def run_database(settings: Settings, arguments: Sequence[str]) -> int:
    """Make (or make anew) a database of any name with the add-on, to work in by hand."""
    if len(arguments) != 1:
        raise Stop("Name one database to make, for example: python3 -m dev database my_copy")
    with ready(settings, "database", Progress(STEPS + 1), tests=False) as this:
        with this.progress.step(f"Database {arguments[0]}") as step:
            database.copy(this.instance, this.template, arguments[0])
            install_addon(this.instance, arguments[0], step, warm=False)
    return 0


def run_exec(settings: Settings, arguments: Sequence[str]) -> int:
    """Run any command with the set-up's PATH, PYTHONPATH and PG*, PostgreSQL kept up meanwhile."""
    if not arguments:
        raise Stop("Name the command to run: python3 -m dev exec -- python -m pytest --version")
    with ready(settings, "exec", Progress(STEPS), tests=False) as this:
        extra = {"GENDAN_CONFIG": str(this.instance.conf), "GENDAN_TEMPLATE": this.template}
        print("$", shlex.join(arguments), flush=True)
        return foreground(this.instance, list(arguments), settings, extra)


def foreground(
    instance: Instance, command: list[str], settings: Settings, extra: dict[str, str] | None = None
) -> int:
    """Run a command on this terminal; Ctrl-C ends it with all it started."""
    child = subprocess.Popen(
        command,
        cwd=settings.repo,
        env={**instance.env(), **(extra or {})},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return child.wait()
    except BaseException:
        end_group(child)
        raise
