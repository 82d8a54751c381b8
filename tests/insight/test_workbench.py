"""The workbench: whose desk, which pile, what can be done there; numbers equal the lists behind them."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import format_date

from tests.common import MONDAY, TODAY

from .common import InsightCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestWorkbench(InsightCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls.make_orders(4)
        cls.proofs = cls.of_kind(cls.orders, "proof")
        cls.checks = cls.of_kind(cls.orders, "check")
        for milestone, due in zip(cls.proofs, (-2, 0, 3, 20), strict=True):
            cls.put_due(cls.todo_of(milestone), TODAY + timedelta(days=due))

    def piles(self, user, **kwargs):
        return {pile["code"]: pile for pile in self.workbench(user, team=False, **kwargs)["piles"]}

    def numbers(self, user, **kwargs):
        return {code: pile["count"] for code, pile in self.piles(user, **kwargs).items()}

    def assert_numbers_equal_lists(self, user, **kwargs):
        for pile in self.piles(user, **kwargs).values():
            found = self.env["gendan.todo"].with_user(user).search(Domain(pile["domain"]))
            self.assertEqual(len(found), pile["count"], pile["code"])
            self.assertLessEqual({row["id"] for row in pile["rows"]}, set(found.ids))

    # === piles ===

    def test_the_clerks_own_work_in_piles_and_what_waits_for_others(self):
        self.assertEqual(self.numbers(self.clerk), {"late": 1, "today": 1, "week": 1, "later": 1, "others": 4})
        piles = self.piles(self.clerk)
        self.assertEqual(piles["late"]["rows"][0]["document"], ["gendan.milestone", self.proofs[0].id])
        self.assertEqual(piles["late"]["rows"][0]["days_left"], -2)
        self.assertEqual({row["user"][1] for row in piles["others"]["rows"]}, {self.quality_user.name})
        self.assertEqual({row["department"] for row in piles["others"]["rows"]}, {"Quality (test)"})
        self.assert_numbers_equal_lists(self.clerk)

    def test_names_are_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.kinds["proof"].with_context(lang="zh_CN").name = "打样"
        todo = self.todo_of(self.proofs[0]).with_user(self.clerk)
        self.assertEqual(todo.with_context(lang="zh_CN").label, "打样")
        self.assertEqual(todo.with_context(lang="en_US").label, todo.name)
        note = self.orders[0]._gendan_open_todo("t_note", "Look at it", due=TODAY)
        self.assertEqual(note.with_context(lang="zh_CN").label, "Look at it")

    def test_numbers_follow_the_search(self):
        domain = [("order_id", "in", self.orders[0].ids)]
        self.assertEqual(
            self.numbers(self.clerk, domain=domain), {"late": 1, "today": 0, "week": 0, "later": 0, "others": 1}
        )
        self.assert_numbers_equal_lists(self.clerk, domain=domain)

    def test_the_day_is_the_companys_not_utcs(self):
        todo = self.todo_of(self.proofs[1])
        # Monday 23:30 in Shanghai, and half an hour later
        with freeze_time(datetime(2026, 11, 2, 15, 30)):
            todo.invalidate_recordset()
            self.assertEqual(todo.bucket, "today")
        with freeze_time(datetime(2026, 11, 2, 16, 30)):
            todo.invalidate_recordset()
            self.assertEqual((todo.bucket, todo.days_left), ("late", -1))
            self.assertEqual(self.env["gendan.todo"].search([("bucket", "=", "late"), ("id", "=", todo.id)]), todo)

    def test_bucket_and_its_search_agree_on_every_day(self):
        todo = self.todo_of(self.proofs[0])
        Todo = self.env["gendan.todo"]
        for days in (None, *range(-8, 15)):
            self.put_due(todo, TODAY + timedelta(days=days) if days is not None else False)
            todo.invalidate_recordset()
            for bucket in ("late", "today", "week", "later"):
                found = Todo.search([("bucket", "=", bucket), ("id", "=", todo.id)])
                self.assertEqual(bool(found), bucket == todo.bucket, f"{days} {bucket}")

    def test_what_breaks_the_promise_comes_first(self):
        todos = self.todo_of(self.proofs)
        self.put_due(todos, TODAY)
        self.proofs[3].action_retime(TODAY + timedelta(days=90), "press broken")
        self.env["gendan.todo"].flush_model()
        self.assertEqual(self.todo_of(self.proofs[3]).urgency, "2")
        todos.sudo().write({"due": TODAY})
        rows = self.piles(self.clerk)["today"]["rows"]
        self.assertEqual(rows[0]["document"][1], self.proofs[3].id)

    # === whose desk ===

    def test_the_backup_does_it_for_the_absent_clerk(self):
        self.assertEqual(sum(self.numbers(self.backup).values()), 0)
        self.env["gendan.absence"].create(
            {
                "user_id": self.clerk.id,
                "backup_id": self.backup.id,
                "date_from": MONDAY - timedelta(hours=1),
                "date_to": MONDAY + timedelta(days=3),
            }
        )
        self.todo_of(self.proofs | self.checks)._gendan_assign()
        self.assertEqual(self.numbers(self.backup), {"late": 1, "today": 1, "week": 1, "later": 1, "others": 4})
        piles = self.piles(self.backup)
        self.assertEqual({row["for"] for row in piles["late"]["rows"]}, {self.clerk.name})
        self.assertTrue(piles["late"]["rows"][0]["is_own"])
        self.assert_numbers_equal_lists(self.backup)
        # the absent clerk sees that somebody acts for her
        self.assertEqual(self.numbers(self.clerk), {"late": 0, "today": 0, "week": 0, "later": 0, "others": 8})
        # done by the backup, in her own name
        [action] = [a for a in piles["late"]["rows"][0]["actions"] if a["code"] == "tick"]
        self.assertTrue(action["primary"])
        self.todo_of(self.proofs[0]).with_user(self.backup).action_gendan_do("tick")
        self.assertEqual(self.proofs[0].hand_user_id, self.backup)

    def test_a_department_sees_what_was_put_to_it(self):
        self.assertEqual(sum(self.numbers(self.quality_user).values()), 4)
        row = next(row for pile in self.piles(self.quality_user).values() for row in pile["rows"])
        self.assertFalse(row["can_open_order"])
        self.assertFalse(row["buffer"])
        self.assertEqual(row["order"][1], self.env["sale.order"].browse(row["order"][0]).name)
        self.assertIn("tick", [action["code"] for action in row["actions"]])
        self.assertNotIn("skip", [action["code"] for action in row["actions"]])
        self.assert_numbers_equal_lists(self.quality_user)
        # a member who is not its head sees the same desk
        member = self.env["res.users"].create(
            {
                "name": "Inspector",
                "login": "t_inspector",
                "group_ids": [(6, 0, self.env.ref("gendan_followup.group_gendan_department").ids)],
            }
        )
        self.quality.member_ids = member
        self.assertEqual(self.numbers(member), self.numbers(self.quality_user))

    def test_a_rep_sees_what_waits_on_his_customers_and_may_only_remind(self):
        numbers = self.numbers(self.rep)
        self.assertEqual(numbers, {"late": 0, "today": 0, "week": 0, "later": 0, "others": 8})
        codes = {a["code"] for row in self.piles(self.rep)["others"]["rows"] for a in row["actions"]}
        self.assertEqual(codes, {"open", "remind"})
        self.assertEqual(sum(self.numbers(self.other_rep).values()), 0)
        self.assert_numbers_equal_lists(self.rep)

    def test_another_company_stays_closed(self):
        _company, clerk = self.make_other_company()
        self.assertEqual(sum(self.numbers(clerk).values()), 0)

    # === the team ===

    def test_the_supervisor_sees_the_team_by_person(self):
        data = self.workbench(self.supervisor)
        self.assertTrue(data["team"])
        people = {one["person"]["id"]: one for one in data["people"]}
        one = people[self.clerk.id]
        self.assertEqual(one["counts"], {"late": 1, "today": 1, "week": 1, "later": 1, "others": 4})
        self.assertEqual((one["load"], one["orders"], one["is_clerk"]), (4, 4, True))
        self.assertEqual(people[self.quality_user.id]["load"], 4)
        Todo = self.env["gendan.todo"].with_user(self.supervisor)
        for one in data["people"]:
            for code, domain in one["domains"].items():
                self.assertEqual(Todo.search_count(domain), one["counts"][code], f"{one['person']['name']} {code}")
        for pile in data["piles"]:
            self.assertEqual(Todo.search_count(pile["domain"]), pile["count"], pile["code"])

    def test_the_supervisor_looks_at_a_clerks_desk_others_do_not(self):
        data = self.workbench(self.supervisor, person_id=self.clerk.id)
        self.assertEqual(
            [pile["count"] for pile in data["piles"]], list(self.numbers(self.clerk).values())
        )
        self.assertFalse(data["person"]["is_me"])
        for kwargs in ({"person_id": self.backup.id}, {"team": True}):
            with self.assertRaises(AccessError):
                self.workbench(self.clerk, **kwargs)
        self.assertFalse(self.workbench(self.clerk)["team"])

    # === actions ===

    def test_done_takes_the_row_off_the_desk(self):
        todo = self.todo_of(self.proofs[0])
        self.assertTrue(todo.with_user(self.clerk).action_gendan_do("tick"))
        self.assertEqual(self.proofs[0].actual_date, TODAY)
        self.assertFalse(todo.open)
        self.assertEqual(self.numbers(self.clerk)["late"], 0)
        with self.assertRaises(UserError) as raised:
            todo.with_user(self.clerk).action_gendan_do("tick")
        self.assertIn("can no longer be done", str(raised.exception))

    def test_done_on_another_day_and_its_refusal(self):
        todo = self.todo_of(self.proofs[0]).with_user(self.clerk)
        with self.assertRaises(UserError) as raised:
            todo.action_gendan_do("tick_on", {"day": str(TODAY + timedelta(days=1))})
        self.assertIn("still to come", str(raised.exception))
        todo.action_gendan_do("tick_on", {"day": str(TODAY - timedelta(days=1)), "remark": "by phone"})
        self.assertRecordValues(
            self.proofs[0], [{"actual_date": TODAY - timedelta(days=1), "remark": "by phone", "state": "done"}]
        )

    def test_retime_and_skip_from_the_row(self):
        day = TODAY + timedelta(days=4)
        self.todo_of(self.proofs[0]).with_user(self.clerk).action_gendan_do("retime", {"day": str(day)})
        self.assertEqual(self.proofs[0].retimed_date, day)
        self.todo_of(self.proofs[1]).with_user(self.clerk).action_gendan_do("skip", {"reason": "repeat"})
        self.assertEqual(self.proofs[1].state, "skipped")

    def test_what_is_not_offered_is_refused(self):
        todo = self.todo_of(self.proofs[0]).with_user(self.rep)
        for code in ("tick", "retime", "skip", "close", "nonsense"):
            with self.assertRaises(UserError):
                todo.action_gendan_do(code, {"day": str(TODAY), "reason": "x"})
        self.assertEqual(self.proofs[0].state, "open")

    def test_open_leads_to_the_document(self):
        action = self.todo_of(self.proofs[0]).with_user(self.clerk).action_gendan_do("open")
        self.assertEqual((action["res_model"], action["res_id"]), ("gendan.milestone", self.proofs[0].id))

    def test_a_todo_no_document_keeps_is_closed_here(self):
        todo = self.orders[0]._gendan_open_todo("t_note", "Look at it", due=TODAY).with_user(self.clerk)
        codes = [a["code"] for a in todo._gendan_offered()[todo] if a.get("primary")]
        self.assertEqual(codes, ["close"])
        todo.action_gendan_do("close")
        self.assertFalse(todo.open)

    def test_reminding_once_a_day(self):
        todo = self.todo_of(self.checks[0]).with_user(self.clerk)
        todo.action_gendan_do("remind")
        self.assertEqual(todo.reminded_user_id, self.quality_user)
        self.assertEqual(todo.activity_ids.user_id, self.quality_user)
        notice = self.env["mail.message"].search(
            [("model", "=", "gendan.todo"), ("res_id", "=", todo.id), ("message_type", "=", "user_notification")]
        )
        self.assertEqual(notice.partner_ids, self.quality_user.partner_id)
        self.assertIn(self.orders[0].name, notice.body)
        self.assertIn(format_date(self.env, todo.due, lang_code=self.quality_user.lang), notice.body)
        with self.assertRaises(UserError) as raised:
            todo.action_gendan_do("remind")
        self.assertIn("today", str(raised.exception))
        with freeze_time(MONDAY + timedelta(days=1)):
            todo.action_gendan_do("remind")
        # nobody reminds himself
        own = self.todo_of(self.proofs[0]).with_user(self.clerk)
        self.assertNotIn("remind", [a["code"] for a in own._gendan_offered()[own]])

    def test_the_customer_is_asked_by_chat_for_what_we_need(self):
        self.kinds["proof"].owner = "customer"
        self.proofs.owner = "customer"
        todo = self.todo_of(self.proofs[0]).with_user(self.clerk)
        action = todo.action_gendan_do("ask_customer")
        self.assertEqual(action["tag"], "gendan_copy_text")
        self.assertEqual(action["params"]["order_ids"], self.orders[0].ids)
        self.assertIn("PO-778", action["params"]["text"])
        self.assertIn("Proof", action["params"]["text"])

    # === scale ===

    def test_queries_do_not_grow_with_the_todos(self):
        def count(user, **kwargs):
            return self.queries(self.workbench, user, **kwargs)

        for user, kwargs in ((self.clerk, {}), (self.supervisor, {"team": True}), (self.quality_user, {})):
            count(user, **kwargs)
            few = count(user, **kwargs)
            self.assertLess(few, 40)
            self.make_orders(5)
            count(user, **kwargs)
            self.assertLessEqual(count(user, **kwargs), few + 2)
