"""Numbers of tax invoices (发票 / 統一發票) as people and programs write them. Pure."""

import re
import unicodedata
from datetime import date

NUMBER = re.compile(r"[0-9A-Z]{4,20}")
# what a heading calls each column, the surest first
COLUMNS = {
    "number": (
        "数电票号码", "全电发票号码", "数电发票号码", "电子发票号码", "发票号码", "發票號碼", "發票字軌號碼", "发票号",
        "發票號", "tax invoice number", "tax invoice", "invoice number", "fapiao", "number",
    ),
    "code": ("发票代码", "發票代碼", "invoice code", "code"),
    "date": ("开票日期", "开票时间", "發票日期", "開立日期", "發票開立日期", "invoice date", "date"),
    "amount": (
        "不含税金额", "合计金额", "未稅金額", "銷售額", "销售额", "金额", "金額", "untaxed", "without tax", "amount",
    ),
    "tax": ("合计税额", "税额", "稅額", "營業稅額", "營業稅", "tax amount", "tax"),
    "total": ("价税合计", "含税金额", "含稅金額", "總計", "总计", "with tax", "total"),
    "invoice": ("我方单号", "我方單號", "我方发票", "单据编号", "單據編號", "帳單號碼", "our invoice", "entry"),
    "buyer": (
        "购买方名称", "购方名称", "購買方名稱", "买方名称", "买受人", "買受人", "买方", "買方", "客户名称", "客戶名稱",
        "客户", "客戶", "buyer", "customer",
    ),
    "kind": ("发票类型", "发票票种", "票种", "发票种类", "發票類別", "發票種類", "發票聯式", "kind", "type"),
    "remark": ("备注", "備註", "remark", "note"),
}  # fmt: skip
NEEDED = ("number",)
# words in a kind -> our code, the first that stands in it
KINDS = (
    ("special", ("专", "專", "special")),
    ("uniform_3", ("三聯", "三联")),
    ("uniform_2", ("二聯", "二联")),
    ("uniform_e", ("電子發票", "雲端")),
    ("general", ("普", "general")),
)


def plain_number(text: str) -> str:
    """A number to keep and to compare: no blanks or dashes, capitals, full-width forms folded.

    >>> plain_number("ａb-1234 5678")
    'AB12345678'
    """
    return re.sub(r"[\s\-_·.,，:：№]+", "", unicodedata.normalize("NFKC", text)).upper() if text else ""


def is_number(text: str) -> bool:
    """Whether a plain number can be one: 4 to 20 digits and letters, some of them digits.

    >>> is_number("24312000000012345678"), is_number("AB12345678"), is_number("123"), is_number("ABCDE")
    (True, True, False, False)
    """
    return bool(NUMBER.fullmatch(text)) and any(char.isdigit() for char in text)


def has_lost_digits(text: str) -> bool:
    """Whether a long number went through a cell that counts: Excel keeps 15 digits and makes up the rest.

    >>> has_lost_digits("24312000000012300000"), has_lost_digits("24312000000012300288")
    (True, True)
    >>> has_lost_digits("24312000000012345678"), has_lost_digits("123456780000000")
    (False, False)
    >>> has_lost_digits("2.4312E+19"), has_lost_digits("12345678")
    (True, False)
    """
    if re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", text.strip()):
        return True
    digits = text.strip()
    if not digits.isdecimal() or len(digits) <= 15:
        return False
    if digits.endswith("0" * (len(digits) - 15)):
        return True
    kept = float(digits)
    return int(kept) == int(digits) and float(f"{kept:.14e}") == kept


def numbers_of(text: str) -> list[str] | None:
    """The numbers of a text that is nothing but numbers, between any signs and words for "number"; else None.

    >>> numbers_of("No. 12345678、AB-12345678\\n24312000000012345678")
    ['12345678', 'AB12345678', '24312000000012345678']
    >>> numbers_of("发票号码\\t金额\\n12345678\\t100.00") is None
    True
    """
    words = [word for word in re.split(r"[\s,，、;；/|]+|(?:No|NO|№)\.?", unicodedata.normalize("NFKC", text)) if word]
    numbers = [plain_number(word) for word in words]
    return numbers if numbers and all(is_number(one) for one in numbers) else None


def kind_of(text: str) -> str:
    """The code of a kind as it is called; empty when that is not known.

    >>> kind_of("数电票（增值税专用发票）"), kind_of("普通发票"), kind_of("")
    ('special', 'general', '')
    """
    return next((code for code, words in KINDS if any(word in text.casefold() for word in words)), "")


def tax_period(day: date) -> tuple[int, int]:
    """Year and two-month period of Taiwan's business tax: an invoice is voided within it, not after.

    >>> tax_period(date(2026, 11, 2)), tax_period(date(2026, 12, 31)), tax_period(date(2027, 1, 1))
    ((2026, 6), (2026, 6), (2027, 1))
    """
    return day.year, (day.month + 1) // 2
