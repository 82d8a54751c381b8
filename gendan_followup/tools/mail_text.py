"""What people write in mails and chats: whether a machine wrote it, what is new in it, which numbers stand in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# what machines answer; nobody waits for a reply
_MACHINES = re.compile(
    r"^\s*(?:re:\s*)?(?:auto(?:matic)?[ -]?(?:reply|response|answer)|out of (?:the )?office|undeliver|自[动動]"
    r"(?:回复|回覆|答[复復覆]))",
    re.I,
)
# where the mail that is answered begins, or a signature (RFC 3676), as the mail programs of both sides write it
_HISTORY = re.compile(
    r"""^\s*(?:
        --\s*$
        | -{2,}\s*(?:original\ message|原始[邮郵]件|原[邮郵]件|原始訊息)\s*-*
        | _{10,}\s*$
        | (?:on|am|le)\ .{4,100}\ (?:wrote|schrieb|a\ écrit)\s*:\s*$
        | 在.{4,80}(?:写道|寫道)\s*[:：]
        | .{0,80}於.{4,80}寫道\s*[:：]
        | (?:发件人|寄件者|寄件人|from)\s*[:：].*@
        | >
    )""",
    re.I | re.X,
)
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9/._#-]*[A-Za-z0-9]")
# shorter ones stand in any text; more than so many nobody means
_SHORTEST, _MOST = 4, 200


def is_machine_subject(subject: str | None) -> bool:
    """Whether a subject is an automatic reply's."""
    return bool(_MACHINES.search(subject or ""))


def is_automatic(header: Callable[[str], object]) -> bool:
    """Whether the head of a mail says that a machine wrote it (RFC 3834).

    :param header: gives the header of a name, or None
    """
    said = str(header("Auto-Submitted") or "no").strip().lower()
    return said != "no" or bool(header("X-Autoreply") or header("X-Autorespond"))


def fresh_text(text: str | None) -> str:
    """What is new in a mail: without signature and the mails it answers; all of it where nothing else is left."""
    lines = (text or "").strip().splitlines()
    for index, line in enumerate(lines):
        if _HISTORY.match(line):
            return "\n".join(lines[:index]).strip() or "\n".join(lines)
    return "\n".join(lines)


def numbers_in(text: str | None) -> list[str]:
    """What may be a document's number in a text, as written and in pieces: ``S00012/S00013`` gives all three.

    Full-width letters and digits are read as plain ones; words without a digit are none.
    """
    found: dict[str, None] = {}
    for match in _NUMBER.finditer(unicodedata.normalize("NFKC", text or "")):
        word = match.group()
        for piece in (word, *re.split(r"[/#]", word), *re.split(r"[/._#-]", word)):
            if len(piece) >= _SHORTEST and any(sign.isdigit() for sign in piece):
                found[piece.upper()] = None
        if len(found) >= _MOST:
            break
    return list(found)


def stands_in(name: str, text: str) -> bool:
    """Whether a number stands in a text as a word of its own: S0001 does not stand in S00012."""
    text, name = text.lower(), name.lower()
    start = text.find(name)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(name) : start + len(name) + 1]
        if not _continues(before) and not _continues(after):
            return True
        start = text.find(name, start + 1)
    return False


def _continues(sign: str) -> bool:
    # Chinese characters around a number are no part of it
    return bool(sign) and sign.isascii() and sign.isalnum()
