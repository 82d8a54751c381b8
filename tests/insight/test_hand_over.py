"""Hand-over for good: worked out, done piece by piece, reported, and nothing left behind. Load per clerk."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from tests.common import MONDAY, GendanCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestHandOver(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.order = cls.confirm_order(promised=date(2026, 11, 20))
            cls.chosen = cls.confirm_order(promised=date(2026, 11, 20), partner_id=cls.foreign_customer.id)
            cls.chosen.gendan_clerk_id = cls.clerk
            cls.done = cls.confirm_order(promised=date(2026, 11, 20))
            cls.done.gendan_is_done = True
            cls.env["gendan.todo"].search([("order_id", "=", cls.done.id)]).unlink()
            cls.quotation = cls.make_order()
        (cls.order | cls.done).message_subscribe(cls.clerk.partner_id.ids)
        cls.activity = cls.order.activity_schedule("mail.mail_activity_data_todo", user_id=cls.clerk.id)
        cls.invoice = cls.env["account.move"].create({"move_type": "out_invoice", "partner_id": cls.customer.id})
        cls.on_invoice = cls.invoice.activity_schedule("mail.mail_activity_data_todo", user_id=cls.clerk.id)
        cls.elsewhere = cls.env["purchase.order"].create({"partner_id": cls.supplier.id})
        cls.private = cls.elsewhere.activity_schedule("mail.mail_activity_data_todo", user_id=cls.clerk.id)
        cls.todo = cls.order._gendan_open_todo("message_failed", "Call Maili", due=date(2026, 11, 3))
        cls.fixed = cls.quotation._gendan_open_todo("message_failed", "Only she", user_id=cls.clerk.id)

    def hand_over(self, **values):
        made = self.env["gendan.hand.over"].with_user(self.supervisor).create(
            {"from_id": self.clerk.id, "to_id": self.other_clerk.id, "reason": "Leaves us", **values}
        )
        made.action_work_out()
        return made

    def run_dialog(self, hand_over):
        """What the dialog does."""
        params = hand_over.action_hand_over()["params"]
        Bulk = self.env["gendan.bulk"].with_user(self.supervisor)
        asked = (params["operation"], params["model"], params["ids"])
        self.assertFalse(Bulk.prepare(*asked)["inputs"])
        cut = Bulk.cut(*asked, {})
        return [Bulk.run(params["operation"], cut["model"], piece, {}) for piece in cut["pieces"]]

    def test_working_out_changes_nothing(self):
        hand_over = self.hand_over()
        self.assertEqual(hand_over.line_ids.partner_id, self.customer | self.foreign_customer)
        line = hand_over.line_ids.filtered(lambda one: one.partner_id == self.customer)
        self.assertEqual((line.orders, line.quotations, line.activities), (1, 1, 2))
        self.assertGreaterEqual(line.todos, 2)
        self.assertGreaterEqual(line.followed, 2)
        self.assertEqual((hand_over.state, hand_over.progress), ("ready", 0))
        self.assertEqual(self.customer.gendan_clerk_id, self.clerk)
        self.assertEqual(self.activity.user_id, self.clerk)
        line.to_id = self.backup
        hand_over.action_work_out()
        line = hand_over.line_ids.filtered(lambda one: one.partner_id == self.customer)
        self.assertEqual(line.to_id, self.backup, "what was chosen stays chosen")

    def test_nothing_is_left_behind(self):
        hand_over = self.hand_over(is_leaving=True)
        before = hand_over.left_behind
        self.assertIn("Open activities: 3", before)
        self.assertEqual([answer["refused"] for answer in self.run_dialog(hand_over)], [[]])
        self.assertEqual((hand_over.state, hand_over.progress), ("done", 100))
        self.assertFalse(hand_over.left_behind)
        self.env.flush_all()
        self.cr.execute(
            """
            SELECT (SELECT count(*) FROM mail_activity WHERE active AND %(user)s IN (user_id, gendan_for_id)),
                   (SELECT count(*) FROM gendan_todo WHERE open AND %(user)s IN (user_id, on_behalf_of_id, clerk_id)),
                   (SELECT count(*) FROM res_partner WHERE gendan_clerk_id = %(user)s),
                   (SELECT count(*) FROM sale_order WHERE gendan_clerk_id = %(user)s AND state != 'cancel'
                                                      AND gendan_is_done IS NOT TRUE),
                   (SELECT count(*) FROM mail_followers WHERE partner_id = %(partner)s AND res_model = 'sale.order')
            """,
            {"user": self.clerk.id, "partner": self.clerk.partner_id.id},
        )
        self.assertEqual(self.cr.fetchone(), (0, 0, 0, 0, 0))
        new = self.other_clerk
        self.assertEqual((self.customer | self.foreign_customer).gendan_clerk_id, new)
        self.assertEqual((self.order | self.chosen | self.quotation).gendan_clerk_id, new)
        self.assertEqual((self.activity | self.on_invoice | self.private).user_id, new)
        self.assertEqual((self.todo | self.fixed).user_id, new)
        self.assertIn(new.partner_id, self.order.message_partner_ids)
        self.assertIn("Leaves us", "".join(self.order.message_ids.mapped("body")))
        self.assertIn("Leaves us", "".join(self.customer.message_ids.mapped("body")))

    def test_history_is_read_by_the_new_clerk(self):
        plan = self.done.gendan_plan_ids.with_user(self.other_clerk)
        self.assertFalse(plan.has_access("read"))
        self.run_dialog(self.hand_over())
        self.env.invalidate_all()
        self.assertTrue(plan.has_access("read"))
        self.assertEqual(self.done.gendan_clerk_id, self.clerk, "who followed it then is not rewritten")
        self.assertTrue(self.done.with_user(self.other_clerk).has_access("read"))

    def test_finished_order_on_which_something_waits_goes_over(self):
        self.done._gendan_open_todo("message_failed", "Call again")
        self.run_dialog(self.hand_over())
        self.assertEqual(self.done.gendan_clerk_id, self.other_clerk)

    def test_not_leaving_keeps_what_is_elsewhere(self):
        hand_over = self.hand_over()
        self.run_dialog(hand_over)
        self.assertEqual(self.private.user_id, self.clerk)
        self.assertIn("Open activities: 1", hand_over.left_behind)

    def test_refused_customer_stops_no_other_and_is_tried_again(self):
        hand_over = self.hand_over()
        line = hand_over.line_ids.filtered(lambda one: one.partner_id == self.customer)
        line.to_id = self.rep
        answers = self.run_dialog(hand_over)
        self.assertEqual(len(answers[0]["refused"]), 1)
        self.assertIn("not of the follow-up team", line.sentence)
        self.assertEqual((line.state, hand_over.state, hand_over.progress), ("refused", "begun", 50))
        self.assertEqual(self.activity.user_id, self.clerk, "whole or not at all")
        line.to_id = self.backup
        self.run_dialog(hand_over)
        self.assertEqual((line.state, hand_over.state), ("done", "done"))
        self.assertEqual(self.activity.user_id, self.backup)
        self.assertNotIn(self.backup, self.customer.gendan_backup_ids.user_id, "the clerk does not back herself up")

    def test_report_stays(self):
        hand_over = self.hand_over()
        with self.assertRaises(UserError):
            self.env["gendan.hand.over"].with_user(self.supervisor).create(
                {"from_id": self.backup.id, "to_id": self.clerk.id}
            ).action_hand_over()
        self.run_dialog(hand_over)
        line = hand_over.line_ids[0]
        for work in (
            line.unlink,
            hand_over.unlink,
            hand_over.action_work_out,
            hand_over.action_hand_over,
            lambda: line.write({"orders": 99}),
            lambda: hand_over.write({"to_id": self.backup.id}),
        ):
            with self.assertRaises(UserError):
                work()
        planned = self.env["gendan.hand.over.line"].with_user(self.supervisor)
        fresh = self.env["gendan.hand.over"].with_user(self.supervisor).create(
            {"from_id": self.backup.id, "to_id": self.clerk.id}
        )
        forged = planned.create(
            {"hand_over_id": fresh.id, "partner_id": self.customer.id, "to_id": self.clerk.id}
        )
        forged.with_context(gendan_hand_over=True).write({"state": "done"})
        self.assertEqual(forged.state, "planned")

    @mute_logger("odoo.sql_db")
    def test_supervisors_only(self):
        hand_over = self.hand_over()
        for user in (self.clerk, self.other_clerk, self.rep, self.quality_user):
            with self.assertRaises(AccessError):
                hand_over.with_user(user).read(["from_id"])
            with self.assertRaises(AccessError):
                self.env["gendan.bulk"].with_user(user).run(
                    "hand_over_for_good", "gendan.hand.over.line", hand_over.line_ids.ids, {}
                )
        with self.assertRaises(Exception) as caught, self.cr.savepoint():
            self.hand_over(to_id=self.clerk.id)
        self.assertEqual(caught.exception.pgcode, "23514")

    def test_new_clerk_is_away(self):
        self.env["gendan.absence"].create(
            {
                "user_id": self.other_clerk.id,
                "backup_id": self.backup.id,
                "date_from": MONDAY,
                "date_to": MONDAY + timedelta(days=1),
            }
        )
        self.run_dialog(self.hand_over())
        self.assertEqual((self.activity.user_id, self.activity.gendan_for_id), (self.backup, self.other_clerk))
        self.assertEqual((self.todo.user_id, self.todo.on_behalf_of_id), (self.backup, self.other_clerk))

    def test_working_out_five_hundred_customers_asks_no_more_queries(self):
        def queries():
            customers = self.env["gendan.hand.over"].new({"from_id": self.clerk.id})._gendan_customers()
            return self.queries(customers._gendan_hand_over_numbers, self.clerk)

        queries()
        few = queries()
        self.env["res.partner"].create(
            [{"name": f"Customer {number}", "gendan_clerk_id": self.clerk.id} for number in range(500)]
        )
        self.assertLessEqual(queries(), few + 2)

    # ------------------------------------------------------------ load

    def load(self, clerk, user=None):
        rows = self.env["gendan.clerk.load"].with_user(user or self.supervisor).search([("clerk_id", "=", clerk.id)])
        return {
            name: sum(rows.mapped(name))
            for name in ("customers", "no_backup", "orders", "late_orders", "quotations", "todos", "late_todos")
        }

    def test_load_counts_what_lies_on_whom(self):
        before = self.load(self.clerk)
        self.assertEqual((before["customers"], before["no_backup"]), (1, 0))
        self.assertEqual((before["orders"], before["quotations"], before["late_orders"]), (2, 1, 0))
        self.order.gendan_delivery_health = "late"
        self.todo.sudo().due = date(2026, 10, 30)
        self.customer.gendan_backup_ids.trained_since = False
        self.env.flush_all()
        self.env.invalidate_all()  # the next request
        after = self.load(self.clerk)
        self.assertEqual((after["late_orders"], after["no_backup"]), (1, 1))
        self.assertEqual(after["late_todos"] - before["late_todos"], 1)
        self.assertEqual(after["todos"], before["todos"])

    def test_load_of_another_company_is_not_shown(self):
        company, clerk = self.make_other_company()
        self.env["res.partner"].create({"name": "HK", "company_id": company.id, "gendan_clerk_id": clerk.id})
        self.assertEqual(self.load(clerk)["customers"], 0)
        self.supervisor.company_ids = [Command.link(company.id)]
        supervisor = self.env["gendan.clerk.load"].with_user(self.supervisor)
        both = supervisor.with_context(allowed_company_ids=(self.company | company).ids)
        self.assertEqual(sum(both.search([("clerk_id", "=", clerk.id)]).mapped("customers")), 1)
        with self.assertRaises(AccessError):
            self.load(self.clerk, self.clerk)
