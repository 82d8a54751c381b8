"""Merged cells of a workbook: what is seen in each cell they cover."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .table import Row

# top, left, bottom, right; columns from 0, rows as the source numbers them
Span = tuple[int, int, int, int]

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_CHUNK = 1 << 20
_MOST_BYTES = 200 * _CHUNK
_MOST_CELLS = 200_000


def merged_ranges(data: bytes, path: str) -> list[Span]:
    """The merged cells of one sheet of an xlsx file. What is too large to be a list has none.

    :param path: of the sheet inside the file
    """
    spans = []
    rest, taken = b"", 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book, book.open(path.lstrip("/")) as sheet:
            while (chunk := sheet.read(_CHUNK)) and taken < _MOST_BYTES:
                taken += len(chunk)
                text = rest + chunk
                end = 0
                for found in _MERGED.finditer(text):
                    end = found.end()
                    left, top, right, bottom = found.groups()
                    spans.append((int(top), _column(left), int(bottom), _column(right)))
                # one that is cut in two by the end of the chunk
                rest = text[max(end, len(text) - 200) :]
    except (KeyError, zipfile.BadZipFile, OSError, EOFError):
        return []
    return spans


def with_merged(rows: Iterable[Row], spans: Iterable[Span]) -> list[Row]:
    """The same rows, knowing what is seen in their merged cells."""
    by_number = {row.number: row for row in rows}
    last = max(by_number, default=0)
    seen: dict[int, dict[int, str]] = {}
    cells = 0
    for top, left, bottom, right in spans:
        text = by_number[top].cell(left) if top in by_number else ""
        if not text:
            continue
        for number in range(top, min(bottom, last) + 1):
            cells += right - left + 1
            if cells > _MOST_CELLS:
                break
            for column in range(left, right + 1):
                if (number, column) != (top, left):
                    seen.setdefault(number, {})[column] = text
    return [replace(row, merged=seen[number]) if number in seen else row for number, row in by_number.items()]


def _column(letters: bytes) -> int:
    """A: 0, AA: 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
