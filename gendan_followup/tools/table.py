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
from datetime import date, datetime, time

from .table_merged import merged_ranges, with_merged

# mainland and Taiwanese Excel write csv in their own code pages
ENCODINGS = ("utf-8-sig", "gb18030", "big5")
MOST_ROWS = 5000
MOST_COLUMNS = 60
HEADING_WITHIN = 20
# after so many empty rows a sheet is over
EMPTY_ROWS = 1000


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
    merged: Mapping[int, str] = field(default_factory=dict, compare=False)
    """Column -> what stands in the merged cell it is a part of, where that begins further up or left."""

    def cell(self, column: int | None) -> str:
        """The text in that column; empty beyond the end, and in all but the first of merged cells."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""

    def covered(self, column: int | None) -> str:
        """The text that is seen in that column: in merged cells, too. Not for amounts, which stand there once."""
        return self.cell(column) or (self.merged.get(column, "") if column is not None else "")


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


def rows_of_text(text: str, most: int = MOST_ROWS) -> list[Row]:
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
    return _rows(csv.reader(io.StringIO(lines), delimiter=separator), most)


def rows_of_file(data: bytes, name: str = "", words: Iterable[str] = (), most: int = MOST_ROWS) -> list[Row]:
    """A workbook's first visible sheet with something in it (.xlsx, .xls), or a csv file.

    :param most: rows with something in them
    :param words: some of which stand in such files: what is written in one code page is seldom nonsense to the others
    :raise TableError: it is neither, empty or too long
    """
    if data[:2] == b"PK":
        return _rows_of_workbook(data, most)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        return _rows_of_old_workbook(data, most)
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
    return rows_of_text(max(texts, key=lambda text: sum(word in text for word in known)), most)


def _rows_of_workbook(data: bytes, most: int) -> list[Row]:
    import openpyxl  # noqa: PLC0415, slow to load

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # whatever a broken zip or xml raises
        raise TableError("workbook", str(error)) from error
    try:
        for sheet in book.worksheets:
            if getattr(sheet, "sheet_state", "visible") != "visible":
                continue
            # many a program writes a wrong size
            sheet.reset_dimensions()
            if rows := _rows(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), most, strict=False):
                return with_merged(rows, merged_ranges(data, sheet._worksheet_path))
    finally:
        book.close()
    raise TableError("empty", "There is nothing in it.")


def _rows_of_old_workbook(data: bytes, most: int) -> list[Row]:
    import xlrd  # noqa: PLC0415, seldom needed

    def cell(book: xlrd.Book, one: xlrd.sheet.Cell) -> object:
        if one.ctype == xlrd.XL_CELL_DATE:
            try:
                return xlrd.xldate_as_datetime(one.value, book.datemode)
            except (ValueError, OverflowError):
                return one.value
        if one.ctype == xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code.get(one.value, "#?")
        return bool(one.value) if one.ctype == xlrd.XL_CELL_BOOLEAN else one.value

    try:
        try:
            # merged cells are known only with the formats, which are now and then broken
            book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        except Exception:  # as above
            book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
        for sheet in book.sheets():
            if sheet.visibility:
                continue
            cells = ([cell(book, one) for one in sheet.row(number)] for number in range(sheet.nrows))
            if rows := _rows(cells, most, strict=False):
                spans = [(top + 1, left, bottom, right - 1) for top, bottom, left, right in sheet.merged_cells]
                return with_merged(rows, spans)
    except TableError:
        raise
    except Exception as error:  # whatever a broken file raises
        raise TableError("workbook", str(error)) from error
    raise TableError("empty", "There is nothing in it.")


def _rows(source: Iterable[Sequence[object]], most: int, *, strict: bool = True) -> list[Row]:
    rows: list[Row] = []
    last = 0
    for number, cells in enumerate(source, start=1):
        texts = tuple(_text(cell) for cell in cells[:MOST_COLUMNS])
        while texts and not texts[-1]:
            texts = texts[:-1]
        if texts:
            if len(rows) == most:
                raise TableError("too_long", f"More than {most} rows.")
            rows.append(Row(number, texts))
            last = number
        elif number - last > EMPTY_ROWS:
            # cells without anything in them, formatted down to the end of the sheet
            break
    if strict and not rows:
        raise TableError("empty", "There is nothing in it.")
    return rows


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
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

    The whole heading counts before a part of it, of several words the first; each column is taken once.

    :param names: field -> words it is known by, the surest first
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
        for word in words:
            if word and word in texts:
                take(key, texts.index(word))
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
    best: tuple[int, int, dict[str, int], tuple[str, ...]] | None = None
    for place, row in enumerate(rows[:HEADING_WITHIN]):
        # the second row of a heading of two: below each cell of the first its finer ones
        two = two_rows(row, rows[place + 1]) if place + 1 < len(rows) else None
        for deep, headings in enumerate((row.cells, two)):
            if headings is None:
                continue
            columns = find_columns(headings, words, remembered)
            if set(needed) <= set(columns) and (best is None or len(columns) > best[0]):
                best = (len(columns), place + deep, columns, headings)
    if best is None:
        raise TableError("heading", "No row has the headings that are needed.")
    _count, place, columns, headings = best
    return Table(headings, tuple(rows[place + 1 :]), columns)


def two_rows(upper: Row, lower: Row) -> tuple[str, ...] | None:
    """Headings of two rows as one: "Amount" above "without tax"; None where the upper one has no merged cells."""
    width = max(len(upper.cells), len(lower.cells), *(column + 1 for column in (*upper.merged, *lower.merged, -1)))
    if not upper.merged and not lower.merged or any(char.isdigit() for cell in lower.cells for char in cell):
        return None
    texts = []
    for column in range(width):
        above, below = upper.covered(column), lower.covered(column)
        texts.append(above if above == below else " ".join(filter(None, (above, below))))
    return tuple(texts)


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


_YEAR_FIRST = re.compile(r"(\d{4}|\d{2,3})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})(?:日|号|號)?(?:[\st].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4}|\d{2})(?:\s.*)?")
_NO_YEAR = re.compile(r"(\d{1,2})\D{1,2}(\d{1,2})(?:日|号|號)?(?:\s.*)?")
_DIGITS = re.compile(r"(\d{4}|1\d{2})(\d{2})(\d{2})")
_NAMED = re.compile(r"(?:(\d{1,2})[\s\-]+)?([a-z]{3,9})[\s\-.]+(?:(\d{1,2})[\s,]+)?(\d{4}|\d{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# the years of the Republic of China (民國) begin after this one
ROC_YEAR = 1911


def day(text: str, today: date) -> date | None:
    """A day as people write it, in either calendar; where it may be several, the one nearest to `today`. Empty: None.

    2026-11-23, 2026/11/23, 20261123, 23/11/2026, 11月23日, 11/23, 5-Nov-26, 民國113年11月5日, 113/11/05, 1131105.

    :raise CellError: it is no day

    >>> day("１１３.１１.０５", date(2026, 11, 23))
    datetime.date(2024, 11, 5)
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    if not folded:
        return None
    days = []
    for year, month, number_of_day in _readings(folded.casefold(), today):
        try:
            days.append(date(year, month, number_of_day))
        except ValueError:
            continue
    if not days:
        raise CellError("day", text)
    return min(days, key=lambda found: (abs(found - today), found))


def _readings(text: str, today: date) -> Iterable[tuple[int, int, int]]:
    """Year, month and day as the text may be read."""
    is_roc = text.startswith(("民國", "民国"))
    if is_roc:
        text = text[2:].strip()
    if match := _YEAR_FIRST.fullmatch(text) or _DIGITS.fullmatch(text):
        year, month, number_of_day = (int(part) for part in match.groups())
        if is_roc or 100 <= year < 1000:
            yield year + ROC_YEAR, month, number_of_day
        elif year >= 1000:
            yield year, month, number_of_day
        else:
            yield 2000 + year, month, number_of_day
    if is_roc:
        return
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = (int(part) for part in match.groups())
        year += 0 if year > 99 else 2000
        yield year, second, first
        yield year, first, second
    if match := _NO_YEAR.fullmatch(text):
        for year in (today.year - 1, today.year, today.year + 1):
            yield year, int(match[1]), int(match[2])
    if match := _NAMED.fullmatch(text):
        before, name, after, year = match.groups()
        if name[:3] in _MONTHS and (before or after):
            yield int(year) + (0 if len(year) == 4 else 2000), _MONTHS.index(name[:3]) + 1, int(before or after)
