"""Every path and variable the tool listens to, read once from the environment."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dev.errors import Stop

ADDON = "gendan_followup"
DEMO_DATABASE = "gendan_demo"
PG_VARIABLES = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGSSLMODE")


@dataclass(frozen=True)
class Settings:
    """What the environment says. Build it with `from_environment`."""

    repo: Path
    cache: Path
    port: int = 8069
    odoo_src: Path | None = None
    postgres: Mapping[str, str] = field(default_factory=dict)
    workers: str = "2"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], repo: Path) -> Settings:
        """Read GENDAN_CACHE, PORT, ODOO_SRC, PG* and TEST_WORKERS."""
        source = environ.get("ODOO_SRC", "").strip()
        return cls(
            repo=repo,
            cache=cache_folder(environ),
            port=port_number(environ.get("PORT", "").strip() or "8069"),
            odoo_src=Path(source).expanduser().absolute() if source else None,
            postgres={name: environ[name] for name in PG_VARIABLES if environ.get(name)},
            workers=environ.get("TEST_WORKERS", "").strip() or "2",
        )

    @property
    def addon(self) -> Path:
        """The add-on's folder in this repository."""
        return self.repo / ADDON

    @property
    def logs(self) -> Path:
        """Where every command's output goes."""
        return self.cache / "logs"

    @property
    def bin(self) -> Path:
        """Small programs put first in PATH: wkhtmltopdf, createdb, dropdb, the browser."""
        return self.cache / "bin"

    @property
    def bytecode(self) -> Path:
        """Where Python keeps what it has translated."""
        return self.cache / "bytecode"

    @property
    def data(self) -> Path:
        """Odoo's data folder (filestore, sessions)."""
        return self.cache / "data"

    @property
    def short_name(self) -> str:
        """Tells two cache folders apart where a path would be too long."""
        return hashlib.sha256(str(self.cache).encode()).hexdigest()[:8]


def cache_folder(environ: Mapping[str, str]) -> Path:
    """GENDAN_CACHE, else a folder of ours under XDG_CACHE_HOME, else under ~/.cache."""
    named = environ.get("GENDAN_CACHE", "").strip()
    if named:
        return Path(os.path.abspath(Path(named).expanduser()))
    base = environ.get("XDG_CACHE_HOME", "").strip() or "~/.cache"
    return Path(os.path.abspath(Path(base).expanduser() / ADDON))


def port_number(text: str) -> int:
    """Return PORT as a number, or say what is wrong with it."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Stop(f"PORT is {text!r}; it must be a number from 1 to 65535, for example PORT=8070.")
    return int(text)
