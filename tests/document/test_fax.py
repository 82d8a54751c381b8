"""Fax numbers compare as numbers, however they are written."""

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from odoo.tests import TransactionCase, tagged

from odoo.addons.gendan_followup.tools import fax

# how numbers are dialled abroad, as printed: 00 in all of them, whatever is really dialled there
REGIONS = ("CN", "HK", "TW", "MO", "DE", "US")
FULL_WIDTH = str.maketrans("0123456789+-() ", "０１２３４５６７８９＋－（）　")


def spellings(region):
    """An example number of the country in ten ways, all of them the same number.

    :return: (number on file, list of texts)
    """
    number = phonenumbers.example_number_for_type(region, PhoneNumberType.FIXED_LINE)
    foreign = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    home = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    plain = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    code = f"+{number.country_code}"
    national = phonenumbers.national_significant_number(number)
    return plain, [
        foreign,
        home,
        plain,
        f"00{plain[1:]}",
        f"00{number.country_code}-{national}",
        plain[1:],
        foreign.translate(FULL_WIDTH),
        foreign.replace(" ", "—"),
        foreign.replace(code, f"({code})"),
        f"FAX NO.: {home.replace(' ', ' – ')}",
    ]


@tagged("post_install", "-at_install")
class TestFax(TransactionCase):
    def test_a_number_in_ten_spellings_is_the_same(self):
        for region in REGIONS:
            on_file, texts = spellings(region)
            self.assertEqual(len(set(texts)), 10, region)
            for text in texts:
                with self.subTest(region=region, printed=text):
                    self.assertEqual(fax.compare(text, [on_file], region), fax.Match("same", on_file))
                    # and the other way round: what is on file may be written like that, too
                    self.assertEqual(fax.compare(on_file, [text], region).level, "same")

    def test_no_country_is_taken_for_another(self):
        numbers = {region: spellings(region) for region in REGIONS}
        for region, (_on_file, texts) in numbers.items():
            others = [on_file for other, (on_file, _texts) in numbers.items() if other != region]
            for text in texts:
                with self.subTest(region=region, printed=text):
                    self.assertNotEqual(fax.compare(text, others, region).level, "same")

    def test_one_digit_makes_another_number(self):
        for region in REGIONS:
            on_file, texts = spellings(region)
            wrong = f"{on_file[:-1]}{(int(on_file[-1]) + 1) % 10}"
            for text in texts:
                with self.subTest(region=region, printed=text):
                    self.assertEqual(fax.compare(text, [wrong], region), fax.Match("other"))

    def test_area_codes(self):
        same = ["0769-22221234", "(0769) 2222 1234", "86-769-22221234", "+86 (0)769 2222 1234", "0086 769 22221234"]
        for text in same:
            with self.subTest(printed=text):
                self.assertEqual(fax.compare(text, ["+86 769 2222 1234"], "CN").level, "same")
        # Hong Kong seen from a mainland customer's file
        for text in ("+852 2123 4567", "00852-21234567", "852 2123 4567", "2123 4567"):
            with self.subTest(printed=text):
                self.assertEqual(fax.compare(text, ["+852 2123 4567"], "CN").level, "same")

    def test_the_local_part_is_likely(self):
        self.assertEqual(fax.compare("2222-1234", ["0769-22221234"], "CN"), fax.Match("likely", "0769-22221234"))
        self.assertEqual(fax.compare("2123 4567", ["02-2123-4567"], "TW").level, "likely")
        # too short to say anything
        self.assertEqual(fax.compare("1234", ["0769-22221234"], "CN").level, "other")

    def test_extensions(self):
        on_file = "0769-22221234 ext. 8"
        for text in (
            "0769-22221234 转8",
            "0769-22221234 分机 8",
            "（０７６９）２２２２１２３４轉８",
            "+86 769 22221234 x8",
            "0769 22221234 #8",
            "0769-22221234-DW8",
        ):
            with self.subTest(printed=text):
                self.assertEqual(fax.compare(text, [on_file], "CN").level, "same")
        for text in ("0769-22221234", "0769-22221234 转9"):
            with self.subTest(printed=text):
                self.assertEqual(fax.compare(text, [on_file], "CN").level, "likely")

    def test_the_switchboard_is_likely(self):
        match = fax.compare("0769 8888 1000", ["0769-22221234"], "CN", phones=["+86 769 88881000"])
        self.assertEqual(match, fax.Match("likely", "+86 769 88881000"))
        # the fax itself goes before
        match = fax.compare("0769 8888 1000", ["0769 88881000"], "CN", phones=["+86 769 88881000"])
        self.assertEqual(match, fax.Match("same", "0769 88881000"))

    def test_no_number_is_shown(self):
        for text in (None, False, "", "   ", "FAX SERVER", "e-fax"):
            self.assertEqual(fax.compare(text, ["0769-22221234"], "CN"), fax.Match("none"))
        self.assertEqual(fax.compare("0769-22221234", [], "CN").level, "other")
        self.assertEqual(fax.compare("0769-22221234", ["rubbish", "", None], "CN").level, "other")
