"""The number printed on a fax, compared with the numbers on file.

A fax carries the sender's number as the machine was told it: with or without country and area
code, with an extension in one of five languages, in full-width digits, with dashes of all kinds.
As numbers they are the same or they are not. What is compared is corroboration, not proof: a
sender's machine prints what was typed into it.
"""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from phonenumbers import MatchType, NumberParseException

SAME, LIKELY, NONE, OTHER = "same", "likely", "none", "other"
LEVELS = (SAME, LIKELY, OTHER, NONE)

# a part of a number shorter than this says nothing
SHORTEST_PART = 6
# what Chinese, Japanese and German sheets print before an extension
_EXTENSION = re.compile(r"(?:\s|\(|（)*(?:转|轉|分机|分機|内线|內線|durchwahl|dw)[.:：]?\s*(\d{1,7})\)?\s*$", re.I)
_DASHES = re.compile(r"[\u00ad\u2010-\u2015\u2043\u207b\u208b\u2212\u2e3a\u2e3b\u30fc\u4e00\uff0d\u301c~·•]")
_FIRST = re.compile(r"[+\d(]")


@dataclass(frozen=True, slots=True)
class Match:
    """How a printed number compares with those on file.

    :param level: 'same', 'likely' (a part of it, another extension, or a telephone instead of the fax: somebody has
        to confirm it), 'other', or 'none' where the sheet shows no number
    :param number: the number on file it was found by, as written there; None for 'other' and 'none'
    """

    level: str
    number: str | None = None


def clean(text: str | None) -> str:
    """A number as a machine would have printed it: plain digits and dashes, extension as ``ext. 12``.

    >>> clean("传真：（０７６９）２２２２—１２３４ 转 8")
    '(0769)2222-1234 ext. 8'
    """
    text = unicodedata.normalize("NFKC", text or "")
    text = _DASHES.sub("-", text).strip()
    if first := _FIRST.search(text):
        text = text[first.start() :]
    return _EXTENSION.sub(r" ext. \1", text)


def parse(text: str | None, region: str | None) -> list:
    """What a written number may stand for: seen from the country ``region``, or with its country code in front.

    :param region: two letters, the country in which a number without country code is dialled
    :return: list of ``phonenumbers.PhoneNumber``, the likeliest first; empty when it holds no number
    """
    text = clean(text)
    digits = re.sub(r"\D", "", text)
    if not digits:
        return []
    tries = [(text, region)]
    if not text.startswith("+"):
        # 00 is dialled abroad in most countries, and printed as such in those where it is not
        if digits.startswith("00"):
            tries.append((f"+{text[text.index('00') + 2 :].lstrip(' -')}", None))
        else:
            # country code without the plus, as older machines have it
            tries.append((f"+{text.lstrip('(')}", None))
    found = []
    for written, country in tries:
        try:
            number = phonenumbers.parse(written, country)
        except NumberParseException:
            continue
        if country is None and not phonenumbers.is_valid_number(number):
            # guessed, so it has to make sense
            continue
        if number not in found:
            found.append(number)
    return found


def _level(printed, on_file) -> str:
    match phonenumbers.is_number_match(printed, on_file):
        case MatchType.EXACT_MATCH | MatchType.NSN_MATCH:
            return SAME
        case MatchType.SHORT_NSN_MATCH:
            part = min(len(phonenumbers.national_significant_number(one)) for one in (printed, on_file))
            return LIKELY if part >= SHORTEST_PART else OTHER
    same_line = printed.country_code == on_file.country_code and phonenumbers.national_significant_number(
        printed
    ) == phonenumbers.national_significant_number(on_file)
    # the same line, another extension
    return LIKELY if same_line else OTHER


def compare(printed: str | None, faxes, region: str | None, phones=()) -> Match:
    """Compare the number printed on a sheet with those on file.

    :param printed: as it stands on the sheet, empty when there is none
    :param faxes: texts, fax numbers on file
    :param region: two letters of the customer's country
    :param phones: texts, telephone numbers on file: the same number there is likely only (trunk, switchboard)
    :rtype: Match
    """
    if not re.search(r"\d", clean(printed)):
        return Match(NONE)
    best = Match(OTHER)
    for written, ceiling in [*((fax, SAME) for fax in faxes), *((phone, LIKELY) for phone in phones)]:
        for on_file in parse(written, region):
            # a sheet without country code is read in the country of the number on file, too
            own = phonenumbers.region_code_for_number(on_file)
            candidates = parse(printed, region)
            if own and own != region:
                candidates += [number for number in parse(printed, own) if number not in candidates]
            for candidate in candidates:
                level = _level(candidate, on_file)
                if level == SAME and ceiling == SAME:
                    return Match(SAME, written)
                if level != OTHER and best.level == OTHER:
                    best = Match(LIKELY, written)
    return best
