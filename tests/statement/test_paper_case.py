"""Collection: what cheques and acceptances say of an instalment."""

from datetime import date

from freezegun import freeze_time

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

    def test_a_booked_paper_that_bounces_brings_the_debt_back_to_whoever_collects(self):
        """Cheque in, booked, instalment settled, bank line matched, bounced: the same case, with its to-do."""
        invoice = self.owe(100)
        self.sweep(date(2026, 11, 1))
        case = self.case_of(invoice)
        self.say(case, "promised", date(2026, 11, 2), day=date(2026, 11, 6))
        paper = self.paper(100, invoice)
        with freeze_time("2026-11-03 04:00:00"):
            paper.action_book()
        self.sweep(date(2026, 11, 4))
        self.assertEqual((case.state, case.residual, case.answer_ids.outcome), ("closed", 0, "kept"))
        self.assertFalse(self.todos_of(case))
        self.assertOwes(0, 100)
        with freeze_time("2026-11-05 04:00:00"):
            self.match(self.bank_line(100, date(2026, 11, 5)), paper._gendan_outstanding())
        self.assertEqual(paper.state, "cleared")
        self.assertOwes(0, 0)
        with freeze_time("2026-11-09 04:00:00"):
            self.step(paper, "bounced", date(2026, 11, 9), reason="funds")
        self.sweep(date(2026, 11, 10))
        self.assertEqual(self.case_of(invoice), case)
        self.assertEqual((case.state, case.residual, case.reopened_count), ("open", 100, 1))
        self.assertEqual((case.reason, case.situation, case.broken_count), ("broken", "broken", 1))
        self.assertEqual(self.open_kinds(case), ["collect_broken"])
        self.assertIn(("reopened", paper.display_name), self.reasons(invoice))
        self.assertOwes(100, 0)
        # a transfer instead settles it, and the paper is done with
        with freeze_time("2026-11-11 04:00:00"):
            self.collect(invoice, date(2026, 11, 11))
            paper.with_user(self.accountant).action_settled()
        self.sweep(date(2026, 11, 12))
        self.assertEqual((case.state, case.broken_count), ("closed", 1))
        self.assertFalse(self.todos_of(case) | self.Todo.search([("res_model", "=", paper._name), ("open", "=", True)]))

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
