"""A customer's list of what he received, read line by line: what is no delivery is left out and told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .table import CellError, Row, Table, day, plain
from .table_money import amount, currency, is_total, signed

# words such lists use, in the languages of the house, the surest first; compared without spaces, signs and capitals
COLUMNS: dict[str, tuple[str, ...]] = {
    "receipt": (
        *(
            "收货单号",
            "收貨單號",
            "收料单号",
            "收料單號",
            "进货单号",
            "進貨單號",
            "入库单号",
            "入庫單號",
            "验收单号",
            "驗收單號",
        ),
        *(
            "進料單號",
            "进料单号",
            "收货单",
            "收貨單",
            "入库单",
            "入庫單",
            "进货单",
            "進貨單",
            "grn",
            "gr no",
            "receipt no",
        ),
        *("goods receipt", "receipt"),
    ),
    "note": (
        *("送货单号", "送貨單號", "供应商单号", "廠商單號", "厂商单号", "出货单号", "出貨單號", "交货单号", "交貨單號"),
        *("送货单", "送貨單", "delivery note no", "delivery note", "dn no", "dn", "packing slip", "your reference"),
    ),
    "order": (
        *(
            "采购订单号",
            "採購訂單號",
            "采购单号",
            "採購單號",
            "订单号",
            "訂單號",
            "订单编号",
            "訂單編號",
            "采购订单",
            "採購單",
        ),
        *("合同号", "purchase order no", "purchase order", "po no", "po number", "po", "order no", "order"),
    ),
    "part": (
        *(
            "物料编码",
            "物料編碼",
            "物料编号",
            "物料編號",
            "物料号",
            "料号",
            "料號",
            "品号",
            "品號",
            "存货编码",
            "存貨編碼",
            "编码",
        ),
        *("part no", "part number", "item no", "item code", "material no", "material", "sku", "item"),
    ),
    "day": (
        *(
            "送货日期",
            "送貨日期",
            "收货日期",
            "收貨日期",
            "入库日期",
            "入庫日期",
            "进货日期",
            "進貨日期",
            "交货日期",
            "交貨日期",
        ),
        *("单据日期", "單據日期", "日期", "date", "delivery date", "receipt date"),
    ),
    "name": ("品名规格", "品名規格", "品名", "名称", "名稱", "摘要", "说明", "說明", "description", "goods", "remark"),
    "quantity": (
        *(
            "入库数量",
            "入庫數量",
            "实收数量",
            "實收數量",
            "收货数量",
            "收貨數量",
            "验收数量",
            "驗收數量",
            "数量",
            "數量",
        ),
        *("quantity", "qty", "pcs"),
    ),
    "amount": (
        *(
            "价税合计",
            "價稅合計",
            "含税金额",
            "含稅金額",
            "应付金额",
            "應付金額",
            "应付",
            "應付",
            "总金额",
            "總金額",
            "金额",
            "金額",
        ),
        *("amount", "total amount", "net amount", "gross amount", "value"),
    ),
    "deduction": (
        "扣款金额",
        "扣款金額",
        "扣款",
        "扣项",
        "扣項",
        "退货金额",
        "退貨金額",
        "折让",
        "折讓",
        "deduction",
        "debit note",
    ),
    "currency": ("币种", "幣種", "币别", "幣別", "货币", "貨幣", "currency"),
    "amount_other": (),
}
NEEDED = ("amount",)
# rows that go on with what stands above them
_CARRIED = ("receipt", "note", "order", "day")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list; ``row`` as the source counts, ``amount`` in ``currency``."""

    row: int
    amount: Decimal
    currency: str = ""
    receipt: str = ""
    note: str = ""
    order: str = ""
    part: str = ""
    name: str = ""
    day: date | None = None
    quantity: float | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What cannot be read: ``code`` is ``number``, ``day``, ``currency``, or ``total``: its rows make ``text``."""

    row: int
    heading: str
    code: str
    text: str


@dataclass(slots=True)
class Ledger:
    """A list as it was read; ``skipped`` are rows of totals and balances, ``empty`` rows without an amount."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)

    def sums(self) -> dict[str, Decimal]:
        """The sum of each currency."""
        sums: dict[str, Decimal] = {}
        for entry in self.entries:
            sums[entry.currency] = sums.get(entry.currency, Decimal()) + entry.amount
        return sums


def other_amount(headings: Iterable[str], columns: Mapping[str, int]) -> int | None:
    """A second column of amounts, in another currency than the first one's heading says."""
    texts = list(headings)
    first = columns.get("amount")
    if first is None or first >= len(texts):
        return None
    words = [plain(word) for word in COLUMNS["amount"]]
    for column, heading in enumerate(texts):
        named = currency(heading)
        if column not in columns.values() and named and named != currency(texts[first]):
            if any(word in plain(heading) for word in words):
                return column
    return None


def read_ledger(table: Table, columns: Mapping[str, int], today: date, default: str) -> Ledger:
    """The lines of a list, and what is wrong with it.

    :param table: as ``table.read`` gives it
    :param columns: field of ``COLUMNS`` -> index of the column
    :param today: days are those nearest to it: the closing day
    :param default: ISO code of the currency, where the list names none
    """
    return _Reading(table, columns, today, default).run()


class _Reading:
    """One list while it is read."""

    def __init__(self, table: Table, columns: Mapping[str, int], today: date, default: str) -> None:
        self.table, self.columns, self.today, self.default = table, columns, today, default
        self.ledger = Ledger()
        self.above: dict[str, str] = {}
        self.since: dict[str, Decimal] = {}
        self.totals: dict[str, Problem | None] = {}

    def run(self) -> Ledger:
        for row in self.table.rows:
            if is_total(row.cells):
                self.ledger.skipped.append(row.number)
                self.check_total(row)
            else:
                self.line(row)
        self.ledger.problems += [problem for problem in self.totals.values() if problem]
        return self.ledger

    def line(self, row: Row) -> None:
        texts = {key: self.text(row, key) for key in ("receipt", "note", "order", "part", "name", "day")}
        if not any(texts[key] for key in _CARRIED) and (texts["part"] or self.text(row, "quantity")):
            texts.update(self.above)
        amounts = [
            (self.read(row, key, amount) or (None, ""), key)
            for key in ("amount", "amount_other", "deduction")
            if key in self.columns
        ]
        if all(value is None for (value, _named), _key in amounts):
            if len([cell for cell in row.cells if cell]) > 1:
                self.ledger.empty.append(row.number)
            return
        if any(texts[key] for key in _CARRIED):
            self.above = {key: texts[key] for key in _CARRIED}
        moment = self.read_text(row, "day", texts["day"], lambda text: day(text, self.today))
        quantity = self.read(row, "quantity", signed)
        for (value, named), key in amounts:
            if value is None:
                continue
            code = named or self.currency(row, key)
            # what is taken off is written without a sign in a column of its own
            value = -abs(value) if key == "deduction" else value
            self.since[code] = self.since.get(code, Decimal()) + value
            self.ledger.entries.append(
                Entry(
                    row.number,
                    value,
                    code,
                    *(texts[name] for name in ("receipt", "note", "order", "part", "name")),
                    moment,
                    None if key == "deduction" else quantity,
                )
            )

    def text(self, row: Row, key: str) -> str:
        return re.sub(r"\s+", " ", row.covered(self.columns.get(key))).strip()

    def read(self, row: Row, key: str, reader: Callable) -> object:
        return self.read_text(row, key, row.cell(self.columns.get(key)), reader)

    def read_text(self, row: Row, key: str, text: str, reader: Callable) -> object:
        try:
            return reader(text)
        except CellError as error:
            self.ledger.problems.append(Problem(row.number, self.heading(key), error.code, error.text))
            return None

    def heading(self, key: str) -> str:
        column = self.columns.get(key)
        return self.table.headings[column] if column is not None and column < len(self.table.headings) else ""

    def currency(self, row: Row, key: str) -> str:
        """As its column says, else the heading of the amount, else the statement's."""
        text = self.text(row, "currency")
        if text and key != "amount_other":
            code = currency(text) or (text.upper() if re.fullmatch(r"[A-Za-z]{3}", text) else "")
            if code:
                return code
            self.ledger.problems.append(Problem(row.number, self.heading("currency"), "currency", text))
        return currency(self.heading(key)) or self.default

    def check_total(self, row: Row) -> None:
        """A total is that of all lines above, or of those since the last one; only the last one is told."""
        if "deduction" in self.columns:
            return
        for key in ("amount", "amount_other"):
            try:
                value, named = amount(row.cell(self.columns.get(key)))
            except CellError:
                continue
            if value is None:
                continue
            code = named or currency(self.heading(key)) or self.default
            whole = self.ledger.sums().get(code, Decimal())
            right = value in (whole, self.since.get(code, Decimal()))
            self.totals[key] = None if right else Problem(row.number, self.heading(key), "total", f"{whole:,.2f}")
            self.since[code] = Decimal()
