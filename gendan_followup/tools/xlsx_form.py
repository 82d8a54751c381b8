"""Writing papers as workbooks: sheets laid out like a form for A4, text never read as a formula."""

from io import BytesIO

import xlsxwriter

from .xlsx import FORMULA_STARTS, PLAIN_TEXT, add_format, sheet_name


class FormBook:
    """A workbook of sheets that are laid out by cell.

    book = FormBook({"head": {"bold": True}})
    sheet = book.sheet("Invoice", [8, 40, 12])
    sheet.put(0, 0, "COMMERCIAL INVOICE", "head", to=2)
    data = book.close()
    """

    def __init__(self, styles=None):
        """
        :param styles: dict name -> dict of xlsxwriter format properties
        """
        self._file = BytesIO()
        self._book = xlsxwriter.Workbook(self._file, {"in_memory": True, **PLAIN_TEXT})
        self._styles = {"": {}, **(styles or {})}
        self._formats = {}

    def sheet(self, title, widths, landscape=False):
        """One more sheet.

        :param str title: what Excel does not take in a name is left out
        :param widths: of the columns, in characters
        """
        sheet = self._book.add_worksheet(sheet_name(title))
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        sheet.hide_gridlines(2)
        if landscape:
            sheet.set_landscape()
        return FormSheet(self, sheet)

    def format(self, style, number=None, text=""):
        """A format, made once. Text that begins like a formula stays text when it is edited."""
        quoted = text.startswith(FORMULA_STARTS)
        key = (style, number, quoted)
        if key not in self._formats:
            properties = {"valign": "top", **self._styles[style]}
            if number:
                properties["num_format"] = number
            self._formats[key] = add_format(self._book, properties, quoted)
        return self._formats[key]

    def close(self):
        """Finish the workbook.

        :return: bytes of the xlsx file
        """
        self._book.close()
        return self._file.getvalue()


class FormSheet:
    """One sheet of a ``FormBook``."""

    def __init__(self, book, sheet):
        self._book = book
        self._sheet = sheet

    def put(self, row, column, value, style="", to=None, number=None):
        """Write one cell.

        :param value: str, int, float; None leaves it empty, with its borders
        :param int to: last column of cells that are joined
        :param str number: how a number is shown, as in Excel
        """
        text = value if isinstance(value, str) else ""
        made = self._book.format(style, number, text)
        if to is not None and to > column:
            self._sheet.merge_range(row, column, row, to, "", made)
        if value is None or value == "":
            self._sheet.write_blank(row, column, None, made)
        elif isinstance(value, str):
            # never write(): it would take "=..." for a formula
            self._sheet.write_string(row, column, value, made)
        else:
            self._sheet.write_number(row, column, value, made)

    def height(self, row, lines):
        """Make a row as high as so many lines of text."""
        self._sheet.set_row(row, 14 * max(lines, 1) + 2)

    def repeat(self, row):
        """Print this row again on every page."""
        self._sheet.repeat_rows(row)
