"""Filing a stack of scanned papers: pages a second, from the drop to the last page filed."""

import io
from datetime import datetime
from unittest import mock

import qrcode
from PIL import Image, ImageDraw

from bench.data import customers
from bench.measure import timed, transaction

# A4 at 150 dots an inch
SHEET = (1240, 1754)
# one page in so many is a sheet whose code cannot be read: three looks at it, and then the tray
UNREADABLE = 20


class Stack:
    """Papers that went out, and what the scanner makes of them when they are back.

    :param name: database
    :param number: pages
    """

    def __init__(self, name, number):
        self.name = name
        self.number = number

    def turn(self, told=lambda pages: None):
        """Seconds of reading and filing one stack, as the scheduled action does it, each commit included.

        :param told: called with the number of pages dealt with at each commit
        :return: ``bench.figures.Spent``
        """
        with transaction(self.name) as env:
            papers = env["gendan.document"].create(
                [
                    {"partner_id": customers(env)[0].id, "kind": "delivery_note", "must_return": True}
                    for _page in range(self.number)
                ]
            )
            papers._gendan_issue("hand")
            upload = env["ir.attachment"].create(
                {"name": f"{datetime.now()}.pdf", "raw": scan(papers.mapped("qr_reference"))}
            )
            filing = env["gendan.filing"].browse(env["gendan.filing"].gendan_drop(upload.ids)["id"])
            filing_id = filing.id
        spent = timed(lambda: self._work(told))
        with transaction(self.name) as env:
            filing = env["gendan.filing"].browse(filing_id)
            expected = len(range(0, self.number, UNREADABLE))
            if (filing.tray_count, filing.filed_count) != (expected, self.number - expected):
                raise AssertionError(f"{filing.filed_count} filed, {filing.tray_count} in the tray")
        return spent

    def _work(self, told):
        with transaction(self.name) as env:
            cron = type(env["ir.cron"])
            commit, done = cron._commit_progress, [0]

            def counted(records, processed=0, **kwargs):
                done[0] += processed
                told(done[0])
                return commit(records, processed, **kwargs)

            with mock.patch.object(cron, "_commit_progress", counted):
                env["gendan.filing"]._cron_gendan_filing()


def scan(references):
    """A PDF of grey pictures: a code, lines of print, a signature; some with the code torn off."""
    sheets = []
    for place, reference in enumerate(references):
        sheet = Image.new("L", SHEET, 250)
        pen = ImageDraw.Draw(sheet)
        for line in range(30):
            pen.text((90, 300 + 40 * line), f"{line + 1}  {reference}  12,000 pieces of what was ordered " * 2, fill=40)
        pen.line([(200, 1600), (330, 1540), (520, 1630)], fill=60, width=4)
        if place % UNREADABLE:
            code = qrcode.make(reference, error_correction=qrcode.ERROR_CORRECT_M, border=2).get_image()
            sheet.paste(code.convert("L").resize((140, 140)), (1020, 80))
        sheets.append(sheet.rotate(place % 4 * 90, expand=True))
    stream = io.BytesIO()
    sheets[0].save(stream, "PDF", resolution=150, save_all=True, append_images=sheets[1:])
    return stream.getvalue()
