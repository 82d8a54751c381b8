"""Numbers of papers as two houses write them: with and without prefix, zeros, dashes and full-width forms."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# fewer digits than these are no number to find a paper by once its letters are left away
LEAST_DIGITS = 3
_BETWEEN = re.compile(r"[,;、，；\n]|\s\+\s")


def each(numbers: str) -> list[str]:
    """The numbers of a cell that names several.

    >>> each("DN1001、DN1002, DN1003")
    ['DN1001', 'DN1002', 'DN1003']
    """
    return [text for part in _BETWEEN.split(numbers) if (text := part.strip())]


@lru_cache(1 << 16)
def folded(number: str) -> str:
    """The same number whatever its width, capitals and blanks at the ends.

    >>> folded(" ＤＮ-００12 ")
    'dn-0012'
    """
    return unicodedata.normalize("NFKC", number).strip().casefold()


@lru_cache(1 << 16)
def bare(number: str) -> str:
    """Letters and digits alone, zeros before a number left away.

    >>> bare("DN-2026/0012"), bare("DN20260012"), bare("000123"), bare("№ 0")
    ('dn20260012', 'dn20260012', '123', 'no')
    """
    text = re.sub(r"[\W_]+", "", folded(number))
    return re.sub(r"(?<![0-9])0+", "", text)


@lru_cache(1 << 16)
def digits(number: str) -> str:
    """All digits, without what stands before them; empty when they are too few to say anything.

    >>> digits("送货单DN-2026-0012"), digits("20260012"), digits("A-07")
    ('20260012', '20260012', '')
    """
    text = re.sub(r"[^0-9]+", "", folded(number)).lstrip("0")
    return text if len(text) >= LEAST_DIGITS else ""


@lru_cache(1 << 16)
def runs(number: str) -> str:
    """The runs of digits, each without its zeros.

    >>> runs("WH/2026/00012"), runs("2026-12"), runs("12")
    ('2026.12', '2026.12', '')
    """
    found = [run.lstrip("0") for run in re.findall(r"[0-9]+", folded(number))]
    text = ".".join(run for run in found if run)
    return text if len(text.replace(".", "")) >= LEAST_DIGITS else ""


@lru_cache(1 << 16)
def tail(number: str) -> str:
    """The last run of digits without its zeros: what people call a paper by.

    >>> tail("WH/OUT/2026/00123"), tail("123"), tail("DN-7")
    ('123', '123', '')
    """
    found = re.findall(r"[0-9]+", folded(number))
    text = found[-1].lstrip("0") if found else ""
    return text if len(text) >= LEAST_DIGITS else ""
