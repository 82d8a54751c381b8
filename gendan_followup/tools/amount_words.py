"""Sums in words as Chinese contracts write them: 壹万柒仟叁佰元整; and in English."""

from num2words import num2words

_DIGITS = {False: "零壹贰叁肆伍陆柒捌玖", True: "零壹貳參肆伍陸柒捌玖"}
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = {False: ("", "万", "亿", "万亿"), True: ("", "萬", "億", "兆")}
# what stands before the sum: (mainland, Taiwan and Hong Kong)
_CURRENCIES = {
    "CNY": ("人民币", "人民幣"),
    "TWD": ("新台币", "新臺幣"),
    "HKD": ("港币", "港幣"),
    "USD": ("美元", "美元"),
    "EUR": ("欧元", "歐元"),
    "JPY": ("日元", "日圓"),
    "GBP": ("英镑", "英鎊"),
}
# more digits than this before the point no order has
_LARGEST = 10**16


def chinese_amount(amount: float, currency: str, traditional: bool = False) -> str:
    """A sum in capital figures, to the hundredth.

    :param amount: zero or more; what is smaller than a hundredth is rounded
    :param currency: ISO code, named before the sum; an unknown one as it is
    :param traditional: in traditional characters
    :raise ValueError: the sum is negative or cannot be written
    """
    hundredths = round(amount * 100)
    if hundredths < 0 or hundredths >= _LARGEST * 100:
        raise ValueError(f"{amount} cannot be written in words")
    digits = _DIGITS[traditional]
    whole, rest = divmod(hundredths, 100)
    tenths, last = divmod(rest, 10)
    name = _CURRENCIES.get(currency, (currency, currency))[traditional]
    text = f"{_whole_number(whole, traditional)}元" if whole or not rest else ""
    if tenths:
        text += f"{digits[tenths]}角"
    elif last and whole:
        text += digits[0]
    text += f"{digits[last]}分" if last else "整"
    return name + text


def english_amount(amount: float, currency: str, unit: str | None, subunit: str | None) -> str:
    """A sum in English words, to the hundredth: USD: One Hundred And Two Dollars and Fifty Cents.

    :param amount: zero or more
    :param currency: ISO code, named before the sum
    :param unit: what one of it is called, e.g. Dollars
    :param subunit: what a hundredth of it is called, e.g. Cents
    """
    whole, rest = divmod(round(amount * 100), 100)
    text = f"{currency}: {num2words(whole, lang='en').title()} {unit or ''}".rstrip()
    return f"{text} and {num2words(rest, lang='en').title()} {subunit or ''}".rstrip() if rest else text


def _whole_number(number: int, traditional: bool) -> str:
    """A whole number in capital figures, four digits to a group, one zero for each gap."""
    digits = _DIGITS[traditional]
    if not number:
        return digits[0]
    text, gap, place = "", False, len(str(number))
    for figure in str(number):
        place -= 1
        group, within = divmod(place, 4)
        if figure == "0":
            gap = bool(text)
        else:
            text += (digits[0] if gap else "") + digits[int(figure)] + _PLACES[within]
            gap = False
        # the group's name follows its last digit, unless the whole group is empty
        if not within and group and number // 10**place % 10**4:
            text += _GROUPS[traditional][group]
    return text
