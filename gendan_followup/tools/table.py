"""Reading a table somebody made by hand: a workbook, a csv file, or cells pasted from one.

What comes out are rows of text with their number in the source, so that an error can name row and column. Which column
means what is found by its heading, in any of the words it is known by, or as somebody said the last time.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

# mainland and Taiwanese Excel write csv in their own code pages
ENCODINGS = ("utf-8-sig", "gb18030", "big5")
MOST_ROWS = 5000
MOST_COLUMNS = 60
HEADING_WITHIN = 20


class TableError(ValueError):
    """The table cannot be read; the words are for programmers, `code` says which of them it is.

    Codes: `empty`, `too_long`, `workbook` (no xlsx, or broken), `encoding`, `heading` (no row has the needed headings).
    """

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


class CellError(ValueError):
    """A cell says what it should not; `code` is `number` or `day`, `text` what stands in it."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text!r}")
        self.code = code
        self.text = text


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the source shows it, from 1, and its cells."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int | None) -> str:
        """The text in that column; empty beyond the end."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and the rows below them; empty rows are left out."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    columns: dict[str, int] = field(default_factory=dict)

    @property
    def signature(self) -> str:
        """The same for tables with the same headings, whatever their spaces and capitals."""
        return "|".join(map(plain, self.headings))


def plain(text: str) -> str:
    """A heading or name to compare: full-width forms folded, no capitals, spaces or signs.

    >>> plain(" 工序 (名称)：")
    '工序名称'
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def rows_of_text(text: str) -> list[Row]:
    """Cells pasted from a sheet (tabs between them), or a csv text.

    :raise TableError: there is nothing, or too much of it
    """
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not lines.strip():
        raise TableError("empty", "There is nothing in it.")
    head = lines.split("\n", 1)[0]
    separator = "\t" if "\t" in lines else max((",", ";", "，", "|"), key=head.count)
    if separator not in lines:
        # a list typed in a chat: columns stand apart by blanks
        lines = re.sub(r"[  　]{2,}| (?=\S)|　", "\t", lines)
        separator = "\t"
    return _rows(csv.reader(io.StringIO(lines), delimiter=separator))


def rows_of_file(data: bytes, name: str = "", words: Iterable[str] = ()) -> list[Row]:
    """A workbook's first sheet with something in it, or a csv file.

    :param words: some of which stand in such files: what is written in one code page is seldom nonsense to the others
    :raise TableError: it is neither, empty or too long
    """
    if data[:2] == b"PK":
        return _rows_of_workbook(data)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise TableError("workbook", f"{name} is an old .xls file.")
    texts = []
    for encoding in ENCODINGS:
        try:
            texts.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
        if encoding.startswith("utf"):
            break
    if not texts:
        raise TableError("encoding", f"{name} is no text.")
    known = tuple(words)
    return rows_of_text(max(texts, key=lambda text: sum(word in text for word in known)))


def _rows_of_workbook(data: bytes) -> list[Row]:
    import openpyxl  # noqa: PLC0415, slow to load

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # whatever a broken zip or xml raises
        raise TableError("workbook", str(error)) from error
    try:
        for sheet in book.worksheets:
            if rows := _rows(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), strict=False):
                return rows
    finally:
        book.close()
    raise TableError("empty", "There is nothing in it.")


def _rows(source: Iterable[Sequence[object]], *, strict: bool = True) -> list[Row]:
    rows = []
    for number, cells in enumerate(source, start=1):
        if number > MOST_ROWS:
            raise TableError("too_long", f"More than {MOST_ROWS} rows.")
        texts = tuple(_text(cell) for cell in cells[:MOST_COLUMNS])
        while texts and not texts[-1]:
            texts = texts[:-1]
        if texts:
            rows.append(Row(number, texts))
    if strict and not rows:
        raise TableError("empty", "There is nothing in it.")
    return rows


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, datetime):
        # a day without a clock is a day
        return cell.strftime("%Y-%m-%d %H:%M") if cell.time() != datetime.min.time() else cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.10f}".rstrip("0").rstrip(".")
    return unicodedata.normalize("NFC", str(cell)).strip()


def find_columns(
    headings: Sequence[str], names: Mapping[str, Iterable[str]], remembered: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Which column each field stands in: as remembered by its heading, else by a word it is known by.

    The whole heading counts before a part of it; each column is taken once.

    :param names: field -> words it is known by
    :param remembered: field -> heading, from the last time
    :return: field -> index of the column; fields that were not found are left out

    >>> find_columns(["单号", "工序", "累计完成"], {"mo": ["单号"], "done": ["完成", "done"]})
    {'mo': 0, 'done': 2}
    """
    found: dict[str, int] = {}
    texts = [plain(heading) for heading in headings]
    known = {key: [plain(word) for word in words] for key, words in names.items()}

    def take(key: str, column: int) -> None:
        if key not in found and column not in found.values():
            found[key] = column

    for key, heading in (remembered or {}).items():
        if key in known and plain(heading) in texts and plain(heading):
            take(key, texts.index(plain(heading)))
    for key, words in known.items():
        for column, text in enumerate(texts):
            if text and text in words:
                take(key, column)
    for key, words in known.items():
        for column, text in enumerate(texts):
            # "mo" stands in many words
            if any(word in text for word in words if not word.isascii() or len(word) > 3):
                take(key, column)
    return found


def read(
    rows: Sequence[Row],
    names: Mapping[str, Iterable[str]],
    needed: Iterable[str] = (),
    remembered: Mapping[str, str] | None = None,
) -> Table:
    """The table below the row of headings: of the first rows the one in which most fields are found.

    :param needed: fields without which it is no row of headings
    :raise TableError: `heading`: no row has all that are needed
    """
    words = {key: tuple(value) for key, value in names.items()}
    best: tuple[int, int, dict[str, int]] | None = None
    for place, row in enumerate(rows[:HEADING_WITHIN]):
        columns = find_columns(row.cells, words, remembered)
        if set(needed) <= set(columns) and (best is None or len(columns) > best[0]):
            best = (len(columns), place, columns)
    if best is None:
        raise TableError("heading", "No row has the headings that are needed.")
    _count, place, columns = best
    return Table(rows[place].cells, tuple(rows[place + 1 :]), columns)


_NUMBER = re.compile(
    r"(\d{1,3}(?:[, ']\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"  # with or without thousands separators
    r"\s*(万|萬|千|k|K)?\s*[^\d\s.,+\-]*"  # ten thousands; a unit
)


def number(text: str) -> float | None:
    """A quantity as people write it: thousands separators, full-width digits, 万, a unit behind it. Empty: None.

    >>> number("３２,０００ 个"), number("3.2万"), number("")
    (32000.0, 32000.0, None)

    :raise CellError: it is no number, or below zero
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    if not folded or folded in ("-", "/", "—"):
        return None
    match = _NUMBER.fullmatch(folded)
    if not match:
        raise CellError("number", text)
    value = float(re.sub(r"[, ']", "", match[1]))
    factor = {"万": 10000, "萬": 10000, "千": 1000, "k": 1000, "K": 1000}.get(match[2] or "", 1)
    return round(value * factor, 6)


_DAY = re.compile(r"(?:(\d{4})\D{1,2})?(\d{1,2})\D{1,2}(\d{1,2})(?:日|号|號)?(?:\s.*)?")


def day(text: str, today: date) -> date | None:
    """A day as people write it: 2026-11-23, 2026/11/23, 11月23日, 11/23 (the one nearest to `today`). Empty: None.

    :raise CellError: it is no day
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    if not folded:
        return None
    match = _DAY.fullmatch(folded)
    if not match:
        raise CellError("day", text)
    year, month, number_of_day = match.groups()
    years = [int(year)] if year else [today.year - 1, today.year, today.year + 1]
    days = []
    for one in years:
        try:
            days.append(date(one, int(month), int(number_of_day)))
        except ValueError:
            continue
    if not days:
        raise CellError("day", text)
    return min(days, key=lambda found: abs(found - today))
