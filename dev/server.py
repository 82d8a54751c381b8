"""make run and make stop: Odoo on the example database."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import unicodedata
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from dev import database, demo, lock, postgres
from dev.errors import Stop
from dev.odoo import Instance, failure, write
from dev.process import end_group
from dev.progress import Progress
from dev.settings import DEMO_DATABASE, Settings
from dev.setup import STEPS, ready

PATIENCE = 180
"""Seconds for the first page; a cold start on a busy machine takes about 20."""


def check_port(port: int) -> None:
    """Refuse a port that another program listens on, before any long work."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise Stop(
                f"Port {port} is open to the administrator only. "
                f"Choose one above 1023, for example: make run PORT=8070"
            ) from error
        except OSError as error:
            raise Stop(
                f"Port {port} is taken by another program. End that program, or choose another "
                f"port: make run PORT={port + 1 if port < 65535 else 8070}"
            ) from error


@dataclass(frozen=True)
class Running:
    """The note a running server leaves in the cache."""

    pid: int
    port: int
    mark: str
    """A word of its command line: process numbers are used again, this tells ours."""

    @staticmethod
    def file(settings: Settings) -> Path:
        """Where the note is."""
        return settings.cache / "run.json"

    @classmethod
    def read(cls, settings: Settings) -> Running | None:
        """The note of a server that is really up, else None."""
        try:
            note = cls(**json.loads(cls.file(settings).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return note if note.is_ours() else None

    def is_ours(self) -> bool:
        """Whether the process with this number is the Odoo that wrote the note."""
        return self.mark in command_line(self.pid)


def command_line(pid: int) -> str:
    """The command line of a process, or an empty string when there is none."""
    proc = Path(f"/proc/{pid}/cmdline")
    if proc.exists():
        return proc.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    answer = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout


def serve(settings: Settings) -> int:
    """Set up, start Odoo, print where it is, wait for Ctrl-C."""
    running = Running.read(settings)
    if running:
        raise Stop(
            f"Odoo already runs at http://localhost:{running.port} (process {running.pid}). "
            "Open that address, or end it first: make stop"
        )
    check_port(settings.port)
    own_lock = lock.take(settings.cache / "run.lock", "run")
    if own_lock is None:
        holder = lock.holder(settings.cache / "run.lock")
        raise Stop(
            f"make run is already starting: {holder}. Wait for its address to appear there, or "
            "end it with Ctrl-C in its window."
        )
    with closing(own_lock), ready(settings, "run", Progress(STEPS + 2), tests=False) as this:
        with this.progress.step("Example database") as step:
            with lock.setup_lock(settings.cache / "setup.lock", "run"):
                state = demo.obtain(this.instance, this.template, step)
            for name in ("web.base.url", "report.url"):
                address = f"http://localhost:{settings.port}"
                this.instance.pg("parameter", DEMO_DATABASE, name, address)
        log = settings.logs / f"odoo-{settings.port}.log"
        with this.progress.step("Starting Odoo"):
            child = start(this.instance, log)
            note = Running(child.pid, settings.port, str(this.instance.conf))
            write(Running.file(settings), json.dumps(vars(note)))
            try:
                wait_until_up(child, settings.port, log)
            except BaseException:
                end(child, settings)
                raise
        print(welcome(settings, state.logins, log), flush=True)
        try:
            code = child.wait()
        except KeyboardInterrupt:
            print("\nEnding what was started ...", flush=True)
            code = 0
        finally:
            end(child, settings)
    # Ended by `make stop` or by Ctrl-C: both are what was asked for.
    return 0 if code in (0, -signal.SIGINT, -signal.SIGTERM) else stopped_by_itself(code, log)


def start(instance: Instance, log: Path) -> subprocess.Popen:
    """Start Odoo in a process group of its own."""
    port = instance.settings.port
    command = instance.command(
        *("-c", str(instance.conf)),
        *("-d", DEMO_DATABASE, "--db-filter", f"^{DEMO_DATABASE}$"),
        *("--http-port", str(port), "--logfile", str(log)),
    )
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as output:
        return instance.spawn(command, output)


def wait_until_up(child: subprocess.Popen, port: int, log: Path) -> None:
    """Return once the login page answers: an open port alone is not enough."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise Stop(failure("Starting Odoo", tail(log), log))
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login", timeout=60) as page:
                if page.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise Stop(f"Odoo did not answer within {PATIENCE} s. What it is doing stands in {log}")


def tail(log: Path, size: int = 20000) -> str:
    """The end of a log file."""
    with log.open("rb") as handle:
        handle.seek(max(0, log.stat().st_size - size))
        return handle.read().decode(errors="replace")


def welcome(settings: Settings, logins: Sequence[dict[str, str]], log: Path) -> str:
    """Address and logins."""
    rows = [("Role", "Login", "Password")]
    rows += [(row["role"], row["login"], row["password"]) for row in logins]
    widths = [max(shown_width(row[i]) for row in rows) for i in range(3)]
    table = [
        "  " + "  ".join(padded(cell, w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join(
        [
            f"\nOdoo runs at http://localhost:{settings.port}\n",
            *table,
            f"\nLog: {log}\nCtrl-C ends all that was started.",
        ]
    )


def shown_width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def padded(text: str, width: int) -> str:
    """`text` filled up to `width` columns."""
    return text + " " * (width - shown_width(text))


def end(child: subprocess.Popen, settings: Settings) -> None:
    """End Odoo and take back the note."""
    end_group(child)
    Running.file(settings).unlink(missing_ok=True)


def stopped_by_itself(code: int, log: Path) -> int:
    """Odoo ended without being asked."""
    raise Stop(f"Odoo ended by itself (exit code {code}). Why stands at the end of {log}")


def stop_all(settings: Settings) -> int:
    """End what an earlier `make run` left; a run that is still watched ends itself cleanly."""
    running = Running.read(settings)
    if running:
        stop_process(running.pid)
        print(f"Odoo at http://localhost:{running.port} has been ended.")
    else:
        print("No Odoo of ours was running.")
    Running.file(settings).unlink(missing_ok=True)
    if not postgres.named_by_environment(settings):
        print(postgres.stop_if_unused(settings))
    return 0


def stop_process(pid: int) -> None:
    """Ask the process group to end, wait, then insist."""
    for number, wait in ((signal.SIGINT, 15), (signal.SIGKILL, 5)):
        try:
            os.killpg(pid, number)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + wait
        while time.monotonic() < deadline:
            if not database.alive(pid) or not command_line(pid):
                return
            time.sleep(0.2)
