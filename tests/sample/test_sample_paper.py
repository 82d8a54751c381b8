"""Label, approval form, register: what is printed and what becomes of the paper."""

import json
from datetime import date
from io import BytesIO
from urllib.parse import quote

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import SampleCase


@tagged("post_install", "-at_install")
class TestSamplePaper(HttpCase, SampleCase):
    def setUp(self):
        super().setUp()
        self.sample = self.make_sample(subject="Navy", quantity="3 pcs")
        self.entry = self.send(self.sample, self.company._gendan_today(), carrier="SF", tracking="SF139")

    def html(self, report, records):
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(f"gendan_followup.{report}", records.ids)
        return content.decode()

    def test_the_label_says_what_it_is_in_the_customers_language_with_a_qr_code(self):
        html = self.html("action_report_sample_label", self.entry)
        for text in (self.sample.name, ">A<", "Proof (test)", "Navy", "Maili Foods", "Pieces: 3 pcs", "data:image/png"):
            self.assertIn(text, html)
        with self.assertRaisesRegex(UserError, "no round yet"):
            self.make_sample().action_gendan_label()

    def test_a_kept_samples_label_says_where_and_until_when(self):
        self.company.partner_id.lang = "en_US"
        kept = self.env["gendan.sample.kept"].create(
            {"sample_id": self.sample.id, "place": "B-07", "valid_until": date(2027, 3, 1), "kept_since": "2026-11-01"}
        )
        html = self.html("action_report_sample_kept_label", kept)
        for text in (kept.name, "Sealed sample", "Place: B-07", "Valid until: "):
            self.assertIn(text, html)

    def test_the_form_is_one_paper_that_is_awaited_back(self):
        action = self.sample.action_gendan_approval_form()
        self.sample.action_gendan_approval_form()
        papers = self.env["gendan.document"].search(
            [("res_model", "=", self.entry._name), ("res_id", "=", self.entry.id)]
        )
        self.assertEqual(len(papers), 1)
        self.assertEqual((papers.kind, papers.must_return, papers.version), ("sample_approval", True, 1))
        self.assertEqual(action["context"]["active_ids"], papers.ids)
        html = self.html("action_report_sample_approval", papers)
        for text in (papers.name, papers.qr_reference, "Round A", "Approved with comments", "Maili Foods"):
            self.assertIn(text, html)
        self.judge(self.entry, "rejected", source="paper", evidence="Fax 2 Nov")
        self.assertEqual((papers.state, papers.returned_how), ("returned", "original"))
        second = self.send(self.sample, self.company._gendan_today())
        self.sample.action_gendan_approval_form()
        paper = self.env["gendan.document"].search([("res_id", "=", second.id), ("res_model", "=", second._name)])
        self.assertIn("Navy is too red", self.html("action_report_sample_approval", paper))
        paper._gendan_issue("courier")
        self.judge(second)
        self.assertEqual((paper.must_return, paper.state), (False, "issued"), "answered by chat: not awaited any more")

    def test_the_form_says_by_which_version_of_the_order_it_was_made(self):
        self.company.gendan_lock_orders = True
        self.company.partner_id.lang = self.customer.lang = "en_US"
        order = self.confirm_order()
        entry = self.send(self.make_sample(order))
        order._gendan_through_lock().order_line.product_uom_qty = 60000
        order._gendan_freeze_version()
        self.assertEqual(order.gendan_version, 2)
        later = self.send(self.make_sample(order), order_version=9)
        # of what there was before versions nobody knows it
        self.assertFalse(entry._fields["order_version"].compute)
        for sent, number in ((entry, 1), (later, 2)):
            sent.sample_id.action_gendan_approval_form()
            paper = self.env["gendan.document"].search([("res_model", "=", sent._name), ("res_id", "=", sent.id)])
            html = self.html("action_report_sample_approval", paper)
            self.assertIn(f"{order.name}, version {number}", html)
            self.assertIn(f"Prepared by</span>: <span>{self.clerk.name}", html)

    def test_another_clerk_prints_no_form_of_it(self):
        with self.assertRaises(AccessError):
            self.entry.with_user(self.other_clerk).action_gendan_approval_form()
        with self.assertRaises(AccessError):
            self.entry.with_user(self.quality_user).action_gendan_approval_form()

    # === register ===

    def rows(self, response):
        self.assertEqual(response.status_code, 200)
        return list(load_workbook(BytesIO(response.content)).active.values)

    def test_the_register_is_a_workbook_of_what_the_list_shows(self):
        self.judge(self.entry, "rejected", reasons="=1+1 too red")
        self.send(self.sample, self.company._gendan_today())
        action = (
            self.env["gendan.sample.round"]
            .with_user(self.clerk)
            .with_context(active_domain=[("sample_id", "=", self.sample.id)])
            .action_gendan_register_xlsx()
        )
        self.authenticate("t_clerk", "t_clerkx")
        rows = self.rows(self.url_open(action["url"]))
        self.assertEqual(len(rows), 3)
        head = dict(zip(rows[0], rows[2], strict=True))
        self.assertEqual((head["Sample"], head["Round"], head["Verdict"]), (self.sample.name, "A", "Rejected"))
        self.assertEqual(head["Comments, Reasons"], "=1+1 too red")
        self.assertEqual(head["Sent on"].date(), self.company._gendan_today())
        chosen = self.entry.with_user(self.clerk).action_gendan_register_xlsx()
        self.assertEqual(len(self.rows(self.url_open(chosen["url"]))), 2)

    def test_the_register_holds_ones_own_customers_only(self):
        self.authenticate("t_other", "t_otherx")
        domain = quote(json.dumps([["sample_id", "=", self.sample.id]]))
        self.assertEqual(len(self.rows(self.url_open(f"/gendan/samples/xlsx?domain={domain}"))), 1)
