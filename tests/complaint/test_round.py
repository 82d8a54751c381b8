"""Opened again: the clocks run anew from that moment, what the time before was stays."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from .clock_common import ClockCase, at
from .common import ComplaintCase
from .test_watch_8d import CLOSED, FullCase


@tagged("post_install", "-at_install")
class TestComplaintRound(ClockCase):
    @classmethod
    @freeze_time(MONDAY)
    def setUpClass(cls):
        super().setUpClass()
        cls.cause = cls.env.ref("gendan_followup.cause_machine_setting")
        cls.complaint = cls.complain()
        cls.close(cls.complaint, at(4, 17))

    @classmethod
    def close(cls, complaint, moment):
        """All of it done at one moment: answered, D3 and D8, settled."""
        with freeze_time(moment):
            ComplaintCase.say_all.__func__(cls, complaint)
            complaint._gendan_step("find")
            complaint._gendan_note_answer("phone", "The bar was too cold", False)
            for stage in ("d3", "d8"):
                complaint._gendan_note_stage(stage)
            for code in ("propose", "agree", "settle"):
                complaint._gendan_step(code)
            complaint.settlement_ids._gendan_do()
            complaint._gendan_step("close")

    def test_opened_again_every_clock_runs_from_that_moment(self):
        complaint = self.complaint
        self.assertEqual((complaint.first_kept, complaint.d3_done_at), ("missed", at(4, 17)))
        self.policy.write({"first_hours": 8, "d3_days": 2, "resolution_days": 3})
        with freeze_time(at(9, 9)):
            complaint.with_user(self.clerk)._gendan_step("reopen", reason="The new ones tear, too")
            # by the times taken over at its receipt
            self.assertEqual((complaint.first_due, complaint.same_day_due), (at(10, 9), date(2026, 11, 9)))
            self.assertEqual(
                (complaint.d3_due, complaint.d5_due, complaint.d8_due), (at(10, 17, 30), at(14, 17, 30), at(20, 17, 30))
            )
            self.assertEqual(complaint.resolution_due, at(20, 17, 30))
            self.assertFalse(complaint.d3_done_at or complaint.d5_done_at or complaint.d8_done_at)
            self.assertEqual((complaint.first_kept, complaint.same_day, complaint.resolution_kept), ("open",) * 3)
            self.assertEqual((complaint.clock_term, complaint.clock_state), ("first", "running"))
            todos = self.todos(complaint)
            self.assertEqual(todos["complaint"].due_at, at(10, 9))
            self.assertEqual(todos["complaint_stage"].due_at, at(10, 17, 30))
        self.assertEqual(complaint.clock_next_at, at(9, 21), "half of the day of the first answer")

    def test_a_new_answer_stops_the_new_clock_the_first_answer_stays_known(self):
        complaint, first = self.complaint, self.complaint.answered_at
        with freeze_time(at(9, 9)):
            complaint._gendan_step("reopen", reason="The new ones tear, too")
        with freeze_time(at(9, 11)):
            complaint._gendan_note_answer("phone", "We look at the new ones", True)
            self.assertEqual((complaint.same_day, complaint.first_kept), ("kept", "open"))
            complaint.action_still_true()
            complaint._gendan_step("find")
            complaint._gendan_note_answer("phone", "The film was another one", False)
        self.assertEqual((complaint.first_kept, complaint.answered_at), ("kept", first))

    def test_what_was_before_stays_readable(self):
        complaint = self.complaint
        before = (complaint.first_due, complaint.d3_due, complaint.resolution_due)
        with freeze_time(at(9, 9)):
            complaint.with_user(self.clerk)._gendan_step("reopen", reason="The new ones tear, too")
        row = complaint.round_ids
        self.assertEqual((row.first_due, row.d3_due, row.resolution_due), before)
        self.assertEqual((row.number, row.began_at, row.ended_at, row.ended_as), (1, MONDAY, at(4, 17), "closed"))
        self.assertEqual((row.d3_done_at, row.answered_at, row.first_kept), (at(4, 17), at(4, 17), "missed"))
        self.assertEqual((row.resolution_kept, row.user_id), ("kept", self.clerk))
        self.assertEqual(row.reason, "The new ones tear, too")
        self.close(complaint, at(10, 9))
        with freeze_time(at(11, 9)):
            complaint._gendan_step("reopen", reason="And again")
        self.assertEqual(complaint.round_ids.mapped("number"), [1, 2])
        second = complaint.round_ids[1]
        self.assertEqual((second.began_at, second.ended_at, second.first_kept), (at(9, 9), at(10, 9), "kept"))

    def test_nobody_writes_what_was_before(self):
        with freeze_time(at(9, 9)):
            self.complaint._gendan_step("reopen", reason="The new ones tear, too")
        row = self.complaint.round_ids
        for user in (self.clerk, self.supervisor, self.quality_user):
            self.assertEqual(row.with_user(user).number, 1)
            with self.assertRaises(UserError):
                row.with_user(user).first_kept = "kept"
            with self.assertRaises(UserError):
                self.complaint.with_user(user).round_at = at(10, 9)
        with self.assertRaises(UserError):
            row.ended_at = at(10, 9)
        with self.assertRaises(UserError):
            row.unlink()
        for user in (self.other_clerk, self.employee):
            with self.assertRaises(AccessError):
                row.with_user(user).read(["number"])

    def test_found_to_be_nothing_and_opened_again_it_begins_anew_cancelled_it_runs_on(self):
        with freeze_time(at(9, 9)):
            unfounded, cancelled = self.complain(), self.complain()
            unfounded.findings = "Within the tolerance"
            unfounded._gendan_step("find")
            unfounded._gendan_note_answer("phone", "Within the tolerance", False)
            unfounded._gendan_step("unfounded")
            # or who is late would cancel it and open it again
            cancelled._gendan_step("cancel", reason="Wrong customer")
        with freeze_time(at(10, 9)):
            (unfounded | cancelled)._gendan_step("reopen", reason="It is ours")
        self.assertEqual((unfounded.first_due, len(unfounded.round_ids)), (at(11, 9), 1))
        self.assertEqual((cancelled.first_due, len(cancelled.round_ids)), (at(11, 9), 0))
        self.assertEqual(cancelled.pause_ids.reason, "closed")
        self.assertFalse(unfounded.pause_ids)

    def test_the_goods_are_looked_for_again_and_the_old_measure_is_none(self):
        complaint = self.complaint
        with freeze_time(at(9, 9)):
            complaint._gendan_step("reopen", reason="The new ones tear, too")
            complaint.write({"contained_text": "All held", "line_ids": [Command.create({"product_id": self.bag.id})]})
            complaint._gendan_keep({"traced_at": at(2, 12)})
            with self.assertRaisesRegex(UserError, "find the goods first"):
                complaint.action_contained()
            complaint.action_gendan_trace()
            complaint.action_contained()
            self.assertEqual(complaint.d3_done_at, at(9, 9))
        with freeze_time(at(9, 10)):
            action = self.env["gendan.complaint.action"].create(
                {
                    "complaint_id": complaint.id,
                    "kind": "correct",
                    "name": "Bar warmed up",
                    "due": "2026-11-10",
                    "owner_id": self.quality_user.id,
                }
            )
            self.env.cr.execute(
                "UPDATE gendan_complaint_action SET create_date = %s, done_on = %s WHERE id = %s",
                (at(3, 9), date(2026, 11, 3), action.id),
            )
            action.invalidate_recordset()
            complaint.findings = "The new bar was too cold, too"
            complaint._gendan_step("find")
            self.assertFalse(complaint.d5_done_at, "it did not work")
            action.copy({"name": "New bar", "done_on": False})
            complaint._gendan_note_cause()
            self.assertEqual(complaint.d5_done_at, at(9, 10))


@tagged("post_install", "-at_install")
class TestRepeatRound(FullCase):
    def test_opened_by_the_watch_the_stages_run_anew_and_nobody_waits_for_a_first_answer(self):
        with freeze_time(CLOSED):
            complaint = self.closed()
            complaint._gendan_note_stage("d3")
        with freeze_time("2026-11-24 02:00:00"):
            order = self.delivered_order(100)
            self.complain(picking_id=order.picking_ids.id)
            self.look()
            self.assertEqual(complaint.state, "work")
            self.assertFalse(complaint.first_due or complaint.same_day_due or complaint.d3_done_at)
            self.assertEqual((complaint.clock_term, complaint.resolution_kept), ("d3", "open"))
            self.assertEqual(complaint.round_ids.ended_as, "closed")
            self.assertGreater(complaint.d3_due, complaint.round_at)
            # looked at once more, and opened again by the customer, he waits for an answer
            self.bring_to(complaint.with_user(self.clerk), "closed")
        with freeze_time("2026-11-25 02:00:00"):
            complaint._gendan_step("reopen", reason="Still not good")
            self.assertEqual(complaint.clock_term, "first")
