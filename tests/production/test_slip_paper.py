"""The printed slip: a sheet a department, a paper of the house's own."""

from freezegun import freeze_time
from lxml import etree

from odoo.tests import tagged

from tests.document.piles import pictures, printed, scanned, signed

from ..common import MONDAY
from .outside_common import OutsideCase
from .slip_common import SlipCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSlipPaper(SlipCase):
    def papers(self, slip):
        return self.env["gendan.document"].search([("res_model", "=", "gendan.slip"), ("res_id", "=", slip.id)])

    def html(self, slip, user, **data):
        self.env.flush_all()
        render = self.env["ir.actions.report"].with_user(user)._render_qweb_html
        return str(render("gendan_followup.report_slip", slip.ids, data=data)[0], "utf-8")

    def test_each_department_gets_its_copy_printed_again_it_is_the_same(self):
        slip = self.issue()
        slip.action_print()
        papers = self.papers(slip)
        self.assertEqual(set(papers.mapped("copy_name")), {"Quality (test)", "Planning (test)"})
        slip.with_user(self.pmc).action_print()
        self.assertEqual(self.papers(slip), papers)
        html = self.html(slip, self.pmc)
        for paper in papers:
            self.assertIn(paper.qr_reference, html)
        self.assertIn("When can it be made?", html)
        self.assertEqual(html.count('class="article"'), 2)
        only = self.html(slip, self.clerk, gendan_copy=papers[0].id)
        self.assertIn(papers[0].qr_reference, only)
        self.assertNotIn(papers[1].qr_reference, only)

    def test_the_paper_is_the_houses_and_no_customer_sees_it(self):
        slip = self.issue()
        slip.action_print()
        papers = self.papers(slip)
        self.assertEqual(papers.partner_id, self.company.partner_id)
        self.assertEqual(papers.clerk_id, self.clerk)
        found = {
            user: bool(self.env["gendan.document"].with_user(user).search([("id", "in", papers.ids)]))
            for user in (self.clerk, self.supervisor, self.other_clerk, self.portal_user)
        }
        self.assertEqual(list(found.values()), [True, True, False, False])

    def test_asked_again_the_old_sheet_is_void_and_the_next_has_the_next_version(self):
        slip = self.issue()
        slip.action_print()
        old = self.papers(slip)
        self.line(slip, self.quality)._gendan_answer("Soon")
        self.line(slip, self.quality, self.clerk)._gendan_ask_again("Which day?")
        self.assertEqual(old.filtered("voided_at").copy_name, "Quality (test)")
        slip.action_print()
        fresh = self.papers(slip) - old
        self.assertEqual((fresh.copy_name, fresh.version), ("Quality (test)", 2))
        self.assertIn("Which day?", self.html(slip, self.clerk))
        slip._gendan_cancel("Over")
        self.assertTrue(all(paper.voided_at for paper in self.papers(slip)))
        self.assertIn("VOID", self.html(slip, self.clerk))

    def test_a_draft_prints_without_a_number(self):
        slip = self.make_slip()
        self.assertIn("Draft", self.html(slip, self.clerk))
        self.assertFalse(self.papers(slip))

    def test_a_sheet_that_comes_back_filled_in_is_filed_by_its_code(self):
        slip = self.issue()
        slip.action_print()
        papers = self.papers(slip)
        pages = [signed(page) for page in pictures(printed(papers.mapped("qr_reference")))]
        uploads = self.env["ir.attachment"].with_user(self.clerk).create(
            [{"name": "slips.pdf", "raw": scanned(pages), "res_model": "gendan.filing"}]
        )
        result = self.env["gendan.filing"].with_user(self.clerk).gendan_drop(uploads.ids, None)
        filing = self.env["gendan.filing"].browse(result["id"])
        self.assertEqual(filing.page_ids.sorted("id").document_id, papers)
        self.assertEqual(set(filing.page_ids.mapped("state")), {"filed"})
        for paper in papers:
            self.assertEqual((paper.state, len(paper.scan_ids)), ("returned", 1))
            self.assertEqual((paper.scan_ids.res_model, paper.scan_ids.res_id), (paper._name, paper.id))
        self.assertFalse(
            self.env["ir.attachment"].with_user(self.portal_user).search([("id", "in", papers.scan_ids.ids)])
        )

    def test_on_the_phone_a_department_answers_on_its_card(self):
        view = self.env["gendan.slip"].with_user(self.pmc).get_view(view_type="form")
        card = etree.fromstring(view["arch"]).find(".//field[@name='line_ids']/kanban")
        buttons = {button.get("name") for button in card.iter("button")}
        self.assertLessEqual({"action_acknowledge", "action_answer", "action_finish", "action_again"}, buttons)
        needed = {"is_mine", "can_note", "state", "slip_state"}
        self.assertLessEqual(needed, {field.get("name") for field in card.iter("field")})


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestOutsidePaper(OutsideCase):
    def test_the_processors_signed_copy_is_filed_by_its_code(self):
        outside = self.outside()
        outside.action_print()
        paper = self.env["gendan.document"].search([("outside_id", "=", outside.id), ("must_return", "=", True)])
        paper._gendan_issue("hand")
        self.assertEqual(paper.state, "awaited")
        pages = [signed(page) for page in pictures(printed(paper.mapped("qr_reference")))]
        uploads = self.env["ir.attachment"].with_user(self.clerk).create(
            [{"name": "signed.pdf", "raw": scanned(pages), "res_model": "gendan.filing"}]
        )
        self.env["gendan.filing"].with_user(self.clerk).gendan_drop(uploads.ids, "driver")
        self.assertEqual((paper.state, paper.returned_how, len(paper.scan_ids)), ("returned", "driver", 1))
