"""What a clerk types as a number or a size in a specification, read and written in one way. No Odoo here."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_NUMBER = r"\d+(?:\.\d+)?"
_TOLERANCE = rf"(?:±(?P<tolerance>{_NUMBER})(?P<percent>%?))?"
_ONE = re.compile(rf"(?P<sign>-?)(?P<number>{_NUMBER}){_TOLERANCE}")
# gussets are written with a plus: 180×260+80
_SIZE = re.compile(rf"(?P<size>{_NUMBER}(?:\+{_NUMBER})*(?:×{_NUMBER}(?:\+{_NUMBER})*)+){_TOLERANCE}")


def read_number(text: str, unit: str = "") -> tuple[str, float] | None:
    """A number as it is kept and its value, None when it is none.

    A tolerance may follow: ``95±5``, ``95 +/- 5 %``. The unit may have been typed, too; full-width characters and
    thousands' commas are read as what they mean.
    """
    found = _ONE.fullmatch(_bare(text, unit))
    if not found:
        return None
    number = _plain(found["number"])
    sign = "-" if found["sign"] and number != "0" else ""
    return f"{sign}{number}{_tolerance(found)}", float(f"{sign}{number}")


def read_size(text: str, unit: str = "") -> str | None:
    """A size of two or more dimensions as it is kept, ``180×260+80 ±2``; None when it is none."""
    found = _SIZE.fullmatch(re.sub(r"[xX*✕╳]", "×", _bare(text, unit)))
    if not found:
        return None
    return re.sub(_NUMBER, lambda number: _plain(number[0]), found["size"]) + _tolerance(found)


def _bare(text: str, unit: str) -> str:
    """Without blanks, thousands' commas and the unit, in plain characters."""
    text = _normal(text)
    unit = _normal(unit)
    if unit:
        text = re.sub(re.escape(unit), "", text, flags=re.IGNORECASE)
    text = re.sub(r"\+/?-", "±", text)
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)


def _normal(text: str) -> str:
    # NFKC makes full-width digits, commas and signs plain ones, and the micro sign a mu
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def _plain(number: str) -> str:
    """A number without needless zeros: 0.50 and .5 are the same thickness."""
    text = format(Decimal(number), "f")
    return text.rstrip("0").rstrip(".") if "." in text else str(int(text))


def _tolerance(found: re.Match) -> str:
    if not found["tolerance"]:
        return ""
    return f" ±{_plain(found['tolerance'])}{found['percent']}"
