"""The hand-over sheet before an absence, what stand-ins and owner are told, the digest after."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import html2plaintext

from tests.common import MONDAY, GendanCase

START, END = MONDAY, MONDAY + timedelta(days=2)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY - timedelta(hours=1))
class TestAbsenceSheet(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.backup.lang = "zh_CN"
        with freeze_time(MONDAY - timedelta(hours=1)):
            cls.order = cls.confirm_order(promised=date(2026, 11, 20))
            cls.foreign = cls.confirm_order(promised=date(2026, 11, 20), partner_id=cls.foreign_customer.id)
            cls.customer.comment = "<p>Pack in tens</p>"
            cls.todo = cls.order._gendan_open_todo("message_failed", "Call Maili", due=date(2026, 11, 3))
            cls.quiet = cls.env["res.partner"].create(
                {"name": "Quiet Ltd", "is_company": True, "gendan_clerk_id": cls.clerk.id}
            )
        cls.absence = cls.env["gendan.absence"].create(
            {"user_id": cls.clerk.id, "backup_id": cls.other_clerk.id, "date_from": START, "date_to": END}
        )

    def run_bounds(self, at):
        with freeze_time(at), self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_ladders").method_direct_trigger()
            self.env.ref("gendan_followup.ir_cron_absences").method_direct_trigger()
        self.env.invalidate_all()

    def told(self, user):
        """The notifications to a user, as text."""
        messages = self.env["mail.message"].search(
            [("message_type", "=", "user_notification"), ("partner_ids", "in", user.partner_id.ids)], order="id"
        )
        return [html2plaintext(message.body) for message in messages]

    def html(self, report, user):
        docs = self.absence.with_user(user)
        return html2plaintext(
            self.env["ir.actions.report"].with_user(user)._render_qweb_html(report, docs.ids)[0].decode()
        )

    def test_sheet_by_who_stands_in_each_in_her_language(self):
        sheets = self.absence.with_user(self.clerk)._gendan_sheets()
        self.assertEqual({sheet["user"] for sheet in sheets}, {self.backup, self.other_clerk})
        [trained] = [sheet for sheet in sheets if sheet["user"] == self.backup]
        self.assertEqual(trained["lang"], "zh_CN")
        [work] = trained["customers"]
        self.assertEqual((work["customer"], work["orders"]), (self.customer, self.order))
        self.assertIn(self.todo, work["todos"])
        self.assertEqual(work["note"], "Pack in tens")
        [rest] = [sheet for sheet in sheets if sheet["user"] == self.other_clerk]
        self.assertEqual((rest["customers"], rest["others"]), ([], self.quiet))

    def test_sheet_shows_what_the_reader_may_see(self):
        text = self.html("gendan_followup.report_absence_sheet", self.clerk).split("Image [1]\n", 1)[-1][:3000]
        for words in (self.order.name, "PO-778", "Call Maili", "Pack in tens", "Quiet Ltd", "2026/11/20"):
            self.assertIn(words, text)
        self.assertNotIn(self.foreign.name, text)
        self.assertNotIn(self.order.name, self.html("gendan_followup.report_absence_sheet", self.backup))
        with freeze_time(START):
            self.assertIn(self.order.name, self.html("gendan_followup.report_absence_sheet", self.backup))

    def test_stand_ins_are_told_once_when_it_begins(self):
        self.run_bounds(START - timedelta(seconds=1))
        self.assertFalse(self.told(self.backup))
        self.run_bounds(START)
        self.run_bounds(START + timedelta(minutes=30))
        [text] = self.told(self.backup)
        self.assertIn("Call Maili", text)
        self.assertEqual(self.todo.user_id, self.backup)
        [rest] = self.told(self.other_clerk)
        self.assertNotIn("Call Maili", rest)
        self.assertFalse(self.told(self.clerk))

    def test_digest_for_who_is_back(self):
        self.run_bounds(START)
        with freeze_time(START + timedelta(hours=5)):
            self.order.with_user(self.backup).message_post(body="Called Mr Lin, he agrees")
            self.order.with_user(self.rep).message_post(body="Visited them")
            self.foreign.with_user(self.other_clerk).message_post(body="Not hers")
            self.todo.with_user(self.backup).action_close()
            self.order.message_post(body="When does it come?", author_id=self.customer.id, message_type="email")
        self.run_bounds(END - timedelta(seconds=1))
        self.assertFalse(self.told(self.clerk))
        self.run_bounds(END)
        self.run_bounds(END + timedelta(hours=1))
        [text] = self.told(self.clerk)
        for words in ("Called Mr Lin", self.backup.name, "Call Maili", "When does it come"):
            self.assertIn(words, text)
        self.assertNotIn("Visited them", text)
        self.assertNotIn("Not hers", text)
        with freeze_time(END):
            self.assertIn("Called Mr Lin", self.html("gendan_followup.report_absence_digest", self.clerk))
            self.assertNotIn("Called Mr Lin", self.html("gendan_followup.report_absence_digest", self.backup))

    def test_away_once_more_is_told_once_more(self):
        self.run_bounds(START)
        self.run_bounds(END)
        with freeze_time(END + timedelta(hours=1)):
            self.absence.date_to = END + timedelta(days=1)
        self.run_bounds(END + timedelta(days=1))
        self.assertEqual(len(self.told(self.clerk)), 2)

    def test_entered_afterwards_tells_nobody(self):
        self.run_bounds(END + timedelta(days=1))
        self.assertFalse(self.told(self.clerk) + self.told(self.backup))

    def test_five_hundred_customers_ask_no_more_queries(self):
        def sheet_queries():
            self.env.flush_all()
            self.env.invalidate_all()
            absence = self.absence.with_user(self.clerk)
            start = self.cr.sql_log_count
            absence._gendan_sheets()
            return self.cr.sql_log_count - start

        sheet_queries()
        few = sheet_queries()
        self.env["res.partner"].create(
            [{"name": f"Customer {number}", "gendan_clerk_id": self.clerk.id} for number in range(500)]
        )
        self.assertLessEqual(sheet_queries(), few + 2)
