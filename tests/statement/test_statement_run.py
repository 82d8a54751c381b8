"""Runs: once for each customer and currency, whoever stops or repeats them."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OCTOBER, StatementCase


@tagged("post_install", "-at_install")
class TestStatementRun(StatementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["gendan.settlement.profile"].search([("id", "!=", cls.monthly.id)]).write({"statement_when": "request"})
        cls.Run = cls.env["gendan.statement.run"]
        cls.customers = cls.customer | cls.env["res.partner"].create(
            [{"name": f"Customer {number}", "is_company": True} for number in range(4)]
        )
        for customer in cls.customers:
            cls.owe_on(customer, date(2026, 10, 10))

    @classmethod
    def owe_on(cls, customer, day, amount=100.0):
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": customer.id,
                "invoice_date": day,
                "date": day,
                "invoice_line_ids": [
                    Command.create({"name": "Goods", "price_unit": amount, "tax_ids": [Command.clear()]})
                ],
            }
        )
        invoice.action_post()
        return invoice

    def cron(self):
        """The scheduled action."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_statements").method_direct_trigger()
        self.env.invalidate_all()

    def made(self, **domain):
        return self.Statement.search(
            [("company_id", "=", self.company.id), *((name, "=", value) for name, value in domain.items())]
        )

    def run_of(self, **values):
        first, last = OCTOBER
        return self.Run.create({"date_from": first, "date_to": last, **values})

    def test_the_scheduled_action_makes_one_each_on_the_companys_first(self):
        with freeze_time("2026-10-31 15:59:00"):  # 23:59 on the 31st in China
            self.cron()
            self.assertFalse(self.made())
        with freeze_time("2026-10-31 16:01:00"):
            self.cron()
            statements = self.made()
            self.assertEqual(statements.partner_id, self.customers)
            self.assertEqual(set(statements.mapped("date_to")), {date(2026, 10, 31)})
            self.assertEqual(sorted(statements.mapped("name"))[0], "ST/2026/10/0001")
            self.assertEqual(len(set(statements.mapped("name"))), 5)
            self.cron()
            self.assertEqual(self.made(), statements)
            run = self.Run.search([("is_scheduled", "=", True)])
            self.assertEqual((len(run), run.state, run.made_count, run.todo_count), (1, "done", 5, 0))

    def test_a_customer_of_the_25th_waits_for_the_25th(self):
        self.customer.gendan_settlement_profile_id = self.profile("monthly", closing_day=25, price_tax="excluded")
        with freeze_time("2026-10-31 17:00:00"):
            self.cron()
            self.assertEqual(self.made(partner_id=self.customer.id).date_to, date(2026, 10, 25), "made up for")
        self.owe_on(self.customer, date(2026, 11, 20))
        with freeze_time("2026-11-25 17:00:00"):
            self.cron()
            statement = self.made(partner_id=self.customer.id, date_to=date(2026, 11, 25))
            self.assertEqual((statement.date_from, statement.date_to), (date(2026, 10, 26), date(2026, 11, 25)))
            self.assertEqual(statement.name, "ST/2026/11/0001")

    def test_who_is_left_out_is_listed_with_the_reason(self):
        cash, idle = self.customers[1], self.customers[2]
        cash.gendan_settlement_profile_id = self.cash
        self.owe_on(idle, date(2026, 9, 1))
        for move in self.env["account.move"].search([("partner_id", "=", idle.id), ("date", ">", "2026-10-01")]):
            move.button_draft()
        run = self.run_of()
        run.action_start()
        reasons = {item.partner_id: (item.state, item.reason) for item in run.item_ids}
        self.assertEqual(reasons[cash], ("skipped", "Statements on request only, by her settlement profile."))
        self.assertEqual(reasons[idle], ("skipped", "Nothing moved in the period."))
        self.assertEqual((run.state, run.made_count, run.skipped_count), ("done", 3, 2))
        again = self.run_of(with_idle=True)
        again.action_start()
        self.assertEqual((again.made_count, again.skipped_count), (2, 3))
        self.assertIn("There is one already", "".join(filter(None, again.item_ids.mapped("reason"))))
        asked = self.run_of(date_to=date(2026, 10, 30), partner_ids=[Command.set(cash.ids)])
        asked.action_start()
        self.assertEqual(asked.statement_ids.partner_id, cash, "asked for by name")

    def test_one_that_fails_stops_no_other_and_is_a_todo(self):
        make = type(self.Statement)._gendan_make
        bad = self.customers[1]

        def failing(statements, company, first, last, keys, **kwargs):
            if any(partner == bad.id for partner, _currency in keys):
                raise UserError("No rate of the day.")
            return make(statements, company, first, last, keys, **kwargs)

        run = self.run_of()
        with patch.object(type(self.Statement), "_gendan_make", failing):
            run.action_start()
        self.assertEqual((run.made_count, run.failed_count, run.todo_count), (4, 1, 0))
        item = run.item_ids.filtered(lambda one: one.state == "failed")
        self.assertEqual((item.partner_id, item.reason), (bad, "No rate of the day."))
        self.assertIn("statement_failed", self.todos(item))
        run.action_try_again()
        self.assertEqual((run.made_count, run.failed_count, run.state), (5, 0, "done"))
        self.assertFalse(self.todos(item))

    def test_a_run_nobody_has_planned_is_not_done(self):
        run = self.run_of()
        self.assertEqual(run._gendan_work_batch(), 0)
        self.assertEqual(run.state, "new")
        # the scheduled action commits
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60.0):
            with patch.object(type(self.Run), "try_lock_for_update", lambda runs, **kwargs: runs.browse()):
                run._gendan_plan_and_work()
            self.assertEqual(run.state, "new", "another worker is planning it")
            run._gendan_plan_and_work()
        self.assertEqual((run.state, run.made_count), ("done", 5))

    def test_a_run_that_fails_stops_no_other(self):
        bad = self.run_of()
        bad._gendan_plan(None)
        good = self.run_of(date_to=date(2026, 10, 30))
        good._gendan_plan(None)
        self.env.flush_all()
        work = type(self.Run)._gendan_work_batch

        def failing(run, limit=200):
            if run == bad:
                raise ValueError("broken")
            return work(run, limit)

        with (
            patch.object(type(self.Run), "_gendan_work_batch", failing),
            self.assertLogs("odoo.addons.gendan_followup.models.statement.statement_run_work", "ERROR") as logs,
        ):
            self.cron()
        self.assertEqual(len(logs.output), 1, "not again at once")
        self.assertEqual((bad.state, bad.todo_count, good.state, good.made_count), ("running", 5, "done", 5))

    def test_killed_between_two_batches_it_goes_on_where_it_was(self):
        run = self.run_of()
        with patch("odoo.addons.gendan_followup.models.statement.statement_run_work.BATCH", 2):
            run._gendan_plan(None)
            self.assertEqual(run._gendan_work_batch(2), 2)
            self.assertEqual((run.state, run.made_count, run.todo_count), ("running", 2, 3))
            self.assertEqual(run.progress, 40.0)
        self.cron()
        self.assertEqual((run.state, run.made_count), ("done", 5))
        self.assertEqual(len(self.made()), 5)

    def test_queries_do_not_grow_with_the_customers(self):
        run = self.run_of()
        run._gendan_plan(None)
        self.env.flush_all()
        items = run.item_ids
        run._gendan_make_items(items[:1])  # warm
        counts = []
        for group in (items[1:2], items[2:5]):
            counts.append(self.queries(run._gendan_make_items, group))
        self.assertLessEqual(counts[1], counts[0] + 2, counts)

    def test_a_clerk_runs_for_her_own_customers_only(self):
        run = self.Run.with_user(self.clerk).create({"date_from": OCTOBER[0], "date_to": OCTOBER[1]})
        run.action_start()
        self.assertEqual(self.made().partner_id, self.customer)
        statement = self.made().with_user(self.clerk)
        self.assertEqual(statement.amount_total, 100.0)
        self.assertFalse(statement.with_user(self.other_clerk).has_access("read"))
        self.assertTrue(statement.with_user(self.rep).has_access("read"))
        self.assertTrue(statement.with_user(self.accountant).has_access("write"))
        for user in (self.portal_user, self.quality_user, self.employee):
            self.assertFalse(statement.with_user(user).has_access("read"), user.login)
        with self.assertRaises(UserError):
            statement.amount_total = 1.0
        with self.assertRaises(UserError):
            statement.with_user(self.supervisor).write({"state": "agreed"})
        with self.assertRaises(AccessError):
            statement.with_user(self.rep).remark = "x"
        with self.assertRaises(UserError):
            statement.sudo().line_ids.write({"amount": 1.0})
        with self.assertRaises(AccessError):
            self.Run.with_user(self.rep).create({"date_from": OCTOBER[0], "date_to": OCTOBER[1]})

    def test_how_far_a_run_is_nobody_types(self):
        first, last = OCTOBER
        Runs = self.Run.with_user(self.clerk)
        for vals in ({"is_scheduled": True}, {"closing_day": 25}, {"state": "done"}):
            with self.assertRaises(UserError):
                Runs.create({"date_from": first, "date_to": last, **vals})
        run = Runs.with_context(default_is_scheduled=True, default_state="done", default_closing_day=25).create(
            {"date_from": first, "date_to": last}
        )
        self.assertEqual((run.is_scheduled, run.state, run.closing_day), (False, "new", 0))
        for vals in ({"state": "done"}, {"is_scheduled": True}, {"closing_day": 25}):
            for user in (self.clerk, self.supervisor):
                with self.assertRaises(UserError):
                    run.with_user(user).write(vals)
        run.write({"with_idle": True})

    def test_a_clerk_starts_and_changes_no_run_but_her_own(self):
        first, last = OCTOBER
        others = self.Run.with_user(self.supervisor).create({"date_from": first, "date_to": last})
        scheduled = self.Run._gendan_as_code().create({"date_from": first, "date_to": last, "is_scheduled": True})
        for run in (others, scheduled.with_env(self.env)):
            hers = run.with_user(self.clerk)
            with self.assertRaises(UserError):
                hers.action_start()
            with self.assertRaises(UserError):
                hers.write({"partner_ids": [Command.set(self.customer.ids)]})
            self.assertEqual((run.state, run.item_ids), ("new", run.item_ids.browse()))
        others.with_user(self.accountant).action_start()
        self.assertEqual((others.state, others.made_count), ("done", 5))
