"""To-dos: kept by their documents, assigned to who acts today, seen by whom they concern."""

from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MONDAY, TODAY
from .common import MechanismCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestTodo(MechanismCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order()
        cls.other_order = cls.make_order(partner_id=cls.foreign_customer.id, user_id=cls.other_rep.id)
        cls.orders = cls.order | cls.other_order

    def setUp(self):
        super().setUp()
        # what the orders say is waiting, in place of a room's own override
        self.waiting = {}
        self.patch(
            self.env.registry["sale.order"],
            "_gendan_todo_values",
            lambda orders: {order: self.waiting[order.id] for order in orders if order.id in self.waiting},
        )

    def wait(self, order=None, **values):
        order = order or self.order
        self.waiting.setdefault(order.id, []).append({"kind": "t_kind", "name": "Do it", "due": TODAY, **values})

    def todos(self, order=None, open_only=True):
        domain = [("res_model", "=", "sale.order"), ("res_id", "=", (order or self.order).id)]
        if open_only:
            domain.append(("open", "=", True))
        return self.env["gendan.todo"].search(domain)

    # ------------------------------------------------------------ sync

    def test_sync_creates_changes_and_closes(self):
        self.wait()
        kept = self.order._gendan_sync_todos()
        todo = self.todos()
        self.assertEqual(kept, todo)
        self.assertRecordValues(
            todo,
            [
                {
                    "name": "Do it",
                    "kind": "t_kind",
                    "due": TODAY,
                    "role": "clerk",
                    "order_id": self.order.id,
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "clerk_id": self.clerk.id,
                    "user_id": self.clerk.id,
                    "on_behalf_of_id": False,
                    "opened_on": TODAY,
                    "urgency": "0",
                    "level": 0,
                }
            ],
        )
        self.waiting[self.order.id][0].update(name="Do it now", due=date(2026, 11, 3), urgency="2")
        self.order._gendan_sync_todos()
        self.assertEqual((todo.name, todo.due, todo.urgency), ("Do it now", date(2026, 11, 3), "2"))
        self.waiting.clear()
        self.order._gendan_sync_todos()
        self.assertFalse(todo.open)
        self.assertTrue(todo.closed_at)
        self.wait()
        self.order._gendan_sync_todos()
        self.assertEqual(len(self.todos(open_only=False)), 2, "a thing that waits again is a new to-do")

    def test_nothing_is_written_when_nothing_changed(self):
        self.wait()
        self.wait(self.other_order, kind="t_second", role="department", department_id=self.quality.id)
        self.orders._gendan_sync_todos()
        self.env.flush_all()
        todos = self.todos() | self.todos(self.other_order)
        self.env.cr.execute("SELECT id, xmin FROM gendan_todo WHERE id = ANY(%s)", [todos.ids])
        before = self.env.cr.fetchall()
        self.env.invalidate_all()
        self.orders._gendan_sync_todos()
        self.env.flush_all()
        self.env.cr.execute("SELECT id, xmin FROM gendan_todo WHERE id = ANY(%s)", [todos.ids])
        self.assertEqual(self.env.cr.fetchall(), before)

    def test_the_sync_needs_as_many_queries_for_many_as_for_one(self):
        many = self.env["sale.order"].create([{"partner_id": self.customer.id} for _n in range(30)])
        for order in many | self.orders:
            self.wait(order)
        self.env.flush_all()
        (self.orders | many)._gendan_sync_todos()

        few = self.queries(self.order._gendan_sync_todos)
        self.assertLessEqual(self.queries(many._gendan_sync_todos), few + 1)

    def test_only_what_the_sync_keeps_is_closed_by_it(self):
        todo = self.order._gendan_open_todo("t_hand", "By hand")
        self.order._gendan_sync_todos()
        self.assertTrue(todo.open)
        self.order._gendan_close_todos(["t_other"])
        self.assertTrue(todo.open)
        self.order._gendan_close_todos(["t_hand"])
        self.assertFalse(todo.open)

    def test_open_todo_takes_a_sentence_for_each(self):
        todos = self.orders._gendan_open_todo("t_hand", {self.order: "Only this"})
        self.assertEqual(todos.res_id, self.order.id)
        self.assertEqual(self.order._gendan_open_todo("t_hand", "Changed"), todos)
        self.assertEqual(todos.name, "Changed")

    def test_todos_go_with_their_document(self):
        self.wait()
        todo = self.order._gendan_sync_todos()
        self.order.unlink()
        self.assertFalse(todo.exists())

    # ------------------------------------------------------------ who acts

    def test_roles(self):
        roles = {
            "clerk": self.clerk,
            "rep": self.rep,
            "supervisor": self.supervisor,
            "department": self.quality_user,
            "head": self.company.gendan_head_id,
        }
        for role in roles:
            self.wait(kind=f"t_{role}", role=role, department_id=self.quality.id if role == "department" else False)
        self.order._gendan_sync_todos()
        self.assertEqual({todo.role: todo.user_id for todo in self.todos()}, roles)

    def test_a_role_nobody_fills_falls_to_the_supervisor(self):
        self.order.user_id = False
        self.customer.user_id = False
        self.wait(role="rep")
        self.order._gendan_sync_todos()
        self.assertEqual(self.todos().user_id, self.supervisor)

    def test_a_named_person_stays(self):
        self.wait(user_id=self.employee.id)
        self.order._gendan_sync_todos()
        self.assertEqual(self.todos().user_id, self.employee)
        self.assertFalse(self.todos()._gendan_assign())

    def make_absence(self, user, backup, days=2):
        return self.env["gendan.absence"].create(
            {
                "user_id": user.id,
                "backup_id": backup.id,
                "date_from": MONDAY + timedelta(hours=1),
                "date_to": MONDAY + timedelta(days=days),
            }
        )

    def run_people(self):
        self.env["gendan.todo"].browse(self.env["gendan.todo"]._gendan_misassigned_ids())._gendan_assign()

    def test_the_backup_acts_during_an_absence_without_owning(self):
        self.make_absence(self.clerk, self.backup)
        self.make_absence(self.quality_user, self.employee)
        self.wait()
        self.wait(kind="t_quality", role="department", department_id=self.quality.id)
        self.order._gendan_sync_todos()
        todo = self.todos().filtered(lambda t: t.role == "clerk")
        slip = self.todos() - todo
        self.run_people()
        self.assertEqual(todo.user_id, self.clerk)
        with freeze_time(MONDAY + timedelta(hours=2)):
            self.run_people()
            self.assertEqual((todo.user_id, todo.on_behalf_of_id), (self.backup, self.clerk))
            self.assertEqual((slip.user_id, slip.on_behalf_of_id), (self.employee, self.quality_user))
            self.assertEqual(todo.clerk_id, self.clerk)
            self.assertFalse(self.env["gendan.todo"]._gendan_misassigned_ids() and self.todos()._gendan_assign())
        with freeze_time(MONDAY + timedelta(days=3)):
            self.run_people()
            self.assertEqual((todo.user_id, todo.on_behalf_of_id), (self.clerk, self.env["res.users"]))
            self.assertEqual(slip.user_id, self.quality_user)

    def test_a_new_clerk_takes_over(self):
        self.wait()
        todo = self.order._gendan_sync_todos()
        self.customer.gendan_clerk_id = self.other_clerk
        self.order.invalidate_recordset()
        self.run_people()
        self.assertEqual(todo.clerk_id, self.order.gendan_clerk_id)
        self.assertEqual(todo.user_id, self.order.gendan_clerk_id)

    def test_an_archived_clerk_gets_no_work(self):
        self.order.gendan_clerk_id = self.other_clerk
        self.wait()
        todo = self.order._gendan_sync_todos()
        self.assertEqual(todo.user_id, self.other_clerk)
        self.other_clerk.active = False
        self.run_people()
        self.assertEqual(todo.user_id, self.clerk, "the customer's clerk is still with us")
        self.clerk.active = False
        self.run_people()
        self.assertEqual(todo.user_id, self.supervisor)

    # ------------------------------------------------------------ who sees

    def visible_to(self, user):
        return self.env["gendan.todo"].with_user(user).search([("res_id", "in", self.orders.ids)])

    def test_who_sees_what(self):
        self.wait()
        self.wait(self.other_order)
        self.wait(self.other_order, kind="t_quality", role="department", department_id=self.quality.id)
        self.orders._gendan_sync_todos()
        mine, theirs = self.todos(), self.todos(self.other_order)
        slip = theirs.filtered(lambda t: t.role == "department")
        self.assertEqual(self.visible_to(self.clerk), mine)
        self.assertEqual(self.visible_to(self.other_clerk), theirs)
        self.assertFalse(self.visible_to(self.backup))
        self.assertEqual(self.visible_to(self.supervisor), mine | theirs)
        self.assertEqual(self.visible_to(self.rep), mine)
        self.assertEqual(self.visible_to(self.other_rep), theirs)
        self.assertEqual(self.visible_to(self.quality_user), slip)
        self.assertFalse(self.visible_to(self.employee))
        _company, clerk_hk = self.make_other_company()
        self.assertFalse(self.visible_to(clerk_hk))
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            self.visible_to(self.portal_user)

    def test_the_backup_sees_from_the_minute_the_absence_begins(self):
        self.make_absence(self.clerk, self.backup)
        self.wait()
        todo = self.order._gendan_sync_todos()
        self.assertFalse(self.visible_to(self.backup))
        with freeze_time(MONDAY + timedelta(hours=2)):
            self.assertEqual(self.visible_to(self.backup), todo)
        with freeze_time(MONDAY + timedelta(days=3)):
            self.assertFalse(self.visible_to(self.backup))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_writes_by_hand(self):
        self.wait()
        todo = self.order._gendan_sync_todos()
        for user in (self.clerk, self.supervisor, self.rep, self.quality_user):
            for attack in (
                lambda t: t.write({"name": "x"}),
                lambda t: t.unlink(),
                lambda t: t.create({"name": "x", "kind": "x", "res_model": "sale.order", "res_id": 1}),
            ):
                with self.assertRaises(AccessError):
                    attack(todo.with_user(user))

    # ------------------------------------------------------------ buttons

    def test_open_source(self):
        self.wait(role="department", department_id=self.quality.id)
        todo = self.order._gendan_sync_todos()
        action = todo.with_user(self.clerk).action_open_source()
        self.assertEqual((action["res_model"], action["res_id"]), ("sale.order", self.order.id))
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            todo.with_user(self.quality_user).action_open_source()

    def test_done_by_hand_only_what_no_document_keeps(self):
        self.wait()
        kept = self.order._gendan_sync_todos()
        with self.assertRaisesRegex(UserError, "closes by itself"):
            kept.with_user(self.clerk).action_close()
        todo = self.order._gendan_open_todo("t_hand", "By hand")
        todo.with_user(self.clerk).action_close()
        self.assertFalse(todo.open)
        with self.assertRaises(AccessError):
            todo.with_user(self.other_clerk).action_close()

    def test_one_open_todo_of_a_kind(self):
        self.wait()
        todo = self.order._gendan_sync_todos()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            todo.copy()
            self.env.flush_all()
