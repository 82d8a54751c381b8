"""make clean and make distclean."""

from __future__ import annotations

import shutil

from dev import postgres
from dev.errors import Stop
from dev.lock import holder, take
from dev.server import Running
from dev.settings import Settings


def remove(settings: Settings, downloads: bool) -> int:
    """Remove the databases and what belongs to them; with `downloads` the whole cache folder."""
    running = Running.read(settings)
    if running:
        raise Stop(f"Odoo runs at http://localhost:{running.port}. End it first: make stop")
    if not settings.cache.exists():
        print(f"{settings.cache} is not there: nothing to remove.")
        return 0
    handle = take(settings.cache / "setup.lock", "clean")
    if handle is None:
        raise Stop(
            f"{holder(settings.cache / 'setup.lock')} is working in {settings.cache}. "
            "Wait for it or end it, then start again."
        )
    with handle:
        if postgres.named_by_environment(settings):
            print("Databases on the server that PG* variables name are left alone.")
        elif not postgres.remove_data(settings, programs=downloads):
            raise Stop("Another run still uses PostgreSQL. Wait for it or end it, then try again.")
        for name in ("data", "demo.json", "conf", "logs"):
            path = settings.cache / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        if downloads:
            shutil.rmtree(settings.cache, ignore_errors=True)
    print("Removed " + (str(settings.cache) if downloads else "databases, attachments and logs."))
    return 0
