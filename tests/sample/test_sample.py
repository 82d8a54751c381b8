"""Samples: rounds, verdicts with their proof, to-dos."""

import base64
from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import MONDAY, TODAY
from .common import SampleCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSample(SampleCase):
    def test_a_sample_goes_from_asked_for_to_approved_and_its_to_dos_with_it(self):
        sample = self.make_sample()
        self.assertEqual(sample.state, "to_make")
        self.assertEqual(self.todos(sample), ["sample_make"])
        entry = self.send(sample)
        self.assertEqual((sample.state, sample.round_letter), ("sent", "A"))
        # three working days of a six-day week
        self.assertEqual(entry.answer_due, date(2026, 11, 5))
        self.assertEqual(self.todos(sample), ["sample_answer"])
        self.judge(entry)
        self.assertEqual((sample.state, sample.approved_on), ("approved", TODAY))
        self.assertEqual(sample.valid_until, date(2027, 11, 2))
        self.assertEqual(self.todos(sample), [])

    def test_a_rejected_round_asks_for_the_next_and_counts_the_days_lost(self):
        sample = self.make_sample()
        first = self.send(sample, date(2026, 10, 20))
        self.judge(first, "rejected", date(2026, 10, 24))
        self.assertEqual(sample.state, "rejected")
        self.assertEqual(self.todos(sample), ["sample_make"])
        second = self.send(sample, date(2026, 10, 30))
        self.assertEqual((second.letter, sample.round_letter, sample.state), ("B", "B", "sent"))
        self.judge(second, "rejected", date(2026, 10, 30))
        third = self.send(sample, date(2026, 11, 1))
        self.assertEqual([entry.lost_days for entry in (first, second, third)], [0, 10, 2])
        self.assertEqual(sample.lost_days, 12)

    def test_the_dialog_of_a_round_needs_no_more_than_its_sample(self):
        sample = self.make_sample()
        action = sample.with_user(self.clerk).action_gendan_round()
        with Form(self.env[action["res_model"]].with_user(self.clerk).with_context(**action["context"])) as form:
            form.sent_on = TODAY
        self.assertEqual((sample.round_ids.number, sample.round_letter, sample.state), (1, "A", "sent"))

    def test_no_next_round_before_the_last_is_judged(self):
        sample = self.make_sample()
        self.send(sample)
        with self.assertRaisesRegex(UserError, "no verdict yet"):
            self.send(sample)
        with self.assertRaisesRegex(UserError, "no verdict yet"):
            sample.action_gendan_round()

    def test_no_answer_is_noted_and_changes_nothing(self):
        sample = self.make_sample()
        entry = self.send(sample, date(2026, 10, 20))
        self.judge(entry, "no_answer", evidence=False, given_by=False)
        self.assertEqual(sample.state, "sent")
        self.judge(entry, "comments")
        self.judge(entry, "no_answer")
        self.assertEqual(sample.state, "approved")

    def test_an_approval_taken_back_opens_the_round_again(self):
        sample = self.make_sample()
        entry = self.send(sample)
        self.judge(entry)
        self.judge(entry, "withdrawn")
        self.assertEqual((sample.state, sample.approved_on, sample.valid_until), ("sent", False, False))

    def test_an_approval_expires(self):
        sample = self.make_sample()
        self.judge(self.send(sample))
        self.assertFalse(sample.is_expired)
        with freeze_time("2027-11-03 01:00:00"):
            sample.invalidate_recordset(["is_expired"])
            self.assertTrue(sample.is_expired)
            self.assertEqual(self.env["gendan.sample"].search([("is_expired", "=", True)]), sample.sudo())
        self.assertFalse(self.env["gendan.sample"].search([("is_expired", "=", True), ("id", "=", sample.id)]))

    def test_what_is_up_for_approval_is_approved_or_rejected_and_only_a_verdict_is_withdrawn(self):
        entry = self.send(self.make_sample())
        self.judge(entry, "no_answer")
        with self.assertRaisesRegex(UserError, "no verdict on .* withdrawn"), self.env.cr.savepoint():
            self.judge(entry, "withdrawn")
        with self.assertRaisesRegex(UserError, "is up for approval: say whether"), self.env.cr.savepoint():
            self.judge(entry, "noted")
        self.assertEqual(self.offered(entry), ["approved", "comments", "rejected", "no_answer"])
        self.judge(entry)
        self.assertEqual(self.offered(entry), ["approved", "comments", "rejected", "no_answer", "withdrawn"])
        self.judge(entry, "withdrawn")
        with self.assertRaisesRegex(UserError, "no verdict on .* withdrawn"):
            self.judge(entry, "withdrawn")

    def offered(self, entry):
        """What the clerk's dialog offers to say of a round."""
        verdict = self.env["gendan.sample.verdict"].with_user(self.clerk)
        return Form(verdict.with_context(default_round_id=entry.id)).result_choices

    def test_what_was_approved_stays_what_it_was(self):
        sample = self.make_sample(product_id=False).with_user(self.clerk)
        self.judge(self.send(sample))
        sample.with_user(self.supervisor).valid_until = date(2027, 3, 1)
        sample.last_round_id.answer_due = date(2026, 11, 20)
        self.assertEqual(sample.valid_until, date(2027, 3, 1), "as the supervisor said")
        other = self.proof.copy({"code": "t_other", "valid_months": 1})
        with self.assertRaisesRegex(UserError, "was approved as “Proof .test.”: only the supervisor"):
            sample.kind_id = other
        sample.product_id = self.bag
        with self.assertRaisesRegex(UserError, "only the supervisor"):
            sample.product_id = self.carton
        sample.with_user(self.supervisor).kind_id = other
        self.assertEqual(sample.valid_until, date(2027, 3, 1))
        self.judge(sample.last_round_id, "withdrawn")
        self.assertFalse(sample.valid_until)
        self.judge(sample.last_round_id)
        self.assertEqual(sample.valid_until, date(2026, 12, 2))

    def test_a_verdict_needs_who_and_a_proof(self):
        entry = self.send(self.make_sample())
        with self.assertRaisesRegex(UserError, "needs a proof"):
            self.judge(entry, evidence=" ")
        with self.assertRaisesRegex(UserError, "Say who"):
            self.judge(entry, given_by=False)
        with self.assertRaisesRegex(UserError, "own page"):
            self.judge(entry, source="page")
        with self.assertRaisesRegex(UserError, "day to come"):
            self.judge(entry, day=date(2026, 11, 3))
        with self.assertRaisesRegex(UserError, "older than"):
            self.judge(entry, day=date(2026, 11, 1))
        with self.assertRaisesRegex(UserError, "wants changed"):
            self.judge(entry, "rejected", reasons=" ")

    def test_what_was_not_sent_cannot_be_judged(self):
        sample = self.make_sample()
        entry = self.env["gendan.sample.round"].with_user(self.clerk).create({"sample_id": sample.id})
        with self.assertRaisesRegex(UserError, "not sent yet"):
            self.judge(entry)
        with self.assertRaisesRegex(UserError, "not with the customer"):
            sample.action_gendan_verdict()

    def test_a_verdict_is_never_changed_or_deleted_and_its_paper_neither(self):
        paper = self.env["ir.attachment"].with_user(self.clerk).create(
            {"name": "wechat.png", "datas": base64.b64encode(b"png")}
        )
        entry = self.send(self.make_sample())
        verdict = self.judge(entry, evidence=False, attachment_ids=[Command.link(paper.id)])
        self.assertEqual(verdict.user_id, self.clerk)
        self.assertEqual((paper.res_model, paper.res_id), (verdict._name, verdict.id))
        with self.assertRaisesRegex(UserError, "never changed"):
            verdict.sudo().reasons = "other"
        with self.assertRaisesRegex(UserError, "never deleted"):
            verdict.sudo().unlink()
        with self.assertRaisesRegex(UserError, "proves what the customer said"):
            paper.sudo().unlink()
        with self.assertRaisesRegex(UserError, "has judged round"):
            entry.sudo().sent_on = date(2026, 11, 1)

    def test_who_noted_it_is_not_what_the_caller_sends(self):
        verdict = self.judge(self.send(self.make_sample()), user_id=self.supervisor.id)
        self.assertEqual(verdict.user_id, self.clerk)

    def test_what_went_out_is_cancelled_not_deleted(self):
        sample = self.make_sample()
        self.send(sample)
        with self.assertRaisesRegex(UserError, "Cancel it"):
            sample.with_user(self.supervisor).unlink()
        sample.action_gendan_cancel()
        self.assertEqual((sample.state, self.todos(sample)), ("cancelled", []))
        sample.action_gendan_reopen()
        self.assertEqual(sample.state, "sent")

    def test_a_catalogue_is_followed_up_and_what_came_of_it_noted(self):
        catalogue = self.env.ref("gendan_followup.sample_kind_catalogue")
        sample = self.make_sample(kind_id=catalogue.id, product_id=False)
        entry = self.send(sample, date(2026, 10, 20))
        register = self.env["gendan.sample.round"].search(
            [("sent_on", "!=", False), ("result", "=", False), ("answer_due", "<=", TODAY)]
        )
        self.assertIn(entry.sudo(), register)
        self.assertEqual(self.todos(sample), ["sample_answer"])
        self.assertIn("noted", self.offered(entry))
        self.judge(entry, "noted", reasons="Wants prices for the zip bag")
        self.assertEqual((sample.state, self.todos(sample)), ("noted", []))

    def test_a_sample_belongs_to_its_orders_customer(self):
        order = self.make_order()
        sample = self.make_sample(order)
        self.assertEqual(sample.clerk_id, self.clerk)
        with self.assertRaisesRegex(ValidationError, "another customer"):
            sample.with_user(self.supervisor).partner_id = self.foreign_customer

    def test_nothing_is_dated_later_than_today(self):
        with self.assertRaisesRegex(UserError, "later than today"):
            self.send(self.make_sample(), date(2026, 11, 3))


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSampleAccess(SampleCase):
    def test_whose_samples_one_sees(self):
        own = self.make_sample()
        foreign = (
            self.env["gendan.sample"]
            .with_user(self.other_clerk)
            .create({"kind_id": self.proof.id, "partner_id": self.foreign_customer.id})
        )
        for user, sees_own, sees_foreign in (
            (self.clerk, True, False),
            (self.other_clerk, False, True),
            (self.backup, False, False),
            (self.supervisor, True, True),
            (self.rep, True, False),
            (self.quality_user, True, True),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(own.with_user(user).has_access("read"), sees_own)
                self.assertEqual(foreign.with_user(user).has_access("read"), sees_foreign)

    def test_a_department_sends_a_round_and_notes_no_verdict(self):
        sample = self.make_sample()
        entry = self.env["gendan.sample.round"].with_user(self.quality_user).create({"sample_id": sample.id})
        entry.action_gendan_send()
        self.assertEqual(sample.state, "sent")
        with self.assertRaises(AccessError):
            self.env["gendan.sample.verdict"].with_user(self.quality_user).create(
                {"round_id": entry.id, "result": "approved", "given_by": "x", "evidence": "y"}
            )

    def test_another_clerk_notes_no_verdict(self):
        entry = self.send(self.make_sample())
        with self.assertRaises(AccessError):
            self.env["gendan.sample.verdict"].with_user(self.other_clerk).create(
                {"round_id": entry.id, "result": "approved", "given_by": "x", "evidence": "y"}
            )
