"""Expected failures, told to the developer as sentences that say what to do next."""

from __future__ import annotations

import errno
import re
from pathlib import Path


class Stop(Exception):
    """An expected failure: its text is shown as it is, without a traceback."""


NETWORK_SIGNS = re.compile(
    r"Temporary failure (in name resolution|resolving)|Could not resolve|Name or service not known"
    r"|Network is unreachable|No route to host|Connection (refused|timed out)"
    r"|Failed to establish a new connection|NameResolutionError|Could not connect to"
    r"|Unable to connect to|ConnectTimeoutError|Max retries exceeded",
    re.IGNORECASE,
)
DISK_SIGNS = re.compile(r"No space left on device|Disk quota exceeded|disk full", re.IGNORECASE)
BROKEN_OFF_SIGNS = re.compile(
    r"IncompleteRead|Connection (broken|reset)|unexpected end|Hash Sum mismatch|File has unexpected"
    r"|THESE PACKAGES DO NOT MATCH|unexpected EOF|early EOF|Read timed out",
    re.IGNORECASE,
)


def explain_output(doing: str, output: str, log: Path) -> str:
    """Turn a failed command's output into a sentence that says what to do next."""
    if DISK_SIGNS.search(output):
        return disk_full(log.parent)
    if NETWORK_SIGNS.search(output):
        return (
            f"{doing} got no answer from the network. Connect this machine (or set its proxy "
            f"variables) and start the same command again; it goes on from here. Details: {log}"
        )
    if BROKEN_OFF_SIGNS.search(output):
        return (
            f"{doing} broke off while downloading. Nothing half-done is kept in use: "
            f"start the same command again. Details: {log}"
        )
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"(E:|ERROR|error|fatal)", line)]
    reason = (errors or lines or ["it said nothing"])[-1]
    return f"{doing} failed: {reason}\nThe whole output is in {log}"


def disk_full(folder: Path) -> str:
    """The sentence for a full disk."""
    return (
        f"The disk that holds {folder} is full. Free some space (make clean removes databases, "
        "make distclean the downloads too) or set GENDAN_CACHE to a folder on another disk, "
        "then start the same command again."
    )


def explain_os_error(error: OSError, folder: Path) -> str | None:
    """Return the sentence for an expected OSError, or None when it's a surprise."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(folder)
    if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
        return (
            f"{error.filename or folder} can't be written by this user. Set GENDAN_CACHE to a "
            "folder of your own and start the same command again."
        )
    # elsewhere a file that is missing, or there, is a surprise
    places = {str(place) for place in (folder, *folder.parents)}
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EEXIST) and str(error.filename) in places:
        return (
            f"{folder} can't be made a folder: {error.strerror}. Set GENDAN_CACHE to a folder, or to "
            "where one can be made, and start the same command again."
        )
    return None
