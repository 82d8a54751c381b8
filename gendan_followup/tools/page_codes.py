"""Reads the codes on scanned pages and takes a pile of them apart: PDF, or pictures from a phone or a fax server.

A pile is opened once; its pages are then read one by one, so that whoever has 300 of them can stop and go on.
Positions on a page are shares of its width and height as it is seen, from the upper left corner.
"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import TracebackType

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from PIL import (
    BmpImagePlugin,
    Image,
    ImageFilter,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
)

# PDFium keeps state of the whole process: one thread at a time.
_PDFIUM = threading.RLock()
_PASSWORD = 4  # FPDF_ERR_PASSWORD

# Dots per inch: what a scanner or fax gives; then thin codes in large pictures.
_FIRST_LOOK = 150
_CLOSE_LOOK = 300
_MOST_PIXELS = 24_000_000
_CUT_DPI = 200
# Dots of a picture, so many that an A3 page at 600 dpi is read: decoded, more of them would fill the memory.
_MOST_DOTS = 90_000_000
# What the first box of such a file is called: HEIC and AVIF, which Pillow does not read, or not everywhere.
_HEIC = re.compile(rb"^.{4}ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1|avi[fs])", re.S)
_PDF = re.compile(rb"%PDF-\d")
# Named, so that no other of Pillow's readers is tried on what strangers send; imported, as Odoo stops it from looking.
_PICTURES = tuple(
    plugin.format
    for plugin in (
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        TiffImagePlugin.TiffImageFile,
        BmpImagePlugin.BmpImageFile,
    )
)
# Of a page as we printed it: letters on it, and no picture that covers it.
_LETTERS = 20
_COVERED = 0.5

Box = tuple[float, float, float, float]
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


class PileError(Exception):
    """The file cannot be read; nothing of it was. Whoever uploads it is told why.

    `code`: "broken", "password", "heic" (a phone's own kind of picture), "kind" (neither PDF nor picture), "big" (a
    picture of too many dots), "empty".
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Mark:
    """One code on a page: what it says, where its centre is, and how to turn the page to make it upright.

    `turn`: degrees clockwise, 0, 90, 180 or 270.
    """

    text: str
    x: float
    y: float
    turn: int


@dataclass(frozen=True, slots=True)
class Part:
    """What of a page belongs to one code: all of it, or its half or quarter when several were scanned side by side."""

    text: str
    box: Box
    turn: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page that was read. `printed`: letters, not a scan; so nobody has signed it by hand."""

    index: int
    parts: tuple[Part, ...]
    printed: bool


class Pile:
    """The pages of one file. Use it in a `with` statement.

    Raises PileError when the file cannot be opened.
    """

    def __init__(self, content: bytes) -> None:
        self._pdf: pypdfium2.PdfDocument | None = None
        self._picture: Image.Image | None = None
        if _PDF.search(content[:1024]):
            self._open_pdf(content)
        else:
            self._open_picture(content)

    def __enter__(self) -> Pile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pdf is not None:
            with _PDFIUM:
                self._pdf.close()
        if self._picture is not None:
            self._picture.close()

    def __len__(self) -> int:
        return self._count

    def _open_pdf(self, content: bytes) -> None:
        with _PDFIUM:
            try:
                self._pdf = pypdfium2.PdfDocument(content)
                self._count = len(self._pdf)
            except pypdfium2.PdfiumError as error:
                code = "password" if getattr(error, "err_code", None) == _PASSWORD else "broken"
                raise PileError(code) from error
        if not self._count:
            raise PileError("empty")

    def _open_picture(self, content: bytes) -> None:
        if not content:
            raise PileError("empty")
        if _HEIC.match(content[:12]):
            raise PileError("heic")
        try:
            self._picture = Image.open(io.BytesIO(content), formats=_PICTURES)
            # fax servers send many pages in one TIFF; a phone's second picture in a JPEG is no page
            self._count = self._picture.n_frames if self._picture.format == "TIFF" else 1
            self._check_dots()
            self._picture.load()
        except UnidentifiedImageError as error:
            raise PileError("kind") from error
        except Image.DecompressionBombError as error:
            raise PileError("big") from error
        except (OSError, ValueError, SyntaxError) as error:
            raise PileError("broken") from error

    def _check_dots(self) -> None:
        """Before a picture is decoded: each frame of a TIFF has a size of its own."""
        width, height = self._picture.size
        if width * height > _MOST_DOTS:
            raise PileError("big")

    # --- reading

    def read(self, index: int, wanted: re.Pattern[str]) -> Sheet:
        """Find the wanted codes on one page, in any of its four positions and somewhat askew.

        Other people's codes on the page are passed over.

        :raise PileError: "broken", this page cannot be drawn
        """
        picture = self._draw(index, _FIRST_LOOK, "L")
        marks = _marks(picture, wanted)
        if not marks:
            # dust and torn dots of a bad fax
            marks = _marks(picture.filter(ImageFilter.MedianFilter(3)), wanted)
        if not marks:
            picture = self._draw(index, _CLOSE_LOOK, "L")
            marks = _marks(picture, wanted)
        wide = picture.width > picture.height
        return Sheet(index, _parts(marks, wide=wide), bool(marks) and self._is_printed(index))

    def thumbnail(
        self, index: int, *, turn: int = 0, box: Box = WHOLE, width: int = 900, mode: str = "L"
    ) -> bytes:
        """A JPEG of the page or a part of it, to be looked at; `mode` "L" is grey, "RGB" in colours.

        :raise PileError: "broken", this page cannot be drawn
        """
        picture = _cut(self._draw(index, 110 if width <= 900 else 150, mode), box, turn)
        picture.thumbnail((width, width * 2))
        return _jpeg(picture, 70)

    def _draw(self, index: int, dpi: int, mode: str) -> Image.Image:
        try:
            return self._draw_pdf(index, dpi, mode) if self._pdf is not None else self._draw_frame(index, dpi, mode)
        except (pypdfium2.PdfiumError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise PileError("broken") from error

    def _draw_pdf(self, index: int, dpi: int, mode: str) -> Image.Image:
        with _PDFIUM:
            page = self._pdf[index]
            try:
                width, height = page.get_size()
                scale = dpi / 72
                if width * height * scale * scale > _MOST_PIXELS:
                    scale = (_MOST_PIXELS / (width * height)) ** 0.5
                bitmap = page.render(scale=scale, grayscale=mode == "L")
                try:
                    return bitmap.to_pil().convert(mode)
                finally:
                    bitmap.close()
            finally:
                page.close()

    def _draw_frame(self, index: int, dpi: int, mode: str) -> Image.Image:
        if self._count > 1:
            self._picture.seek(index)
            self._check_dots()
        picture = ImageOps.exif_transpose(self._picture).convert(mode)
        # a photo has no inches: taken as that of an A4 page
        longest = round(11.7 * dpi)
        across, down = _resolution(self._picture)
        if across != down:
            # a fax has twice as many dots across as down
            most = max(across, down)
            picture = picture.resize((round(picture.width * most / across), round(picture.height * most / down)))
        if max(picture.size) > longest:
            picture.thumbnail((longest, longest))
        return picture

    def _is_printed(self, index: int) -> bool:
        if self._pdf is None:
            return False
        with _PDFIUM:
            page = self._pdf[index]
            try:
                letters = page.get_textpage()
                try:
                    if letters.count_chars() < _LETTERS:
                        return False
                finally:
                    letters.close()
                width, height = page.get_size()
                for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
                    left, bottom, right, top = picture.get_bounds()
                    if abs(right - left) * abs(top - bottom) > _COVERED * width * height:
                        return False
                return True
            finally:
                page.close()

    # --- taking apart

    def add_to(self, binder: Binder, index: int, *, turn: int = 0, box: Box = WHOLE) -> None:
        """Put one page, upright, or a part of it into the PDF that a binder makes.

        A whole page of a PDF stays as it is; of a page that was cut nothing else is in the new file.

        :raise PileError: "broken", this page cannot be drawn
        """
        if self._pdf is not None and box == WHOLE:
            binder.add_page(self._pdf, index, turn)
        else:
            binder.add_picture(_cut(self._draw(index, _CUT_DPI, "RGB"), box, turn))


class Binder:
    """Makes one PDF of pages from several piles."""

    def __init__(self) -> None:
        with _PDFIUM:
            self._pdf = pypdfium2.PdfDocument.new()

    def add_page(self, source: pypdfium2.PdfDocument, index: int, turn: int) -> None:
        """One page of another PDF, turned clockwise."""
        with _PDFIUM:
            try:
                self._pdf.import_pages(source, [index])
                page = self._pdf[len(self._pdf) - 1]
            except pypdfium2.PdfiumError as error:
                raise PileError("broken") from error
            page.set_rotation((page.get_rotation() + turn) % 360)
            page.close()

    def add_picture(self, picture: Image.Image) -> None:
        """A page of one picture."""
        with _PDFIUM:
            width, height = (size * 72 / _CUT_DPI for size in picture.size)
            page = self._pdf.new_page(width, height)
            image = pypdfium2.PdfImage.new(self._pdf)
            image.load_jpeg(io.BytesIO(_jpeg(picture, 82)), inline=True)
            image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
            page.insert_obj(image)
            page.gen_content()
            page.close()

    def content(self) -> bytes:
        """The PDF; the binder is used up."""
        with _PDFIUM:
            stream = io.BytesIO()
            self._pdf.save(stream)
            self._pdf.close()
            return stream.getvalue()


def _marks(picture: Image.Image, wanted: re.Pattern[str]) -> list[Mark]:
    marks = []
    for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode):
        if not wanted.search(code.text.upper()):
            continue
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        marks.append(
            Mark(
                code.text,
                sum(corner.x for corner in corners) / 4 / picture.width,
                sum(corner.y for corner in corners) / 4 / picture.height,
                round(-code.orientation / 90) * 90 % 360,
            )
        )
    return marks


# columns x rows in which pages are scanned together: two across the longer side first
_GRIDS = ((1, 2), (2, 1), (1, 3), (3, 1), (2, 2))


def _parts(marks: Sequence[Mark], *, wide: bool) -> tuple[Part, ...]:
    """What of the page belongs to which code: each to its own cell of the smallest grid that keeps them apart."""
    first: dict[str, Mark] = {}
    for mark in sorted(marks, key=lambda mark: (mark.y, mark.x)):
        first.setdefault(mark.text, mark)
    if len(first) > 1:
        grids: Iterable[tuple[int, int]] = _GRIDS
        if wide:
            grids = ((rows, columns) for columns, rows in _GRIDS)
        for columns, rows in grids:
            if columns * rows < len(first):
                continue
            cells = {
                text: (min(int(mark.x * columns), columns - 1), min(int(mark.y * rows), rows - 1))
                for text, mark in first.items()
            }
            if len(set(cells.values())) == len(first):
                return tuple(
                    Part(
                        text,
                        (column / columns, row / rows, (column + 1) / columns, (row + 1) / rows),
                        first[text].turn,
                    )
                    for text, (column, row) in cells.items()
                )
    return tuple(Part(text, WHOLE, mark.turn) for text, mark in first.items())


def _cut(picture: Image.Image, box: Box, turn: int) -> Image.Image:
    if box != WHOLE:
        left, top, right, bottom = box
        width, height = picture.size
        picture = picture.crop((round(left * width), round(top * height), round(right * width), round(bottom * height)))
    return picture.rotate(-turn, expand=True) if turn else picture


def _resolution(picture: Image.Image) -> tuple[float, float]:
    """Dots per inch across and down, 1 and 1 when the picture does not say or says nonsense."""
    try:
        across, down = (float(dots) for dots in picture.info.get("dpi", (1, 1)))
    except (TypeError, ValueError, ZeroDivisionError):
        return 1.0, 1.0
    if across <= 0 or down <= 0 or not 1 / 3 < across / down < 3:
        return 1.0, 1.0
    return across, down


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    return stream.getvalue()
