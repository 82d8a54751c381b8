"""The scheduled action: half, three quarters, over; each said once, nothing written when nothing is due."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MONDAY
from .clock_common import ClockCase, at

NIGHTLY = "odoo.addons.gendan_followup.models.common.nightly"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestComplaintSweep(ClockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ladder = cls.env["gendan.ladder"].search([("code", "=", "complaint")])
        steps = ({"to": "user", "how": "activity"}, {"to": "supervisor", "how": "email"})
        cls.ladder.step_ids = [Command.clear(), *(Command.create({"after_days": 0, **step}) for step in steps)]

    def sweep(self, moment=MONDAY):
        """One run; the commits are left out."""
        self.env.flush_all()
        with freeze_time(moment), patch.object(self.env.registry["ir.cron"], "_commit_progress", lambda *a, **k: 99):
            self.env["gendan.complaint"]._cron_gendan_complaint_clock()
            self.env.flush_all()

    def climb(self, moment):
        """One run of the ladders."""
        with freeze_time(moment), patch.object(self.env.registry["ir.cron"], "_commit_progress", lambda *a, **k: 99):
            self.env["gendan.todo"]._cron_gendan_ladders()
            self.env.flush_all()

    def activities(self, todo):
        return todo._gendan_activities().user_id

    def test_half_three_quarters_and_over_are_said_once_each(self):
        complaint = self.complain(track="light")
        self.company.gendan_supervisor_id = self.supervisor
        self.assertEqual(complaint.clock_next_at, at(2, 21))
        todo = self.todos(complaint)["complaint"]
        self.sweep(at(2, 20, 59))
        self.assertEqual(complaint.first_level, 0)
        self.sweep(at(2, 21))
        self.assertEqual((complaint.first_level, complaint.clock_next_at), (50, at(3, 3)))
        self.assertEqual(self.activities(todo), self.clerk)
        self.sweep(at(3, 3))
        self.assertEqual(complaint.first_level, 75)
        self.assertEqual(self.activities(todo), self.clerk | self.supervisor)
        self.sweep(at(3, 9))
        self.assertEqual((complaint.first_level, todo.urgency), (100, "2"))
        # the first answer has nothing more to say: the settlement is next
        self.assertGreater(complaint.clock_next_at, at(5, 0))
        log = self.log(complaint)
        self.assertEqual([log.count(words) for words in ("50 %", "75 %", "time is over")], [1, 1, 1])
        self.sweep(at(3, 9))
        self.assertEqual(self.log(complaint), log)

    def test_over_the_ladder_speaks_at_that_moment(self):
        complaint = self.complain(track="light")
        todo = self.todos(complaint)["complaint"]
        self.assertEqual((todo.ladder_id, todo.next_step_at), (self.ladder, at(3, 9)))
        self.climb(at(3, 8, 59))
        self.assertFalse(todo.level)
        self.climb(at(3, 9))
        self.assertEqual(set(todo.step_log_ids.mapped("to")), {"user", "supervisor"})

    def test_who_slept_through_two_shares_hears_of_the_last_only(self):
        complaint = self.complain(track="light")
        self.sweep(at(3, 12))
        self.assertEqual(complaint.first_level, 100)
        self.assertEqual(self.log(complaint).count("%"), 0)
        self.assertEqual(self.log(complaint).count("time is over"), 1)

    def test_stages_warn_their_department(self):
        complaint = self.complain()
        # D3: seven hours of today and eight of tomorrow; half of them
        self.assertEqual(complaint._gendan_clocks()["d3"].reached(0.5), at(3, 8, 30))
        self.sweep(at(3, 8, 30))
        self.assertEqual((complaint.d3_level, complaint.first_level), (50, 75))
        self.assertEqual(self.activities(self.todos(complaint)["complaint_stage"]), self.quality_user)

    def test_nothing_is_written_when_nothing_is_due(self):
        complaint = self.complain()
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.env["gendan.complaint"]._cron_gendan_complaint_clock()
        self.assertEqual(complaint.first_level, 0)

    def test_paused_and_ended_ones_are_silent(self):
        paused, ended = self.complain(), self.complain(subject="Ended")
        paused.with_user(self.clerk)._gendan_pause("photo")
        ended.with_user(self.clerk)._gendan_step("cancel", reason="Mistake")
        self.sweep(at(20, 9))
        self.assertEqual(paused.first_level + ended.first_level, 0)
        self.climb(at(20, 9))
        self.assertFalse(self.todos(paused)["complaint"].level)
        with freeze_time(at(20, 10)):
            paused.with_user(self.clerk).action_gendan_resume()
        self.sweep(at(21, 10))
        self.assertEqual(paused.first_level, 100)

    @mute_logger(NIGHTLY)
    def test_one_bad_record_keeps_back_no_other(self):
        bad = self.complain(subject="Bad")
        good = [self.complain(subject=f"Good {n}") for n in range(3)]
        Complaint = self.env.registry["gendan.complaint"]
        passed = Complaint._gendan_clock_passed

        def stumbles(record, now):
            if record == bad:
                raise ZeroDivisionError
            return passed(record, now)

        with patch.object(Complaint, "_gendan_clock_passed", stumbles):
            self.sweep(at(3, 10))
        self.assertEqual([complaint.first_level for complaint in good], [100, 100, 100])
        self.assertEqual(bad.first_level, 0)
        self.sweep(at(3, 10))
        self.assertEqual(bad.first_level, 100)

    def test_a_calendar_changed_since_does_not_keep_it_due(self):
        self.policy.write({"first_hours": 8, "first_by_worktime": True})
        complaint = self.complain(track="light")
        self.assertEqual(complaint.clock_next_at, at(2, 14, 30))
        self.close_factory(at(2, 12).date(), at(2, 12).date())
        self.sweep(at(2, 15))
        self.assertEqual((complaint.first_level, complaint.clock_next_at), (0, at(3, 12)))
        self.assertEqual(complaint.first_due, at(3, 17, 30))

    def test_the_cost_is_in_line_with_what_is_due(self):
        def spent(number):
            for n in range(number):
                self.complain(subject=f"No. {n}", track="light")
            return self.queries(self.sweep, MONDAY + timedelta(hours=12))

        spent(1)
        few, many = spent(5), spent(25)
        # the same batch: five times as many, at most five times as much
        self.assertLess(many, few * 5)
