"""Writing workbooks: one sheet, row after row in constant memory, text never read as a formula."""

from datetime import date
from io import BytesIO

import xlsxwriter

# what Excel takes for the beginning of a formula when the text is typed, or read from a csv
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# what the library would make of text by itself
PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def sheet_name(title):
    """The name of a sheet: what Excel does not take in one is left out."""
    return "".join(char for char in title if char not in "[]:*?/\\").strip("'")[:31] or None


def add_format(book, properties, quoted):
    """A new format of a workbook.

    :param bool quoted: for text that begins like a formula, so that it stays text when it is edited
    """
    made = book.add_format(properties)
    if quoted and hasattr(made, "set_quote_prefix"):  # newer xlsxwriter
        made.set_quote_prefix()
    return made


class Sheet:
    """A workbook of one sheet with a header row, filters and frozen panes.

    Rows are written from top to bottom and forgotten, so that a sheet of any length takes the same memory.

        sheet = Sheet("Orders", [("Order", 12), ("Promised", 11)], frozen_columns=1)
        sheet.row(["S00012", date(2026, 11, 20)], ["", "late"])
        data = sheet.close()
    """

    def __init__(self, title, columns, frozen_columns=0, styles=None, date_format="yyyy-mm-dd"):
        """
        :param str title: name of the sheet; what Excel does not take in a name is left out
        :param columns: list of (header, width in characters)
        :param int frozen_columns: columns at the left that stay in sight
        :param styles: dict name -> dict of xlsxwriter format properties, for ``row``
        :param str date_format: how dates are shown
        """
        self._file = BytesIO()
        self._book = xlsxwriter.Workbook(
            self._file,
            {
                "constant_memory": True,
                **PLAIN_TEXT,
                # of all cells, so that those without a style need no format: a fifth of the time of a long workbook
                "default_format_properties": {"valign": "top"},
            },
        )
        self._sheet = self._book.add_worksheet(sheet_name(title))
        self._styles = {"": {}, **(styles or {})}
        self._date_format = date_format
        self._formats = {}
        self._width = len(columns)
        self._next = 1
        for number, (_header, width) in enumerate(columns):
            self._sheet.set_column(number, number, width)
        self._sheet.freeze_panes(1, frozen_columns)
        head = self._book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E9ECEF", "bottom": 1}
        )
        self._sheet.set_row(0, 45)
        for number, (header, _width) in enumerate(columns):
            self._sheet.write_string(0, number, header, head)

    def row(self, values, styles=None, bold=False):
        """Write the next row.

        :param values: str, int, float, ``datetime.date``, bool; None and False leave the cell empty
        :param styles: names of styles, parallel to ``values``
        """
        if styles:
            for column, value in enumerate(values):
                self._cell(column, value, styles[column] or "", bold)
        else:
            self._plain(values, bold)
        self._next += 1

    def _plain(self, values, bold):
        """Cells without a style. Long workbooks are made of these: no call for each but the library's."""
        row, plain, day = self._next, self._format("", bold), self._format("", bold, is_date=True)
        write_string, write_number = self._sheet.write_string, self._sheet.write_number
        for column, value in enumerate(values):
            if value is None:
                continue
            kind = type(value)
            if kind is str:
                if value.startswith(FORMULA_STARTS):
                    write_string(row, column, value, self._format("", bold, text=value))
                elif value:
                    write_string(row, column, value, plain)
            elif kind is float or kind is int:
                write_number(row, column, value, plain)
            elif kind is date:
                self._sheet.write_datetime(row, column, value, day)
            elif value is not False:
                self._cell(column, value, "", bold)

    def _cell(self, column, value, style, bold):
        row = self._next
        if value is None or value is False or value == "":
            if style:
                self._sheet.write_blank(row, column, None, self._format(style, bold))
        elif value is True:
            self._sheet.write_boolean(row, column, True, self._format(style, bold))
        elif isinstance(value, int | float):
            self._sheet.write_number(row, column, value, self._format(style, bold))
        elif isinstance(value, str):
            # never write(): it would take "=..." for a formula
            self._sheet.write_string(row, column, value, self._format(style, bold, text=value))
        else:
            self._sheet.write_datetime(row, column, value, self._format(style, bold, is_date=True))

    def _format(self, style, bold, text="", is_date=False):
        """The format of a cell, made once, None for a plain one. Text that begins like a formula stays text when it is
        edited.
        """
        quoted = text.startswith(FORMULA_STARTS)
        key = (style, bold, quoted, is_date)
        if key == ("", False, False, False):
            return None
        if key not in self._formats:
            properties = dict(self._styles[style])
            if bold:
                properties["bold"] = True
            if is_date:
                properties["num_format"] = self._date_format
            self._formats[key] = add_format(self._book, properties, quoted)
        return self._formats[key]

    def close(self):
        """Finish the workbook.

        :return: bytes of the xlsx file
        """
        self._sheet.autofilter(0, 0, max(self._next - 1, 1), self._width - 1)
        self._book.close()
        return self._file.getvalue()
