from odoo.tests import tagged

from tests.document.piles import askew, dusty, faxed, pictures, printed, scanned, signed
from tests.document.test_filing import FilingCase

from .tours_common import TourCase

FLOOR = "gendan_followup.action_report_floor_papers"


@tagged("post_install", "-at_install")
class TestFilingTour(FilingCase, TourCase):
    """Ten papers come back from the copier in one file; nine file themselves, the tenth takes three keystrokes."""

    def test_a_stack_of_ten_in_one_drop(self):
        order = self.make_order()
        papers = self.make_papers(10, kind="process_card", order_id=order.id)
        pdf = self.print(papers)
        sheets = [signed(sheet) for sheet in pictures(pdf)]
        self.assertEqual(len(sheets), 10)
        # as a feeder takes them and a fax makes them
        sheets[1] = askew(sheets[1], 180)
        sheets[2] = faxed(sheets[2])
        sheets[3] = askew(sheets[3], 5)
        sheets[4] = dusty(askew(sheets[4], -4))
        sheets[5] = faxed(askew(sheets[5], 90))
        sheets[6] = dusty(sheets[6], 0.02)
        sheets[7] = askew(sheets[7], 270)
        # a coffee cup stood on it
        sheets[8].paste(0, (sheets[8].width // 2, 0, sheets[8].width, sheets[8].height // 3))
        papers[8].name = "P2026-99842"
        self.upload(scanned(sheets), name="ten notes.pdf")

        self.start_tour("/odoo/gendan-papers", "gendan_followup_filing", login=self.clerk.login)

        self.assertEqual(set(papers.mapped("state")), {"returned"})
        self.assertEqual(papers.mapped("returned_how"), ["scan"] * 10)
        self.assertEqual([len(paper.scan_ids) for paper in papers], [1] * 10)

    def print(self, papers):
        """The PDF of these papers, by Odoo where it can render, else a plain one with the same codes."""
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        if reports.get_wkhtmltopdf_state() != "ok":
            return printed(papers.mapped("qr_reference"))
        with self.allow_pdf_render():
            return reports._render_qweb_pdf(FLOOR, papers.ids)[0]
