"""What people do with exceptions: report, find a way out, tell the head, close with proof; and who may."""

from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from lxml import etree
from psycopg2.errors import UniqueViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from odoo.addons.gendan_followup.models.production.exception import KINDS

from ..common import MONDAY
from .exception_common import PROMISE, ExceptionCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestException(ExceptionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order, cls.purchase = cls.order_with_purchase()
        cls.slip(cls.purchase, 14)
        cls.foreign_order = cls.confirm_order(
            [(cls.carton, 10)], promised=PROMISE, partner_id=cls.foreign_customer.id, user_id=cls.other_rep.id
        )
        cls.env["gendan.exception.look"]._cron_gendan_detect()
        cls.exception = cls.found("shortage")
        cls.head = cls.make_users(head="base.group_user")
        cls.company.gendan_head_id = cls.head

    def todos(self, exception=None, kind=None):
        domain = [("res_model", "=", "gendan.exception"), ("res_id", "in", (exception or self.exception).ids)]
        return self.env["gendan.todo"].search(
            [*domain, ("open", "=", True), *([("kind", "=", kind)] if kind else [])]
        )

    def report(self, user, document=None, **values):
        context = {"default_res_model": document._name, "default_res_id": document.id} if document else {}
        report = self.env["gendan.exception.report"].with_user(user).with_context(**context).create(values)
        action = report.action_report()
        return self.env["gendan.exception"].search([], order="id desc", limit=1), action

    def photo(self, user):
        return self.env["ir.attachment"].with_user(user).create({"name": "roll.jpg", "raw": b"x"})

    def way(self, user=None, **values):
        vals = {"exception_id": self.exception.id, "kind": "overtime", "effect_days": 2, "cost": 800, **values}
        return self.env["gendan.exception.way"].with_user(user or self.buyer).create(vals)

    # === reporting ===

    def test_on_the_phone_the_kind_reports_in_one_tap(self):
        view = self.env.ref("gendan_followup.gendan_exception_report_view_form")
        buttons = etree.fromstring(view.arch).xpath("//div[@name='kinds']//button[@name='action_report']")
        said = [safe_eval(button.get("context"))["gendan_kind"] for button in buttons]
        self.assertEqual(set(said), set(dict(KINDS)), "each kind has its button")
        self.assertEqual(len(said), len(KINDS))
        report = self.env["gendan.exception.report"].with_user(self.clerk).create(
            {"res_model": "sale.order", "res_id": self.order.id}
        )
        action = report.with_context(gendan_kind="machine").action_report()
        self.assertEqual(self.env["gendan.exception"].browse(action["res_id"]).kind, "machine")

    def test_a_report_with_a_photo_and_nothing_typed(self):
        production = self.production_of(self.order)
        self.employee.group_ids += self.env.ref("mrp.group_mrp_user")
        exception, action = self.report(
            self.employee, production, kind="quality", photo_ids=[Command.set(self.photo(self.employee).ids)]
        )
        self.assertRecordValues(
            exception,
            [{"kind": "quality", "res_id": production.id, "is_found_by_system": False, "create_uid": self.employee.id,
              "order_count": 1, "department_id": self.env.ref("gendan_followup.department_quality").id}],
        )  # fmt: skip
        self.assertIn(production.name, exception.title)
        self.assertEqual(exception.effect_ids.order_id, self.order)
        self.assertEqual(action["res_id"], exception.id)
        self.assertTrue(exception.with_user(self.employee).read(["title"]), "what one reported one may read")
        self.assertEqual(exception.photo_ids.with_user(self.clerk).raw, b"x")

    def test_what_is_open_already_is_added_to_not_multiplied(self):
        count = self.env["gendan.exception"].search_count([])
        # who may read the purchase
        self.employee.group_ids += self.env.ref("purchase.group_purchase_user")
        _last, action = self.report(
            self.employee, self.purchase, kind="shortage", title="Film torn, too",
            photo_ids=[Command.set(self.photo(self.employee).ids)],
        )  # fmt: skip
        self.assertEqual(self.env["gendan.exception"].search_count([]), count)
        self.assertIn("Film torn, too", self.exception.message_ids[0].body)
        self.assertEqual(self.exception.message_ids[0].author_id, self.employee.partner_id)
        self.assertEqual(len(self.exception.photo_ids), 1)
        self.assertEqual(action["tag"], "display_notification", "the exception is not his to read")
        self.assertIn(self.exception.name, action["params"]["message"])
        _other, _action = self.report(self.employee, self.purchase, kind="quality", title="Wrong film")
        self.assertEqual(self.env["gendan.exception"].search_count([]), count + 1, "another kind is another one")

    def test_only_what_one_may_read_is_reported_about(self):
        with self.assertRaises(AccessError):
            self.report(self.employee, self.order, kind="other", title="x")
        with self.assertRaises(AccessError):
            self.report(self.other_clerk, self.order, kind="other", title="x")
        with self.assertRaisesRegex(UserError, "is about an order"):
            self.report(self.clerk, self.customer, kind="other", title="x")
        with self.assertRaisesRegex(UserError, "in a few words"):
            self.report(self.employee, kind="other")
        foreign = self.photo(self.other_clerk)
        with self.assertRaises(AccessError):
            self.report(self.employee, kind="other", title="x", photo_ids=[Command.set(foreign.ids)])
        exception, _action = self.report(self.employee, kind="other", title="Roof leaks")
        self.assertFalse(exception.res_id)
        again, _action = self.report(self.employee, kind="other", title="Another leak")
        self.assertNotEqual(again, exception, "about nothing in particular, nothing is the same")

    def test_a_department_reports_about_an_order_it_may_not_open(self):
        exception, _action = self.report(self.planner, kind="capacity", title="Press full",
                                         plan_id=self.order.gendan_plan_ids.id)  # fmt: skip
        self.assertEqual((exception.res_model, exception.res_id), ("sale.order", self.order.id))

    def test_the_button_leads_to_the_dialog_or_to_what_is_open(self):
        action = self.foreign_order.with_user(self.other_clerk).action_gendan_exceptions()
        self.assertEqual(action["res_model"], "gendan.exception.report")
        self.assertEqual(self.order.gendan_exception_count, 1)
        self.assertEqual(self.purchase.gendan_exception_count, 1)
        self.assertEqual(self.foreign_order.gendan_exception_count, 0)
        action = self.order.with_user(self.clerk).action_gendan_exceptions()
        self.assertEqual(self.env["gendan.exception"].search(action["domain"]), self.exception)

    def test_the_same_twice_at_once_is_one(self):
        vals = {"title": "x", "kind": "shortage", "res_model": "purchase.order", "res_id": self.purchase.id}
        with mute_logger("odoo.sql_db"), self.assertRaises(ConcurrencyError), self.env.cr.savepoint():
            self.env["gendan.exception"].create(vals)

    def test_two_workers_that_find_the_same_end_with_one(self):
        """The second does not see the first one's; the index tells it, and it looks again."""
        look = self.env["gendan.exception.look"]
        self.exception._gendan_keep({"state": "closed", "outcome": "gone", "is_fact_on": False})
        self.exception.effect_ids.write({"is_now": False})
        look._gendan_look_at("order", self.order)
        rolled_back = []

        finder = type(self.env["gendan.exception"])
        real = finder._gendan_take_facts

        def collide(finder, detector, *args, **kwargs):
            if detector == "component" and not rolled_back:
                raise UniqueViolation("gendan_exception_open_uniq")
            return real(finder, detector, *args, **kwargs)

        self.patch(finder, "_gendan_take_facts", collide)
        with (
            patch.object(self.env.cr, "rollback", lambda: rolled_back.append(True)),
            patch.object(type(self.env.transaction), "clear", lambda transaction: None),
        ):
            look._cron_gendan_detect()
        self.assertEqual(len(rolled_back), 1)
        self.assertEqual(len(self.found("shortage")), 1)
        self.assertFalse(look.search([]))

    # === ways out ===

    def test_a_way_is_chosen_by_whom_when_and_why(self):
        fast, slow = self.way(), self.way(kind="air", cost=4200, effect_days=6)
        with self.assertRaisesRegex(UserError, "Write under “Why This Way”"):
            fast.action_choose()
        fast.reason = "Enough, and cheap"
        fast.action_choose()
        self.assertRecordValues(
            fast, [{"is_chosen": True, "chosen_by_id": self.buyer.id, "chosen_at": MONDAY}]
        )  # fmt: skip
        self.assertEqual((self.exception.state, self.exception.way_id), ("decided", fast))
        self.assertIn("then close it", self.todos(kind="exception").name)
        slow.reason = "Faster"
        with self.assertRaisesRegex(UserError, "is chosen. Take that back first"):
            slow.action_choose()
        with self.assertRaisesRegex(UserError, "Take the choice back"):
            fast.cost = 1
        with self.assertRaisesRegex(UserError, "Take the choice back"):
            fast.unlink()
        fast.action_take_back()
        self.assertEqual((self.exception.state, fast.chosen_by_id.id), ("open", False))
        slow.action_choose()
        self.assertEqual(self.exception.way_id, slow)

    def test_nobody_chooses_past_the_button(self):
        way = self.way(is_chosen=True, chosen_by_id=self.head.id)
        self.assertFalse(way.is_chosen)
        with self.assertRaisesRegex(UserError, "with its button"):
            way.write({"is_chosen": True})
        with self.assertRaisesRegex(UserError, "with its button"):
            way.with_context(gendan_way=True).write({"is_chosen": True})

    # === cannot be met ===

    def test_the_head_hears_at_once_and_once(self):
        before = self.env["mail.mail"].search([])
        with self.assertRaisesRegex(UserError, "Say why"):
            self.exception._gendan_say_cannot_meet(" ")
        wizard = self.env["gendan.exception.cannot"].with_user(self.buyer).create(
            {"exception_id": self.exception.id, "reason": "No film before December"}
        )
        wizard.action_tell()
        todo = self.todos(kind="exception_head")
        self.assertEqual((todo.user_id, todo.urgency), (self.head, "2"))
        self.assertEqual(todo._gendan_activities().user_id, self.head)
        mails = self.env["mail.mail"].search([]) - before
        self.assertEqual(mails.recipient_ids, self.head.partner_id)
        self.assertIn("No film before December", mails.body_html)
        self.assertRecordValues(
            self.exception, [{"cannot_meet_by_id": self.buyer.id, "told_head_at": MONDAY}]
        )  # fmt: skip
        self.exception._gendan_say_cannot_meet("said again")
        self.assertEqual(self.env["mail.mail"].search([]) - before, mails)
        self.assertEqual(len(todo._gendan_activities()), 1)
        self.assertEqual(self.exception.cannot_meet_reason, "No film before December")
        # who answers is known
        with self.assertRaisesRegex(UserError, "Only the head of the company"):
            self.exception.with_user(self.clerk).head_answer = "Let them wait"
        self.exception.with_user(self.supervisor).head_answer = "Fly it in"
        self.assertEqual(self.exception.head_answered_by_id, self.supervisor)
        self.assertFalse(todo.open)
        # what the system no longer sees is not taken from the head's table
        self.slip(self.purchase, -14)
        self.detect()
        self.assertEqual(self.exception.state, "open")
        self.exception.action_can_meet()
        self.assertFalse(self.exception.told_head_at)

    def test_said_with_the_report_it_goes_up_too(self):
        exception, _action = self.report(self.clerk, self.order, kind="customer", title="1 day", cannot_meet=True)
        self.assertEqual(self.todos(exception, "exception_head").user_id, self.head)

    # === to-dos and ladder ===

    def test_it_waits_for_the_department_and_climbs(self):
        todo = self.todos(kind="exception")
        self.assertRecordValues(
            todo,
            [{"role": "department", "user_id": self.buyer.id, "due": date(2026, 11, 3), "order_id": self.order.id,
              "partner_id": self.customer.id, "urgency": "2"}],
        )  # fmt: skip
        self.assertTrue(todo.ladder_id)
        with freeze_time("2026-11-06 04:00:00"):
            self.env["gendan.todo"]._cron_gendan_ladders()
            self.assertEqual(todo._gendan_activities().user_id, self.buyer | self.supervisor)
            self.assertTrue(self.exception.is_overdue)
            self.assertEqual(self.env["gendan.exception"].search([("is_overdue", "=", True)]), self.exception)
        self.exception.department_id = self.env.ref("gendan_followup.department_pmc")
        self.assertEqual(todo.user_id, self.planner)

    def test_who_stands_in_for_the_departments_head_sees_and_answers_it(self):
        theirs = self.exception.with_user(self.planner)
        self.assertFalse(theirs.has_access("read"))
        now = fields.Datetime.now()
        absence = self.env["gendan.absence"].create(
            {"user_id": self.buyer.id, "backup_id": self.planner.id, "date_from": now, "date_to": False}
        )
        self.assertTrue(theirs.has_access("write"))
        absence.unlink()
        self.assertFalse(theirs.has_access("read"))

    # === closing ===

    def test_it_closes_with_what_was_done_the_cause_and_the_proof(self):
        mine = self.exception.with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "what was done"):
            mine.action_close()
        mine.result = "Film came by express"
        mine.cause_id = False
        with self.assertRaisesRegex(UserError, "what caused it"):
            mine.action_close()
        mine.cause_id = self.env.ref("gendan_followup.cause_material_late")
        with self.assertRaisesRegex(UserError, "add the proof"):
            mine.action_close()
        mine.proof_ids = [Command.link(self.photo(self.clerk).id)]
        mine.action_close()
        self.assertRecordValues(
            mine, [{"state": "closed", "outcome": "done", "closed_by_id": self.clerk.id, "closed_at": MONDAY}]
        )
        self.assertEqual(mine.proof_ids.with_user(self.buyer).raw, b"x")
        self.assertFalse(self.todos())
        with self.assertRaisesRegex(UserError, "is closed. Open it again first"):
            mine.title = "x"
        with self.assertRaisesRegex(UserError, "is closed. Open it again first"):
            self.way()
        mine.action_reopen()
        self.assertEqual((mine.state, mine.outcome), ("open", False))
        self.assertTrue(self.todos())

    def test_no_path_goes_round_the_steps(self):
        for vals in ({"state": "closed"}, {"res_id": 1}, {"is_fact_on": False}, {"cannot_meet": True}, {"days": 0}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "with its buttons only"):
                self.exception.with_context(gendan_exception=True).write(vals)
        forged = self.env["gendan.exception"].create(
            {"title": "x", "state": "closed", "detector": "promise", "is_found_by_system": True, "head_answer": "yes"}
        )
        self.assertRecordValues(
            forged, [{"state": "open", "detector": False, "is_found_by_system": False, "head_answer": False}]
        )
        with self.assertRaisesRegex(UserError, "kept as what happened"):
            self.exception.unlink()
        forged.unlink()
        self.assertFalse(self.exception.copy().res_id, "a copy is about nothing yet")

    def test_the_same_open_again_is_not_opened_twice(self):
        self.exception.result = "x"
        self.exception.action_false_alarm()
        self.exception._gendan_keep({"is_fact_on": False})
        self.order._gendan_replay()
        self.detect()
        self.assertTrue(self.found("shortage"))
        with self.assertRaisesRegex(UserError, "is open again as"):
            self.exception.action_reopen()

    # === for the room of new dates ===

    def test_parts_with_old_promise_and_forecast(self):
        parts = self.exception.with_user(self.clerk)._gendan_affected_parts()
        self.assertEqual(
            parts,
            [{"part": self.order.gendan_part_ids.sudo(), "old": PROMISE, "forecast": self.order.gendan_forecast_date,
              "days": self.exception.days}],
        )  # fmt: skip
        with self.assertRaises(AccessError):
            self.exception.with_user(self.other_clerk)._gendan_affected_parts()

    # === who may ===

    def test_who_sees_and_keeps_it(self):
        rights = {}
        users = (self.clerk, self.other_clerk, self.supervisor, self.rep, self.other_rep, self.buyer, self.planner,
                 self.employee, self.portal_user)  # fmt: skip
        for user in users:
            records = self.exception.with_user(user)
            rights[user] = "".join(
                letter for letter, name in (("r", "read"), ("w", "write")) if records.has_access(name)
            )
        self.assertEqual(
            rights,
            {self.clerk: "rw", self.other_clerk: "", self.supervisor: "rw", self.rep: "r", self.other_rep: "",
             self.buyer: "rw", self.planner: "", self.employee: "", self.portal_user: ""},
        )  # fmt: skip
        for user in (self.rep, self.employee):
            with self.assertRaises(AccessError):
                self.exception.with_user(user).action_close()
            with self.assertRaises(AccessError):
                self.way(user)

    def test_each_sees_the_customers_and_the_value_of_what_is_hers(self):
        self.exception._gendan_hit(self.order.gendan_plan_ids | self.foreign_order.gendan_plan_ids)
        names = {}
        for user in (self.clerk, self.other_clerk, self.supervisor, self.rep, self.buyer):
            self.env.invalidate_all()
            exception = self.exception.with_user(user)
            names[user] = (exception.customer_names, set(exception.hit_ids.mapped("order_name")))
        ours, theirs = self.customer.name, self.foreign_customer.name
        mine = (ours, {self.order.name})
        self.assertEqual(names[self.clerk], mine)
        self.assertEqual(names[self.rep], mine)
        self.assertEqual(names[self.other_clerk], (theirs, {self.foreign_order.name}))
        for user in (self.supervisor, self.buyer):
            self.assertEqual(set(names[user][0].split(", ")), {ours, theirs})
        self.env.invalidate_all()
        self.assertEqual(self.exception.with_user(self.clerk).value, self.order.amount_untaxed)
        with self.assertRaises(AccessError):
            self.exception.with_user(self.buyer).read(["value"])
        with self.assertRaises(AccessError):
            self.exception.effect_ids.with_user(self.buyer).read(["value"])
        with self.assertRaises(AccessError):
            self.exception.effect_ids.with_user(self.supervisor).write({"days": 0})

    def test_another_company_sees_nothing(self):
        _company, clerk = self.make_other_company()
        self.assertFalse(self.exception.with_user(clerk).has_access("read"))
        self.assertFalse(self.env["gendan.exception"].with_user(clerk).search([]))
        self.assertFalse(self.env["gendan.exception.effect"].with_user(clerk).search([]))

    def test_each_form_opens_for_each_role(self):
        for user in (self.clerk, self.buyer, self.supervisor):
            with self.subTest(user=user.login):
                form = Form(self.exception.with_user(user))
                form.description = f"seen by {user.login}"
                form.save()
        Form(self.env["gendan.exception.report"].with_user(self.employee))

    # === cost ===

    def test_nothing_due_is_one_query(self):
        self.env["gendan.exception.look"].search([]).unlink()
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.env["gendan.exception.look"]._cron_gendan_detect()

    def test_what_is_not_due_yet_waits(self):
        look = self.env["gendan.exception.look"]
        look._gendan_look_at("order", self.order, MONDAY + timedelta(hours=2))
        look._cron_gendan_detect()
        self.assertTrue(look.search([]))
        with freeze_time(MONDAY + timedelta(hours=3)):
            look._cron_gendan_detect()
        self.assertFalse(look.search([]))

    def test_an_order_on_track_leaves_no_row(self):
        look = self.env["gendan.exception.look"]
        look.search([]).unlink()
        self.foreign_order._gendan_replay()
        self.assertFalse(look.search([]))

    def test_twelve_orders_cost_few_queries_more_than_one(self):
        many = self.env["sale.order"].union(
            *(self.make_order([(self.bag, 1000)], promised=PROMISE) for _number in range(12))
        )
        many.action_confirm()
        self.settle()
        look = self.env["gendan.exception.look"]
        finder = self.env["gendan.exception"]
        look._gendan_look_at("order", many)
        look._cron_gendan_detect()

        def count(orders):
            return self.queries(finder._gendan_detect, "order", orders.ids)

        count(many[:1])
        one = count(many[:1])
        self.assertLessEqual(count(many), one + 12)
