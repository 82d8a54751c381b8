"""What a milestone waits for, typed as in a project planner: ``3, 4+2, 5SS+3``.

One piece a link, by the number of the other line of the template:

| typed    | waits for                                                                              |
|----------|----------------------------------------------------------------------------------------|
| `3`      | the end of line 3 (`3FS` is the same)                                                  |
| `3+2`    | the end of line 3 and two days more                                                    |
| `3SS+2`  | the start of line 3 and two days more: both overlap, this one also ends after it       |
| `3SS+2~` | the same, but the end of this one is free                                              |

Full-width figures and signs of a Chinese keyboard, small letters, blanks and a unit behind the days ("3FS+2 days",
"3+2天") are read, too. What a link may be (no circle, no negative lag) is not judged here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

_SEPARATORS = re.compile(r"[,;、\n]")
_DASHES = str.maketrans("‐‑‒–—−", "------")
_PIECE = re.compile(
    r"""\s* (?P<number>[0-9]{1,4}) \s* (?P<kind>FS|SS)? \s*
        (?:(?P<sign>[+-]) \s* (?P<lag>[0-9]{1,4}) \s* (?:DAYS?|D|天|日)?)? \s* (?P<free>~)? \s*""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class TypedLink:
    """One link as typed; ``number`` is the other line's, ``lag`` in days, ``holds_finish`` matters with `ss` only."""

    number: int
    kind: Literal["fs", "ss"] = "fs"
    lag: int = 0
    holds_finish: bool = True

    @property
    def tail(self) -> int | None:
        """Days this one ends after an overlapping other's end, or None where it need not."""
        return self.lag if self.kind == "ss" and self.holds_finish else None


class LinkTextError(ValueError):
    """A piece that cannot be taken. ``code``: `unreadable`, or `repeated` (the line is named twice)."""

    def __init__(self, code: str, piece: str) -> None:
        super().__init__(f"{code}: {piece}")
        self.code = code
        self.piece = piece


def parse(text: str | None) -> tuple[TypedLink, ...]:
    """The links a text names, in its order; none for an empty one.

    :raise LinkTextError: at the first piece that cannot be taken

    >>> parse("3；4＋2")
    (TypedLink(number=3, kind='fs', lag=0, holds_finish=True), TypedLink(number=4, kind='fs', lag=2, holds_finish=True))
    """
    links: dict[int, TypedLink] = {}
    for typed in _SEPARATORS.split(unicodedata.normalize("NFKC", text or "").translate(_DASHES)):
        if not typed.strip():
            continue
        found = _PIECE.fullmatch(typed.upper())
        if not found or (found["free"] and found["kind"] != "SS"):
            raise LinkTextError("unreadable", typed.strip())
        link = TypedLink(
            number=int(found["number"]),
            kind="ss" if found["kind"] == "SS" else "fs",
            lag=int((found["sign"] or "") + (found["lag"] or "0")),
            holds_finish=not found["free"],
        )
        if link.number in links:
            raise LinkTextError("repeated", typed.strip())
        links[link.number] = link
    return tuple(links.values())


def piece(link: TypedLink) -> str:
    """One link in its shortest form."""
    kind = "SS" if link.kind == "ss" else ""
    lag = f"{link.lag:+d}" if link.lag else ""
    return f"{link.number}{kind}{lag}{'~' if kind and not link.holds_finish else ''}"


def write(links: Iterable[TypedLink]) -> str:
    """The text :func:`parse` reads back, by the numbers of the lines.

    >>> write([TypedLink(5, "ss", 3), TypedLink(3)])
    '3, 5SS+3'
    """
    return ", ".join(piece(link) for link in sorted(links, key=lambda link: link.number))
