"""Amounts, signed quantities and rows of totals, as they are written in ledgers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from .table import CellError, plain

# the surest first: a dollar alone says nothing
_CURRENCIES = (
    ("TWD", ("nt$", "ntd", "twd", "新台幣", "新台币", "新臺幣", "台幣", "台币")),
    ("HKD", ("hk$", "hkd", "港幣", "港币", "港元", "港纸")),
    ("USD", ("us$", "usd", "美元", "美金")),
    ("CNY", ("cn¥", "rmb", "cny", "人民币", "人民幣", "¥")),
    ("EUR", ("eur", "€", "欧元", "歐元")),
    ("JPY", ("jpy", "日元", "日圓", "日円")),
    ("GBP", ("gbp", "£", "英镑", "英鎊")),
)
_AMOUNT = re.compile(r"(\d{1,3}(?:[, '’]\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)")
_MINUS = "-−–—△▲"
_NOTHING = ("", "/", "nil", "n/a", "無", "无")

_TOTAL = re.compile(
    r"(?:本页|本頁|本月|本期|当月|當月|含税|含稅|未税|未稅|全部|货款|貨款|本单|本單)?"
    r"(?:小计|小計|合计|合計|总计|總計|共计|共計|累计|累計|總額|总额|subtotal|grandtotal|total|totals|sum)"
    r"(?:金额|金額|人民币|人民幣|rmb|cny|twd|ntd|hkd|usd|元|大写|大寫|数量|數量|amount|due)*"
    r"(?:[零〇壹贰貳叁參肆伍陆陸柒捌玖拾佰仟万萬亿億元圆圓角分整正]*|\d*)"
)
_CARRIED = re.compile(
    r"(?:承前页|承前頁|承上页|承上頁|过次页|過次頁|转下页|轉下頁|次页|broughtforward|carriedforward)"
    r"|(?:上期|上月|前期|期初|本期|期末|本月)?(?:结余|結餘|结欠|結欠|余额|餘額|未付|balance|openingbalance|closingbalance)"
    r"|(?:金额|金額)?(?:大写|大寫).*"
)


def currency(text: str) -> str:
    """The currency that is named in a text, by its ISO code; empty when none is.

    >>> currency("金额 (RMB)"), currency("US$ 12.00"), currency("$5")
    ('CNY', 'USD', '')
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return next((code for code, words in _CURRENCIES if any(word in folded for word in words)), "")


def amount(text: str) -> tuple[Decimal | None, str]:
    """An amount and the currency that stands with it ("" when none does). Empty: None.

    Full-width digits, thousands separators, brackets, a minus before or behind it, △ and ▲ are understood.

    >>> amount("（１,２３４.５０）"), amount("NT$1,000-"), amount("△5")
    ((Decimal('-1234.50'), ''), (Decimal('-1000'), 'TWD'), (Decimal('-5'), ''))

    :raise CellError: it is no amount
    """
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    named = currency(folded)
    for word in next((words for code, words in _CURRENCIES if code == named), ()):
        folded = folded.replace(word, " ")
    folded = re.sub(r"[$¥元圆圓]|整$", " ", folded).strip()
    if folded in _NOTHING or not folded.strip(_MINUS + " ."):
        return None, named
    negative = False
    if bracketed := re.fullmatch(r"[(\[【](.*)[)\]】]", folded):
        negative, folded = True, bracketed[1].strip()
    match = re.fullmatch(rf"([{_MINUS}+]?)\s*{_AMOUNT.pattern}\s*([{_MINUS}]?)", folded)
    if not match or (match[1] and match[3]) or (negative and (match[1] or match[3])):
        raise CellError("number", text)
    value = Decimal(re.sub(r"[, '’]", "", match[2]).rstrip("."))
    negative = negative or match[3] != "" or (match[1] not in ("", "+"))
    return (-value if negative and value else value), named


def signed(text: str) -> float | None:
    """A quantity that may be below zero, with or without its unit. Empty: None.

    >>> signed("(1,200) 个"), signed("３００PCS")
    (-1200.0, 300.0)

    :raise CellError: it is no number
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    bare = re.sub(r"(?<=[\d)\s])\s*[^\d\s.,()+\-−△▲]+$", "", folded).strip()
    try:
        value, _currency = amount(bare)
    except CellError as error:
        raise CellError("number", text) from error
    return None if value is None else float(value)


def is_total(cells: Sequence[str]) -> bool:
    """Whether a row is a subtotal, a total or a balance carried over: nothing that was delivered.

    >>> is_total(["", "小 计：", "1,200.00"]), is_total(["DN-1", "合计算器", "5"])
    (True, False)
    """
    texts = [plain(cell) for cell in cells if cell]
    return any(_TOTAL.fullmatch(text) or _CARRIED.fullmatch(text) for text in texts if text)
