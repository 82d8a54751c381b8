"""One line a step: what is being done, how far it is, how long it took."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Step:
    """The line of one step. `percent` and `note` may be called as often as one likes."""

    def __init__(self, head: str, stream: TextIO):
        self.head = head
        self.stream = stream
        self.result = ""
        self._shown = ""
        self._live = stream.isatty()
        self._write(head + " ...")

    def percent(self, done: float, total: float) -> None:
        """Show how far a piece of known size is; a log gets only every quarter."""
        if total <= 0:
            return
        value = min(100, int(done * 100 / total))
        self._show(f"{value if self._live else value // 25 * 25} %")

    def note(self, text: str) -> None:
        """Show what the step is busy with, where a line can be rewritten."""
        if self._live:
            self._show(text)

    def _show(self, text: str) -> None:
        if text == self._shown or text == "0 %":
            return
        self._shown = text
        if self._live:
            # A line that wraps can't be rewritten.
            width = shutil.get_terminal_size().columns - 1
            self._write("\r\033[K" + f"{self.head} ... {text}"[:width])
        else:
            self._write(" " + text)

    def close(self, outcome: str) -> None:
        """End the line."""
        if self._live:
            self._write(f"\r\033[K{self.head} ... {outcome}\n")
        else:
            self._write(f" {outcome}\n")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


class Progress:
    """Numbers the steps of one command: `[3/8] Python packages ... 41 s`."""

    def __init__(self, total: int, stream: TextIO | None = None):
        self.total = total
        self.number = 0
        self.stream = stream or sys.stdout

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Show one step while the block runs; the block may set `result`."""
        self.number += 1
        step = Step(f"[{self.number}/{self.total}] {title}", self.stream)
        start = time.monotonic()
        try:
            yield step
        except BaseException:
            step.close("stopped")
            raise
        took = f"{time.monotonic() - start:.0f} s"
        step.close(f"{took} ({step.result})" if step.result else took)
