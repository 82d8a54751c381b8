"""A chat copied out of WeChat, WeCom, QQ, DingTalk, LINE or WhatsApp: who said what, and when."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

# signs of a Chinese keyboard, one for one: places in the line stay what they are
_PLAIN = str.maketrans("０１２３４５６７８９：／．－，（）［］～　\xa0\u202f", "0123456789:/.-,()[]~   ")
# left by apps around names and times
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"))
_WEEKDAYS = {sign: index for index, signs in enumerate(("一", "二", "三", "四", "五", "六", "日天")) for sign in signs}
_DAYS_EN = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_AGO = {"今天": 0, "today": 0, "昨天": 1, "yesterday": 1, "前天": 2}

_DATE = r"""(?:
    (?P<y>\d{4})[-/.年]\ ?(?P<m>\d{1,2})[-/.月]\ ?(?P<d>\d{1,2})日?
    | (?P<cm>\d{1,2})月(?P<cd>\d{1,2})日
    | (?P<a>\d{1,2})[-/.](?P<b>\d{1,2})(?:[-/.](?P<c>\d{4}|\d{2}))?
    | (?P<ago>今天|昨天|前天|today|yesterday)
    | (?:星期|周|週|礼拜|禮拜)(?P<cw>[一二三四五六日天])
    | (?P<ew>(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)
)"""
_WEEKDAY = r"(?:\ *\(?(?:(?:星期|周|週|礼拜|禮拜)?[一二三四五六日天]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\)?)?"
_TIME = r"""(?:(?P<half>上午|下午|凌晨|早上|中午|晚上|[ap]m)\ *)?
    (?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2}))?(?:\ *(?P<half2>[ap]\.?m\.?))?"""
_WHO = r"(?P<who>[^\t\n]{1,60}?)"

# the day alone, or day and time, between the messages
_DAY = re.compile(rf"^[\W_]*{_DATE}{_WEEKDAY}[\W_]*$", re.I | re.X)
_MOMENT = re.compile(rf"^[\W_]*{_DATE}{_WEEKDAY},?\ *{_TIME}[\W_]*$", re.I | re.X)
_CLOCK = re.compile(rf"^{_TIME}$", re.I | re.X)
# head and message in one line: WhatsApp both ways, LINE
_INLINE = tuple(
    re.compile(pattern, re.I | re.X)
    for pattern in (
        rf"^\[{_DATE},?\ +{_TIME}\]\ *{_WHO}:\ ?(?P<text>.*)$",
        rf"^\[{_TIME},\ *{_DATE}\]\ *{_WHO}:\ ?(?P<text>.*)$",
        rf"^{_DATE},?\ +{_TIME}\ -\ {_WHO}:\ ?(?P<text>.*)$",
        rf"^{_TIME}\t{_WHO}\t(?P<text>.*)$",
    )
)
# LINE on the computer: blanks instead of tabs, below a line with the day
_LINE_COPY = re.compile(rf"^{_TIME}\ (?P<who>\S{{1,30}})\ (?P<text>.+)$", re.I | re.X)
# the head above the message: WeChat, WeCom, QQ, DingTalk; the other way round in old QQ
_ABOVE = (
    re.compile(rf"^{_WHO}:?\s+(?:{_DATE}{_WEEKDAY},?\s+)?{_TIME}$", re.I | re.X),
    re.compile(rf"^{_DATE}{_WEEKDAY},?\s+{_TIME}\s+{_WHO}$", re.I | re.X),
)
_NAMED = re.compile(r"^(?P<who>[^:\t]{1,20}):$")
_ACCOUNT = re.compile(r"^(.+?)\s*[(<]([^()<>]{3,60})[)>]$")
# what a name never has: then it is a sentence that ends with a time
_SENTENCE = re.compile(r"[，。,;；!！?？、“”\"]")
# clocks of two machines
_AHEAD = timedelta(minutes=5)


@dataclass(frozen=True)
class Said:
    """One message: who (empty: not known), when (naive, the reader's clock; None: not known), what.

    :param account: the account behind the name where the app prints it
    """

    who: str
    at: datetime | None
    text: str
    account: str = ""


@dataclass(frozen=True)
class _Head:
    who: str
    account: str
    at: datetime | None
    text: str | None


def read_chat(text: str | None, now: datetime, day_first: bool = False) -> list[Said]:
    """The messages of a copied chat, in their order. What cannot be read is text of the message before it.

    :param now: naive, by the reader's clock; nothing was said after it
    :param day_first: whether 5/3 is the 5th of March, as the reader's language writes days
    """
    lines = (text or "").translate(_INVISIBLE).splitlines()
    plain = [line.translate(_PLAIN) for line in lines]
    reader = _Reader(plain, now, day_first)
    said: list[Said] = []
    rows: list[str] = []
    current = Said("", None, "")

    def close() -> None:
        body = "\n".join(rows).strip()
        if body or current.who:
            said.append(replace(current, text=body))
        rows.clear()

    for index, line in enumerate(lines):
        if reader.is_separator(index):
            close()
            current = Said("", reader.at, "")
            continue
        head = reader.head(index)
        if head is None:
            rows.append(line)
            continue
        close()
        current = Said(head.who, head.at, "", head.account)
        if head.text is not None:
            # counted from the end: the place in the line as it was written
            rows.append(line[len(line) - len(head.text) :] if head.text else "")
    close()
    return said


def last_said(said: list[Said], ours: frozenset[str] = frozenset()) -> datetime | None:
    """When the last message of theirs was said; of anybody's where none of theirs has a time.

    :param ours: names of our own people as they stand in the chat
    """
    timed = [message for message in said if message.at]
    theirs = [message for message in timed if message.who not in ours]
    return max((message.at for message in theirs or timed), default=None)


class _Reader:
    """Heads and separators of a chat, with the day that a separator has said."""

    def __init__(self, lines: list[str], now: datetime, day_first: bool) -> None:
        self.lines, self.now, self.day_first = lines, now, day_first
        self.day: date | None = None
        self.at: datetime | None = None
        named = (_NAMED.match(line.strip()) for line in lines)
        counts = Counter(match["who"].strip() for match in named if match)
        # a name alone is one only where it comes again: "what is wrong:" does not
        self.names = {name for name, count in counts.items() if count > 1 and not _SENTENCE.search(name)}

    def is_separator(self, index: int) -> bool:
        """Whether a line says only a day, or a day and a time; these are kept for what follows."""
        line = self.lines[index].strip()
        if not line or len(line) > 60:
            return False
        if (match := _DAY.match(line)) and self._stands_apart(index):
            day = self._day(match)
            if day and day <= self.now.date():
                self.day, self.at = day, None
                return True
        if (match := _MOMENT.match(line)) and self._stands_apart(index):
            at = self._moment(match)
            if at:
                self.day, self.at = at.date(), at
                return True
        if (match := _CLOCK.match(line)) and self._is_blank(index - 1):
            at = self._moment(match)
            if at:
                self.at = at
                return True
        return False

    def head(self, index: int) -> _Head | None:
        """The head that a line is or begins with, or None."""
        line = self.lines[index].strip()
        for pattern in _INLINE:
            if (match := pattern.match(line)) and self._is_clock(match):
                return self._made(match, match["text"])
        if self.day and (match := _LINE_COPY.match(line)) and self._is_clock(match):
            return self._made(match, match["text"])
        for pattern in _ABOVE:
            match = pattern.match(line)
            if match and self._is_clock(match) and self._is_head(match, index):
                return self._made(match, None)
        match = _NAMED.match(line)
        if match and match["who"].strip() in self.names and not self._is_blank(index + 1):
            return _Head(match["who"].strip(), "", self.at, None)
        return None

    def _is_blank(self, index: int) -> bool:
        return not 0 <= index < len(self.lines) or not self.lines[index].strip()

    def _stands_apart(self, index: int) -> bool:
        # with lines around, or a rule beside it; the first of a LINE chat has its messages at once below
        line = self.lines[index].strip()
        return self._is_blank(index - 1) or not line[0].isalnum()

    def _is_head(self, match: re.Match[str], index: int) -> bool:
        # a sentence may end with a time, too: "send it by 3/5 14:00"
        who = match["who"].strip()
        if not who or _SENTENCE.search(who) or (self._is_blank(index + 1) and self._is_blank(index + 2)):
            return False
        exact = match["s"] is not None and any(match[name] for name in ("y", "a", "cm", "ago", "cw", "ew"))
        return exact or self._is_blank(index - 1) or not self._stays_unheaded(index)

    def _stays_unheaded(self, index: int) -> bool:
        # right below a separator a head needs no blank line
        previous = self.lines[index - 1].strip()
        return not (_DAY.match(previous) or _MOMENT.match(previous))

    def _is_clock(self, match: re.Match[str]) -> bool:
        return int(match["h"]) < 25 and int(match["min"]) < 60 and int(match["s"] or 0) < 60

    def _made(self, match: re.Match[str], text: str | None) -> _Head:
        who, account = match["who"].strip().rstrip(":").strip(), ""
        if found := _ACCOUNT.match(who):
            who, account = found[1].strip(), found[2].strip()
        return _Head(who, account, self._moment(match), text)

    # ------------------------------------------------------------ when

    def _moment(self, match: re.Match[str]) -> datetime | None:
        """The moment of a head, never after now; without a day that of the separator, else the last such time."""
        clock = _clock(match)
        if clock is None:
            return None
        groups = match.groupdict()
        if any(groups.get(name) for name in ("y", "cm", "a", "ago", "cw", "ew")):
            day = self._day(match)
        elif self.day:
            day = self.day
        else:
            at = datetime.combine(self.now.date(), clock)
            return at if at <= self.now + _AHEAD else at - timedelta(days=1)
        at = datetime.combine(day, clock) if day else None
        return at if at and at <= self.now + _AHEAD else None

    def _day(self, match: re.Match[str]) -> date | None:
        """The day a match names, or None where there is none such."""
        today = self.now.date()
        if match["y"]:
            return _date(int(match["y"]), int(match["m"]), int(match["d"]))
        if match["cm"]:
            return self._latest(int(match["cm"]), int(match["cd"]))
        if match["ago"]:
            return today - timedelta(days=_AGO[match["ago"].lower()])
        if match["cw"] or match["ew"]:
            weekday = _WEEKDAYS[match["cw"]] if match["cw"] else _DAYS_EN.index(match["ew"][:3].lower())
            # apps name the weekday within the last week
            return today - timedelta(days=(today.weekday() - weekday) % 7)
        first, second = int(match["a"]), int(match["b"])
        orders = [(second, first), (first, second)] if self.day_first else [(first, second), (second, first)]
        for month, day in orders:
            if match["c"]:
                year = int(match["c"])
                found = _date(year if year > 99 else 2000 + year, month, day)
            else:
                found = self._latest(month, day)
            if found and found <= today:
                return found
        return None

    def _latest(self, month: int, day: int) -> date | None:
        """The last such day; a 29th of February is years back."""
        years = range(self.now.year, max(self.now.year - 8, 1), -1)
        found = (_date(year, month, day) for year in years)
        return next((one for one in found if one and one <= self.now.date()), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(match: re.Match[str]) -> time | None:
    hour, half = int(match["h"]), (match["half"] or match["half2"] or "").lower().replace(".", "")
    if half in ("下午", "晚上", "pm") and hour < 12:
        hour += 12
    elif half == "中午" and hour < 3:
        hour += 12
    elif half in ("上午", "凌晨", "早上", "am") and hour == 12:
        hour = 0
    try:
        return time(hour, int(match["min"]), int(match["s"] or 0))
    except ValueError:
        return None
