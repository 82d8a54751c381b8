"""Who sees which instalments, answers and weekly lists; who hears what; what explains it."""

from datetime import date, time

from freezegun import freeze_time

from odoo import Command
from odoo.tests import Form, tagged

from .collect_common import CollectCase

MONDAY = date(2026, 11, 2)


@tagged("post_install", "-at_install")
class TestCollectionAccess(CollectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign_customer.user_id = cls.other_rep
        cls.own = cls.owe()
        cls.foreign = cls.owe(30.0, customer=cls.foreign_customer)
        cls.sweep(MONDAY)
        cls.case, cls.foreign_case = cls.case_of(cls.own), cls.case_of(cls.foreign)

    def test_who_sees_what(self):
        company, hk_clerk = self.make_other_company()
        hk_case = self.case.sudo().copy({"company_id": company.id, "move_line_id": False})
        cases = (self.case, self.foreign_case, hk_case)
        for case in cases:
            self.env["gendan.receivable.digest"].create(
                {"company_id": case.company_id.id, "user_id": case.rep_id.id or self.env.uid, "week": MONDAY}
            )
        for user, seen in (
            (self.clerk, (True, False, False)),
            (self.other_clerk, (False, True, False)),
            (self.rep, (True, False, False)),
            (self.other_rep, (False, True, False)),
            (self.supervisor, (True, True, False)),
            (self.accountant, (True, True, False)),
            (hk_clerk, (False, False, True)),
            (self.quality_user, (False, False, False)),
            (self.portal_user, (False, False, False)),
            (self.employee, (False, False, False)),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(tuple(case.with_user(user).has_access("read") for case in cases), seen)
                for name in ("write", "unlink"):
                    self.assertFalse(any(case.with_user(user).has_access(name) for case in cases))
        answers = [self.say(case, "contact", MONDAY, user=self.supervisor) for case in cases[:2]]
        for user, seen in ((self.rep, [True, False]), (self.clerk, [True, False]), (self.accountant, [True, True])):
            self.assertEqual([answer.with_user(user).has_access("read") for answer in answers], seen)
            found = self.env["gendan.receivable.answer"].with_user(user).search([("id", "in", [a.id for a in answers])])
            self.assertEqual(len(found), sum(seen))
        lists = self.env["gendan.receivable.digest"]
        self.assertEqual(lists.with_user(self.rep).search([]).user_id, self.rep)
        self.assertEqual(len(lists.with_user(self.accountant).search([("week", "=", MONDAY)])), 2)

    def test_a_clerk_opens_the_invoices_of_the_customers_she_follows(self):
        own, foreign = (case.move_id for case in (self.case, self.foreign_case))
        (own + foreign).invoice_user_id = self.supervisor  # nobody sees them for having written them
        line = Command.create({"name": "Film", "quantity": 1, "price_unit": 5, "tax_ids": False})
        bill = own.create({"move_type": "in_invoice", "partner_id": self.customer.id, "invoice_line_ids": [line]})
        for user, seen in (
            (self.clerk, (True, False, False)),
            (self.other_clerk, (False, True, False)),
            (self.supervisor, (True, True, False)),
            (self.rep, (False, False, False)),
            (self.quality_user, (False, False, False)),
        ):
            with self.subTest(user=user.login):
                papers = (own, foreign, bill)
                self.assertEqual(tuple(paper.with_user(user).has_access("read") for paper in papers), seen)
                lines = tuple(paper.line_ids.with_user(user).has_access("read") for paper in papers)
                self.assertEqual(lines, seen)
                self.assertFalse(any(paper.with_user(user).has_access("write") for paper in papers))
        with freeze_time(MONDAY):
            self.collect(own, MONDAY, 5.0)
        own.invoice_user_id = self.rep
        for user in (self.clerk, self.rep, self.accountant):
            with self.subTest(form=user.login), Form(own.with_user(user)) as form:
                self.assertEqual(form.partner_id, own.partner_id)

    def test_the_ladder_speaks_once_a_step_and_in_one_mail(self):
        second = self.owe(20.0)
        self.sweep(MONDAY)
        self.assertEqual(self.open_kinds(self.case | self.case_of(second)), ["collect_due"] * 2)
        clerk, supervisor = len(self.mails_to(self.clerk)), len(self.mails_to(self.supervisor))
        self.climb(date(2026, 11, 6))
        self.assertEqual(len(self.mails_to(self.clerk)), clerk, "five working days from the day it was opened")
        self.climb(date(2026, 11, 9))
        self.climb(date(2026, 11, 9), time(11, 0))
        self.climb(date(2026, 11, 10))
        self.assertEqual(len(self.mails_to(self.clerk)), clerk + 1, "both in one mail, once")
        self.assertEqual(len(self.mails_to(self.supervisor)), supervisor)
        self.climb(date(2026, 11, 16))
        self.assertEqual(len(self.mails_to(self.supervisor)), supervisor + 1)

    def test_a_ladder_that_begins_before_the_day(self):
        ladder = self.env.ref("gendan_followup.ladder_collect_due")
        later = self.owe(20.0, due=date(2026, 11, 11))
        self.sweep(date(2026, 11, 6))
        case = self.case_of(later)
        self.assertFalse(self.open_kinds(case))
        ladder.step_ids = [Command.create({"after_days": -3, "to": "user", "how": "email"})]
        self.sweep(date(2026, 11, 6))
        self.assertFalse(self.open_kinds(case), "four working days before")
        self.sweep(date(2026, 11, 7))
        self.assertEqual(self.open_kinds(case), ["collect_due"])
        before = len(self.mails_to(self.rep))
        self.climb(date(2026, 11, 7))
        self.assertEqual(len(self.mails_to(self.rep)), before + 1)

    def test_the_customer_hears_only_where_his_profile_allows_it(self):
        with freeze_time("2026-11-02 00:30:00"):
            self.env.ref("gendan_followup.ladder_collect_due").step_ids = [
                Command.clear(),
                Command.create({"after_days": 0, "to": "customer", "how": "email"}),
            ]
        second = self.owe(20.0)
        self.sweep(MONDAY)
        mails = self.env["mail.mail"].search_count([("recipient_ids", "in", self.customer.ids)])

        def told():
            return self.env["mail.mail"].search_count([("recipient_ids", "in", self.customer.ids)]) - mails

        self.monthly.remind_customer = True
        silent = self.monthly.copy({"remind_customer": False, "code": False})
        self.foreign_customer.gendan_settlement_profile_id = silent
        self.sweep(MONDAY)
        self.climb(MONDAY)
        self.sweep(MONDAY, time(10, 0))
        self.sweep(MONDAY, time(11, 0))
        self.climb(date(2026, 11, 3))
        self.sweep(date(2026, 11, 3))
        self.assertEqual(told(), 1, "one mail about both")
        self.assertTrue(self.case.reminder_mail_id)
        self.assertEqual(self.case_of(second).reminder_mail_id, self.case.reminder_mail_id)
        self.assertFalse(self.foreign_case.reminder_mail_id)
        self.assertFalse(self.env["mail.mail"].search([("recipient_ids", "in", self.foreign_customer.ids)]))

    # ------------------------------------------------------------ the weekly list

    def test_the_rep_gets_one_list_a_week(self):
        self.company.gendan_collect_weekday = "1"
        self.owe(900.0, due=date(2026, 12, 1))
        own, other = len(self.mails_to(self.rep)), len(self.mails_to(self.other_rep))
        self.sweep(MONDAY, time(12, 0))
        self.assertEqual(len(self.mails_to(self.rep)), own, "not the day")
        self.sweep(date(2026, 11, 3), time(7, 0))
        self.assertEqual(len(self.mails_to(self.rep)), own, "not the hour")
        for clock in (8, 9, 17):
            self.sweep(date(2026, 11, 3), time(clock, 30))
        self.sweep(date(2026, 11, 5))
        self.assertEqual(len(self.mails_to(self.rep)), own + 1)
        self.assertEqual(len(self.mails_to(self.other_rep)), other + 1)
        body = self.mails_to(self.rep).sorted("id")[-1:].body_html
        for words in (self.customer.name, self.own.name, "100.00"):
            self.assertIn(words, body)
        for words in (self.foreign_customer.name, "900.00"):
            self.assertNotIn(words, body)
        week = self.env["gendan.receivable.digest"].search([("user_id", "=", self.rep.id)])
        self.assertEqual((week.week, week.case_count, week.amount), (MONDAY, 1, 100))
        self.sweep(date(2026, 11, 10), time(9, 0))
        self.assertEqual(len(self.mails_to(self.rep)), own + 2, "the next week")

    def test_no_list_to_whoever_may_not_see_the_company(self):
        self.company.gendan_collect_weekday = "0"
        elsewhere, _clerk = self.make_other_company()
        self.rep.write({"company_id": elsewhere.id, "company_ids": [Command.set(elsewhere.ids)]})
        before = {user: len(self.mails_to(user)) for user in (self.rep, self.clerk)}
        self.sweep(MONDAY, time(9, 0))
        grown = {user: len(self.mails_to(user)) - count for user, count in before.items()}
        self.assertEqual(grown, {self.rep: 0, self.clerk: 1})

    def test_nothing_overdue_no_list(self):
        self.company.gendan_collect_weekday = "0"
        self.collect(self.own, MONDAY)
        own, other = len(self.mails_to(self.rep)), len(self.mails_to(self.other_rep))
        self.sweep(MONDAY, time(9, 0))
        self.assertEqual(len(self.mails_to(self.rep)), own)
        self.assertEqual(len(self.mails_to(self.other_rep)), other + 1)

    def test_without_a_rep_the_clerk_gets_it_and_who_stands_in_while_she_is_away(self):
        self.company.gendan_collect_weekday = "0"
        self.customer.user_id = False
        self.env["gendan.absence"].create(
            {
                "user_id": self.other_rep.id,
                "backup_id": self.rep.id,
                "date_from": "2026-11-01 00:00:00",
                "date_to": "2026-11-20 00:00:00",
            }
        )
        before = {user: len(self.mails_to(user)) for user in (self.clerk, self.rep, self.other_rep)}
        self.sweep(MONDAY, time(9, 0))
        grown = {user: len(self.mails_to(user)) - count for user, count in before.items()}
        self.assertEqual(grown, {self.clerk: 1, self.rep: 1, self.other_rep: 0})

    def test_it_is_in_her_language_and_says_what_explains_it(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.rep.lang = "zh_CN"
        self.company.gendan_collect_weekday = "0"
        self.say(self.case, "promised", MONDAY, day=date(2026, 11, 3))
        self.sweep(date(2026, 11, 4), time(9, 0))
        mail = self.mails_to(self.rep).sorted("id")[-1:]
        self.assertIn("2026/11/03", mail.body_html, "dates as she writes them")
        self.assertIn("100.00", mail.body_html)

    # ------------------------------------------------------------ what explains it

    def reasons(self, day=MONDAY):
        with freeze_time(self.company._gendan_at(day, time(12, 0))):
            self.env.invalidate_all()
            return {reason.code: reason.text for reason in self.case._gendan_explained()[self.case]}

    def test_the_statement_it_stands_on(self):
        self.assertFalse(self.reasons())
        with freeze_time("2026-11-01 04:00:00"):
            statement = self.make()
            self.assertIn(statement.name, self.reasons()["statement_missing"])
            statement.action_check()
            statement.action_sent()
        self.assertIn(statement.name, self.reasons()["statement_open"])
        self.sweep(MONDAY)
        self.assertEqual(self.case.reason, "statement_open", "the sweep is woken by the statement")
        statement._gendan_move_to("disputed")
        self.sweep(MONDAY)
        self.assertEqual(self.case.reason, "statement_disputed")
        statement._gendan_move_to("agreed")
        self.assertFalse(self.reasons())

    def test_papers_and_deliveries_of_its_order(self):
        self.company.gendan_note = True
        order = self.sell(date(2026, 10, 5))
        order.picking_ids.action_gendan_note()
        self.take(order, date(2026, 10, 12))
        invoice = self.bill(order, date(2026, 10, 12))
        invoice.line_ids.filtered("date_maturity").date_maturity = date(2026, 10, 31)
        self.sweep(MONDAY)
        self.case = self.case_of(invoice)
        note = order.picking_ids.gendan_note_id
        self.assertIn(note.name, self.reasons()["paper"])
        bare = self.case_of(self.own)
        self.assertNotIn("paper", [reason.code for reason in bare._gendan_explained()[bare]], "another invoice's paper")
        received = {"move_id": order.picking_ids.move_ids.id, "accepted": 90, "rejected": 10}
        arrival = self.env["gendan.arrival"].create(
            {"picking_id": order.picking_ids.id, "arrived_on": "2026-10-13", "line_ids": [Command.create(received)]}
        )
        self.assertIn(note.name, self.reasons()["delivery"])
        arrival.decision = "settled"
        note._gendan_return_copy().write({"returned_at": "2026-10-15 04:00:00", "returned_how": "driver"})
        self.assertFalse(self.reasons())

    def test_rooms_add_reasons_and_a_plain_sentence_will_do(self):
        self.patch(
            type(self.case), "_gendan_case_reasons", lambda cases: {case: ["A cheque is under way"] for case in cases}
        )
        self.assertEqual(self.reasons(), {"other": "A cheque is under way"})
        self.sweep(date(2026, 11, 3))
        self.assertEqual(self.case.reason, "other")
