"""What waits on statements: to be sent, to be answered, to be closed; who hears of it when."""

from datetime import date, timedelta
from io import BytesIO
from unittest.mock import patch

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .common import NOVEMBER, OCTOBER, StatementCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-02 04:00:00")
class TestStatementDue(StatementCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owe(100.0)
        cls.customer.write({"lang": "en_US", "email": "buyer@customer.example"})
        cls.others = cls.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "lang": "en_US", "gendan_clerk_id": clerk.id}
                for name, clerk in (("Second", cls.clerk), ("Third", cls.other_clerk))
            ]
        )
        for partner in cls.others:
            bill = cls.owe(70.0)
            bill.button_draft()
            bill.write({"partner_id": partner.id, "invoice_date": date(2026, 10, 3), "date": date(2026, 10, 3)})
            bill.action_post()
        cls.run_of_october = cls.env["gendan.statement.run"]._gendan_as_code().create(
            {
                "company_id": cls.company.id, "date_from": OCTOBER[0], "date_to": OCTOBER[1], "is_scheduled": True,
                "with_idle": True,
            }
        )  # fmt: skip
        cls.env.flush_all()
        cls.run_of_october._gendan_plan(None)
        while cls.run_of_october._gendan_work_batch():
            pass
        cls.env.flush_all()
        made = cls.run_of_october.statement_ids
        cls.statement = made.filtered(lambda one: one.partner_id == cls.customer)
        cls.second, cls.third = (made.filtered(lambda one, who=who: one.partner_id == who) for who in cls.others)

    def cron(self, name):
        with self.mock_mail_gateway(), self.enter_registry_test_mode():
            self.env.ref(f"gendan_followup.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def share(self, clerk):
        return self.env["gendan.statement.share"].search(
            [("run_id", "=", self.run_of_october.id), ("clerk_id", "=", clerk.id)]
        )

    def send(self, statement):
        statement.with_user(self.supervisor).action_check()
        statement.with_user(self.supervisor).action_sent()

    # ------------------------------------------------------------ to be sent

    def test_what_a_clerk_has_to_send_of_a_run_is_one_todo(self):
        mine, hers = self.share(self.clerk), self.share(self.other_clerk)
        todo = self.todos(mine)["statement_to_send"]
        self.assertEqual((todo.user_id, todo.due), (self.clerk, date(2026, 11, 3)))
        self.assertIn("2 to be checked, 0 to be sent", todo.name)
        self.assertEqual(self.todos(hers)["statement_to_send"].user_id, self.other_clerk)
        self.statement.with_user(self.clerk).action_check()
        self.assertIn("1 to be checked, 1 to be sent", self.todos(mine)["statement_to_send"].name)
        action = todo.with_user(self.clerk).action_open_source()
        found = self.env["gendan.statement"].with_user(self.clerk).search(action["domain"])
        self.assertEqual(found, self.statement | self.second)
        self.statement.with_user(self.clerk)._gendan_queue()
        self.assertIn("1 to be checked, 0 to be sent", self.todos(mine)["statement_to_send"].name)
        self.statement.with_user(self.clerk).action_dequeue()
        self.send(self.statement | self.second)
        self.assertFalse(self.todos(mine))
        self.third.unlink()
        self.assertFalse(self.todos(hers))

    def test_a_clerk_who_takes_over_the_customer_takes_over_what_is_to_be_sent(self):
        self.others.gendan_clerk_id = self.clerk
        self.cron("ir_cron_statement_close")
        self.assertIn("3 to be checked", self.todos(self.share(self.clerk))["statement_to_send"].name)
        self.assertFalse(self.todos(self.share(self.other_clerk)))

    def test_she_is_away_and_who_stands_in_has_the_todo(self):
        self.env["gendan.absence"].create(
            {
                "user_id": self.clerk.id, "backup_id": self.backup.id, "cover": "one",
                "date_from": "2026-11-02 00:00:00", "date_to": "2026-11-09 00:00:00",
            }
        )  # fmt: skip
        self.cron("ir_cron_ladders")
        todo = self.todos(self.share(self.clerk))["statement_to_send"]
        self.assertEqual((todo.user_id, todo.on_behalf_of_id), (self.backup, self.clerk))

    # ------------------------------------------------------------ to be answered

    def test_reminded_on_the_third_overdue_after_the_fifth_and_answered(self):
        self.company.gendan_statement_reminders = True
        self.send(self.statement)
        todo = self.todos(self.statement)["statement_answer"]
        self.assertEqual((todo.user_id, todo.due), (self.clerk, date(2026, 11, 5)))
        with freeze_time("2026-11-03 03:00:00"):
            with self.mock_mail_gateway(), self.enter_registry_test_mode():
                self.env.ref("gendan_followup.ir_cron_ladders").method_direct_trigger()
                self.env["mail.mail"].search([("state", "=", "outgoing")]).send()
            reminded = [mail for mail in self._mails if "buyer@customer.example" in str(mail["email_to"])]
            self.assertEqual(len(reminded), 1)
            self.assertIn(self.statement.name, reminded[0]["subject"])
            self.assertEqual(self.statement.state, "sent", "a reminder is no answer")
        with freeze_time("2026-11-05 15:59:00"):  # one minute to midnight in China
            self.cron("ir_cron_statement_due")
            self.assertEqual(self.statement.state, "sent")
        with freeze_time("2026-11-05 16:01:00"):
            self.cron("ir_cron_statement_due")
            self.cron("ir_cron_statement_due")
            self.assertEqual(self.statement.state, "overdue")
            todos = self.todos(self.statement)
            self.assertEqual(todos["statement_overdue"].user_id, self.supervisor)
            self.assertEqual(todos["statement_answer"].user_id, self.clerk)
            self.statement._gendan_move_to("agreed")
            self.assertFalse(self.todos(self.statement))

    def test_no_customer_is_written_to_where_the_company_does_not_want_it(self):
        self.send(self.statement)
        with freeze_time("2026-11-03 03:00:00"), self.mock_mail_gateway(), self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_ladders").method_direct_trigger()
            self.env["mail.mail"].search([("state", "=", "outgoing")]).send()
        self.assertFalse([mail for mail in self._mails if "buyer@customer.example" in str(mail["email_to"])])
        self.company.gendan_statement_reminders = True
        self.customer.gendan_statement_way = "fax"
        todo = self.todos(self.statement)["statement_answer"]
        step = todo.ladder_id.step_ids.filtered(lambda one: one.to == "customer")
        self.assertFalse(self.statement._gendan_ladder_tell_customer(todo, step))

    def test_one_bad_record_does_not_keep_the_others(self):
        self.send(self.statement | self.second)
        sound = type(self.Statement)._gendan_not_answered

        def stumble(records):
            if self.statement in records:
                raise ValueError("broken")
            return sound(records)

        with freeze_time("2026-11-06 04:00:00"), mute_logger(
            "odoo.addons.gendan_followup.models.common.nightly"
        ), patch.object(type(self.Statement), "_gendan_not_answered", stumble):
            self.cron("ir_cron_statement_due")
        self.assertEqual((self.statement.state, self.second.state), ("sent", "overdue"))

    def test_silence_is_a_yes_only_where_the_statement_said_so(self):
        self.monthly.silence_agrees = True
        self.send(self.statement | self.second)
        self.assertEqual((self.statement.silence_agrees, self.second.silence_agrees), (True, False))
        with freeze_time("2026-11-06 04:00:00"):
            self.cron("ir_cron_statement_due")
        self.assertEqual((self.statement.state, self.second.state), ("agreed", "overdue"))

    def test_who_has_said_something_is_not_silent(self):
        self.monthly.silence_agrees = True
        self.others.gendan_settlement_profile_id = self.monthly
        everyone = self.statement | self.second | self.third
        everyone._gendan_as_code().profile_id = self.monthly
        self.send(everyone)
        self.assertTrue(all(everyone.mapped("silence_agrees")))
        said = {"how": "phone", "said_by": "Ms Lin", "note": "Not ours after all"}
        # she agreed and took it back
        self.statement._gendan_take_answer({"result": "agreed", **said})
        self.statement._gendan_take_answer({"result": "withdrawn", **said})
        # he wrote by e-mail, and nobody has taken it down yet
        self.second.message_post(
            body="We have it otherwise", message_type="email", subtype_xmlid="mail.mt_comment",
            author_id=self.second.partner_id.id,
        )  # fmt: skip
        # what we sent never reached him
        self.third._gendan_as_code().write({"send_state": "failed", "send_error": "no such mailbox"})
        with freeze_time("2026-11-06 04:00:00"):
            self.cron("ir_cron_statement_due")
        self.assertEqual(set(everyone.mapped("state")), {"overdue"})

    def test_differences_in_her_list_are_no_silence(self):
        self.monthly.silence_agrees = True
        self.send(self.statement)
        self.env["gendan.statement.difference"]._gendan_as_found().create(
            {
                "statement_id": self.statement.id, "name": "GR-1", "currency_id": self.currency.id, "our_amount": 100,
                "their_amount": 90, "difference": -10,
            }
        )  # fmt: skip
        with freeze_time("2026-11-06 04:00:00"):
            self.cron("ir_cron_statement_due")
        self.assertEqual(self.statement.state, "overdue")

    # ------------------------------------------------------------ to be closed

    def test_closed_when_agreed_and_the_signed_copy_counts(self):
        self.send(self.statement | self.second)
        with self.assertRaises(UserError):
            self.statement.with_user(self.clerk).action_close()
        self.statement._gendan_move_to("agreed")
        with self.assertRaises(UserError):
            self.statement.with_user(self.clerk).action_close()
        self.cron("ir_cron_statement_close")
        self.assertEqual(self.statement.state, "agreed", "its copy is not back")
        self.statement._gendan_papers().write({"returned_at": "2026-11-04 04:00:00", "returned_how": "fax"})
        with self.assertRaises(AccessError):
            self.statement.with_user(self.rep).action_close()
        self.statement._gendan_as_code().has_changed = True
        self.cron("ir_cron_statement_close")
        self.assertEqual(self.statement.state, "agreed", "the books changed: somebody looks")
        self.statement._gendan_as_code().has_changed = False
        self.cron("ir_cron_statement_close")
        self.assertEqual(self.statement.state, "closed")
        # at her figure: a person says that nothing is left
        self.second._gendan_move_to("agreed_other")
        self.second._gendan_papers().must_return = False
        self.cron("ir_cron_statement_close")
        self.assertEqual(self.second.state, "agreed_other")
        self.second.with_user(self.clerk).action_close()
        self.assertEqual(self.second.state, "closed")
        with self.assertRaises(UserError):
            self.second.with_user(self.clerk).action_send()

    # ------------------------------------------------------------ board, runs

    def test_the_board_counts_in_the_companys_currency(self):
        self.send(self.statement)
        board = self.Statement.with_user(self.supervisor).with_context(read_group_expand=True)
        groups = board.web_read_group(
            [("run_id", "=", self.run_of_october.id)], ["state"], ["amount_board:sum", "__count"]
        )["groups"]
        shown = {group["state"]: (group["__count"], group["amount_board:sum"] or 0.0) for group in groups}
        self.assertEqual((shown["sent"], shown["draft"], shown["overdue"]), ((1, 100.0), (2, 140.0), (0, 0.0)))
        self.assertNotIn("replaced", shown)
        foreign = self.env.ref("base.USD") if self.currency != self.env.ref("base.USD") else self.env.ref("base.EUR")
        foreign.active = True
        self.env["res.currency.rate"].create(
            {"name": "2026-10-31", "currency_id": foreign.id, "company_id": self.company.id, "rate": 0.5}
        )
        self.third._gendan_as_code().currency_id = foreign
        self.assertEqual(self.third.amount_board, 140.0)

    def test_a_run_that_is_not_hers_is_not_offered_to_a_clerk(self):
        run = self.run_of_october
        self.assertFalse(run.with_user(self.clerk).can_start)
        self.assertTrue(run.with_user(self.supervisor).can_start)
        own = self.env["gendan.statement.run"].with_user(self.clerk).create(
            {"date_from": NOVEMBER[0], "date_to": NOVEMBER[1]}
        )
        self.assertTrue(own.can_start)

    def test_the_workbook_says_what_was_not_confirmed(self):
        self.send(self.statement)
        with freeze_time("2026-12-01 04:00:00"):
            november = self.make(NOVEMBER, with_idle=True)
        rows = load_workbook(BytesIO(november.with_user(self.clerk)._gendan_workbook())).active.iter_rows(
            values_only=True
        )
        said = [row[0] for row in rows if isinstance(row[0], str) and self.statement.name in row[0]]
        self.assertEqual(len(said), 1)
        self.assertGreater(november.date_to, self.statement.date_to + timedelta(days=1))
