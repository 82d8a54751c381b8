"""A complaint's clock: taken over from the policy, paused with a reason, frozen at the end."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from .clock_common import ClockCase, at


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestComplaintClock(ClockCase):
    def pausing(self, complaint, user=None, **values):
        return (
            self.env["gendan.complaint.pausing"]
            .with_user(user or self.clerk)
            .create({"complaint_id": complaint.id, **values})
            .action_pause()
        )

    def test_it_starts_at_the_receipt_not_at_the_entry(self):
        complaint = self.complain(received_at=at(1, 20))  # Sunday evening
        self.assertEqual(complaint.first_due, at(2, 20))
        self.assertEqual(complaint.same_day_due, date(2026, 11, 2))
        # ten working days of a six-day week after Sunday
        self.assertEqual(complaint.resolution_due, at(12, 17, 30))
        self.assertEqual(
            (complaint.d3_due, complaint.d5_due, complaint.d8_due), (at(2, 17, 30), at(6, 17, 30), at(12, 17, 30))
        )
        self.assertEqual((complaint.clock_term, complaint.clock_due), ("d3", at(2, 17, 30)))
        complaint.received_at = at(2, 8)
        self.assertEqual(complaint.first_due, at(3, 8))

    def test_the_light_track_has_no_stages(self):
        complaint = self.complain(track="light")
        self.assertFalse(complaint.d3_due or complaint.d5_due or complaint.d8_due)
        self.assertEqual(complaint.clock_term, "first")
        complaint.track = "full"
        self.assertEqual(complaint.clock_term, "first")
        self.assertEqual(complaint.d3_due, at(3, 17, 30))

    def test_working_hours_count_leaves_and_nights_out(self):
        self.policy.write({"first_hours": 8, "first_by_worktime": True})
        self.close_factory(date(2026, 11, 3), date(2026, 11, 3))
        self.assertEqual(self.complain(received_at=at(2, 9)).first_due, at(4, 9))

    def test_what_comes_late_in_the_day_is_for_the_next(self):
        self.assertEqual(self.complain(received_at=at(1, 0)).same_day_due, date(2026, 11, 2))
        with freeze_time(at(7, 18)):  # Saturday
            self.assertEqual(self.complain(received_at=at(7, 17)).same_day_due, date(2026, 11, 9))

    def test_the_first_line_that_fits_is_taken_over(self):
        grade = self.env["gendan.customer.grade"].search([], limit=1)
        policies = self.env["gendan.complaint.policy"]
        policies.create({"name": "Critical", "sequence": 1, "severity": "critical", "first_hours": 4})
        policies.create({"name": "A", "sequence": 2, "grade_id": grade.id, "first_hours": 12})
        other, _clerk = self.make_other_company()
        policies.create({"name": "HK", "sequence": 0, "company_id": other.id, "first_hours": 1})
        self.assertEqual(self.complain().first_hours, 24)
        self.assertEqual(self.complain(line_stopped=True).first_due, at(2, 13))
        self.customer.gendan_grade_id = grade
        complaint = self.complain()
        self.assertEqual((complaint.policy_id.name, complaint.first_hours), ("A", 12))
        # another severity is another line: taken over at once
        complaint.line_stopped = True
        self.assertEqual((complaint.policy_id.name, complaint.first_due), ("Critical", at(2, 13)))

    def test_a_changed_policy_applies_on_request_only(self):
        complaint = self.complain()
        self.policy.write({"first_hours": 8, "holding_counts": True, "ladder": "complaint_critical"})
        complaint.subject = "Seal tears open"
        complaint.found_where = "line"
        self.assertEqual((complaint.first_hours, complaint.first_due), (24, at(3, 9)))
        self.assertTrue(complaint.is_policy_changed)
        complaint.with_user(self.clerk).action_gendan_apply_policy()
        self.assertEqual((complaint.first_hours, complaint.first_due), (8, at(2, 17)))
        self.assertFalse(complaint.is_policy_changed)
        self.assertIn("24 → 8", self.log(complaint))
        self.assertIn("no → yes", self.log(complaint))
        self.assertEqual(self.todos(complaint)["complaint"].ladder_id.code, "complaint_critical")

    def test_terms_and_clocks_are_not_typed(self):
        complaint = self.complain()
        for vals in ({"first_hours": 99}, {"first_due": at(9, 9)}, {"first_level": 100}, {"clock_next_at": False}):
            with self.assertRaises(UserError):
                complaint.with_user(self.clerk).write(vals)
        with self.assertRaises(AccessError):
            self.policy.with_user(self.clerk).first_hours = 99

    def test_a_holding_answer_does_not_stop_the_clock(self):
        complaint = self.complain()
        with freeze_time(at(2, 10)):
            complaint.with_user(self.clerk)._gendan_note_answer("phone", "We have it", True)
            self.assertEqual(
                (complaint.clock_term, complaint.same_day, complaint.first_kept), ("first", "kept", "open")
            )
            self.assertEqual(self.todos(complaint)["complaint"].due_at, at(3, 9))
        complaint.with_user(self.clerk).write({"findings": "Sealing bar worn"})
        with freeze_time(at(3, 10)):
            complaint.with_user(self.clerk)._gendan_step("find")
            complaint.with_user(self.clerk)._gendan_note_answer("phone", "The sealing bar was worn", False)
        self.assertEqual((complaint.first_kept, complaint.clock_term), ("missed", "d3"))

    def test_where_the_policy_says_so_it_does(self):
        self.policy.holding_counts = True
        complaint = self.complain()
        complaint.with_user(self.clerk)._gendan_note_answer("phone", "We have it", True)
        self.assertEqual((complaint.first_kept, complaint.clock_term), ("kept", "d3"))
        self.assertEqual(complaint.resolution_kept, "open")

    def test_a_pause_needs_a_reason_and_moves_what_is_due(self):
        complaint = self.complain()
        with self.assertRaisesRegex(UserError, "without a reason"):
            self.pausing(complaint, reason="other")
        with freeze_time(at(2, 10)):
            self.pausing(complaint, reason="photo", note="label of the carton")
        self.assertTrue(complaint.is_clock_paused)
        self.assertFalse(complaint.clock_next_at)
        self.assertEqual((complaint.clock_state, complaint.first_due), ("paused", at(3, 9)))
        self.assertIn("photos", complaint.pause_text)
        self.assertFalse(self.todos(complaint)["complaint"].next_step_at)
        with self.assertRaisesRegex(UserError, "paused already"):
            self.pausing(complaint)
        with freeze_time(at(3, 10)):
            complaint.with_user(self.clerk).action_gendan_resume()
        self.assertEqual(complaint.first_due, at(4, 9))
        # eight working hours of pause: a working day later
        self.assertEqual(complaint.d3_due, at(4, 17, 30))
        self.assertEqual(self.todos(complaint)["complaint"].due_at, at(4, 9))
        pause = complaint.pause_ids
        self.assertEqual(
            (pause.user_id, pause.resumed_by_id, pause.note), (self.clerk, self.clerk, "label of the carton")
        )
        self.assertIn("Clock paused", self.log(complaint))

    def test_only_clerks_and_supervisors_stop_it(self):
        complaint = self.complain()
        with self.assertRaisesRegex(UserError, "only clerks and supervisors"):
            complaint.with_user(self.quality_user).action_gendan_pause()
        with self.assertRaises(AccessError):
            complaint.with_user(self.rep).action_gendan_pause()
        with self.assertRaises(AccessError):
            complaint.with_user(self.other_clerk).action_gendan_apply_policy()
        self.pausing(complaint, user=self.supervisor)
        for user in (self.clerk, self.supervisor, self.env.user):
            pause = complaint.pause_ids.with_user(user)
            with self.assertRaises(UserError):
                pause.date_to = MONDAY
            with self.assertRaises(UserError):
                pause.unlink()

    def test_what_the_customer_writes_lets_it_run_on(self):
        complaint = self.complain()
        self.pausing(complaint)
        complaint.message_post(body="mine", author_id=self.clerk.partner_id.id)
        self.assertTrue(complaint.is_clock_paused)
        with freeze_time(at(2, 11)):
            complaint.message_post(
                body="photos",
                author_id=self.portal_user.partner_id.id,
                message_type="email",
                subtype_xmlid="mail.mt_comment",
            )
        self.assertFalse(complaint.is_clock_paused)
        self.assertEqual(complaint.first_due, at(3, 11))

    def test_it_is_frozen_at_the_end_and_runs_on_when_opened_again(self):
        complaint = self.complain()
        with freeze_time(at(2, 17)):
            complaint.with_user(self.clerk)._gendan_step("cancel", reason="Wrong customer")
        before = (complaint.first_due, complaint.resolution_due)
        self.assertEqual(
            (complaint.clock_state, complaint.clock_term, complaint.clock_next_at), ("stopped", False, False)
        )
        self.policy.resolution_days = 3
        complaint.sudo()._gendan_keep({"received_at": at(1, 9)})
        self.assertEqual((complaint.first_due, complaint.resolution_due), before)
        with self.assertRaisesRegex(UserError, "has ended"):
            complaint.with_user(self.clerk).action_gendan_apply_policy()
        complaint.sudo()._gendan_keep({"received_at": MONDAY})
        with freeze_time(at(4, 17)):
            complaint.with_user(self.clerk)._gendan_step("reopen", reason="It was ours")
        # two days closed: what was due in 24 hours is due two days later
        self.assertEqual(complaint.first_due, at(5, 9))
        self.assertEqual(complaint.pause_ids.reason, "closed")
        # closed from 17:00 to 17:00, two working days
        self.assertEqual(complaint.d3_due, at(5, 17, 30))

    def test_a_stage_that_is_done_stops_its_clock(self):
        complaint = self.complain()
        self.assertEqual(self.todos(complaint)["complaint_stage"].due_at, at(3, 17, 30))
        complaint._gendan_note_stage("d3")
        self.assertEqual(complaint.d3_done_at, MONDAY)
        todo = self.todos(complaint)["complaint_stage"]
        self.assertEqual((todo.due_at, todo.department_id), (complaint.d5_due, self.quality))

    def test_lists_find_what_is_due_today_over_and_paused(self):
        complaint = self.complain()
        self.pausing(self.complain(subject="Paused"))
        late = self.complain(subject="Late", received_at=at(1, 13))
        Complaint = self.env["gendan.complaint"].with_user(self.clerk).with_context(tz="Asia/Shanghai")
        overdue = [("clock_due", "<", "now"), ("is_clock_paused", "=", False)]
        today = [("clock_due", ">=", "today"), ("clock_due", "<", "today +1d")]
        self.assertFalse(Complaint.search(overdue))
        self.assertEqual(Complaint.search(today), late)
        with freeze_time(at(2, 18)):
            self.assertEqual(Complaint.search(overdue), late)
            self.assertEqual((late.clock_state, late.clock_left), ("late", "5 h 0 min late"))
        with freeze_time(at(3, 3)):
            complaint.invalidate_recordset()
            self.assertEqual(
                (complaint.clock_state, complaint.clock_used, complaint.clock_left), ("close", 75, "6 h 0 min left")
            )
