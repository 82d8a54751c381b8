"""One ready set of source, packages and database server, and how to run Odoo on it."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dev.errors import DISK_SIGNS, Stop, disk_full
from dev.odoo_source import OdooSource
from dev.postgres import Server
from dev.process import run
from dev.progress import Step
from dev.settings import PG_VARIABLES, Settings
from dev.venv import Venv

# Would lead Odoo to another server, configuration or package than the ones set up here.
NOT_INHERITED = (
    *PG_VARIABLES,
    "PGDATABASE",
    "PGSERVICE",
    "ODOO_RC",
    "OPENERP_SERVER",
    "PYTHONHOME",
    # Each process would translate all of Odoo's Python anew: collecting the tests takes twice as long.
    "PYTHONDONTWRITEBYTECODE",
)
PG_CLIENT = Path(__file__).with_name("pg_client.py")
LOADING = re.compile(r"Loading module (\S+) \((\d+)/(\d+)\)")
EXCEPTION = re.compile(r"^[\w.]*(Error|Exception|Warning|Violation|Exit)\b.*", re.MULTILINE)
LOGGED = re.compile(r"^\S+ \S+ \d+ (?:ERROR|CRITICAL) \S+ [\w.]+: (.*)$", re.MULTILINE)


def render_conf(settings: Settings, source: OdooSource, server: Server) -> str:
    """The text of odoo.conf."""
    addons = ",".join(str(path) for path in (*source.addons, settings.repo))
    options = {
        "addons_path": addons,
        "data_dir": settings.data,
        "bin_path": settings.bin,
        "db_host": server.host or False,
        "db_port": server.port or False,
        "db_user": server.user,
        "db_password": server.password or False,
        "db_maxconn": 32,
        "list_db": False,
        # Known logins: nobody but this machine may reach them.
        "http_interface": "127.0.0.1",
        "proxy_mode": False,
        "workers": 0,
        "max_cron_threads": 1,
        "limit_time_cpu": 3600,
        "limit_time_real": 3600,
        "limit_time_real_cron": 3600,
        "with_demo": False,
    }
    if server.sslmode:
        options["db_sslmode"] = server.sslmode
    lines = [f"{name} = {value}" for name, value in options.items()]
    return "[options]\n" + "\n".join(lines) + "\n"


def failure(doing: str, output: str, log: Path) -> str:
    """The sentence for a failed Odoo: its last error, not its last line."""
    if DISK_SIGNS.search(output):
        return disk_full(log.parent)
    errors = [match[0] for match in EXCEPTION.finditer(output)]
    errors = errors or LOGGED.findall(output)
    reason = errors[-1] if errors else "it said nothing about the reason"
    return f"{doing} failed: {reason}\nThe whole output is in {log}"


@dataclass(frozen=True)
class Instance:
    """Everything needed to run Odoo and its tests."""

    settings: Settings
    venv: Venv
    source: OdooSource
    server: Server

    @property
    def conf(self) -> Path:
        """This checkout's odoo.conf; several checkouts may share one cache."""
        name = hashlib.sha256(str(self.settings.repo).encode()).hexdigest()[:8]
        return self.settings.cache / "conf" / f"odoo-{name}.conf"

    def prepare(self) -> None:
        """Write odoo.conf and the small programs that others expect in PATH."""
        for folder in (self.conf.parent, self.settings.data, self.settings.bin):
            folder.mkdir(parents=True, exist_ok=True)
        write(self.conf, render_conf(self.settings, self.source, self.server))
        # pytest-odoo calls these two for each parallel worker.
        text = PG_CLIENT.read_text(encoding="utf-8")
        for name in ("createdb", "dropdb"):
            program = self.settings.bin / name
            write(program, f"#!{self.venv.python}\n{text}")
            program.chmod(0o755)

    def env(self) -> dict[str, str]:
        """The environment for Odoo, pytest and the database programs."""
        env = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        env.update(self.server.environment())
        first = (str(self.settings.bin), str(self.venv.folder / "bin"))
        env["PATH"] = os.pathsep.join([*first, env.get("PATH", os.defpath)])
        env["PYTHONPATH"] = str(self.source.root)
        env["VIRTUAL_ENV"] = str(self.venv.folder)
        env["PYTHONUNBUFFERED"] = "1"
        # Translated Python is kept in the cache, not beside the files: some want no such folders in their checkout.
        env["PYTHONPYCACHEPREFIX"] = str(self.settings.bytecode)
        return env

    def command(self, *arguments: str) -> list[str]:
        """The command line of an Odoo command; subcommands come first."""
        return [str(self.venv.python), "-m", "odoo", *arguments]

    def odoo(self, doing: str, database: str, arguments: list[str], step: Step) -> None:
        """Run Odoo once without its web server: install or update modules."""
        self._odoo(
            doing,
            ["-c", str(self.conf), "-d", database, "--no-http", "--stop-after-init", *arguments],
            step,
        )

    def shell(self, doing: str, database: str, script: Path, step: Step) -> str:
        """Run a Python script in `odoo shell` and return its output."""
        arguments = ["shell", "-c", str(self.conf), "-d", database, "--no-http"]
        return self._odoo(doing, arguments, step, stdin=script)

    def _odoo(self, doing: str, arguments: list[str], step: Step, stdin: Path | None = None) -> str:
        def on_line(line: str) -> None:
            found = LOADING.search(line)
            # The module base alone comes first and would look like all of it.
            if found and int(found[3]) > 1:
                step.percent(int(found[2]), int(found[3]))

        log = self.settings.logs / "odoo-setup.log"
        code, output = run(
            doing,
            self.command(*arguments),
            log,
            env=self.env(),
            cwd=self.settings.cache,
            stdin=stdin,
            on_line=on_line,
            check=False,
        )
        if code:
            raise Stop(failure(doing, output, log))
        return output

    def spawn(self, command: Sequence[str], output: IO[str]) -> subprocess.Popen:
        """Start a command in a process group of its own (`process.end_group` ends it); `output` takes all it says."""
        return subprocess.Popen(
            command,
            cwd=self.settings.cache,
            env=self.env(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )

    def pg(self, command: str, *arguments: str) -> tuple[int, str]:
        """Run one of pg_client's commands."""
        code, output = run(
            f"PostgreSQL ({command} {' '.join(arguments)})",
            [self.venv.python, PG_CLIENT, command, *arguments],
            self.settings.logs / "postgres.log",
            env=self.env(),
            check=False,
        )
        if code > 1:
            raise Stop(pg_failure(self.server, output))
        return code, output


def pg_failure(server: Server, output: str) -> str:
    """The sentence for a database server's refusal."""
    if DISK_SIGNS.search(output):
        return disk_full(Path(server.host or "PostgreSQL's data"))
    said = " ".join(output.split()) or "no answer"
    if server.embedded:
        return f"The embedded PostgreSQL refused: {said}\nmake stop, then start again."
    return (
        f"PostgreSQL at {server.host or 'the local socket'} as {server.user} refused: {said}\n"
        "Correct PGHOST, PGPORT, PGUSER, PGPASSWORD (the role needs CREATEDB), or unset them to "
        "use the embedded server."
    )


def write(path: Path, text: str) -> None:
    """Replace a file in one go, and only when it changes: others may be reading it."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_text(text, encoding="utf-8")
    partial.rename(path)
