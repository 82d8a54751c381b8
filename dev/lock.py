"""One set-up at a time in a cache folder."""

from __future__ import annotations

import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO

from dev.errors import Stop


def holder(path: Path) -> str:
    """Who wrote itself into the lock file, for a sentence."""
    try:
        text = path.read_text(encoding="utf-8").strip()
    except OSError:
        text = ""
    return text or "another process"


def take(path: Path, label: str) -> IO[str] | None:
    """Take the lock without waiting: the open file, or None when somebody holds it.

    The kernel frees it when the process ends, however it ends: no lock is ever left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        return None
    handle.truncate(0)
    handle.write(f"process {os.getpid()} (make {label}, since {time.strftime('%H:%M:%S')})\n")
    handle.flush()
    return handle


@contextmanager
def setup_lock(
    path: Path, label: str, wait: float = 3600, stream: TextIO | None = None
) -> Iterator[None]:
    """Hold the set-up lock; a second start says who holds it and waits for its turn."""
    handle = take(path, label)
    if handle is None:
        print(
            f"{holder(path)} is setting up the same cache folder. Waiting until it has finished; "
            "Ctrl-C ends the wait, GENDAN_CACHE=another/folder does not need to wait.",
            file=stream or sys.stderr,
            flush=True,
        )
        deadline = time.monotonic() + wait
        while handle is None:
            if time.monotonic() >= deadline:
                raise Stop(
                    f"{holder(path)} still holds {path}. If it hangs, end it and start again."
                )
            time.sleep(min(1.0, wait))
            handle = take(path, label)
    try:
        yield
    finally:
        handle.close()
