"""Quantities in what people write: "抽检 200 个，40 个破了" were 200 checked, of which 40 bad."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# how people count, and what of it is single pieces
PIECES = frozenset("个個只隻件张張条條支枚块塊片根粒") | {"pc", "pcs", "piece", "pieces", "unit", "units", "ea"}
KILOS = frozenset({"公斤", "千克", "kg", "kgs"})
_OTHERS = ("套", "箱", "盒", "袋", "包", "卷", "捲", "托", "板", "桶", "瓶", "米",
           "set", "sets", "ctn", "ctns", "carton", "cartons", "box", "boxes", "bag", "bags", "roll", "rolls",
           "pallet", "pallets")  # fmt: skip
_ASIAN = sorted(
    (word for word in (*PIECES, *KILOS, *_OTHERS) if not word.isascii()), key=len, reverse=True
)
_LATIN = sorted((word for word in (*PIECES, *KILOS, *_OTHERS) if word.isascii()), key=len, reverse=True)
_DIGITS = {sign: index for index, signs in enumerate(("零〇", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九"))
           for sign in signs}  # fmt: skip
_POWERS = {"十": 10, "百": 100, "千": 1000}
_COUNTED = re.compile(
    rf"""(?:(?<![\w.#/-])(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)
         \ *(?P<times>[万萬千]|k(?=\ *[a-z]|\ ))?
         |(?<!第)(?P<words>[零〇一二两兩三四五六七八九十百千万萬]{{1,12}}))\ *
        (?:(?P<asian>{"|".join(_ASIAN)})
            (?!月|小时|小時|工作日|星期|礼拜|禮拜|钟|鐘|人|客户|客戶|问题|問題|订单|訂單)
         |(?P<latin>{"|".join(_LATIN)})(?![a-z]))""",
    re.I | re.X,
)
# after Chinese a number begins without a blank
_GLUED = re.compile(r"(?<=[\u3400-\u9fff])(?=\d)|(?<=\d)(?=[\u3400-\u9fff])")
_BAD = re.compile(
    r"不良|不合格|次品|坏|壞|破|裂|漏|刮|划伤|劃傷|脏|髒|色差|变形|變形|少|缺|错|錯|脱|脫|开胶|開膠|有问题|有問題|瑕疵"
    r"|\bng\b|not good|\bbad\b|broken|crack|damag|defect|missing|\bshort\b|wrong|torn|leak|stain|scratch|faulty|open\b",
    re.I,
)
_CHECKED = re.compile(r"抽检|抽檢|抽查|检|檢|查|验|驗|拆了|checked|inspected|sampled|tested", re.I)
_CLAUSE = re.compile(r"[，。；！？、\n;!?]|,(?!\d)|\.(?!\d)")
_STOPPED = re.compile(
    r"(?:产线|產線|生产线|生產線|流水线)(?:已经|已經|都)?停|停线|停線|停产|停產|停机|停機"
    r"|line (?:is |has |was )?(?:stopped|down|standing)",
    re.I,
)
_NOT = re.compile(r"(?:没|沒|未|不会|不會|别|not|no )[^，。,.\n]{0,4}$", re.I)


@dataclass(frozen=True)
class Counted:
    """A quantity as it was said: how many, of what unit (as written), whether they were bad or checked (else "")."""

    number: float
    unit: str
    role: str = ""


def counted_in(text: str | None) -> list[Counted]:
    """The quantities of a text, in its order. Money, shares, days and document numbers are none."""
    found: list[Counted] = []
    for clause in _CLAUSE.split(_plain(text)):
        found += _of_clause(clause)
    return found


def bad_and_checked(text: str | None) -> tuple[Counted | None, Counted | None]:
    """How many are bad and how many were looked at, where the text leaves no choice; else None.

    One quantity about which nothing is said is what is complained about.
    """
    found = counted_in(text)
    bad = {(one.number, one.unit): one for one in found if one.role == "bad"}
    checked = {(one.number, one.unit): one for one in found if one.role == "checked"}
    rest = {(one.number, one.unit): one for one in found if not one.role}
    if not bad and len(rest) == 1:
        bad = rest
    first = next(iter(bad.values())) if len(bad) == 1 else None
    second = next(iter(checked.values())) if len(checked) == 1 else None
    if first and second and first.unit == second.unit and first.number > second.number:
        # more bad than looked at: one of them was something else
        second = None
    return first, second


def line_stands(text: str | None) -> bool:
    """Whether somebody says that his line stands still."""
    plain = _plain(text)
    return any(not _NOT.search(plain[: match.start()]) for match in _STOPPED.finditer(plain))


def chinese_number(words: str) -> int | None:
    """What a number in Chinese characters is, up to 99,999,999; None where it is none."""
    total = section = digit = 0
    was_digit = False
    for sign in words:
        if sign in _DIGITS:
            if was_digit and digit:
                return None
            digit, was_digit = _DIGITS[sign], True
        elif sign in _POWERS:
            section += (digit if was_digit and digit else 1) * _POWERS[sign]
            digit, was_digit = 0, False
        elif sign in "万萬":
            total += (section + digit or 1) * 10000
            section = digit = 0
            was_digit = False
        else:
            return None
    return total + section + digit


def _plain(text: str | None) -> str:
    return unicodedata.normalize("NFKC", text or "")


def _of_clause(clause: str) -> list[Counted]:
    spaced = _GLUED.sub(" ", clause)
    marks = [("bad", match.span()) for match in _BAD.finditer(spaced)]
    marks += [("checked", match.span()) for match in _CHECKED.finditer(spaced)]
    rows = []
    for match in _COUNTED.finditer(spaced):
        number = _number(match)
        if number:
            rows.append((match.span(), number, (match["asian"] or match["latin"]).lower()))
    # the mark nearest to each; of two with the same mark the nearer one has it
    nearest: list[tuple[int, str]] = []
    for (start, end), *_rest in rows:
        ranked = sorted((max(mark[0] - end, start - mark[1], 0), role) for role, mark in marks)
        nearest.append(ranked[0] if ranked else (0, ""))
    result = []
    for index, (_span, number, unit) in enumerate(rows):
        distance, role = nearest[index]
        beaten = role and any(
            other == role and (far, place) < (distance, index)
            for place, (far, other) in enumerate(nearest)
            if place != index
        )
        result.append(Counted(number, unit, "" if beaten else role))
    return result


def _number(match: re.Match[str]) -> float | None:
    if match["words"]:
        number = chinese_number(match["words"])
        # "one problem", "two days": what is counted in words is counted in tens
        return float(number) if number and number >= 10 else None
    number = float(match["number"].replace(",", ""))
    times = {"万": 10000, "萬": 10000, "千": 1000, "k": 1000}.get((match["times"] or "").lower(), 1)
    return number * times or None
