"""Codes on scanned pages: turned, askew, faxed, two on a sheet; and what cannot be read at all."""

import io
import re
import unittest

import pypdfium2
from PIL import Image, ImageOps

from odoo.addons.gendan_followup.tools.page_codes import WHOLE, Binder, Pile, PileError

from .piles import A5_WIDE, askew, dusty, faxed, photo, pictures, printed, scanned, signed, two_up

WANTED = re.compile(r"GD\d+-[0-9A-Z]{6}")
REFERENCE = "GD12345-7KQ2ZD"
OTHER = "GD777-ABCDEF"


def read(content):
    with Pile(content) as pile:
        return [pile.read(index, WANTED) for index in range(len(pile))]


def texts(content):
    return [[part.text for part in sheet.parts] for sheet in read(content)]


class TestPageCodes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = signed(pictures(printed([REFERENCE]))[0])

    # ------------------------------------------------------------ reading

    def test_every_way_a_page_can_lie(self):
        turns = (0, 90, 180, 270)
        sheets = read(scanned([askew(self.page, turn) for turn in turns]))
        self.assertEqual([sheet.parts[0].text for sheet in sheets], [REFERENCE] * 4)
        # how to turn it back
        self.assertEqual([sheet.parts[0].turn for sheet in sheets], [0, 270, 180, 90])

    def test_a_page_that_went_in_askew_is_taken_as_upright(self):
        for sheet in read(scanned([askew(self.page, degrees) for degrees in (-6, 4, 11)])):
            self.assertEqual([(part.text, part.turn) for part in sheet.parts], [(REFERENCE, 0)])

    def test_faxes_and_dust_at_150_dots(self):
        bad = [faxed(self.page), dusty(self.page.copy()), faxed(askew(self.page, 3)), dusty(faxed(self.page), 0.02)]
        self.assertEqual(texts(scanned(bad)), [[REFERENCE]] * 4)

    def test_photos_from_a_phone(self):
        dark = ImageOps.expand(self.page, 200, 60).point(lambda grey: 40 + grey // 3)
        self.assertEqual(texts(photo(dark)), [[REFERENCE]])
        # held upright, stored lying: EXIF says turn it by 90 degrees clockwise
        lying = read(photo(self.page.rotate(90, expand=True), turn=6))
        self.assertEqual([(part.text, part.turn) for part in lying[0].parts], [(REFERENCE, 0)])

    def test_many_faxes_in_one_tiff(self):
        stream = io.BytesIO()
        second = pictures(printed([OTHER]))[0].convert("1")
        self.page.convert("1").save(
            stream, "TIFF", compression="group4", save_all=True, append_images=[second], dpi=(150, 150)
        )
        self.assertEqual(texts(stream.getvalue()), [[REFERENCE], [OTHER]])

    def test_a_coarse_fax_has_half_the_lines(self):
        coarse = self.page.resize((self.page.width * 204 // 150, self.page.height * 98 // 150))
        stream = io.BytesIO()
        coarse.convert("1").save(stream, "TIFF", compression="group4", dpi=(204, 98))
        with Pile(stream.getvalue()) as pile:
            picture = Image.open(io.BytesIO(pile.thumbnail(0)))
        self.assertAlmostEqual(picture.height / picture.width, 2**0.5, places=1)

    def test_a_page_without_our_code(self):
        self.assertEqual(texts(scanned(pictures(printed([None, "https://example.com/42"])))), [[], []])

    def test_what_we_printed_is_told_from_what_was_scanned(self):
        self.assertTrue(read(printed([REFERENCE]))[0].printed)
        self.assertFalse(read(scanned([self.page]))[0].printed)
        self.assertFalse(read(photo(self.page))[0].printed)

    # ------------------------------------------------------------ two on a sheet

    def test_two_notes_on_one_sheet_are_told_apart(self):
        halves = pictures(printed([REFERENCE, OTHER], size=A5_WIDE, lines=8))
        sheet = two_up(*halves)
        upper, lower = (0.0, 0.0, 1.0, 0.5), (0.0, 0.5, 1.0, 1.0)
        left, right = (0.0, 0.0, 0.5, 1.0), (0.5, 0.0, 1.0, 1.0)
        expected = [
            {REFERENCE: upper, OTHER: lower},
            {REFERENCE: right, OTHER: left},
            {REFERENCE: lower, OTHER: upper},
            {REFERENCE: left, OTHER: right},
        ]
        for turn, boxes in zip((0, 90, 180, 270), expected, strict=True):
            with self.subTest(turn=turn):
                parts = read(scanned([askew(sheet, turn)]))[0].parts
                self.assertEqual({part.text: part.box for part in parts}, boxes)

    def test_of_a_cut_sheet_nothing_else_is_in_the_new_file(self):
        content = scanned([two_up(*pictures(printed([REFERENCE, OTHER], size=A5_WIDE, lines=8)))])
        for part in read(content)[0].parts:
            binder = Binder()
            with Pile(content) as pile:
                pile.add_to(binder, 0, turn=part.turn, box=part.box)
            cut = binder.content()
            self.assertEqual(texts(cut), [[part.text]])
            document = pypdfium2.PdfDocument(cut)
            self.assertAlmostEqual(document[0].get_width() / document[0].get_height(), 2**0.5, places=1)
            document.close()

    def test_the_same_code_twice_is_one_paper(self):
        half = pictures(printed([REFERENCE], size=A5_WIDE, lines=8))[0]
        parts = read(scanned([two_up(half, half)]))[0].parts
        self.assertEqual([(part.text, part.box) for part in parts], [(REFERENCE, WHOLE)])

    # ------------------------------------------------------------ taking apart

    def test_pages_are_filed_upright_and_as_they_were(self):
        content = scanned([askew(self.page, 180), askew(self.page, 90), self.page])
        binder = Binder()
        with Pile(content) as pile:
            for index in range(len(pile)):
                pile.add_to(binder, index, turn=pile.read(index, WANTED).parts[0].turn)
        sheets = read(binder.content())
        self.assertEqual([(sheet.parts[0].text, sheet.parts[0].turn) for sheet in sheets], [(REFERENCE, 0)] * 3)

    def test_a_picture_to_look_at(self):
        with Pile(scanned([self.page])) as pile:
            picture = Image.open(io.BytesIO(pile.thumbnail(0, turn=90, width=300)))
        self.assertEqual(picture.format, "JPEG")
        self.assertEqual(picture.width, 300)
        self.assertGreater(picture.width, picture.height)

    # ------------------------------------------------------------ what cannot be read

    def refused(self, content):
        with self.assertRaises(PileError) as caught:
            Pile(content)
        return caught.exception.code

    def test_each_file_that_cannot_be_read_says_why(self):
        good = printed([REFERENCE])
        self.assertEqual(self.refused(printed([REFERENCE], password="secret")), "password")
        self.assertEqual(self.refused(good[:300]), "broken")
        self.assertEqual(self.refused(b"%PDF-1.7\n" + b"x" * 500), "broken")
        self.assertEqual(self.refused(photo(self.page)[:30]), "broken")
        self.assertEqual(self.refused(b"PK\x03\x04 a spreadsheet"), "kind")
        self.assertEqual(self.refused(b""), "empty")

    def test_a_page_as_large_as_a_house_is_still_read(self):
        size = (14_000, 14_000)
        self.assertEqual(texts(printed([None], size=size)), [[]])
