"""Stacks of notes as they come back: printed here, then scanned askew, turned, faxed, photographed. No Odoo."""

import io
import random

import pypdfium2
import qrcode
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


def printed(references, size=A4, lines=18, password=None):
    """A PDF as it is printed: one page a reference, its QR code in the upper right corner, and text.

    :param references: texts of the codes, None for a page without
    """
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, encrypt=password)
    width, height = size
    for reference in references:
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(50, height - 60, "DELIVERY NOTE")
        if reference:
            picture = qrcode.make(reference, error_correction=qrcode.ERROR_CORRECT_M, border=2).get_image()
            canvas.drawImage(ImageReader(picture), width - 120, height - 110, 64, 64)  # 22 mm
            canvas.setFont("Helvetica", 9)
            canvas.drawString(width - 120, height - 122, reference)
        canvas.setFont("Helvetica", 10)
        for line in range(lines):
            canvas.drawString(50, height - 140 - 16 * line, f"{line + 1}  Pouch 180 x 260 mm   12,000 pcs")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def pictures(pdf, dpi=150):
    """Its pages as grey pictures."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]
    finally:
        document.close()


def signed(picture):
    """With a line drawn over it, as a pen does."""
    pen = ImageDraw.Draw(picture)
    width, height = picture.size
    pen.line([(width * 0.2, height * 0.9), (width * 0.3, height * 0.86), (width * 0.45, height * 0.92)], width=4)
    return picture


def askew(picture, degrees):
    """Turned by so much, clockwise, as the feeder takes it."""
    return picture.rotate(-degrees, expand=True, fillcolor=255, resample=Image.BICUBIC)


def dusty(picture, share=0.01, seed=1):
    """With specks, black and white."""
    chance = random.Random(seed)
    pixels = picture.load()
    width, height = picture.size
    for _speck in range(int(width * height * share)):
        pixels[chance.randrange(width), chance.randrange(height)] = chance.choice((0, 255))
    return picture


def faxed(picture):
    """Black and white in a fax machine's fine resolution, 204 x 196 dots, and back to 150."""
    width, height = picture.size
    wire = picture.resize((round(width * 204 / 150), round(height * 196 / 150)))
    wire = wire.point(lambda grey: 255 if grey > 140 else 0)
    return wire.resize((width, height))


def two_up(upper, lower):
    """Two A5 pages that were laid on the glass together."""
    width = max(upper.width, lower.width)
    page = Image.new("L", (width, upper.height + lower.height), 255)
    page.paste(upper, (0, 0))
    page.paste(lower, (0, upper.height))
    return page


def scanned(pages, dpi=150):
    """A PDF of pictures, as a scanner makes it."""
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", resolution=dpi, save_all=True, append_images=pages[1:])
    return stream.getvalue()


def photo(picture, turn=None):
    """A JPEG from a phone; `turn` is the EXIF orientation that says how it was held."""
    stream = io.BytesIO()
    exif = Image.Exif()
    if turn:
        exif[0x0112] = turn
    picture.convert("RGB").save(stream, "JPEG", quality=60, exif=exif)
    return stream.getvalue()


A5_WIDE = landscape(A5)
