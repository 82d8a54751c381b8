"""Which messages are written by events: policy, once per promise version, undone and redone, no doubles."""

from datetime import date, datetime

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MONDAY, TODAY
from .common import PROMISED, MessageCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestMessageLog(MessageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.abroad()

    def test_a_customer_abroad_is_told_one_at_home_is_not(self):
        abroad, home = self.abroad(), self.confirm_order(promised=PROMISED)
        self.assertEqual(self.message(abroad, "confirmed").state, "pending")
        self.assertRecordValues(self.message(home, "confirmed"), [{"state": "held", "hold_reason": "policy"}])

    def test_the_customers_own_choice_wins(self):
        self.customer.gendan_message_policy = "on"
        self.foreign_customer.gendan_message_policy = "off"
        self.assertEqual(self.message(self.confirm_order(promised=PROMISED), "confirmed").state, "pending")
        self.assertEqual(self.message(self.abroad(), "confirmed").state, "held")

    def test_the_companys_settings_decide_by_default(self):
        self.company.write({"gendan_messages_domestic": True, "gendan_messages_export": False})
        self.assertEqual(self.message(self.confirm_order(promised=PROMISED), "confirmed").state, "pending")
        self.assertEqual(self.message(self.abroad(), "confirmed").state, "held")

    def test_a_customer_without_a_country_counts_as_at_home(self):
        self.foreign_customer.country_id = False
        self.assertEqual(self.message(self.abroad(), "confirmed").state, "held")

    def test_only_visible_milestones_are_told(self):
        order = self.order
        self.tick(order, "contract")
        self.assertEqual(order.gendan_message_ids.kind_id, self.kinds["confirmed"])

    def test_a_row_is_written_once_however_often_the_order_is_worked_out(self):
        order = self.order
        for _i in range(3):
            order._gendan_replay()
        self.assertEqual(len(order.gendan_message_ids), 1)

    def test_undone_before_it_was_sent_is_taken_back_and_done_again_revives_it(self):
        order = self.order
        self.tick(order, "made")
        message = self.message(order, "made")
        self.assertRecordValues(message, [{"state": "pending", "event_day": TODAY}])
        self.untick(order, "made")
        self.assertEqual(message.state, "cancelled")
        self.assertNotIn(message, self.env["gendan.message"].search(message._gendan_due_domain()))
        with freeze_time(datetime(2026, 11, 3, 1, 0)):
            self.tick(order, "made")
        self.assertRecordValues(message, [{"state": "pending", "event_day": date(2026, 11, 3)}])

    def test_what_was_sent_is_not_sent_again_for_the_same_promise(self):
        order = self.order
        self.tick(order, "made")
        self.assertEqual(len(self.run_and_catch()), 1)
        self.untick(order, "made")
        self.assertEqual(self.message(order, "made").state, "sent")
        with freeze_time(datetime(2026, 11, 4, 1, 0)):
            self.tick(order, "made")
            self.assertFalse(self.run_and_catch())
        self.assertEqual(len(self.message(order, "made")), 1)

    def test_a_new_promise_makes_it_a_new_message(self):
        order = self.order
        self.tick(order, "made")
        self.run_and_catch()
        self.untick(order, "made")
        order.gendan_part_ids._gendan_promise(date(2026, 11, 27), "quality")
        self.settle()
        self.assertEqual(len(self.message(order, "made")), 1, "a new promise alone tells nothing")
        self.tick(order, "made")
        self.assertEqual(set(self.message(order, "made").mapped("state")), {"sent", "pending"})

    def test_the_database_refuses_a_second_row(self):
        message = self.message(self.order, "confirmed")
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            message.copy()

    def test_old_events_are_not_told(self):
        order = self.order
        self.milestone(order, "made").with_user(self.supervisor).hand_date = date(2026, 10, 29)
        self.settle()
        self.assertRecordValues(self.message(order, "made"), [{"state": "held", "hold_reason": "old"}])
        self.company.gendan_message_old_days = 10
        other = self.abroad("NL-2")
        self.milestone(other, "made").with_user(self.supervisor).hand_date = date(2026, 10, 29)
        self.settle()
        self.assertEqual(self.message(other, "made").state, "pending")

    def test_a_cancelled_order_tells_nothing_any_more(self):
        order = self.order
        order.action_cancel()
        self.settle()
        self.assertEqual(self.message(order, "confirmed").state, "cancelled")

    def test_another_template_does_not_tell_the_confirmation_twice(self):
        order = self.order
        self.run_and_catch()
        k = self.kinds
        template = self.make_template(
            "Short (test)",
            [(k["confirmed"], 0, [], {}), (k["shipped"], 1, [0], {}), (k["arrived"], 1, [1], {"is_target": True})],
        )
        order.gendan_plan_ids.action_change_template(template)
        self.settle()
        self.assertRecordValues(order.gendan_message_ids, [{"state": "sent"}])
        self.assertEqual(order.gendan_message_ids.milestone_id.plan_id.template_id, template)

    # --- Odoo's own mails ---

    def test_odoos_confirmation_mail_after_the_row_was_written(self):
        order = self.order
        with self.mock_mail_gateway():
            order._send_order_confirmation_mail()
        self.assertEqual(self.message(order, "confirmed").hold_reason, "odoo")

    def compose(self, order, template):
        """The clerk presses Send by e-mail with that template."""
        self.env["mail.compose.message"].with_user(self.other_clerk).create(
            {
                "model": "sale.order",
                "res_ids": order.ids,
                "template_id": template.id,
                "composition_mode": "comment",
                "subject": "Order",
                "body": "<p>Confirmed</p>",
                "partner_ids": order.partner_id.ids,
            }
        ).action_send_mail()

    def test_odoos_confirmation_sent_from_the_composer_leaves_ours_off(self):
        order = self.order
        with self.mock_mail_gateway():
            self.compose(order, order._get_confirmation_template())
        self.assertRecordValues(self.message(order, "confirmed"), [{"state": "held", "hold_reason": "odoo"}])
        self.assertFalse(self.run_and_catch())

    def test_another_mail_from_the_composer_does_not(self):
        order = self.order
        with self.mock_mail_gateway():
            self.compose(order, self.env.ref("sale.email_template_proforma"))
        self.assertEqual(self.message(order, "confirmed").state, "pending")

    def test_a_conditional_promise_reads_as_one(self):
        order = self.abroad(gendan_condition_days=12)
        milestone = self.milestone(order, "confirmed")
        milestone.customer_message = self.env.ref("gendan_followup.kind_order_confirmed").customer_message
        text = self.message(order, "confirmed").with_context(lang="en_US")._gendan_text()
        self.assertIn("Expected arrival: 12 working days after everything we need to start has come.", text)
        self.assertNotIn("False", text)

    def test_odoos_delivery_mail_leaves_ours_off(self):
        self.put_in_stock(self.carton, 100)
        self.company.stock_move_email_validation = True
        order = self.abroad(order_line=self.two_products()[1:])
        with self.mock_mail_gateway():
            self.ship(order)
        self.assertRecordValues(self.message(order, "shipped"), [{"state": "held", "hold_reason": "odoo"}])

    def test_without_odoos_delivery_mail_ours_goes_out(self):
        self.put_in_stock(self.carton, 100)
        order = self.abroad(order_line=self.two_products()[1:])
        self.ship(order)
        self.assertEqual(self.message(order, "shipped").state, "pending")

    def test_goods_that_left_late_are_not_expected_on_the_day_that_is_past(self):
        self.put_in_stock(self.carton, 100)
        order = self.abroad(order_line=self.two_products()[1:])
        self.milestone(order, "shipped").customer_message = self.env.ref(
            "gendan_followup.kind_shipped"
        ).customer_message
        with freeze_time(datetime(2026, 11, 23, 1, 0)):
            self.ship(order)
            message = self.message(order, "shipped").with_context(lang="en_US")
            arrival = message._gendan_format_day(order.gendan_forecast_date)
            self.assertGreater(order.gendan_forecast_date, PROMISED)
            self.assertIn(f"left us on Nov 23, 2026. We expect it to arrive on {arrival}.", message._gendan_text())
            self.assertIn(f"Expected arrival: {arrival}", message._gendan_plain_text(), "one day in one message")
            # a company that keeps expected days to itself names no day that is past either
            self.company.gendan_show_forecast = False
            self.assertIn("We expect it to arrive on a date still to be told.", message._gendan_text())
        self.assertIn("We expect it to arrive on Nov 20, 2026.", message._gendan_text(), "the promise while it can be")

    # --- about to arrive ---

    def test_an_arrival_is_announced_by_the_nightly_action_while_the_goods_are_under_way(self):
        self.template.line_ids.filtered("is_target").customer_visible = True
        self.transit.days = 6
        self.put_in_stock(self.carton, 100)
        order = self.abroad(order_line=self.two_products()[1:])
        self.assertFalse(self.message(order, "arrived", "coming"))
        self.tick(order, "contract")
        self.ship(order)
        forecast = order.gendan_forecast_date
        self.assertEqual(forecast, date(2026, 11, 9))
        self.assertFalse(self.message(order, "arrived", "coming"))
        self.assertEqual(order.gendan_next_check, date(2026, 11, 7), "the working day before, a Saturday")
        with freeze_time(datetime(2026, 11, 6, 18, 0)), self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_nightly").method_direct_trigger()
        message = self.message(order, "arrived", "coming")
        self.assertRecordValues(message, [{"state": "pending", "event_day": forecast}])
        self.assertIn("Nov 9, 2026", message.with_context(lang="en_US")._gendan_text())
        # there after all before it was sent: no announcement of what has come
        with freeze_time(datetime(2026, 11, 9, 1, 0)):
            self.tick(order, "arrived")
        self.assertEqual(message.state, "cancelled")
        self.assertEqual(self.message(order, "arrived").state, "pending")

    # --- rights ---

    def test_each_sees_the_messages_of_her_own_customers(self):
        message = self.message(self.order, "confirmed")
        for user, sees in (
            (self.other_clerk, True),
            (self.clerk, False),
            (self.supervisor, True),
            (self.rep, True),
            (self.other_rep, False),
        ):
            found = self.env["gendan.message"].with_user(user).search([("id", "=", message.id)])
            self.assertEqual(bool(found), sees, user.login)
        for user in (self.employee, self.quality_user, self.portal_user):
            with self.assertRaises(AccessError):
                self.env["gendan.message"].with_user(user).search([])

    def test_nobody_writes_rows_by_hand(self):
        message = self.message(self.order, "confirmed")
        for user in (self.other_clerk, self.supervisor):
            with self.assertRaises(AccessError):
                message.with_user(user).write({"state": "sent"})
            with self.assertRaises(AccessError):
                message.with_user(user).unlink()


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestOnlyOdooTells(MessageCase):
    def test_odoos_confirmation_mail_leaves_ours_off(self):
        order = self.make_order(promised=PROMISED, partner_id=self.foreign_customer.id)
        with self.mock_mail_gateway():
            order.with_context(send_email=True).action_confirm()
            self.settle()
        self.assertRecordValues(self.message(order, "confirmed"), [{"state": "held", "hold_reason": "odoo"}])
        self.assertFalse(self.run_and_catch())
