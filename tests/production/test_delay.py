"""A late delivery gets its report: written, reviewed, sent, closed when its measures are done."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MONDAY
from .date_common import PROMISE, DateCase

ACCESS = "odoo.addons.base.models.ir_rule"
LATE = "2026-11-24 02:00:00"  # Tuesday, four days after the promise


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestDelay(DateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.gendan_delay_reports = True
        cls.cause = cls.env.ref("gendan_followup.cause_material_late")
        cls.cause.department_id = cls.planning

    @classmethod
    def arrive(cls, order=None, at=LATE):
        order = order or cls.order
        with freeze_time(at):
            cls.milestone(order, "shipped").sudo().hand_date = cls.company._gendan_today()
            cls.milestone(order, "arrived").with_user(cls.supervisor).action_tick()
            cls.settle()
        return order.gendan_delay_report_ids

    def written(self, report=None, **values):
        """The clerk's report of the order's late delivery."""
        report = (report or self.arrive()).with_user(self.clerk)
        report.write(
            {
                "cause_id": self.cause.id,
                "what_happened": "The film came late.",
                "cause_text": "Our supplier's machine stood still.",
                "containment": "Overtime on Sunday.",
                "internal_note": "Third time with this supplier.",
                "measure_ids": [
                    Command.create(
                        {"name": "Second supplier", "kind": "prevent", "owner_id": self.planner.id, "due": "2026-12-10"}
                    ),
                    Command.create(
                        {
                            "name": "Talk to the buyer",
                            "owner_id": self.pmc.id,
                            "due": "2026-12-01",
                            "is_internal": True,
                        }
                    ),
                ],
                **values,
            }
        )
        return report

    def reviewed(self):
        report = self.written()
        report.action_submit()
        report.with_user(self.supervisor).action_review()
        return report

    # === found ===

    def test_a_late_delivery_gets_its_report_once(self):
        report = self.arrive()
        self.assertTrue(report.name.startswith("DR2026-"))
        self.assertEqual((report.promised_date, report.arrived_date, report.days_late),
                         (PROMISE, date(2026, 11, 24), 4))  # fmt: skip
        self.assertEqual((report.state, report.due), ("draft", date(2026, 11, 30)), "five working days")
        todo = self.todos(report)
        self.assertEqual((todo.kind, todo.user_id, todo.due), ("delay_report", self.clerk, report.due))
        with freeze_time(LATE):
            self.order._gendan_replay()
        self.assertEqual(self.order.gendan_delay_report_ids, report)
        self.assertEqual(self.order.with_user(self.clerk).gendan_delay_report_count, 1)
        self.assertEqual(self.order.with_user(self.clerk).action_gendan_delay_reports()["res_id"], report.id)

    def test_off_in_time_or_before_it_began_there_is_none(self):
        self.assertFalse(self.arrive(at="2026-11-20 02:00:00"), "in time")
        self.company.gendan_delay_reports = False
        other = self.confirm_order(promised=PROMISE)
        self.assertFalse(self.arrive(other), "off")
        with freeze_time("2026-11-26 02:00:00"):
            self.company.gendan_delay_reports = True
            other._gendan_replay()
        self.assertFalse(other.gendan_delay_report_ids, "history")
        # but by hand
        self.assertTrue(other.with_user(self.clerk).gendan_can_report_delay)
        other.with_user(self.clerk).action_gendan_report_delay()
        self.assertEqual(other.gendan_delay_report_ids.days_late, 4)
        with self.assertRaisesRegex(UserError, "has no report"):
            other.with_user(self.clerk).action_gendan_report_delay()
        with self.assertRaises(AccessError), mute_logger(ACCESS):
            other.with_user(self.rep).action_gendan_report_delay()

    def test_by_the_first_or_the_last_promise_as_the_company_measures(self):
        self.part._gendan_promise(date(2026, 11, 26), "material")
        self.settle()
        self.assertFalse(self.arrive(), "in time by the last promise")
        self.company.gendan_delay_basis = "first"
        with freeze_time(LATE):
            self.order._gendan_replay()
        self.assertEqual(self.order.gendan_delay_report_ids.promised_date, PROMISE)

    def test_a_few_days_may_be_let_pass(self):
        self.company.gendan_delay_from_days = 5
        self.assertFalse(self.arrive())

    def test_an_arrival_taken_back_calls_an_empty_report_off_and_back(self):
        report = self.arrive()
        arrived = self.milestone(self.order, "arrived")
        with freeze_time(LATE):
            arrived.with_user(self.supervisor).write({"hand_date": "2026-11-20"})
        self.assertEqual((report.state, report.off_by_system), ("off", True))
        self.assertFalse(self.todos(report))
        with freeze_time(LATE):
            arrived.with_user(self.supervisor).write({"hand_date": "2026-11-23"})
        self.assertEqual((report.state, report.days_late), ("draft", 3))
        self.assertEqual(len(self.order.gendan_delay_report_ids), 1)

    def test_the_cause_of_the_worst_exception_is_proposed_and_all_is_linked(self):
        exception = self.env["gendan.exception"].create(
            {"title": "Film", "res_model": "sale.order", "res_id": self.order.id, "cause_id": self.cause.id}
        )
        word = self.confirm(date(2026, 11, 18))
        report = self.arrive()
        self.assertEqual((report.cause_id, report.department_id), (self.cause, self.planning))
        self.assertEqual((report.exception_ids, report.word_ids), (exception, word.sudo()))

    # === written, reviewed, sent ===

    def test_what_is_missing_is_said(self):
        report = self.arrive().with_user(self.clerk)
        for vals, sentence in (
            ({}, "choose the root cause"),
            ({"cause_id": self.cause.id}, "What Happened"),
            ({"what_happened": "x"}, "Cause in Words"),
            ({"cause_text": "x"}, "Done at Once"),
            ({"containment": "x"}, "at least one measure"),
        ):
            report.write(vals)
            with self.assertRaisesRegex(UserError, sentence):
                report.action_submit()

    def test_from_the_clerk_to_the_supervisor_to_the_customer(self):
        report = self.written()
        report.action_submit()
        self.assertEqual(self.todos(report).kind, "delay_review")
        with self.assertRaises(AccessError):
            report.action_review()
        with self.assertRaisesRegex(UserError, "when a supervisor has reviewed"):
            report.action_send()
        report.with_user(self.supervisor).action_review()
        self.assertEqual((report.reviewed_by_id, report.written_by_id), (self.supervisor, self.clerk))
        self.assertEqual(self.todos(report).kind, "delay_send")
        with self.assertRaisesRegex(UserError, "stays as it was read"):
            report.what_happened = "Something else."
        with self.assertRaisesRegex(UserError, "its measures stay"):
            report.measure_ids[0].name = "Something else"
        with self.assertRaisesRegex(UserError, "how .* and to whom"):
            report.action_sent()
        report.write({"sent_how": "chat", "sent_to": "Ms Lin"})
        report.action_sent()
        self.assertEqual((report.state, report.sent_by_id), ("sent", self.clerk))
        issue = report._gendan_papers().issue_ids
        self.assertEqual((issue.how, issue.to), ("chat", "Ms Lin"))
        self.assertFalse(self.todos(report))

    def test_the_e_mail_is_its_going_out(self):
        report = self.reviewed()
        action = report.action_send()
        composer = self.env["mail.compose.message"].with_user(self.clerk).with_context(**action["context"]).create({})
        self.assertEqual(composer.partner_ids, self.order.partner_id)
        self.assertIn(report.name, composer.attachment_ids.name)
        composer.action_send_mail()
        self.assertEqual((report.state, report.sent_how), ("sent", "email"))
        self.assertIn("PO-778", composer.subject)

    def test_sent_back_with_a_remark_and_the_paper_no_longer_holds(self):
        report = self.written()
        report.action_submit()
        supervisor = report.with_user(self.supervisor)
        with self.assertRaisesRegex(UserError, "supervisor's remark"):
            supervisor.action_back()
        supervisor.review_remark = "Softer, please"
        supervisor.action_back()
        self.assertEqual(report.state, "draft")
        report.action_submit()
        supervisor.action_review()
        paper = report._gendan_papers()
        self.assertEqual(paper.version, 1)
        report.action_back()
        self.assertEqual((report.state, paper.state), ("draft", "void"))
        report.action_submit()
        supervisor.action_review()
        self.assertEqual(report._gendan_papers().version, 2)

    def test_not_needed_says_the_supervisor_with_a_reason(self):
        report = self.arrive().with_user(self.supervisor)
        with self.assertRaisesRegex(UserError, "why .* is not needed"):
            report.action_off()
        report.off_reason = "Agreed on the phone"
        with self.assertRaises(AccessError):
            report.with_user(self.clerk).action_off()
        report.action_off()
        self.assertEqual(report.state, "off")
        with freeze_time(LATE):
            self.order._gendan_replay()
        self.assertEqual(report.state, "off", "not opened again by the program")
        with self.assertRaises(AccessError):
            report.with_user(self.clerk).action_back()
        report.action_back()
        self.assertEqual(report.state, "draft")
        report = self.written(report)
        self.assertEqual(len(self.todos(report.measure_ids)), 2)
        report.sudo()._gendan_move({"state": "off"})
        self.assertFalse(self.todos(report.measure_ids), "whoever called it off")

    # === the page ===

    def test_the_customers_page_leaves_out_what_is_internal(self):
        report = self.reviewed()
        html = self.env["ir.actions.report"].with_user(self.clerk)._render_qweb_html(
            "gendan_followup.report_delay", report.ids
        )[0].decode()  # fmt: skip
        for shown in (report.name, "PO-778", "Nov 20, 2026", "Days late: 4", "The film came late.", "Second supplier"):
            self.assertIn(shown, html)
        for hidden in ("Talk to the buyer", "Third time", "DRAFT"):
            self.assertNotIn(hidden, html)
        self.assertIn(report._gendan_papers().qr_reference, html)
        self.customer.lang = "zh_CN" if self.env["res.lang"]._activate_lang("zh_CN") else False
        self.assertEqual(report._gendan_lang(), "zh_CN")

    # === measures ===

    def test_owners_are_reminded_and_the_last_one_closes_the_report(self):
        report = self.reviewed()
        report.write({"sent_how": "chat", "sent_to": "Ms Lin"})
        report.action_sent()
        second, talk = report.measure_ids.sorted("due", reverse=True)
        todo = self.todos(second)
        self.assertEqual((todo.kind, todo.user_id, todo.due), ("delay_measure", self.planner, date(2026, 12, 10)))
        mine = second.with_user(self.planner)
        self.assertEqual(mine._gendan_todo_actions()[mine][0]["code"], "measure_done")
        with self.assertRaisesRegex(UserError, "write what was done"):
            mine.action_done()
        mine._gendan_todo_do("measure_done", remark="Contract signed")
        self.assertEqual((second.done_by_id, second.result), (self.planner, "Contract signed"))
        self.assertFalse(self.todos(second))
        self.assertEqual((report.state, report.open_count), ("sent", 1))
        talk.with_user(self.pmc).write({"result": "Talked"})
        talk.with_user(self.pmc).action_done()
        self.assertEqual(report.state, "closed")
        talk.with_user(self.clerk).action_undone()
        self.assertEqual((report.state, report.open_count), ("sent", 1))

    def test_owners_touch_their_own_measures_and_no_more(self):
        report = self.written()
        second, talk = report.measure_ids.sorted("due", reverse=True)
        Measure = self.env["gendan.delay.measure"]
        self.assertEqual(Measure.with_user(self.planner).search([]), second.sudo(False).with_user(self.planner))
        with self.assertRaises(AccessError), mute_logger(ACCESS):
            talk.with_user(self.planner).action_done()
        for vals in ({"due": "2027-01-01"}, {"name": "x"}, {"owner_id": self.pmc.id}):
            with self.assertRaises(AccessError), mute_logger(ACCESS):
                second.with_user(self.planner).write(vals)
        with self.assertRaises(UserError):
            second.with_user(self.clerk).write({"done_on": "2026-11-24"})
        other = self.arrive(self.confirm_order(promised=PROMISE, partner_id=self.foreign_customer.id))
        with self.assertRaisesRegex(UserError, "stays with its report"):
            second.with_user(self.clerk).write({"report_id": other.id})
        with self.assertRaisesRegex(UserError, "stays with its report"):
            second.with_user(self.clerk).write({"partner_id": self.foreign_customer.id})
        with self.assertRaisesRegex(UserError, "with its buttons only"):
            report.write({"order_id": other.order_id.id})
        with self.assertRaises(AccessError), mute_logger("odoo.models", ACCESS):
            report.with_user(self.planner).read(["internal_note"])
        second.with_user(self.planner).read()

    def test_who_sees_whose_reports(self):
        report = self.arrive()
        Report = self.env["gendan.delay.report"]
        for user, sees in (
            (self.clerk, True),
            (self.rep, True),
            (self.supervisor, True),
            (self.other_clerk, False),
            (self.other_rep, False),
        ):
            self.assertEqual(bool(Report.with_user(user).search([("id", "=", report.id)])), sees, user.login)
        for user in (self.planner, self.employee, self.portal_user):
            with self.assertRaises(AccessError), mute_logger(ACCESS):
                Report.with_user(user).search([])
        for vals in ({"state": "sent"}, {"days_late": 1}, {"reviewed_by_id": self.clerk.id}):
            with self.assertRaisesRegex(UserError, "buttons only"):
                report.with_user(self.clerk).write(vals)
        with self.assertRaises(UserError):
            report.unlink()
        with self.assertRaises(UserError):
            report.copy()

    def test_numbers_run_by_year_and_company(self):
        company, _clerk = self.make_other_company()
        self.assertEqual(company._gendan_next_number("gendan.delay.report"), "DR2026-0001")
        with freeze_time("2026-12-31 17:00:00"):  # 1 January in Dongguan
            self.assertTrue(self.company._gendan_next_number("gendan.delay.report").startswith("DR2027-"))
