"""Opened again: what the time before said is not sent again as it stands, unless somebody says that it still holds."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from .clock_common import at
from .common import ComplaintCase

STILL = "still says what it said before"


@tagged("post_install", "-at_install")
class TestCarriedOver(ComplaintCase):
    @classmethod
    @freeze_time(MONDAY)
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls.complain()
        cls.complaint.write(
            {"contained_text": "All held", "cause_text": "The bar was too cold", "verified_text": "30 bags pulled"}
        )
        with freeze_time(at(4, 17)):
            cls.bring_to(cls.complaint, "closed")
        with freeze_time(at(9, 9)):
            cls.complaint.with_user(cls.clerk)._gendan_step("reopen", reason="The new ones tear, too")
        cls.complaint.action_ids = [
            Command.create(
                {"kind": "correct", "name": "New film", "due": "2026-11-20", "owner_id": cls.quality_user.id}
            )
        ]
        cls.complaint.department_id = cls.quality
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(at(9, 10)))
        self.mine = self.complaint.with_user(self.clerk)
        self.quality_side = self.complaint.with_user(self.quality_user)

    def refused(self, work, sentence=STILL):
        with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            work()
        self.env.invalidate_all()

    def test_findings_are_changed_or_confirmed_before_they_are_recorded(self):
        self.refused(self.mine.action_find, "“Findings” " + STILL)
        # the same words are no look
        self.mine.findings = self.mine.findings + "  "
        self.refused(self.mine.action_find)
        self.mine.findings = "Another film"
        self.mine.action_find()
        self.assertEqual(self.mine.state, "findings")

    def test_holding_answers_are_always_allowed(self):
        self.mine._gendan_note_answer("phone", "We look into it again", True)
        self.assertTrue(self.mine.answer_ids.filtered("is_holding"))

    def test_the_offer_is_looked_at_for_itself(self):
        self.mine.findings = "Another film"
        self.mine.action_find()
        self.assertEqual(self.mine._gendan_answer_stage(), "findings", "the old offer is not proposed as an answer")
        phrase = self.env["mail.template"]._gendan_complaint_phrases(False).filtered(
            lambda one: one.gendan_stage == "proposal"
        )[:1]
        self.assertIn(STILL, self.mine._gendan_phrase_error(phrase) or "")
        self.refused(self.mine.action_propose, "“Offer to the Customer” " + STILL)
        self.mine.proposal = "We send 40 new ones"
        self.assertFalse(self.mine._gendan_phrase_error(phrase))
        self.mine.action_propose()
        self.assertEqual(self.mine.state, "proposed")

    def test_the_8d_report_is_looked_at_text_by_text(self):
        self.mine.findings = "Another film"
        self.mine.action_find()
        self.refused(self.mine.action_send_8d, "“Done at Once” " + STILL)
        self.mine.contained_text = "The new lot is held"
        self.refused(self.mine.action_send_8d, "“Cause, as the Customer Reads It” " + STILL)
        self.mine.write({"cause_text": "Another film", "verified_text": "60 bags pulled"})
        self.assertFalse(self.mine._gendan_8d_error())

    def test_one_button_says_that_all_of_it_still_holds(self):
        self.assertIn("Findings, Offer to the Customer, Done at Once", self.mine.carried_note)
        self.mine.action_still_true()
        self.assertFalse(self.mine.carried_note)
        note = self.mine.message_ids[:1]
        self.assertIn("Findings, Offer to the Customer", note.body)
        self.assertEqual(note.author_id, self.clerk.partner_id)
        self.mine.action_find()
        self.mine.action_propose()
        self.assertFalse(self.mine._gendan_8d_error())
        self.refused(self.mine.action_still_true, "nothing")

    def test_the_department_says_so_of_what_it_writes(self):
        self.assertNotIn("Offer", self.quality_side.carried_note)
        self.quality_side.action_still_true()
        self.assertFalse(self.quality_side.carried_note)
        self.quality_side.action_find()
        self.assertIn("Offer to the Customer", self.mine.carried_note)
        self.refused(self.mine.action_propose)

    def test_who_only_reads_says_nothing(self):
        for user in (self.rep, self.other_clerk):
            with self.assertRaises(AccessError):
                self.complaint.with_user(user).action_still_true()
        self.assertFalse(self.complaint.with_user(self.rep).carried_note)
        for user in (self.clerk, self.supervisor):
            theirs = self.complaint.with_user(user)
            self.refused(lambda theirs=theirs: theirs.write({"carried_over": False}), "by its buttons")

    def test_what_was_said_the_time_before_stays_readable(self):
        self.mine.write({"findings": "Another film", "proposal": "We send 40 new ones"})
        self.assertRecordValues(
            self.complaint.round_ids,
            [{"findings": "Sealing bar too cold on the night shift", "proposal": "We take off the 40 pieces"}],
        )

    def test_on_the_light_track_the_answer_is_typed_anew_and_the_offer_with_it(self):
        light = self.complain(kind_id=self.light_kind.id)
        self.say_all(light.sudo())
        light.light_answer = "We take off 40"
        light.light_channel = "phone"
        light.action_light_close()
        light._gendan_step("reopen", reason="And 10 more")
        self.assertIn("before: What Happened.", light.carried_note, "as the light form calls it, and nothing else")
        light.write({"light_answer": "We take off 40", "agreed_by": "Ms Lin"})
        self.refused(light.action_light_close)
        light.findings = "Miscounted twice"
        light.action_light_close()
        self.assertEqual(light.state, "closed")

    def test_cancelled_and_opened_again_nothing_was_said_yet(self):
        other = self.complain()
        self.say_all(other.sudo())
        other._gendan_step("cancel")
        other._gendan_step("reopen")
        self.assertFalse(other.carried_note)
        other.action_find()
