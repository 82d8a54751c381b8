"""Early warning: a promise in danger is the clerk's to-do, and the customer hears of it once, before a new day."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MONDAY
from ..message.common import MessageCase
from .date_common import PROMISE, DateCase

ACCESS = "odoo.addons.base.models.ir_rule"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestWarning(MessageCase, DateCase):
    """The customer at home is not told of milestones by mail; the one abroad is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.gendan_early_warning = True
        cls.customer.lang = "en_US"

    def warn(self, order=None, days=3):
        """The forecast of the order passes its promise."""
        order = order or self.order
        self.retime(order.gendan_plan_ids, days)
        return order.gendan_part_ids.warning_ids

    def risks(self, order, occasion="risk"):
        return order.gendan_message_ids.filtered(lambda m: m.occasion == occasion)

    # === the clerk ===

    def test_off_nothing_happens(self):
        self.company.gendan_early_warning = False
        self.assertFalse(self.warn())
        self.assertFalse(self.risks(self.order))

    def test_a_forecast_past_the_promise_is_the_clerks_to_do_at_once(self):
        warning = self.warn()
        self.assertEqual((warning.state, warning.reason, warning.promised_date), ("open", "forecast", PROMISE))
        self.assertEqual(warning.new_date_by, date(2026, 11, 4), "two working days")
        todo = self.todos(warning)
        self.assertEqual((todo.kind, todo.user_id, todo.due), ("early_warning", self.clerk, date(2026, 11, 4)))
        self.assertIn("expected", todo.name)
        self.assertFalse(self.risks(self.order), "customers hear nothing unless the company says so")
        self.settle(self.order)
        self.order._gendan_replay()
        self.assertEqual(self.part.warning_ids, warning, "seen once, however often it is looked at")

    def test_what_the_company_lets_pass_is_no_danger(self):
        self.company.gendan_warning_slip_days = 5
        self.assertFalse(self.warn(days=3))
        self.assertTrue(self.warn(days=9))

    def test_danger_that_passes_closes_by_itself_and_comes_back(self):
        warning = self.warn()
        self.retime(self.plan, -5)
        self.assertEqual(warning.state, "over")
        self.assertFalse(self.todos(warning))
        with freeze_time(MONDAY + timedelta(days=3)):
            self.retime(self.plan, 4)
        self.assertEqual((warning.state, warning.new_date_by), ("open", date(2026, 11, 7)))
        self.assertEqual(len(self.part.warning_ids), 1)

    def test_a_new_promise_ends_it_and_is_watched_by_itself(self):
        warning = self.warn()
        self.part._gendan_promise(date(2026, 12, 10), "capacity")
        self.settle()
        self.assertEqual(warning.state, "promised")
        self.assertFalse(self.todos(warning))
        self.retime(self.plan, 5)
        again = self.part.warning_ids - warning
        self.assertEqual((again.promise_version, again.promised_date), (2, date(2026, 12, 10)))

    def test_an_exception_people_found_puts_the_promise_in_danger_before_the_forecast_moves(self):
        exception = self.env["gendan.exception"].with_user(self.clerk).create(
            {"title": "Press stands still", "res_model": "sale.order", "res_id": self.order.id}
        )
        warning = self.part.warning_ids
        self.assertEqual((warning.state, warning.reason, warning.exception_id), ("open", "exception", exception.sudo()))
        exception.result = "A fuse."
        exception.action_false_alarm()
        self.assertEqual(warning.state, "over")

    def test_planning_confirms_and_the_to_do_says_so_until_the_new_day_is_proposed(self):
        warning = self.warn(days=6)
        warning.with_user(self.clerk).action_ask_planning()
        self.confirm(date(2026, 11, 23))
        self.assertIn("planning confirms 11/23/2026", self.todos(warning).name)
        self.part._gendan_new_date_proposed(date(2026, 11, 26))
        self.assertFalse(self.todos(warning), "the proposal is chased from now on")
        self.assertEqual((warning.state, warning.proposed_date), ("open", date(2026, 11, 26)))

    def test_a_withdrawn_proposal_leaves_the_clerk_her_to_do(self):
        warning = self.warn(days=6)
        self.company.gendan_date_needs_pmc = False
        draft = self.env["gendan.date.proposal"].with_user(self.clerk)._gendan_draft(self.part.with_user(self.clerk))
        draft.write({"reason": "material", "cause": "The film came late."})
        draft.line_ids.new_date = date(2026, 11, 30)
        draft.action_copied("text")
        self.assertFalse(self.todos(warning))
        draft.action_withdraw()
        self.assertEqual(self.todos(warning).kind, "early_warning")
        self.assertFalse(warning.proposed_date)

    def test_switched_off_it_is_nobodys_to_do(self):
        warning = self.warn()
        self.company.gendan_early_warning = False
        self.assertEqual((warning.state, bool(self.todos(warning))), ("ended", False))
        self.company.gendan_early_warning = True
        self.assertEqual((warning.state, bool(self.todos(warning))), ("open", True))

    def test_switched_on_it_finds_what_is_in_danger_and_tells_no_customer(self):
        self.company.write({"gendan_early_warning": False, "gendan_warn_export": True, "gendan_warn_domestic": True})
        self.warn()
        self.company.gendan_early_warning = True
        self.assertEqual(self.part.warning_ids.state, "open")
        self.assertFalse(self.risks(self.order))

    def test_danger_that_passes_while_the_customer_is_asked_is_the_clerks_to_decide(self):
        warning = self.warn()
        self.company.gendan_date_needs_pmc = False
        Proposal = self.env["gendan.date.proposal"]

        def ask():
            draft = Proposal.with_user(self.clerk)._gendan_draft(self.part.with_user(self.clerk))
            draft.write({"reason": "material", "cause": "The film came late."})
            draft.line_ids.new_date = date(2026, 11, 30)
            draft.action_copied("text")
            return draft

        proposal = ask()
        self.assertFalse(self.todos(proposal, "date_relieved"), "still in danger")
        self.retime(self.plan, -5)
        self.assertEqual(warning.state, "over")
        todo = self.todos(proposal, "date_relieved")
        self.assertEqual((todo.user_id, todo.due), (self.clerk, date(2026, 11, 2)))
        self.assertIn(self.part.display_name, todo.name)
        self.assertIn("Withdraw", proposal._gendan_todo_labels()[proposal.id, "date_relieved"])
        # danger comes back, and goes again
        self.retime(self.plan, 4)
        self.assertFalse(self.todos(proposal, "date_relieved"))
        self.retime(self.plan, -5)
        self.assertTrue(self.todos(proposal, "date_relieved"))
        # she keeps the question: nobody asks her again
        self.todos(proposal, "date_relieved").with_user(self.clerk).action_close()
        self.order._gendan_replay()
        proposal.action_mail()
        self.assertFalse(self.todos(proposal, "date_relieved"))
        self.assertTrue(self.todos(proposal, "date_proposal"), "the answer is waited for as before")
        # or withdraws it
        self.retime(self.plan, 4)
        self.retime(self.plan, -5)
        self.assertTrue(self.todos(proposal, "date_relieved"))
        proposal.action_withdraw()
        self.assertFalse(self.todos(proposal, "date_relieved"))
        # or asks anew
        proposal = ask()
        self.retime(self.plan, 4)
        self.retime(self.plan, -5)
        self.assertTrue(self.todos(proposal, "date_relieved"))
        Proposal.browse(proposal.action_again()["res_id"]).action_copied("text")
        self.assertEqual(proposal.state, "superseded")
        self.assertFalse(self.todos(proposal, "date_relieved"))

    # === the customer ===

    def test_customers_abroad_are_told_once_in_one_mail_for_all_lines(self):
        self.company.gendan_warn_export = True
        orders = self.abroad("NL-1") | self.abroad("NL-2")
        self.warn(orders[0])
        self.warn(orders[1])
        self.assertEqual(self.risks(orders).mapped("state"), ["pending", "pending"])
        mails = self.run_and_catch()
        self.assertEqual(len(mails), 1)
        body = mails[0]["body"]
        self.assertIn("NL-1", body)
        self.assertIn("NL-2", body)
        self.assertEqual(body.count("we see a risk that the promised day, Nov 20, 2026"), 2)
        self.assertNotIn("Expected arrival", body, "no forecast beside “the new day follows”")
        self.assertEqual(set(self.risks(orders).mapped("state")), {"sent"})
        part = orders[0].gendan_part_ids
        self.assertEqual(part._gendan_risk_told(), {part: date(2026, 11, 2)})
        # in and out of danger again: he has heard it
        self.retime(orders[0].gendan_plan_ids, -5)
        self.warn(orders[0], 8)
        self.assertEqual(len(self.risks(orders[0])), 1)
        with self.assertRaisesRegex(UserError, "has been warned"):
            orders[0].gendan_part_ids.warning_ids.with_user(self.other_clerk).action_tell()

    def test_who_was_warned_for_nothing_hears_that_the_day_holds(self):
        self.company.gendan_warn_export = True
        order = self.abroad()
        self.warn(order)
        self.run_and_catch()
        self.retime(order.gendan_plan_ids, -5)
        over = self.risks(order, "risk_over")
        self.assertEqual(over.state, "pending")
        self.assertIn("holds after all", over.preview)
        self.warn(order)
        self.assertEqual(over.state, "cancelled", "not told yet, and no longer so")
        # asked for another day, he is not told beside it that the old one holds
        self.company.gendan_date_needs_pmc = False
        draft = self.env["gendan.date.proposal"]._gendan_draft(order.gendan_part_ids)
        draft.write({"reason": "material", "cause": "The film came late."})
        draft.line_ids.new_date = date(2026, 11, 30)
        draft.action_copied("text")
        order.gendan_part_ids.invalidate_recordset(["gendan_date_asked"])
        self.retime(order.gendan_plan_ids, -5)
        self.assertEqual(over.state, "cancelled")

    def test_danger_that_passes_before_the_mail_leaves_is_not_told(self):
        self.company.gendan_warn_export = True
        order = self.abroad()
        self.warn(order)
        self.retime(order.gendan_plan_ids, -5)
        self.assertEqual(self.risks(order).state, "cancelled")
        self.assertFalse(self.risks(order, "risk_over"))
        self.assertNotIn("a risk", "".join(mail["body"] for mail in self.run_and_catch()))

    def test_at_home_the_text_waits_for_a_chat_and_the_tick_counts(self):
        self.company.gendan_warn_domestic = True
        warning = self.warn()
        row = self.risks(self.order)
        self.assertEqual((row.state, row.hold_reason), ("held", "policy"), "no mails to this customer")
        params = warning.with_user(self.clerk).action_tell()["params"]
        self.assertIn("we see a risk that the promised day, Nov 20, 2026, cannot be kept", params["text"])
        self.assertIn("new day by Nov 4, 2026", params["text"])
        self.order.with_user(self.clerk).action_gendan_mark_copied(params["message_ids"], params["text"])
        warning.invalidate_recordset(["told_at"])
        self.assertTrue(warning.told_at)
        self.assertEqual(self.risks(self.order), row)

    def test_by_hand_whatever_the_settings_say(self):
        warning = self.warn().with_user(self.clerk)
        params = warning.action_tell()["params"]
        self.assertNotIn("risk", self.order.with_user(self.clerk).action_gendan_copy_text()["params"]["text"])
        self.assertEqual(warning.action_tell()["params"]["message_ids"], params["message_ids"])
        warning.action_mail()
        self.assertEqual(len(self.run_and_catch()), 1)
        for user in (self.rep, self.other_clerk, self.planner):
            with self.assertRaises(AccessError), mute_logger(ACCESS):
                warning.with_user(user).action_tell()

    def test_the_customer_may_say_otherwise(self):
        self.company.gendan_warn_domestic = True
        self.customer.gendan_warning_policy = "off"
        self.warn()
        self.assertFalse(self.risks(self.order))
        self.foreign_customer.gendan_warning_policy = "on"
        order = self.abroad()
        self.warn(order)
        self.assertEqual(self.risks(order).state, "pending")

    def test_a_proposal_that_goes_out_first_takes_the_warning_back(self):
        self.company.gendan_warn_export = True
        order = self.abroad()
        self.warn(order)
        order.gendan_part_ids._gendan_new_date_proposed(date(2026, 11, 30))
        self.assertEqual(self.risks(order).state, "cancelled")

    # === rights, cost ===

    def test_departments_and_others_customers_stay_out(self):
        warning = self.warn()
        Warning = self.env["gendan.date.warning"]
        for user, sees in ((self.clerk, True), (self.rep, True), (self.supervisor, True), (self.other_clerk, False)):
            self.assertEqual(bool(Warning.with_user(user).search([("id", "=", warning.id)])), sees, user.login)
        for user in (self.planner, self.employee):
            with self.assertRaises(AccessError), mute_logger(ACCESS):
                Warning.with_user(user).search([])
        with self.assertRaises(AccessError), mute_logger("odoo.models", ACCESS):
            warning.with_user(self.supervisor).write({"state": "over"})

    def test_looking_at_many_costs_no_more_questions_and_writes_nothing(self):
        orders = self.order.browse().union(*(self.confirm_order(promised=PROMISE) for _number in range(4)))
        for order in orders:
            self.warn(order)
        parts = orders.gendan_part_ids

        def count(records):
            return self.queries(records.with_prefetch(records.ids)._gendan_sync_warnings)

        self.assertLessEqual(count(parts), count(parts[:2]) + 1)
