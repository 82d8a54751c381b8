"""The steps every command shares: packages, source, PostgreSQL, programs, dependency database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from dev import browser, database, odoo_source, postgres, venv, wkhtmltopdf
from dev.errors import Stop
from dev.lock import setup_lock
from dev.odoo import Instance
from dev.progress import Progress
from dev.settings import Settings

STEPS = 6
NEEDED_SPACE = 4 * 1024**3
"""Bytes for a first set-up: source 0.5, packages 0.6, PostgreSQL 0.2, databases, downloads."""


@dataclass(frozen=True)
class Ready:
    """What the set-up leaves."""

    instance: Instance
    template: str
    progress: Progress


def check_space(settings: Settings) -> None:
    """Refuse to begin a first set-up that could not end."""
    settings.cache.mkdir(parents=True, exist_ok=True)
    if (settings.cache / "odoo").exists():
        return
    free = shutil.disk_usage(settings.cache).free
    if free < NEEDED_SPACE:
        raise Stop(
            f"The first set-up needs about {NEEDED_SPACE / 1024**3:.0f} GiB in {settings.cache}, "
            f"and {free / 1024**3:.1f} GiB are free. Free some space or set GENDAN_CACHE to a "
            "folder on another disk."
        )


@contextmanager
def ready(settings: Settings, label: str, progress: Progress, tests: bool) -> Iterator[Ready]:
    """Set everything up; PostgreSQL stays up while the block runs."""
    check_space(settings)
    with postgres.in_use(settings):
        with setup_lock(settings.cache / "setup.lock", label):
            result = prepare(settings, progress, tests)
        yield result


def prepare(settings: Settings, progress: Progress, tests: bool) -> Ready:
    """Run the shared steps; each does nothing when its result is there already."""
    with progress.step("Python packages") as step:
        environment = venv.obtain(settings, step)
    with progress.step("Odoo 19") as step:
        source = odoo_source.obtain(settings, step)
    with progress.step("PostgreSQL") as step:
        server = postgres.start(settings, environment, step)
        instance = Instance(settings, environment, source, server)
        instance.prepare()
        # A wrong PGHOST or PGUSER is told here, not minutes later.
        instance.pg("exists", "postgres")
    with progress.step("wkhtmltopdf") as step:
        wkhtmltopdf.obtain(settings, environment, step)
    with progress.step("Browser and fonts" if tests else "Fonts") as step:
        browser.obtain(settings, step, tests)
    with progress.step("Database with Odoo's modules") as step:
        template = database.obtain_template(instance, step)
    return Ready(instance, template, progress)
