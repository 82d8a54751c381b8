"""The 8D report as the customer opens it: the words of the PDF, and nothing of what is internal."""

import base64
import io
import re
import shutil
import subprocess
from datetime import date
from unittest import SkipTest

from PIL import Image

from odoo import Command
from odoo.tests import tagged

from .test_watch_8d import FullCase

LINE = "The thermostat was read by hand on each shift and compared with the display.\n"


@tagged("post_install", "-at_install")
class Test8DPdf(FullCase):
    """One rendering, looked at from several sides: each takes seconds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        reports = cls.env["ir.actions.report"]
        if reports.get_wkhtmltopdf_state() not in ("ok", "workers") or not shutil.which("pdftotext"):
            raise SkipTest("wkhtmltopdf or pdftotext is missing")
        cls.complaint = cls.complain(customer_ref="QN-77")
        photos = [
            Command.create({"name": f"{number}.jpg", "raw": cls.picture(number), "mimetype": "image/jpeg"})
            for number in range(20)
        ]
        cls.complaint.sudo().write(
            {
                "description": LINE * 30,
                "internal_note": "NOTE-INSIDE",
                "photo_ids": photos,
                "contained_text": LINE * 60,
                "cause_text": LINE * 60 + "LAST WORD OF THE CAUSE",
                "evidence_ids": [
                    Command.create({"name": "Log of the night", "is_internal": False}),
                    Command.create({"name": "EVIDENCE-INSIDE", "text": "TEXT-INSIDE"}),
                ],
                "why_ids": [
                    Command.create({"question": "Why cold?", "answer": "Not checked", "is_root": True}),
                    Command.create({"question": "QUESTION-INSIDE", "answer": "WHY-INSIDE", "is_internal": True}),
                ],
                "action_ids": [
                    Command.create(cls.act("New thermostat", department_id=cls.quality.id, result="RESULT-INSIDE")),
                    Command.create(cls.act("ACTION-INSIDE", is_internal=True)),
                ],
            }
        )
        cls.bring_to(cls.complaint, "findings")
        cls.complaint.sudo().findings = "FINDINGS-INSIDE"
        paper, file = cls.complaint.with_context(force_report_rendering=True)._gendan_make_8d()
        cls.paper, cls.pdf = paper, base64.b64decode(file.datas)
        cls.text = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=cls.pdf, capture_output=True, check=True
        ).stdout.decode()

    @classmethod
    def act(cls, name, **values):
        return {"name": name, "owner_id": cls.quality_user.id, "due": date(2026, 12, 1), **values}

    @classmethod
    def picture(cls, number):
        data = io.BytesIO()
        Image.new("RGB", (800, 600), (number * 10, 90, 200 - number * 10)).save(data, "JPEG")
        return data.getvalue()

    def test_what_is_internal_is_not_in_the_file(self):
        for word in ("-INSIDE", self.quality.name, self.quality_user.name, self.cause.name):
            self.assertNotIn(word, self.text)
        for figure in ("192", "4.8"):
            self.assertNoFigure(figure, self.text)
        self.assertNotIn(b"-INSIDE", self.pdf)

    def test_all_of_the_customer_s_parts_are_in_it(self):
        words = ("QN-77", "Log of the night", "Not checked", "New thermostat", "LAST WORD OF THE CAUSE", "Seal tears")
        for word in (*words, self.paper.qr_reference, self.customer.name):
            self.assertIn(word, self.text)
        self.assertEqual(self.text.count(LINE.strip()), 150)
        self.assertNotIn("DRAFT", self.text)

    def test_long_texts_and_twenty_photos_go_over_numbered_pages(self):
        pages = [page for page in self.text.split("\f") if page.strip()]
        self.assertGreaterEqual(len(pages), 4)
        for number, page in enumerate(pages, start=1):
            self.assertIn(f"{number}/{len(pages)}", page.replace(" ", ""))
            self.assertGreater(len(page.split()), 8, f"page {number} is empty")
        self.assertGreaterEqual(len(re.findall(rb"/Subtype\s*/Image", self.pdf)), 20)
