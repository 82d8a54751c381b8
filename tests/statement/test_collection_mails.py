"""Mails of collection: as true as they are when they leave, and counted then."""

from datetime import date, time
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MockEmail

from .collect_common import CollectCase

MONDAY = date(2026, 11, 2)
PROMISED = date(2026, 11, 6)


@tagged("post_install", "-at_install")
class TestCollectionMails(CollectCase, MockEmail):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-11-02 00:30:00"):
            cls.env.ref("gendan_followup.ladder_collect_due").step_ids = [
                Command.clear(),
                Command.create({"after_days": 0, "to": "customer", "how": "email"}),
            ]
        cls.monthly.remind_customer = True
        cls.customer.email = "owes@example.com"
        cls.invoice, cls.second = cls.owe(), cls.owe(20.0)
        cls.sweep(MONDAY)
        cls.case, cls.other = cls.case_of(cls.invoice), cls.case_of(cls.second)
        cls.old = cls.env["mail.mail"].search([])

    def mails(self, partner=None):
        """What waits in the queue for somebody."""
        mine = [("recipient_ids", "in", (partner or self.customer).ids), ("gendan_watch", "!=", False)]
        return self.env["mail.mail"].search(mine) - self.old

    def post(self, day, clock=time(10, 30), refuse=False):
        """The queue of mails, at an hour: list of (address, body) that left."""
        queue = self.env["mail.mail"].search([("gendan_watch", "!=", False), ("state", "=", "outgoing")])
        self.env.flush_all()
        with freeze_time(self.company._gendan_at(day, clock)), self.mock_mail_gateway(mail_unlink_sent=True):
            if refuse:
                parts = [(False, False, "", queue.ids)]
                with (
                    patch.object(type(self.env["ir.mail_server"]), "_connect__", side_effect=OSError("no route")),
                    patch.object(type(queue), "_split_by_mail_configuration", return_value=parts),
                ):
                    queue.send()
            else:
                queue.send()
            sent = [(to, one["body"]) for one in self._mails for to in one["email_to"]]
        self.env.flush_all()
        self.env.invalidate_all()
        return sent

    # ------------------------------------------------------------ reminders

    def test_what_was_promised_before_the_mail_is_written_is_not_asked_for(self):
        self.climb(MONDAY)
        self.assertTrue(self.case.tell_customer and self.other.tell_customer)
        self.say(self.case, "promised", MONDAY, day=PROMISED)
        self.say(self.other, "disputed", MONDAY, dispute="price")
        self.sweep(MONDAY, time(13, 0))
        self.assertFalse(self.mails())
        self.assertEqual((self.case.customer_told_count, self.case.tell_customer), (0, False))

    def test_what_was_promised_before_the_mail_leaves_is_taken_out_of_it(self):
        self.climb(MONDAY)
        self.sweep(MONDAY, time(10, 0))
        self.assertEqual(len(self.mails()), 1)
        self.assertEqual(self.case.customer_told_count, 0, "it has not left")
        self.say(self.case, "promised", MONDAY, day=PROMISED)
        self.assertEqual(self.post(MONDAY), [], "it would ask for what is promised")
        self.sweep(MONDAY, time(11, 0))
        [(_to, body)] = self.post(MONDAY, time(11, 30))
        self.assertIn(self.second.name, body)
        self.assertNotIn(self.invoice.name, body)
        self.assertEqual((self.case.customer_told_count, self.other.customer_told_count), (0, 1))

    def test_what_was_paid_before_the_mail_leaves_is_not_asked_for(self):
        self.climb(MONDAY)
        self.sweep(MONDAY, time(10, 0))
        self.collect(self.invoice, MONDAY)
        self.collect(self.second, MONDAY)
        self.assertEqual(self.post(MONDAY), [])
        self.sweep(MONDAY, time(11, 0))
        self.assertFalse(self.mails())
        self.assertEqual((self.case.state, self.case.customer_told_count), ("closed", 0))

    def test_a_word_without_a_result_stops_nothing(self):
        self.climb(MONDAY)
        self.sweep(MONDAY, time(10, 0))
        self.say(self.case, "contact", MONDAY)
        self.assertEqual(len(self.post(MONDAY)), 1)
        self.assertEqual((self.case.customer_told_on, self.other.customer_told_count), (MONDAY, 1))

    def test_a_reminder_that_did_not_go_out_is_the_clerks(self):
        self.climb(MONDAY)
        self.sweep(MONDAY, time(10, 0))
        self.assertEqual(self.post(MONDAY, refuse=True), [])
        self.assertFalse(self.case.customer_told_on)
        self.assertIn("collect_unsent", self.open_kinds(self.case))
        todo = self.todos_of(self.case).filtered(lambda one: one.kind == "collect_unsent")
        self.assertEqual(todo.user_id, self.clerk)
        self.assertIn("no route", todo.name)
        self.say(self.case, "promised", MONDAY, day=PROMISED)
        self.assertNotIn("collect_unsent", self.open_kinds(self.case))
        self.assertIn("collect_unsent", self.open_kinds(self.other), "nothing was said of that one")

    def test_without_an_address_it_is_the_clerks_at_once(self):
        self.customer.email = False
        self.climb(MONDAY)
        self.sweep(MONDAY, time(10, 0))
        self.assertFalse(self.mails())
        self.assertIn("collect_unsent", self.open_kinds(self.case))
        self.assertEqual(self.case.customer_told_count, 0)

    # ------------------------------------------------------------ the weekly list

    def test_a_list_is_sent_when_its_mail_left(self):
        self.company.gendan_collect_weekday = "0"
        self.rep.email = "rep@example.com"
        self.sweep(MONDAY, time(9, 0))
        week = self.env["gendan.receivable.digest"].search([("user_id", "=", self.rep.id), ("week", "=", MONDAY)])
        self.assertEqual((week.state, week.sent_at), ("waiting", False))
        self.assertIn("rep@example.com", str(self.post(MONDAY)))
        self.assertEqual(week.state, "sent")
        self.assertEqual(week.sent_at, self.company._gendan_at(MONDAY, time(10, 30)))

    def test_a_list_that_did_not_go_out_is_the_supervisors_and_tried_again(self):
        self.company.gendan_collect_weekday = "0"
        self.rep.email = "rep@example.com"
        Digest = self.env["gendan.receivable.digest"]
        self.sweep(MONDAY, time(9, 0))
        week = Digest.search([("user_id", "=", self.rep.id), ("week", "=", MONDAY)])
        self.post(MONDAY, time(9, 1), refuse=True)
        self.assertEqual((week.state, week.sent_at), ("failed", False))
        mine = [("res_model", "=", Digest._name), ("res_id", "=", week.id), ("open", "=", True)]
        todo = self.Todo.search(mine)
        self.assertEqual((todo.kind, todo.user_id), ("collect_list_unsent", self.supervisor))
        self.sweep(MONDAY, time(9, 30))
        self.assertEqual(week.state, "failed", "tried half an hour ago")
        self.sweep(MONDAY, time(10, 10))
        self.assertEqual((week.state, len(self.mails(self.rep.partner_id))), ("waiting", 1))
        self.assertIn("rep@example.com", str(self.post(MONDAY)))
        self.assertEqual(week.state, "sent")
        self.assertFalse(self.Todo.search(mine))

    def test_a_list_nobody_needs_any_more_is_not_tried_again(self):
        self.company.gendan_collect_weekday = "0"
        self.sweep(MONDAY, time(9, 0))
        week = self.env["gendan.receivable.digest"].search([("user_id", "=", self.rep.id), ("week", "=", MONDAY)])
        self.post(MONDAY, time(9, 1), refuse=True)
        self.collect(self.invoice, MONDAY)
        self.collect(self.second, MONDAY)
        self.sweep(MONDAY, time(11, 0))
        self.assertEqual(week.state, "dropped")
        self.assertFalse(self.mails(self.rep.partner_id).filtered(lambda mail: mail.state == "outgoing"))
