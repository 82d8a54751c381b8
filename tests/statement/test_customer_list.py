"""Customers' lists as they come: headings, merged cells, totals, days and amounts of two currencies."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.ledger_list import COLUMNS, NEEDED, other_amount, read_ledger
from odoo.addons.gendan_followup.tools.table import (
    EMPTY_ROWS,
    CellError,
    day,
    find_columns,
    read,
    rows_of_file,
    rows_of_text,
)
from odoo.addons.gendan_followup.tools.table_money import amount, currency, is_total, signed

CLOSING = date(2026, 11, 30)
WORDS = [word for words in COLUMNS.values() for word in words]


def ledger(rows, default="CNY", **more):
    table = read(rows, COLUMNS, NEEDED)
    columns = {**table.columns, **more}
    if (other := other_amount(table.headings, columns)) is not None:
        columns["amount_other"] = other
    return read_ledger(table, columns, CLOSING, default)


def seen(found, *names):
    return [tuple(getattr(entry, name) for name in names) for entry in found.entries]


def book(rows, merged=(), kind="xlsx"):
    data = io.BytesIO()
    if kind == "xls":
        made = xlwt.Workbook()
        sheet = made.add_sheet("对账")
        covered = set()
        for top, left, bottom, right in merged:
            sheet.write_merge(top - 1, bottom - 1, left - 1, right - 1, rows[top - 1][left - 1])
            covered |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row, start=1):
                if cell is not None and (number, column) not in covered:
                    sheet.write(number - 1, column - 1, cell)
        made.save(data)
        return data.getvalue()
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for top, left, bottom, right in merged:
        made.active.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    made.save(data)
    return data.getvalue()


ROWS = [
    ["宏达电子 11月对账明细", None, None, None, None, None],
    [],
    ["收货单号", "送货单号", "日期", "物料编码", "数量", "金额(元)"],
    ["GR-101", "DN1001", "2026/11/03", "A-1", 100, 1200.5],
    [None, None, None, "A-2", 50, "３００.００"],
    ["GR-102", "DN1002", "2026/11/12", "A-1", -10, "(120.05)"],
    ["小计", None, None, None, None, 1380.45],
    ["合 计：", None, None, None, 140, "1,380.45"],
]


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_merged_cells_mean_what_is_seen_in_them(kind):
    found = ledger(rows_of_file(book(ROWS, [(4, 1, 5, 1), (4, 2, 5, 2), (4, 3, 5, 3)], kind), "a." + kind))
    assert seen(found, "row", "receipt", "note", "day", "part", "quantity", "amount") == [
        (4, "GR-101", "DN1001", date(2026, 11, 3), "A-1", 100, Decimal("1200.5")),
        (5, "GR-101", "DN1001", date(2026, 11, 3), "A-2", 50, Decimal(300)),
        (6, "GR-102", "DN1002", date(2026, 11, 12), "A-1", -10, Decimal("-120.05")),
    ]
    assert (found.skipped, found.problems) == ([7, 8], [])


def test_an_amount_in_a_merged_cell_counts_once():
    rows = [row[:] for row in ROWS[:5]]
    rows[4][5] = None
    found = ledger(rows_of_file(book(rows, [(4, 1, 5, 1), (4, 6, 5, 6)])))
    assert seen(found, "row", "amount") == [(4, Decimal("1200.5"))]
    assert found.empty == [5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_pasted_rows_go_on_with_what_stands_above(encoding):
    text = "\n".join(",".join("" if cell is None else f'"{cell}"' for cell in row) for row in ROWS[2:])
    found = ledger(rows_of_file(text.encode(encoding), "a.csv", WORDS))
    assert seen(found, "note", "part") == [("DN1001", "A-1"), ("DN1001", "A-2"), ("DN1002", "A-1")]


def test_a_fee_at_the_end_belongs_to_no_note():
    found = ledger(rows_of_text("送货单号\t金额\t摘要\nDN1\t5\t货\n\t20\t运费"))
    assert seen(found, "note", "name") == [("DN1", "货"), ("", "运费")]


def test_taiwan_big5_with_years_of_the_republic():
    text = "進貨單號,日期,採購單號,料號,數量,金額\n"
    text += "R1,115/11/05,P1,A,1,1000\nR2,1151106,P1,A,1,-5\nR3,民國115年11月7日,P1,A,1,7-\n"
    found = ledger(rows_of_file(text.encode("big5"), "a.csv", WORDS), "TWD")
    assert seen(found, "receipt", "order", "day", "amount", "currency") == [
        ("R1", "P1", date(2026, 11, 5), Decimal(1000), "TWD"),
        ("R2", "P1", date(2026, 11, 6), Decimal(-5), "TWD"),
        ("R3", "P1", date(2026, 11, 7), Decimal(-7), "TWD"),
    ]


def test_english_headings_and_dollars():
    found = ledger(
        rows_of_text(
            "GRN\tDN No.\tDelivery date\tQty\tAmount (HK$)\n1\t9\t5-Nov-26\t2\t1,000.00\nTotal\t\t\t\t1,000.00"
        )
    )
    assert seen(found, "receipt", "note", "day", "amount", "currency") == [
        ("1", "9", date(2026, 11, 5), Decimal("1000.00"), "HKD")
    ]


def test_two_columns_of_amounts_in_two_currencies():
    found = ledger(rows_of_text("单号\t送货单号\t金额(RMB)\t金额(USD)\n1\tDN1\t100\t\n2\tDN2\t\t14.5\n3\tDN3\tUS$3\t"))
    assert seen(found, "note", "amount", "currency") == [
        ("DN1", Decimal(100), "CNY"),
        ("DN2", Decimal("14.5"), "USD"),
        ("DN3", Decimal(3), "USD"),
    ]


def test_a_column_of_currencies():
    found = ledger(rows_of_text("送货单号\t币别\t金额\nDN1\t人民币\t1\nDN2\tSGD\t2\nDN3\t?\t3"))
    assert [entry.currency for entry in found.entries] == ["CNY", "SGD", "CNY"]
    assert [(problem.row, problem.heading, problem.code, problem.text) for problem in found.problems] == [
        (4, "币别", "currency", "?")
    ]


def test_deductions_in_a_column_of_their_own():
    found = ledger(rows_of_text("送货单号\t金额\t扣款\nDN1\t100\t5\nDN2\t\t-7"))
    assert seen(found, "note", "amount") == [("DN1", 100), ("DN1", -5), ("DN2", -7)]


def test_headings_in_two_rows():
    rows = [["送货单", "物料", "金额", None], [None, None, "未税", "含税"], ["DN1", "A", 100, 113]]
    merged = [(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4)]
    table = read(rows_of_file(book(rows, merged)), {"note": ["送货单"], "amount": ["金额含税"]}, ("note", "amount"))
    assert (table.headings, table.columns) == (("送货单", "物料", "金额 未税", "金额 含税"), {"note": 0, "amount": 3})
    assert [row.cells for row in table.rows] == [("DN1", "A", "100", "113")]


def test_the_surest_word_is_taken():
    assert find_columns(["金额", "税额", "价税合计"], COLUMNS)["amount"] == 2


def test_what_is_wrong_names_row_and_column():
    found = ledger(rows_of_text("送货单号\t日期\t金额\nDN1\t30月2日\t12\nDN2\t11/3\t一百\nDN3\t\t1.2.3\n合计\t\t15"))
    assert [(problem.row, problem.heading, problem.code, problem.text) for problem in found.problems] == [
        (2, "日期", "day", "30月2日"),
        (3, "金额", "number", "一百"),
        (4, "金额", "number", "1.2.3"),
        (5, "金额", "total", "12.00"),
    ]


def test_rows_formatted_down_to_the_end_are_no_rows():
    made = openpyxl.Workbook()
    for row in ROWS[2:4]:
        made.active.append(row)
    made.active.cell(EMPTY_ROWS + 500, 1).number_format = "0.00"
    made.active.cell(30_000, 1).number_format = "0.00"
    data = io.BytesIO()
    made.save(data)
    assert len(rows_of_file(data.getvalue())) == 2


def test_a_hidden_sheet_is_not_read():
    made = openpyxl.Workbook()
    made.active.append(["old"])
    made.active.sheet_state = "hidden"
    made.create_sheet("11").append(["new"])
    data = io.BytesIO()
    made.save(data)
    assert rows_of_file(data.getvalue())[0].cells == ("new",)


@pytest.mark.parametrize(
    ("text", "value", "named"),
    [
        ("１,２３４.５０", "1234.50", ""),
        ("（1,234.50）", "-1234.50", ""),
        ("1,234.50-", "-1234.50", ""),
        ("−5", "-5", ""),
        ("△1,000", "-1000", ""),
        ("▲ 3", "-3", ""),
        ("¥1,000元", "1000", "CNY"),
        ("人民币 12.5", "12.5", "CNY"),
        ("NT$(300)", "-300", "TWD"),
        ("(NT$300)", "-300", "TWD"),
        ("USD 1'000", "1000", "USD"),
        ("$7", "7", ""),
        ("0", "0", ""),
        (" - ", None, ""),
        ("", None, ""),
    ],
)
def test_amounts_as_they_are_written(text, value, named):
    assert amount(text) == (None if value is None else Decimal(value), named)


@pytest.mark.parametrize("text", ["1,23", "(-5)", "-5-", "一百", "1.2.3", "DN1", "=1+1", "5 6", "--5", "1e9"])
def test_what_is_no_amount(text):
    with pytest.raises(CellError):
        amount(text)


@pytest.mark.parametrize(
    ("text", "value"), [("(1,200) 个", -1200), ("300PCS", 300), ("３ 卷", 3), ("-2.5kg", -2.5), ("", None)]
)
def test_quantities_below_zero(text, value):
    assert signed(text) == value


@pytest.mark.parametrize(
    "cells",
    [
        ["小计"],
        ["", "合 計:"],
        ["本页小计", "5"],
        ["Grand Total", "", "1"],
        ["总计(RMB)"],
        ["合计:1200"],
        ["上期结余", "3"],
        ["金额大写:壹仟元整"],
    ],
)
def test_rows_of_totals(cells):
    assert is_total(cells)


@pytest.mark.parametrize("cells", [["DN1", "合计器", "5"], ["Totalizer"], ["DN2", "计算机"], ["余额宝 广告"], [""]])
def test_goods_are_no_totals(cells):
    assert not is_total(cells)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("113/11/05", date(2024, 11, 5)),
        ("1131105", date(2024, 11, 5)),
        ("民國113年11月5日", date(2024, 11, 5)),
        ("民国 99.1.2", date(2010, 1, 2)),
        ("20261105", date(2026, 11, 5)),
        ("2026-11-05T00:00:00", date(2026, 11, 5)),
        ("05/11/2026", date(2026, 11, 5)),
        ("11/05/26", date(2026, 11, 5)),
        ("26.11.05", date(2026, 11, 5)),
        ("Nov 5, 2026", date(2026, 11, 5)),
        ("05-Nov-26", date(2026, 11, 5)),
        ("11月5日", date(2026, 11, 5)),
    ],
)
def test_days_in_both_calendars(text, found):
    assert day(text, CLOSING) == found


@pytest.mark.parametrize("text", ["115/13/05", "1151305", "民國115年2月30日", "5-Foo-26", "99999999", "民國"])
def test_what_is_no_day(text):
    with pytest.raises(CellError):
        day(text, CLOSING)


# ------------------------------------------------------------ what always holds


amounts = st.decimals(-(10**9), 10**9, places=2, allow_nan=False).map(lambda value: value if value else Decimal("0.00"))
FULL_WIDTH = str.maketrans("0123456789,.-()", "０１２３４５６７８９，．－（）")
WRITTEN = [
    lambda value: f"{value}",
    lambda value: f"{value:,}",
    lambda value: f"{value:,}".translate(FULL_WIDTH),
    lambda value: f"({-value:,})" if value < 0 else f"{value}",
    lambda value: f"{-value:,}-" if value < 0 else f"{value}",
    lambda value: f"△{-value}" if value < 0 else f"{value}",
    lambda value: f"RMB {value:,}",
]


@given(amounts, st.sampled_from(WRITTEN))
def test_an_amount_is_the_same_however_it_is_written(value, written):
    assert amount(written(value))[0] == value


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_a_day_is_the_same_in_either_calendar(moment):
    texts = [moment.isoformat(), moment.strftime("%Y%m%d")]
    texts.append(f"民國{moment.year - 1911}年{moment.month}月{moment.day}日")
    if 2011 <= moment.year:
        texts += [f"{moment.year - 1911}/{moment.month:02}/{moment.day:02}", f"{moment.year - 1911}{moment:%m%d}"]
    assert {day(text, CLOSING) for text in texts} == {moment}


@given(st.text())
def test_no_text_breaks_it(text):
    for reader in (amount, signed, lambda word: day(word, CLOSING)):
        try:
            reader(text)
        except CellError:
            pass
    currency(text)
    is_total([text, text])


@given(st.lists(st.lists(st.text(max_size=6), max_size=7), max_size=6))
def test_no_rows_break_it(rows):
    head = "收货单号\t送货单号\t日期\t数量\t币别\t金额\t扣款"
    lines = ["\t".join(cell.replace("\t", " ").replace("\n", " ").replace("\r", " ") for cell in row) for row in rows]
    found = ledger(rows_of_text("\n".join([head, *lines]).replace('"', "")))
    assert all(entry.currency for entry in found.entries)


@given(st.lists(amounts, min_size=1, max_size=12))
def test_the_sum_of_what_is_read_is_the_total_that_stands_there(values):
    rows = [["送货单号", "金额"], *([f"DN{number}", f"{value:,}"] for number, value in enumerate(values))]
    found = ledger(rows_of_text("\n".join("\t".join(row) for row in [*rows, ["合计", f"{sum(values):,}"]])))
    assert not found.problems
    assert found.sums() == {"CNY": sum(values)}
