"""Reading a customer's list and matching it with ours: no database here.

The customer names the receipt, our note as he writes it, the order, or nothing; some lines are missing, some doubled,
some have other amounts, and a tenth comes as sums of several. Counted is processor time, the quietest of several runs.
"""

import io
import random
from collections import Counter
from datetime import date, timedelta

import openpyxl
import xlsxwriter

from odoo.addons.gendan_followup.tools.ledger_list import COLUMNS, NEEDED, read_ledger
from odoo.addons.gendan_followup.tools.ledger_match import Line, match
from odoo.addons.gendan_followup.tools.table import read, rows_of_file

from bench.figures import Row, growth, processor_row, quietest, seconds
from bench.measure import RUNS, timed

LINES = 5000
FIRST = date(2026, 11, 1)


def worlds(count):
    """Our lines and theirs, as many each as make sense."""
    chance = random.Random(count)
    ours, theirs = [], []
    for key in range(count):
        number, order = key // 3, key // 7
        day = FIRST + timedelta(chance.randrange(30))
        line = dict(
            amount=chance.randrange(100, 5_000_000),
            currency="CNY",
            receipt=f"GRN{number:06d}" if key % 5 else "",
            note=f"DN/2026/{number:05d}",
            order=f"PO-{order}",
            part=f"P-{chance.randrange(300)}",
            day=day,
            quantity=float(chance.randrange(1, 1000)),
        )
        ours.append(Line(key, **line))
        kind = chance.random()
        if kind < 0.03:
            continue
        if kind < 0.08:
            line["amount"] += chance.randrange(1, 100)
        elif kind < 0.18 and theirs and theirs[-1].note:
            theirs[-1] = Line(theirs[-1].key, theirs[-1].amount + line["amount"], "CNY", note=line["note"], day=day)
            continue
        written = {0: line["note"], 1: f"DN2026{number:05d}", 2: str(number), 3: ""}[key % 4]
        line.update(
            note=written, receipt=line["receipt"] if kind < 0.8 else "", part=line["part"] if kind < 0.6 else ""
        )
        theirs.append(Line(key, **{**line, "day": day + timedelta(chance.randrange(3))}))
        if kind > 0.99:
            theirs.append(Line(count + key, **line))
    return ours, theirs


def worst(count):
    """Equal amounts within orders that differ by a cent on the other side."""
    return [
        [Line(key, 500 + side, order=f"PO{key // 12}", day=FIRST + timedelta(key % 28)) for key in range(count)]
        for side in (0, 1)
    ]


def bare(ours, theirs):
    """The least that could be done: one dictionary, number and amount."""
    known = Counter((line.receipt, line.amount) for line in ours)
    return sum(known[line.receipt, line.amount] > 0 for line in theirs)


def rows():
    """The rows of the table."""
    times = {}
    for count in (LINES // 10, LINES):
        lists = worlds(count)
        times[count] = quietest([timed(lambda lists=lists: match(*lists)) for _run in range(RUNS)])
    result = match(*worlds(LINES))
    states = Counter(group.state for group in result.groups)
    told = ", ".join(f"{number} {state}" for state, number in states.most_common())
    yield Row(f"matching {LINES:,} lines with {LINES:,}", "", seconds(times[LINES]), told=told, held=times[LINES] < 10)
    yield Row(
        f"  growth, {LINES // 10:,} to {LINES:,} lines",
        seconds(times[LINES // 10]),
        seconds(times[LINES]),
        growth(list(times), list(times.values())),
        1.5,
        "processor time of each line; 1 is linear",
    )
    hard = worst(LINES)
    took = quietest([timed(lambda: match(*hard)) for _run in range(3)])
    yield Row("  the worst: sums that are never right", "", seconds(took), told="", held=took < 30)
    data = workbook(LINES)
    yield processor_row(
        f"reading a workbook of {LINES:,} lines, against openpyxl alone",
        [timed(lambda: read_bare(data)) for _run in range(RUNS)],
        [timed(lambda: read_list(data)) for _run in range(RUNS)],
    )


def workbook(count):
    """A list as a workbook."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["收货单号", "送货单号", "订单号", "物料编码", "日期", "数量", "金额"])
    _ours, theirs = worlds(count)
    for number, line in enumerate(theirs, start=1):
        cells = [line.receipt, line.note, line.order, line.part, line.day.isoformat(), line.quantity]
        sheet.write_row(number, 0, [*cells, f"{line.amount / 100:,.2f}"])
    book.close()
    return file.getvalue()


def read_bare(data):
    """All cells."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return list(book.worksheets[0].iter_rows(values_only=True))


def read_list(data):
    """All lines."""
    table = read(rows_of_file(data, most=20_000), COLUMNS, NEEDED)
    ledger = read_ledger(table, table.columns, date(2026, 11, 30), "CNY")
    if ledger.problems or len(ledger.entries) < LINES * 0.8:
        raise AssertionError("the list was not read")
    return ledger
