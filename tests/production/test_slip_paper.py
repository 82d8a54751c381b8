"""The printed slip: a sheet a department, a paper of the house's own."""

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import MONDAY
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
