"""Whether it worked, and what the customer reads of it."""

import re
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ComplaintCase

CLOSED = "2026-11-23 02:00:00"


class FullCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        with freeze_time("2026-11-20 02:00:00"):
            super().setUpClass()
        cls.company.write({"gendan_watch_shipments": 2, "gendan_watch_days": 5})

    def closed(self, **values):
        return self.bring_to(self.complain(**values), "closed")

    def look(self):
        """One run; the commits are left out."""
        with patch.object(self.env.registry["ir.cron"], "_commit_progress", lambda *a, **k: 99):
            self.env["gendan.complaint.watch"]._cron_gendan_complaint_watch()


@tagged("post_install", "-at_install")
class TestWatch(FullCase):
    def test_so_many_shipments_and_days_without_a_repeat_are_effective(self):
        with freeze_time(CLOSED):
            complaint = self.closed()
            watch = complaint.watch_ids
            self.assertEqual((watch.product_id, watch.state, watch.wanted), (self.carton, "watching", 2))
            self.look()
            self.assertFalse(watch.next_look_at)
        with freeze_time("2026-11-24 02:00:00"):
            self.delivered_order(100)
            self.assertTrue(watch.next_look_at)
            self.look()
            self.assertEqual((watch.seen, watch.state), (1, "watching"))
            self.delivered_order(100, product=self.film)  # another product counts for nothing
        with freeze_time("2026-11-25 02:00:00"):
            self.delivered_order(100)
            self.look()
            self.assertEqual((watch.seen, watch.state), (2, "watching"))
        with freeze_time("2026-11-29 02:00:00"):
            self.look()
            self.assertEqual(watch.state, "watching")
        with freeze_time("2026-12-01 02:00:00"):
            self.look()
            self.assertEqual((watch.state, complaint.watch_state), ("effective", "effective"))
            self.assertEqual(complaint.state, "closed")

    def test_the_same_again_opens_it_and_wakes_quality_and_clerk(self):
        with freeze_time(CLOSED):
            complaint = self.closed()
        with freeze_time("2026-11-24 02:00:00"):
            order = self.delivered_order(100)
            again = self.complain(picking_id=order.picking_ids.id)
            self.look()
            self.assertEqual(complaint.watch_ids.state, "repeated")
            self.assertEqual(complaint.watch_ids.repeat_id.id, again.id)
            self.assertEqual((complaint.state, complaint.reopened_count), ("work", 1))
            todos = self.env["gendan.todo"].search(
                [("res_model", "=", complaint._name), ("res_id", "=", complaint.id), ("open", "=", True)]
            )
            self.assertLessEqual({"complaint", "complaint_department"}, set(todos.mapped("kind")))
            asked = self.env["mail.activity"].search(
                [("res_model", "=", "gendan.todo"), ("res_id", "in", todos.ids)]
            ).user_id | complaint.activity_ids.user_id  # fmt: skip
            self.assertLessEqual(self.clerk | todos.filtered(lambda t: t.kind == "complaint_department").user_id, asked)
            messages = len(complaint.message_ids)
            self.look()
            self.assertEqual((len(complaint.message_ids), complaint.reopened_count), (messages, 1))

    def test_another_cause_goods_shipped_before_and_what_was_unfounded_are_no_repeat(self):
        with freeze_time(CLOSED):
            complaint = self.closed()
        with freeze_time("2026-11-24 02:00:00"):
            self.complain()  # about the shipment before
            order = self.delivered_order(100)
            other = self.complain(picking_id=order.picking_ids.id)
            other.cause_id = self.env.ref("gendan_followup.cause_material_batch")
            third = self.complain(picking_id=order.picking_ids.id)
            self.bring_to(third, "unfounded")
            self.look()
            self.assertEqual(complaint.watch_ids.state, "watching")
            other.cause_id = self.cause
            self.look()
            self.assertEqual(complaint.watch_ids.state, "repeated")

    def test_opened_by_hand_it_is_watched_no_longer_and_closed_again_anew(self):
        with freeze_time(CLOSED):
            complaint = self.closed()
            complaint.reason = "Still not good"
            complaint.action_reopen()
            self.assertEqual(complaint.watch_ids.state, "off")
        with freeze_time("2026-11-24 02:00:00"):
            self.delivered_order(100)
            self.bring_to(complaint.with_user(self.clerk), "closed")
            self.assertEqual((complaint.watch_ids.state, complaint.watch_ids.seen), ("watching", 0))
            self.look()
            self.assertEqual(complaint.watch_ids.seen, 0)

    def test_the_kind_says_how_many_and_none_is_not_watched(self):
        self.kind.watch_shipments = 7
        with freeze_time(CLOSED):
            self.assertEqual(self.closed().watch_ids.wanted, 7)
            self.kind.watch_shipments = 0
            self.company.gendan_watch_shipments = 0
            self.assertFalse(self.closed().watch_ids)

    def test_nothing_due_reads_the_index_and_writes_nothing(self):
        with freeze_time(CLOSED):
            self.closed()
            self.look()
            self.env.flush_all()
            with self.assertQueryCount(1):
                self.look()


@tagged("post_install", "-at_install")
class Test8D(FullCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls.complain()
        cls.complaint.write(
            {
                "internal_note": "NOTE-INSIDE",
                "contained_text": "All stock looked at",
                "cause_text": "Thermostat drifted",
                "evidence_ids": [
                    Command.create({"name": "Log of the night", "is_internal": False}),
                    Command.create({"name": "EVIDENCE-INSIDE"}),
                ],
                "why_ids": [
                    Command.create({"question": "Why cold?", "answer": "Not checked", "is_root": True}),
                    Command.create({"question": "Why?", "answer": "WHY-INSIDE", "is_internal": True}),
                ],
                "action_ids": [
                    Command.create(cls.act("New thermostat", department_id=cls.quality.id)),
                    Command.create(cls.act("ACTION-INSIDE", is_internal=True)),
                ],
            }
        )

    @classmethod
    def act(cls, name, **values):
        return {"name": name, "owner_id": cls.quality_user.id, "due": date(2026, 12, 1), **values}

    def html(self):
        page = self.env["ir.actions.report"].with_user(self.clerk)._render_qweb_html(
            "gendan_followup.action_report_8d", self.complaint.ids
        )[0].decode()  # fmt: skip
        return re.sub(r"base64,[^\"]*|<[^>]*>", "", page)

    def test_what_is_internal_stays_inside(self):
        self.bring_to(self.complaint, "findings")
        page = self.html()
        for word in ("All stock looked at", "Thermostat drifted", "Log of the night", "Not checked", "New thermostat"):
            self.assertIn(word, page)
        inside = ("-INSIDE", "Sealing bar too cold", self.quality.name, self.quality_user.name)
        for word in inside:
            self.assertNotIn(word, page, word)
        for figure in ("192", "4.8"):
            self.assertNoFigure(figure, page)
        self.assertIn("DRAFT", page)
        self.company.gendan_8d_departments = True
        self.assertIn(self.quality.name, self.html())

    def test_nothing_goes_out_before_the_findings_or_with_gaps(self):
        with self.assertRaisesRegex(UserError, "record first what was found"):
            self.complaint.action_send_8d()
        self.bring_to(self.complaint, "findings")
        self.complaint.cause_text = False
        with self.assertRaisesRegex(UserError, "Cause, as the Customer Reads It"):
            self.complaint.action_send_8d()
        self.complaint.cause_text = "Thermostat"
        self.complaint.action_ids[0].kind = "prevent"
        with self.assertRaisesRegex(UserError, "corrective action"):
            self.complaint.action_send_8d()

    def fake_pdf(self):
        """Without wkhtmltopdf: each rendering gives another file."""
        files = []

        def fake(report, ref, ids, data=None):
            files.append(ids)
            return b"%%PDF-%d" % len(files), "pdf"

        self.patch(type(self.env["ir.actions.report"]), "_render_qweb_pdf", fake)

    def compose(self, action, **values):
        """The mail composer as the clerk has it before her."""
        composer = self.env["mail.compose.message"].with_user(self.clerk).with_context(**action["context"])
        return composer.create({"partner_ids": self.customer.ids, **values})

    def papers(self):
        return self.env["gendan.document"].search([("kind", "=", "complaint_8d")])

    def test_sending_is_d8_and_each_version_is_kept(self):
        self.bring_to(self.complaint, "findings")
        self.fake_pdf()
        action = self.complaint.action_send_8d()
        self.assertFalse(self.complaint.d8_done_at)
        again = self.complaint.action_send_8d()
        papers = self.papers()
        self.assertEqual((len(papers), papers.version), (1, 1))
        self.assertEqual(action["context"]["gendan_8d_goes_out"], papers.id)
        self.compose(again).action_send_mail()
        self.assertTrue(self.complaint.d8_done_at)
        self.assertEqual(papers.issue_ids.how, "email")
        self.assertEqual(papers._gendan_print_pdf(), b"%PDF-2")
        self.complaint.action_send_8d()
        second = self.env["gendan.document"].search([("kind", "=", "complaint_8d")], order="version desc", limit=1)
        self.assertEqual(second.version, 2)
        second._gendan_issue("chat")
        self.assertTrue(papers.voided_at)
        self.assertEqual(papers._gendan_print_pdf(), b"%PDF-2")

    def test_a_mail_to_a_colleague_or_without_the_report_is_not_its_going_out(self):
        self.bring_to(self.complaint, "findings")
        self.fake_pdf()
        action = self.complaint.action_send_8d()
        self.compose(action, partner_ids=self.quality_user.partner_id.ids).action_send_mail()
        self.compose(action, attachment_ids=[]).action_send_mail()
        self.assertFalse(self.complaint.d8_done_at)
        self.assertEqual(self.papers().state, "new")

    def test_a_mail_that_was_closed_leaves_nothing_behind(self):
        self.bring_to(self.complaint, "findings")
        self.fake_pdf()
        self.complaint.action_send_8d()
        self.assertEqual(self.complaint.report_8d_count, 0)
        self.assertFalse(self.env["gendan.document"].search(self.complaint.action_open_8d()["domain"]))
        file = self.papers()._gendan_8d_file()
        self.env["gendan.document"]._gc_gendan_8d_unsent()
        self.assertTrue(self.papers())
        self.env.flush_all()
        self.env.cr.execute("UPDATE gendan_document SET create_date = %s WHERE id = %s",
                            ["2026-11-18 02:00:00", self.papers().id])  # fmt: skip
        self.env.invalidate_all()
        self.env["gendan.document"]._gc_gendan_8d_unsent()
        self.assertTrue(self.papers(), "written anew today")
        self.env.cr.execute("UPDATE ir_attachment SET write_date = %s WHERE id = %s", ["2026-11-18 02:00:00", file.id])
        self.env.invalidate_all()
        self.env["gendan.document"]._gc_gendan_8d_unsent()
        self.assertFalse(self.papers() or file.exists())
        self.compose(self.complaint.action_send_8d()).action_send_mail()
        self.assertEqual(self.complaint.report_8d_count, 1)
        self.env["gendan.document"]._gc_gendan_8d_unsent()
        self.assertTrue(self.papers())
