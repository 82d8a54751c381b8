"""Collection: what cheques and acceptances say of an instalment."""

from datetime import date

from odoo.tests import tagged

from .collect_common import CollectCase
from .paper_common import PaperCase


@tagged("post_install", "-at_install")
class TestPaperCase(PaperCase, CollectCase):
    def test_a_paper_explains_and_a_bounced_one_opens_again(self):
        invoice, other = self.owe(100), self.owe(100)
        paper = self.paper(60, invoice, bank="A", received_on=date(2026, 11, 1))
        self.sweep(date(2026, 11, 3))
        self.assertEqual(self.reasons(invoice), [("cheque", paper.display_name)])
        self.assertFalse(self.reasons(other))
        paper.action_book()
        self.step(paper, "deposited", date(2026, 11, 4))
        self.step(paper, "bounced", date(2026, 11, 5), reason="funds")
        self.sweep(date(2026, 11, 6))
        self.assertIn(("reopened", paper.display_name), self.reasons(invoice))
        paper.action_settled()
        self.assertFalse(self.reasons(invoice))

    def test_a_paper_of_no_invoice_explains_them_all_until_it_is_booked(self):
        invoice = self.owe(100)
        paper = self.paper(60, received_on=date(2026, 11, 1))
        self.sweep(date(2026, 11, 3))
        self.assertEqual([code for code, _text in self.reasons(invoice)], ["cheque"])
        paper.action_book()
        self.assertFalse(self.reasons(invoice))

    def reasons(self, invoice):
        """(code, paper) of the reasons of an invoice's case that name a paper."""
        case = self.case_of(invoice)
        papers = self.env["gendan.payment.paper"].search([])
        return [
            (reason.code, paper.display_name)
            for reason in case._gendan_explained()[case]
            for paper in papers
            if paper.display_name in reason.text
        ]
