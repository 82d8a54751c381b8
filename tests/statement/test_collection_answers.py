"""What was said about instalments: promises kept and broken, payments said, disputes, escalations."""

import re
from datetime import date, time

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .collect_common import CollectCase

TODAY = date(2026, 11, 2)


@tagged("post_install", "-at_install")
class TestCollectionAnswers(CollectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls.owe()
        cls.sweep(TODAY)
        cls.case = cls.case_of(cls.invoice)

    def assertRefused(self, words, kind, **values):
        with self.assertRaises(UserError) as caught:
            self.say(self.case, kind, TODAY, **values)
        self.assertIn(words, str(caught.exception))

    def test_a_promise_that_is_kept(self):
        promise = self.say(self.case, "promised", TODAY, day=date(2026, 11, 6), amount=60.0)
        self.assertEqual((self.case.situation, self.case.promised_day), ("promised", date(2026, 11, 6)))
        self.assertEqual(self.open_kinds(self.case), [], "while it runs nobody is told anything")
        self.collect(self.invoice, date(2026, 11, 5), 60.0)
        self.sweep(date(2026, 11, 5))
        self.assertEqual((promise.outcome, self.case.situation, self.case.residual), ("kept", "none", 40))
        self.sweep(date(2026, 11, 9))
        self.assertEqual(promise.outcome, "kept")
        self.assertEqual(self.open_kinds(self.case), ["collect_due"], "the rest is owed")

    def test_a_promise_is_broken_when_its_day_is_over_and_the_next_step_speaks_once(self):
        promise = self.say(self.case, "promised", TODAY, day=date(2026, 11, 4))
        self.sweep(date(2026, 11, 4), time(23, 0))
        self.assertEqual(promise.outcome, "open", "the day itself")
        self.sweep(date(2026, 11, 5))
        self.assertEqual((promise.outcome, promise.broken_on), ("broken", date(2026, 11, 5)))
        self.assertEqual((self.case.situation, self.case.broken_count), ("broken", 1))
        self.assertEqual(self.open_kinds(self.case), ["collect_broken"])
        before = len(self.mails_to(self.supervisor))
        self.climb(date(2026, 11, 5))
        self.climb(date(2026, 11, 5), time(10, 0))
        self.climb(date(2026, 11, 6))
        self.assertEqual(len(self.mails_to(self.supervisor)), before + 1)
        with freeze_time("2026-11-05 04:00:00"):
            self.env.invalidate_all()
            self.assertEqual(self.customer.with_user(self.rep).gendan_broken_count, 1)
            self.assertIn("100.00", self.customer.with_user(self.rep).gendan_collect_text)

    def test_what_came_in_time_and_was_entered_later_was_kept(self):
        promise = self.say(self.case, "promised", TODAY, day=date(2026, 11, 4))
        self.sweep(date(2026, 11, 5))
        self.assertEqual(promise.outcome, "broken")
        self.collect(self.invoice, date(2026, 11, 4))
        self.sweep(date(2026, 11, 6))
        self.assertEqual((promise.outcome, promise.broken_on, self.case.broken_count), ("kept", False, 0))

    def test_a_promise_for_a_holiday_has_until_the_working_day_after(self):
        promise = self.say(self.case, "promised", TODAY, day=date(2026, 11, 8))
        self.sweep(date(2026, 11, 9))
        self.assertEqual(promise.outcome, "open", "Monday: no bank worked on Sunday")
        self.sweep(date(2026, 11, 10))
        self.assertEqual(promise.outcome, "broken")
        self.collect(self.invoice, date(2026, 11, 9))
        self.sweep(date(2026, 11, 11))
        self.assertEqual(promise.outcome, "kept")

    def test_what_came_too_late_stays_broken(self):
        promise = self.say(self.case, "promised", TODAY, day=date(2026, 11, 4))
        self.collect(self.invoice, date(2026, 11, 5))
        self.sweep(date(2026, 11, 5))
        self.assertEqual((self.case.state, promise.outcome), ("closed", "broken"))

    def test_a_payment_that_comes_back_breaks_the_promise(self):
        promise = self.say(self.case, "promised", TODAY, day=date(2026, 11, 4))
        self.collect(self.invoice, date(2026, 11, 3))
        self.sweep(date(2026, 11, 5))
        self.assertEqual((self.case.state, promise.outcome), ("closed", "kept"))
        self.invoice.line_ids.filtered(lambda line: line.account_type == "asset_receivable").remove_move_reconcile()
        self.sweep(date(2026, 11, 10))
        self.assertEqual((self.case.state, promise.outcome, self.case.situation), ("open", "broken", "broken"))

    def test_put_off_before_its_day(self):
        first = self.say(self.case, "promised", TODAY, day=date(2026, 11, 4))
        second = self.say(self.case, "promised", date(2026, 11, 4), day=date(2026, 11, 20))
        self.sweep(date(2026, 11, 5))
        self.assertEqual((first.outcome, second.outcome), ("replaced", "open"))
        self.assertEqual((self.case.promise_count, self.case.promised_day), (2, date(2026, 11, 20)))
        with freeze_time("2026-11-05 04:00:00"):
            self.assertIn("2 times", self.case.reasons_text)

    def test_said_to_be_paid_and_not_in_the_books(self):
        accounting = self.env["gendan.department"].search([("code", "=", "ACC")], limit=1)
        self.say(self.case, "paid", TODAY, day=TODAY, amount=100.0)
        self.assertEqual((self.case.situation, self.open_kinds(self.case)), ("paid", []))
        self.sweep(date(2026, 11, 3))
        self.assertEqual(self.open_kinds(self.case), [])
        self.sweep(date(2026, 11, 4))
        self.assertEqual(self.open_kinds(self.case), ["collect_paid"], "two working days later")
        todo = self.todos_of(self.case)
        self.assertEqual((todo.role, todo.department_id), ("department", accounting))
        self.collect(self.invoice, TODAY)
        self.sweep(date(2026, 11, 4))
        self.assertEqual((self.case.state, self.open_kinds(self.case)), ("closed", []))
        self.assertEqual(self.case.answer_ids.outcome, "kept")

    def test_a_promise_is_judged_though_it_is_said_to_be_paid(self):
        promise = self.say(self.case, "promised", TODAY, day=date(2026, 11, 4))
        self.say(self.case, "paid", date(2026, 11, 4), day=date(2026, 11, 4))
        self.sweep(date(2026, 11, 5))
        self.assertEqual((promise.outcome, self.case.situation), ("broken", "paid"))

    def test_disputed_goes_to_the_clerk_until_it_is_cleared_up(self):
        self.say(self.case, "disputed", TODAY, dispute="price")
        todo = self.todos_of(self.case)
        self.assertEqual((todo.kind, todo.user_id), ("collect_disputed", self.clerk))
        self.assertEqual(self.case.reason, "disputed")
        self.say(self.case, "resumed", TODAY, user=self.clerk, note="Price was as in the contract")
        self.assertEqual((self.case.situation, self.open_kinds(self.case)), ("none", ["collect_due"]))

    def test_escalated_to_somebody_who_may_see_it(self):
        self.assertRefused("may not see", "escalated", to_id=self.other_rep.id, note="He knows them")
        self.say(self.case, "escalated", TODAY, to_id=self.supervisor.id, note="They do not answer")
        todo = self.todos_of(self.case)
        self.assertEqual((todo.kind, todo.user_id), ("collect_escalated", self.supervisor))

    def test_what_makes_no_sense_is_refused(self):
        for words, kind, values in (
            ("day to come", "promised", {"day": date(2026, 11, 1)}),
            ("Is it a promise", "paid", {"day": date(2026, 11, 3)}),
            ("how much", "promised", {"day": date(2026, 11, 5), "amount": 0.0}),
            ("the day", "promised", {}),
            ("what is disputed", "disputed", {}),
            ("say why", "escalated", {"to_id": self.supervisor.id}),
        ):
            with self.subTest(kind=kind, words=words):
                self.assertRefused(words, kind, **values)
        self.collect(self.invoice, TODAY)
        self.sweep(TODAY)
        self.assertRefused("settled", "contact")

    def test_nobody_changes_what_was_said(self):
        answer = self.say(self.case, "contact", TODAY, note="On holiday")
        for attempt in (
            lambda: answer.write({"note": "Something else"}),
            lambda: answer.write({"outcome": "kept"}),
            lambda: answer.with_context(gendan_answer_judging=True).write({"outcome": "kept"}),
            lambda: answer.unlink(),
            lambda: answer.copy(),
        ):
            with self.assertRaises(UserError):
                attempt()
        with self.assertRaisesRegex(UserError, f"said about {re.escape(self.case.display_name)} is kept"):
            answer.unlink()
        for user in (self.rep, self.supervisor):
            with self.assertRaises(AccessError):
                self.env["gendan.receivable.answer"].with_user(user).create({"case_id": self.case.id})
            with self.assertRaises(AccessError):
                self.case.with_user(user).write({"residual": 0})

    def test_on_the_phone_a_promise_is_two_taps(self):
        other = self.owe(50.0)
        self.sweep(TODAY)
        both = self.case | self.case_of(other)
        with freeze_time("2026-11-02 04:00:00"):
            action = both.with_user(self.rep).action_promised()
            form = Form(self.env["gendan.receivable.reply"].with_user(self.rep).with_context(**action["context"]))
            self.assertEqual((form.amount, form.day), (150, date(2026, 11, 9)))
            form.amount = 120
            form.save().action_save()
        promises = both.answer_ids
        self.assertEqual(sorted(promises.mapped("amount")), [20, 100], "those due first are served first")
        self.assertEqual(promises.user_id, self.rep)
        self.assertEqual(promises.rep_id, self.rep)

    def test_the_photo_is_sealed_with_the_answer(self):
        photo = self.env["ir.attachment"].with_user(self.rep).create({"name": "slip.jpg", "raw": b"photo"})
        answer = self.say(self.case, "paid", TODAY, day=TODAY, attachment_ids=[Command.set(photo.ids)])
        self.assertEqual((photo.res_model, photo.res_id), (answer._name, answer.id))
        with self.assertRaises(UserError):
            photo.sudo().write({"raw": b"another"})

    def test_the_to_do_is_answered_where_it_is_listed(self):
        todo = self.todos_of(self.case)
        self.assertEqual((todo.kind, todo.user_id), ("collect_due", self.rep))
        with freeze_time("2026-11-02 04:00:00"):
            todo.with_user(self.rep).action_gendan_do("collect_promised", {"day": "2026-11-12"})
        self.assertEqual((self.case.situation, todo.open), ("promised", False))
