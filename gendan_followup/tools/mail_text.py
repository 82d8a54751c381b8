"""What people write in mails and chats: whether a machine wrote it, what is new in it, which numbers stand in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# what machines answer; nobody waits for a reply. Undelivered goods are a complaint: the word alone says nothing
_MACHINES = re.compile(
    r"""^\s*(?:
        auto(?:matic)?[ -]?(?:reply|response|answer) | out\ of\ (?:the\ )?office(?:\ (?:auto)?reply)?
        | undeliver(?:able|ed\ mail)
        | automatische\ antwort | abwesenheits(?:notiz|nachricht) | réponse\ automatique | 自動応答
        | 自[动動](?:回复|回覆|答[复復覆])
    )\s*(?:[:：[【(（].*)?$""",
    re.I | re.X | re.S,
)
_PASSED_ON = re.compile(r"^\s*(?:fwd?|wg|tr|转发|轉發|转寄|轉寄)\s*[:：]", re.I)
# where the mail that is answered begins, or a signature (RFC 3676), as the mail programs of both sides write it
_FROM = r"[\s*_]*(?:发件人|寄件者|寄件人|from|von)[\s*_]*[:：]"
_HISTORY = re.compile(
    rf"""^\s*(?:
        --\s*$
        | -{{2,}}\s*(?:original\ message|原始[邮郵]件|原[邮郵]件|原始訊息)\s*-*
        | _{{10,}}\s*$
        | .{{0,80}}[于於].{{4,80}}[写寫]道\s*[:：]
        | 在.{{4,80}}[写寫]道\s*[:：]
        | {_FROM}.*@
        | >
    )""",
    re.I | re.X,
)
# broken into two lines by some programs
_WROTE = re.compile(r"^\s*(?:on|at|am|le)\ .{4,160}\ (?:wrote|schrieb|a\ écrit)\s*:\s*$", re.I)
# a sender without address, with the date or subject below
_SENDER = re.compile(rf"^{_FROM}\s*\S", re.I)
_HEADS = re.compile(
    r"^[\s*_]*(?:发送时间|发送日期|寄件日期|日期|时间|收件人|收件者|主题|主旨"
    r"|sent|date|to|subject|gesendet|an|betreff)[\s*_]*[:：]",
    re.I,
)
_FORWARD = re.compile(
    r"^\s*(?:-{2,}\s*(?:forwarded\ (?:message|by)|转发|轉發|转寄|轉寄)|begin\ forwarded\ message)", re.I
)
_ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
# stands for the beginning or end of a block while html becomes text
_BREAK = "\ue000"
_BLOCK = re.compile(r"</?(?:div|pre|blockquote|table|tr|ul|ol)\b[^>]*>", re.I)
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


def is_mass(header: Callable[[str], object]) -> bool:
    """Whether the head of a mail says that it went to many: a newsletter, a mailing list, a group's address.

    :param header: gives the header of a name, or None
    """
    many = str(header("Precedence") or "").strip().lower() in ("bulk", "list", "junk")
    return many or bool(header("List-Id") or header("List-Unsubscribe"))


def list_of(header: Callable[[str], object]) -> str:
    """The name of the mailing list a mail came through (RFC 2919), as ``quality.ours.example``; else nothing."""
    said = str(header("List-Id") or "").strip().lower()
    inside = re.search(r"<([^<>]*)>\s*$", said)
    return (inside.group(1) if inside else said).strip()


def is_passed_on(subject: str | None) -> bool:
    """Whether a subject says that somebody else's mail is passed on."""
    return bool(_PASSED_ON.search(subject or ""))


def mark_blocks(html: str | None) -> str:
    """Html whose blocks are marked, for ``break_blocks``: mail programs here write each line as a ``div``."""
    return _BLOCK.sub(lambda tag: f"{_BREAK}{tag.group()}{_BREAK}", (html or "").replace(_BREAK, ""))


def break_blocks(text: str) -> str:
    """The text of html with marked blocks: each begins on a line of its own."""
    result = ""
    for piece in text.split(_BREAK):
        piece = piece.strip(" \t\xa0")
        if piece and result and not result.endswith("\n"):
            result += "\n"
        result += piece
    return re.sub(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+\n", "\n\n", result).strip()


def fresh_text(text: str | None) -> str:
    """What is new in a mail: without signature and the mails it answers; all of it where nothing else is left."""
    lines = (text or "").strip().splitlines()
    for index, line in enumerate(lines):
        if _FORWARD.match(line):
            break
        after = lines[index + 1] if index + 1 < len(lines) else ""
        if (
            _HISTORY.match(line)
            or _WROTE.match(line)
            or (_WROTE.match(f"{line} {after}") and not _WROTE.match(after))
            or (_SENDER.match(line) and _HEADS.match(after))
        ):
            return "\n".join(lines[:index]).strip() or "\n".join(lines)
    return "\n".join(lines)


def senders_within(text: str | None) -> list[str]:
    """The addresses of those who wrote what a mail passes on or answers, the last one to write first."""
    senders = re.compile(_FROM, re.I)
    found: dict[str, None] = {}
    for line in (text or "").splitlines():
        if senders.match(line):
            found.update(dict.fromkeys(_ADDRESS.findall(line)))
    return list(found)


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
