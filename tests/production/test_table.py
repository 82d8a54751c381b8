"""Lists as people make them, read."""

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.table import (
    MOST_ROWS,
    CellError,
    TableError,
    day,
    find_columns,
    number,
    plain,
    read,
    rows_of_file,
    rows_of_text,
)

NAMES = {"mo": ("单号", "production"), "op": ("工序", "operation"), "done": ("累计", "完成", "done")}
PASTED = "印刷车间 11月23日\n\n生产单号\t工序\t累计完成\n00012\t印刷\t32,000\n00013\t复合\t3.2万\n"


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_pasted_cells_below_a_title():
    table = read(rows_of_text(PASTED), NAMES, ("mo", "done"))
    assert table.columns == {"mo": 0, "op": 1, "done": 2}
    assert [(row.number, row.cells) for row in table.rows] == [
        (4, ("00012", "印刷", "32,000")),
        (5, ("00013", "复合", "3.2万")),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_in_the_code_pages_of_the_trade(encoding, separator):
    text = f'生产单号{separator}累计完成\r\n00012{separator}"3{separator}5"\r\n'
    table = read(rows_of_file(text.encode(encoding), "list.csv"), NAMES, ("mo",))
    assert table.rows[0].cells == ("00012", f"3{separator}5")


def test_traditional_code_page():
    data = "單號,完成\n00012,5\n".encode("big5")
    table = read(rows_of_file(data, words=("單號", "完成")), {**NAMES, "mo": ("單號",)}, ("mo", "done"))
    assert table.rows[0].cell(table.columns["done"]) == "5"


def test_workbook_with_days_and_numbers():
    data = workbook([["产量表"], [], ["单号", "工序", "完成", "日期"], ["00012", "印刷", 32000.0, date(2026, 11, 23)]])
    table = read(rows_of_file(data, "a.xlsx"), NAMES, ("mo",))
    assert table.rows[0].cells == ("00012", "印刷", "32000", "2026-11-23")
    assert table.rows[0].number == 4, "as Excel counts"


def test_a_list_out_of_a_chat():
    rows = rows_of_text("单号  工序  完成\n00012  印刷  32000")
    assert rows[1].cells == ("00012", "印刷", "32000")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"PK\x03\x04 no zip", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
        (b"\xff\xfe\x00\x80\xff", "encoding"),
        (b"a\n" * (MOST_ROWS + 1), "too_long"),
    ],
)
def test_what_is_no_list_says_so(data, code):
    with pytest.raises(TableError) as caught:
        rows_of_file(data, "x")
    assert caught.value.code == code


def test_no_headings():
    with pytest.raises(TableError) as caught:
        read(rows_of_text("a\tb\n1\t2"), NAMES, ("mo",))
    assert caught.value.code == "heading"


def test_remembered_headings_come_first():
    headings = ["编号", "车间完成", "客户累计"]
    assert find_columns(headings, NAMES)["done"] == 1
    assert find_columns(headings, NAMES, {"mo": "编号", "done": "客户累计"}) == {"mo": 0, "done": 2}


def test_a_column_means_one_thing():
    found = find_columns(["完成工序", "完成"], NAMES)
    assert found == {"done": 1, "op": 0}


@pytest.mark.parametrize(
    ("text", "value"),
    [("32,000", 32000), ("３２０００", 32000), ("3.2万", 32000), ("32000 个", 32000), ("12k", 12000)]
    + [("", None), ("-", None), ("0", 0), ("1'234.5", 1234.5), ("5卷", 5)],
)
def test_numbers(text, value):
    assert number(text) == value


@pytest.mark.parametrize("text", ["abc", "12 34", "-5", "1,23", "3..2", "=1+1", "12-13", "1e5x9"])
def test_no_numbers(text):
    with pytest.raises(CellError) as caught:
        number(text)
    assert caught.value.text == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-11-23", date(2026, 11, 23)),
        ("2026/11/23 00:00", date(2026, 11, 23)),
        ("11月23日", date(2026, 11, 23)),
        ("11/23", date(2026, 11, 23)),
        ("1.3", date(2027, 1, 3)),
        ("", None),
    ],
)
def test_days(text, found):
    assert day(text, date(2026, 12, 28)) == found


def test_no_day():
    for text in ("13/40", "tomorrow", "2026-02-30"):
        with pytest.raises(CellError):
            day(text, date(2026, 11, 23))


cells = st.text(st.characters(codec="utf-8", exclude_characters="\t\r\n\"\x00", exclude_categories=["Cs", "Cc"]))


@given(st.lists(st.lists(cells, min_size=2, max_size=5), min_size=1, max_size=8))
def test_what_is_pasted_comes_out(rows):
    text = "\n".join("\t".join(row) for row in rows)
    if not text.strip():
        return
    for row in rows_of_text(text):
        assert all(cell == cell.strip() for cell in row.cells)


@given(st.text())
def test_no_text_breaks_it(text):
    for reader in (number, lambda word: day(word, date(2026, 11, 23))):
        try:
            reader(text)
        except CellError:
            pass
    try:
        rows_of_text(text)
    except TableError:
        pass
    assert plain(plain(text)) == plain(text)


@given(st.integers(0, 10**9))
def test_thousands_separators_change_nothing(value):
    assert number(f"{value:,}") == number(str(value)) == value
