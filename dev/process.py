"""Runs other programs: output goes to a log file, failures become sentences."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from dev.errors import Stop, explain_output


def run(
    doing: str,
    command: Sequence[str | Path],
    log: Path,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    user: str | None = None,
    on_line: Callable[[str], None] | None = None,
    stdin: Path | None = None,
    check: bool = True,
) -> tuple[int, str]:
    """Run `command`, append its output to `log`, return (exit code, output).

    `doing` starts the sentence of a failure ("Installing Python packages").
    `on_line` sees each line as it comes. Raises Stop when it fails and `check` is set.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    arguments = [str(part) for part in command]
    lines: list[str] = []
    with log.open("a", encoding="utf-8") as log_file, open(stdin or os.devnull) as source:
        log_file.write(f"$ {' '.join(arguments)}\n")
        log_file.flush()
        try:
            # A session of its own: Ctrl-C reaches this tool alone, which then ends what it started.
            child = subprocess.Popen(
                arguments,
                stdin=source,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=dict(env) if env is not None else None,
                cwd=cwd,
                text=True,
                errors="replace",
                start_new_session=True,
                **as_user(user),
            )
        except FileNotFoundError as error:
            raise Stop(f"{doing} needs the program {arguments[0]}, which is not here.") from error
        try:
            for line in child.stdout:
                lines.append(line)
                log_file.write(line)
                if on_line:
                    on_line(line.rstrip("\n"))
            code = child.wait()
        except BaseException:
            end_group(child)
            raise
    output = "".join(lines)
    if code and check:
        raise Stop(explain_output(doing, output, log))
    return code, output


def as_user(user: str | None) -> dict:
    """Arguments for Popen that drop root for `user`, with no group of root's left."""
    return {"user": user, "group": user, "extra_groups": []} if user else {}


def end_group(child: subprocess.Popen, patience: float = 15) -> None:
    """End a child that leads its own process group: ask, wait, then insist."""
    for number, wait in ((signal.SIGINT, patience), (signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        try:
            os.killpg(child.pid, number)
        except ProcessLookupError:
            break
        try:
            child.wait(wait)
            break
        except subprocess.TimeoutExpired:
            continue
    # What the child left in its group (a browser, say) goes with it.
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def watch_pipe(read_fd: int, on_line: Callable[[str], None]) -> threading.Thread:
    """Call `on_line` for each line that another program writes to a pipe."""

    def follow() -> None:
        with os.fdopen(read_fd, errors="replace") as pipe:
            for line in pipe:
                on_line(line.rstrip("\n"))

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    return thread
