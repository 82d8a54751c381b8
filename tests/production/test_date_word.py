"""Planning is asked for a day, confirms it, and its word holds until the plan slips past it."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import MONDAY
from .date_common import PROMISE, DateCase

ACCESS = "odoo.addons.base.models.ir_rule"
NOVEMBER_18 = date(2026, 11, 18)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestDateWord(DateCase):
    # === asking ===

    def test_one_click_asks_planning_about_all_that_is_to_be_delivered(self):
        notice = self.order.with_user(self.clerk).action_gendan_ask_word()
        question = self.part.question_ids
        self.assertEqual((question.state, question.asked_by_id), ("asked", self.clerk))
        self.assertEqual(question.department_id, self.planning)
        self.assertIn("due 11/02/2026 14:30", notice["params"]["message"], "four working hours, noon left out")
        todo = self.todos(question)
        self.assertEqual((todo.kind, todo.role, todo.user_id), ("date_question", "department", self.pmc))
        self.assertIn(self.order.name, todo.name)
        self.assertIn("is asked", self.order.message_ids[0].body)
        self.order.with_user(self.clerk).action_gendan_ask_word()
        self.assertEqual(self.part.question_ids, question, "asked already")

    def test_who_may_not_ask_is_told_so(self):
        with self.assertRaises(AccessError), mute_logger(ACCESS):
            self.ask(user=self.rep)
        with self.assertRaises(AccessError), mute_logger(ACCESS):
            self.ask(user=self.planner)
        self.planning.write({"head_id": False, "member_ids": False})
        with self.assertRaisesRegex(UserError, "nobody who could answer"):
            self.ask()
        self.assertFalse(self.part.question_ids)

    def test_the_company_may_name_another_department_and_hours(self):
        self.company.write({"gendan_date_department_id": self.quality.id, "gendan_date_hours": 1})
        question = self.ask()
        self.assertEqual(question.department_id, self.quality)
        self.assertEqual(question.due_at, datetime(2026, 11, 2, 2, 0), "ten o'clock in the factory")

    # === answering ===

    def test_planning_confirms_the_day_in_house_and_sales_sees_the_arrival(self):
        question = self.ask()
        word = self.confirm(NOVEMBER_18, basis="Film in on the 12th")
        self.assertEqual((question.state, question.word_id.id), ("answered", word.id))
        self.assertEqual((word.confirmed_by, word.user_id, word.how), (self.planner.name, self.planner, "self"))
        # 18 November in house, one safety day, one day on the way
        self.assertEqual((word.leaving_date, word.sudo().arrival_date), (date(2026, 11, 19), PROMISE))
        self.assertEqual(self.part._gendan_confirmed_date(), PROMISE)
        self.assertEqual(self.part.with_user(self.rep)._gendan_confirmed_dates(), {self.part: PROMISE})
        self.assertFalse(self.todos(question))
        self.assertIn("Film in on the 12th", self.order.message_ids[0].body)
        self.assertAlmostEqual(question.answer_hours, 0)

    def test_the_day_in_house_that_keeps_the_promise_is_the_in_house_date(self):
        # whichever day planning names: up to the in-house date the promise holds, the day after it does not
        self.assertLessEqual(self.plan._gendan_arrivals_after({self.plan: self.plan.inhouse_date})[self.plan], PROMISE)
        later = self.company._gendan_add_workdays(self.plan.inhouse_date, 1)
        self.assertGreater(self.plan._gendan_arrivals_after({self.plan: later})[self.plan], PROMISE)

    def test_departments_never_see_the_customers_day(self):
        self.ask()
        word = self.confirm(NOVEMBER_18).with_user(self.planner)
        question = self.part.question_ids.with_user(self.planner)
        hidden = {"arrival_date", "forecast_then", "promise_version"}
        self.assertFalse(hidden & word.fields_get().keys())
        self.assertEqual(hidden & word.with_user(self.clerk).fields_get().keys(), hidden)
        with self.assertRaises(AccessError), mute_logger("odoo.models", ACCESS):
            word.read(["arrival_date"])
        shown = question.read()[0]
        self.assertEqual(shown["inhouse_date"], self.plan.inhouse_date)
        self.assertNotIn(PROMISE, shown.values())
        self.assertFalse([name for name in shown if "price" in name or "amount" in name])
        self.assertNotIn("11/20/2026", question.with_context(lang="en_US").sudo()._gendan_todo_name())

    def test_several_are_confirmed_at_once_each_with_a_day_of_its_own(self):
        other = self.confirm_order(promised=PROMISE)
        parts = self.part | other.gendan_part_ids
        questions = self.ask(parts).with_user(self.planner)
        action = questions.action_answer()
        self.assertEqual(action["context"]["default_how"], "self")
        with Form(self.env["gendan.date.answer"].with_user(self.planner).with_context(**action["context"])) as form:
            form.date = NOVEMBER_18
            form.basis = "Second machine"
            with form.line_ids.edit(1) as line:
                self.assertEqual(line.date, NOVEMBER_18)
                line.date = date(2026, 11, 23)
        form.record.action_confirm()
        self.assertEqual([part.word_id.date for part in parts], [NOVEMBER_18, date(2026, 11, 23)])
        self.assertEqual(set(parts.word_ids.mapped("basis")), {"Second machine"})

    def test_what_planning_said_on_the_phone_is_noted_with_who_said_it(self):
        question = self.ask()
        with self.assertRaisesRegex(UserError, "only the people of"):
            self.confirm(NOVEMBER_18, user=self.clerk)
        with self.assertRaisesRegex(UserError, "who confirmed it"):
            self.confirm(NOVEMBER_18, user=self.clerk, how="phone")
        with self.assertRaisesRegex(UserError, "only the people of"):
            self.confirm(NOVEMBER_18, user=self.quality_user)
        with self.assertRaises(UserError), mute_logger(ACCESS):
            self.confirm(NOVEMBER_18, user=self.rep, how="phone", confirmed_by="Mr Zhou")
        with self.assertRaises(UserError), mute_logger(ACCESS):
            self.confirm(NOVEMBER_18, user=self.other_clerk, how="phone", confirmed_by="Mr Zhou")
        self.assertEqual(question.state, "asked")
        word = self.confirm(NOVEMBER_18, user=self.clerk, how="phone", confirmed_by="Mr Zhou")
        self.assertEqual((word.confirmed_by, word.user_id, word.how), ("Mr Zhou", self.clerk, "phone"))

    def test_from_the_list_of_to_dos_on_the_phone(self):
        question = self.ask().with_user(self.planner)
        codes = [action["code"] for action in question._gendan_todo_actions()[question]]
        self.assertEqual(codes, ["date_word", "date_later"])
        with self.assertRaisesRegex(UserError, "why it cannot be said"):
            question._gendan_todo_do("date_later", day="2026-11-04")
        question._gendan_todo_do("date_later", day="2026-11-04", reason="Waiting for the supplier")
        self.assertEqual((question.state, question.later_count), ("asked", 1))
        self.assertEqual(self.todos(question).due, date(2026, 11, 4))
        question._gendan_todo_do("date_word", day="2026-11-18", remark="Film in")
        self.assertEqual((question.state, question.word_id.basis), ("answered", "Film in"))
        other = self.ask().with_user(self.clerk)
        self.assertEqual(other._gendan_todo_actions()[other][0]["code"], "date_note")

    def test_days_that_cannot_be_are_refused(self):
        for day, sentence in (
            (date(2026, 11, 1), "is past"),
            (date(2029, 1, 1), "years away"),
            (False, "by which day"),
        ):
            with self.assertRaisesRegex(UserError, sentence):
                self.confirm(day)
        self.assertFalse(self.part.word_ids)

    # === whether it holds ===

    def test_a_word_is_overtaken_when_the_plan_slips_past_it(self):
        self.retime(self.plan, 3)
        then = self.plan.forecast_date
        self.assertGreater(then, PROMISE)
        word = self.confirm(NOVEMBER_18)
        # planning knows of the overtime it has just agreed: better than the forecast is no contradiction
        self.assertEqual((word.state, self.part._gendan_confirmed_date()), ("holds", PROMISE))
        self.retime(self.plan, 6)
        word.invalidate_recordset()
        self.assertEqual((word.state, self.part._gendan_confirmed_date()), ("overtaken", False))
        self.assertEqual(self.part.word_state, "overtaken")
        again = self.confirm(date(2026, 11, 25))
        word.invalidate_recordset()
        self.assertEqual((word.state, again.state), ("replaced", "holds"))
        self.assertEqual(self.part._gendan_confirmed_date(), again.sudo().arrival_date)

    def test_a_word_is_overtaken_when_its_day_passes_with_the_goods_still_here(self):
        self.retime(self.plan, 10)
        word = self.confirm(date(2026, 11, 4))
        with freeze_time(MONDAY + timedelta(days=2)):
            self.assertEqual(self.part._gendan_confirmed_date(), word.sudo().arrival_date)
        word.invalidate_recordset()
        with freeze_time(MONDAY + timedelta(days=7)):
            self.assertFalse(self.part._gendan_confirmed_date())

    def test_a_new_promise_uses_the_word_up(self):
        word = self.confirm(date(2026, 11, 25))
        self.part._gendan_promise(word.sudo().arrival_date, "capacity")
        self.settle()
        word.invalidate_recordset()
        self.assertEqual((word.state, self.part._gendan_confirmed_date()), ("promised", False))

    # === for good ===

    def test_nobody_changes_or_deletes_a_word_by_any_path(self):
        word = self.confirm(NOVEMBER_18)
        for row in (word.sudo(), word.with_user(self.supervisor)):
            for work in (
                lambda row=row: row.write({"date": PROMISE}),
                lambda row=row: row.web_save({"note": "x"}, {}),
                lambda row=row: row.copy(),
                lambda row=row: row.unlink(),
            ):
                with self.assertRaises(UserError), mute_logger("odoo.models", ACCESS):
                    work()
        with self.assertRaises(UserError), mute_logger("odoo.models", ACCESS):
            self.env["gendan.date.word"].with_user(self.supervisor).create(
                {"part_id": self.part.id, "date": PROMISE, "confirmed_by": "me"}
            )
        question = self.part.question_ids.with_user(self.planner)
        with self.assertRaises(AccessError), mute_logger("odoo.models", ACCESS):
            question.write({"state": "withdrawn"})

    def test_words_are_seen_with_their_part(self):
        word = self.confirm(NOVEMBER_18)
        Word = self.env["gendan.date.word"]
        for user, sees in (
            (self.clerk, True),
            (self.rep, True),
            (self.planner, True),
            (self.supervisor, True),
            (self.other_clerk, False),
            (self.other_rep, False),
        ):
            self.assertEqual(bool(Word.with_user(user).search([("id", "=", word.id)])), sees, user.login)
            self.assertEqual(bool(self.part.question_ids.with_user(user)._filtered_access("read")), sees, user.login)
        with self.assertRaises(AccessError), mute_logger(ACCESS):
            Word.with_user(self.employee).search([])

    def test_confirmed_days_of_many_parts_cost_no_more_questions_than_of_two(self):
        orders = self.order.browse().union(*(self.confirm_order(promised=PROMISE) for _number in range(5)))
        parts = orders.gendan_part_ids
        self.confirm(NOVEMBER_18, parts=parts)

        def count(records):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            records._gendan_confirmed_dates()
            return self.cr.sql_log_count - before

        self.assertLessEqual(count(parts), count(parts[:2]) + 1)
