"""How statements go out: by mail, on paper, by chat, noted by hand; one by one and many at once."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .common import NOVEMBER, StatementCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-02 04:00:00")
class TestStatementSend(StatementCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.sell(date(2026, 10, 5))
        cls.take(cls.order, date(2026, 10, 12), 60)
        cls.customer.write({"lang": "en_US", "email": "buyer@customer.example", "gendan_fax": "0755-1234"})
        cls.second = cls.env["res.partner"].create(
            {
                "name": "Second", "is_company": True, "lang": "en_US", "email": "second@customer.example",
                "gendan_clerk_id": cls.clerk.id,
            }
        )  # fmt: skip
        bill = cls.owe(70.0)
        bill.button_draft()
        bill.write({"partner_id": cls.second.id, "invoice_date": date(2026, 10, 3), "date": date(2026, 10, 3)})
        bill.action_post()
        cls.statement = cls.make()
        cls.other = cls.make(customer=cls.second)
        cls.both = cls.statement | cls.other
        cls.both.with_user(cls.clerk).action_check()

    def send_queued(self):
        with self.mock_mail_gateway(), self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_statement_send").method_direct_trigger()
        self.env.invalidate_all()

    def compose(self, statement, user=None):
        """The composer as the clerk gets it."""
        action = statement.with_user(user or self.clerk).action_send()
        self.assertEqual(action["res_model"], "mail.compose.message")
        return Form(self.env["mail.compose.message"].with_user(user or self.clerk).with_context(**action["context"]))

    # ------------------------------------------------------------ one by mail

    def test_the_composer_freezes_it_as_it_goes_with_its_files(self):
        composer = self.compose(self.statement)
        self.assertIn(self.statement.name, composer.subject)
        self.assertIn("339.00", composer.body)
        self.assertEqual(self.statement.state, "checked", "looked at, not sent")
        composer.save()._action_send_mail()
        self.assertEqual((self.statement.state, self.statement.send_state), ("sent", "sending"))
        self.assertFalse(self.statement.document_ids.issue_ids, "not away yet")
        self.send_queued()
        statement = self.statement
        self.assertSentEmail(self.clerk.partner_id, [self.customer])
        self.assertFalse(statement.send_state)
        self.assertEqual((statement.sent_how, statement.sent_to), ("email", "buyer@customer.example"))
        files = statement.mail_message_id.attachment_ids
        self.assertEqual(len(files), 2)
        self.assertTrue(any(name.endswith(".xlsx") for name in files.mapped("name")))
        page = files.filtered(lambda one: not one.name.endswith(".xlsx")).raw.decode()
        self.assertIn(statement.document_ids.qr_reference, page)
        self.assertNotIn("DRAFT", page)
        issue = statement.document_ids.issue_ids
        self.assertEqual((issue.how, issue.to, issue.user_id), ("email", "buyer@customer.example", self.clerk))
        self.assertEqual(statement.sent_by_id, self.clerk)

    def test_what_the_books_contradict_does_not_leave_the_composer(self):
        composer = self.compose(self.statement).save()
        self.take(self.order, date(2026, 10, 30), 10)
        with self.assertRaises(UserError):
            composer._action_send_mail()
        with self.assertRaises(UserError):
            self.statement.with_user(self.clerk).action_send()
        self.assertEqual(self.statement.state, "checked")
        composer.res_ids = str(self.both.ids)
        with self.assertRaises(UserError):
            composer._action_send_mail()

    def test_once_more_it_is_the_same(self):
        self.statement.with_user(self.clerk).action_sent()
        kept = self.statement.checksum
        self.compose(self.statement).save()._action_send_mail()
        self.send_queued()
        self.assertEqual((self.statement.state, self.statement.checksum), ("sent", kept))
        self.assertEqual(len(self.statement.document_ids.issue_ids), 2)

    # ------------------------------------------------------------ many

    def test_many_go_by_themselves_and_a_bad_address_stops_no_other(self):
        action = self.both.with_user(self.clerk).action_send()
        wizard = self.env[action["res_model"]].with_user(self.clerk).browse(action["res_id"])
        self.assertEqual((wizard.mail_count, wizard.held_count), (2, 0))
        wizard.action_mail()
        self.assertEqual(set(self.both.mapped("send_state")), {"queued"})
        self.assertEqual(set(self.both.mapped("state")), {"checked"}, "frozen when they go")
        self.assertEqual(wizard.queued_count, 2)
        self.second.email = "nonsense"
        self.send_queued()
        self.assertEqual((self.statement.state, self.statement.send_state), ("sent", False))
        self.assertEqual((self.other.state, self.other.send_state), ("checked", "failed"))
        self.assertFalse(self.other.checksum)
        self.assertFalse(self.other.document_ids)
        self.assertIn("nonsense", self.other.send_error)
        todo = self.todos(self.other)["statement_unsent"]
        self.assertEqual(todo.user_id, self.clerk)
        self.assertEqual((wizard.gone_count, wizard.held_count), (1, 1))
        # once the address is right it goes like any other
        self.second.email = "second@customer.example"
        self.other.with_user(self.clerk)._gendan_queue()
        self.assertNotIn("statement_unsent", self.todos(self.other))
        self.send_queued()
        self.assertEqual((self.other.state, self.other.send_state), ("sent", False))
        self.assertEqual(len(self.other.document_ids), 1)

    def bounce(self, statement, address, message=None):
        """What a mail server sends back hours later."""
        mail = f"""From: MAILER-DAEMON@customer.example
To: bounce@ours.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="B"
MIME-Version: 1.0

--B
Content-Type: text/plain

No such mailbox here.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.customer.example

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1
--B
Content-Type: message/rfc822

Message-Id: {(message or statement.mail_message_id).message_id}
Subject: Statement

--B--
"""
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(False, mail)
        self.env.invalidate_all()

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_what_comes_back_hours_later_is_a_todo(self):
        self.both.with_user(self.clerk)._gendan_queue()
        self.send_queued()
        self.assertEqual(set(self.both.mapped("send_state")), {False})
        self.bounce(self.statement, "buyer@customer.example")
        self.assertEqual((self.statement.state, self.statement.send_state), ("sent", "failed"))
        self.assertFalse(self.other.send_state)
        self.assertIn("buyer@customer.example", self.statement.send_error)
        todo = self.todos(self.statement)["statement_unsent"]
        self.assertEqual(todo.user_id, self.clerk)
        self.assertTrue(self.statement.checksum, "it did go out: nothing is opened again")
        # sent once more to the right address the to-do is done; what comes back of the first mail then says nothing new
        first = self.statement.mail_message_id
        self.customer.email = "right@customer.example"
        self.compose(self.statement).save()._action_send_mail()
        self.send_queued()
        self.assertFalse(self.statement.send_state)
        self.assertNotEqual(self.statement.mail_message_id, first)
        self.bounce(self.statement, "buyer@customer.example", first)
        self.assertFalse(self.statement.send_state)
        # it comes back again; he has seen the page all the same, so he has it
        self.bounce(self.statement, "right@customer.example")
        self.assertIn("statement_unsent", self.todos(self.statement))
        self.statement._gendan_opened()
        self.assertNotIn("statement_unsent", self.todos(self.statement))
        # a colleague's mailbox is not the customer's
        self.other._message_log(body="x")
        self.bounce(self.other, self.clerk.email or "clerk@ours.example")
        self.assertFalse(self.other.send_state)

    def test_what_changed_while_it_waited_stays_here(self):
        self.both.with_user(self.clerk)._gendan_queue()
        self.take(self.order, date(2026, 10, 30), 10)
        self.send_queued()
        self.assertEqual((self.statement.state, self.statement.send_state), ("checked", "failed"))
        self.assertEqual(self.other.state, "sent")
        self.statement.with_user(self.clerk).action_dequeue()
        self.assertFalse(self.todos(self.statement))

    def test_a_crash_between_freezing_and_sending_sends_once(self):
        self.both.with_user(self.clerk)._gendan_queue()
        self.statement._gendan_send_queued()
        self.assertEqual(self.statement.send_state, "sending")
        # the worker died here; the next one finds the mail in the queue
        self.send_queued()
        self.assertEqual(set(self.both.mapped("state")), {"sent"})
        self.assertFalse(any(self.both.mapped("send_state")))
        self.assertEqual(len(self.statement.document_ids.issue_ids), 1)
        self.assertEqual(
            len([mail for mail in self._mails if "buyer@customer.example" in str(mail["email_to"])]), 1
        )

    def test_where_the_mail_server_is_down_they_wait_for_it(self):
        self.both.with_user(self.clerk)._gendan_queue()
        server = type(self.env["ir.mail_server"])
        with patch.object(server, "_connect__", side_effect=OSError("no route")), mute_logger("odoo.addons.mail"):
            with self.enter_registry_test_mode():
                self.env.ref("gendan_followup.ir_cron_statement_send").method_direct_trigger()
        self.env.invalidate_all()
        waits = self.both.sorted("send_state")
        self.assertEqual(waits.mapped("send_state"), ["queued", "sending"])
        self.assertFalse(self.todos(waits[1]).get("statement_unsent"))
        self.assertTrue(waits[1].send_error)
        self.send_queued()
        self.assertEqual(set(self.both.mapped("state")), {"sent"})

    def test_whoever_may_not_write_them_sends_none(self):
        with self.assertRaises(AccessError):
            self.both.with_user(self.rep).action_send()
        with self.assertRaises(AccessError):
            self.both.with_user(self.other_clerk).action_send()
        wizard = self.env["gendan.statement.send"].with_user(self.clerk)._gendan_open(self.both)
        with self.assertRaises(AccessError):
            wizard.with_user(self.other_clerk).action_mail()
        # a clerk who lost the customer while they waited
        self.both.with_user(self.clerk)._gendan_queue()
        (self.customer | self.second).gendan_clerk_id = self.other_clerk
        self.send_queued()
        self.assertEqual(set(self.both.mapped("send_state")), {"failed"})

    # ------------------------------------------------------------ paper, chat, by hand

    def test_fax_and_courier_are_printed_and_chat_is_copied(self):
        self.customer.gendan_statement_way = "fax"
        self.second.gendan_statement_way = "chat"
        self.assertEqual(self.statement.send_way, "fax")
        wizard = self.env["gendan.statement.send"].with_user(self.clerk)._gendan_open(self.both)
        self.assertEqual((wizard.paper_count, wizard.chat_count, wizard.mail_count), (1, 1, 0))
        action = wizard.action_print()
        self.assertEqual(action["report_name"], "gendan_followup.report_statement")
        self.assertEqual((self.statement.state, self.statement.sent_how), ("sent", "fax"))
        issue = self.statement.document_ids.issue_ids
        self.assertEqual((issue.how, issue.to), ("fax", "0755-1234"))
        self.assertEqual(self.other.state, "checked")
        line = wizard.line_ids.filtered(lambda one: one.way == "chat")
        copy = line.action_chat()["params"]
        self.assertIn("70.00", copy["text"])
        self.assertEqual(self.other.state, "checked", "shown, not copied")
        getattr(self.other.with_user(self.clerk), copy["mark"]["method"])(copy["text"])
        self.assertEqual((self.other.state, self.other.sent_how), ("sent", "chat"))
        self.assertEqual(self.other.document_ids.issue_ids.how, "chat")
        self.env.invalidate_all()  # another request
        self.assertEqual(wizard.gone_count, 2)
        # what is out is not sent once more by having been selected with others
        again = self.env["gendan.statement.send"].with_user(self.clerk)._gendan_open(self.both)
        self.assertEqual((again.held_count, again.paper_count, again.chat_count), (2, 0, 0))
        alone = self.env["gendan.statement.send"].with_user(self.clerk)._gendan_open(self.statement)
        self.assertEqual((alone.held_count, alone.paper_count), (0, 1))

    def test_without_a_fax_number_it_stays_and_another_way_is_chosen(self):
        self.customer.write({"gendan_fax": False, "gendan_statement_way": "fax"})
        wizard = self.env["gendan.statement.send"].with_user(self.clerk)._gendan_open(self.statement)
        self.assertEqual((wizard.held_count, wizard.paper_count), (1, 0))
        with self.assertRaises(UserError):
            wizard.action_print()
        wizard.line_ids.way = "courier"
        wizard.action_print()
        self.assertEqual(self.statement.sent_how, "courier")

    def test_noted_by_hand_it_is_on_the_paper_too(self):
        self.statement.with_user(self.clerk).action_sent()
        issue = self.statement.document_ids.issue_ids
        self.assertEqual((issue.how, issue.note), ("email", "Noted by hand"))
        self.assertEqual(self.statement.document_ids.state, "awaited")

    def test_the_customer_wish_goes_before_the_profile(self):
        self.monthly.statement_way = "courier"
        self.statement.invalidate_recordset()
        self.assertEqual(self.statement.send_way, "courier")
        self.customer.gendan_statement_way = "email"
        self.statement.invalidate_recordset()
        self.assertEqual(self.statement.send_way, "email")
        finance = self.env["res.partner"].create(
            {"name": "Finance", "parent_id": self.customer.id, "email": "finance@customer.example"}
        )
        self.customer.gendan_statement_contact_id = finance
        self.assertEqual(self.statement._gendan_send_to("email"), "finance@customer.example")
        with self.assertRaises(AccessError):
            self.customer.with_user(self.rep).gendan_statement_way = "fax"

    # ------------------------------------------------------------ days and words

    def test_the_paper_is_back_by_the_day_the_statement_says(self):
        self.company.gendan_judge_papers = True
        self.env["gendan.validity.rule"].create({"kind": "statement", "return_days": 3, "company_id": self.company.id})
        self.statement.with_user(self.clerk).action_sent()
        paper = self.statement.document_ids
        self.assertEqual(paper.due_back, self.statement.signed_by_day)
        self.assertEqual(self.todos(paper)["paper_missing"].due, self.statement.signed_by_day)
        self.monthly.needs_signed_copy = False
        self.other._gendan_as_code().profile_id = self.monthly
        self.other.with_user(self.clerk).action_sent()
        self.assertFalse(self.other.document_ids.must_return)
        self.assertFalse(self.other.signed_by_day)

    def test_one_that_goes_late_leaves_days_to_answer(self):
        self.assertEqual(self.statement.reconcile_by, date(2026, 11, 5))
        with freeze_time("2026-11-09 04:00:00"):  # a Monday
            self.statement.with_user(self.clerk).action_sent()
        self.assertEqual(self.statement.reconcile_by, date(2026, 11, 11))
        self.assertGreaterEqual(self.statement.signed_by_day, date(2026, 11, 11))

    def test_one_that_goes_late_says_so_before_it_is_frozen(self):
        with freeze_time("2026-11-09 04:00:00"):
            composer = self.compose(self.statement)
            self.assertIn("Nov 11, 2026", composer.body)
            self.assertNotIn("Nov 5, 2026", composer.body)
            text = self.other.with_user(self.clerk).action_send_chat()["params"]["text"]
            self.assertIn("Nov 11, 2026", text)
            composer.save()._action_send_mail()
        self.assertEqual(self.statement.reconcile_by, date(2026, 11, 11))

    def test_own_words_instead_of_the_template_go_with_it_all_the_same(self):
        template = self.env.ref("gendan_followup.mail_template_statement")
        words = template.copy({"body_html": "<p>In our own words</p>"})
        composer = self.compose(self.statement)
        composer.template_id = words
        composer.save()._action_send_mail()
        self.assertEqual((self.statement.state, self.statement.send_state), ("sent", "sending"))
        self.assertEqual(len(self.statement.mail_message_id.attachment_ids), 2)
        # a word about it, from the chatter, sends nothing
        self.env["mail.compose.message"].with_user(self.clerk).create(
            {
                "model": "gendan.statement", "res_ids": self.other.ids, "composition_mode": "comment",
                "body": "Hello", "partner_ids": self.second.ids,
            }
        )._action_send_mail()  # fmt: skip
        self.assertEqual(self.other.state, "checked")

    def test_while_its_mail_waits_no_other_version_is_made(self):
        self.statement.with_user(self.clerk)._gendan_queue()
        self.statement._gendan_send_queued()
        with self.assertRaisesRegex(UserError, "being sent"):
            self.statement.with_user(self.clerk).action_reissue()
        self.send_queued()
        self.assertTrue(self.statement.with_user(self.clerk).action_reissue())

    def test_who_works_elsewhere_now_gets_none(self):
        person, mover = self.env["res.partner"].create(
            [{"name": name, "parent_id": self.customer.id, "email": f"{name}@customer.example"} for name in ("a", "b")]
        )
        self.customer.gendan_statement_contact_id = mover
        self.assertEqual(self.customer._gendan_statement_contact(), mover)
        mover.parent_id = self.second
        self.assertEqual(self.customer._gendan_statement_contact(), self.customer)
        self.customer.gendan_statement_contact_id = person
        self.assertEqual(self.customer._gendan_statement_contact(), person)

    def test_dialogs_show_no_figure_of_anothers_customer(self):
        Send, Take = (
            self.env[name].with_user(self.other_clerk)
            for name in ("gendan.statement.send.line", "gendan.statement.answer.take")
        )
        with self.assertRaises(AccessError):
            Take.create({"statement_id": self.statement.id})
        wizard = self.env["gendan.statement.send"].with_user(self.other_clerk).create({})
        values = {"wizard_id": wizard.id, "statement_id": self.statement.id, "way": "email"}
        with self.assertRaises(AccessError):
            Send.create(values)
        hers = self.owe(5.0)
        hers.button_draft()
        third = self.env["res.partner"].create(
            {"name": "Third", "is_company": True, "gendan_clerk_id": self.other_clerk.id}
        )
        hers.write({"partner_id": third.id, "invoice_date": date(2026, 10, 3), "date": date(2026, 10, 3)})
        hers.action_post()
        own = self.make(customer=third)
        with self.assertRaises(AccessError):
            Take.create(
                {
                    "statement_id": own.id,
                    "line_ids": [Command.create({"line_id": self.statement.line_ids[0].id})],
                }
            )
        line = Send.create({**values, "statement_id": own.id})
        self.assertEqual(line.amount_total, 5.0)
        with self.assertRaises(AccessError):
            line.statement_id = self.statement

    def test_a_mail_somebody_deleted_did_not_go(self):
        self.statement.with_user(self.clerk)._gendan_queue()
        self.statement._gendan_send_queued()
        self.env["mail.mail"].search([("mail_message_id", "=", self.statement.mail_message_id.id)]).unlink()
        self.send_queued()
        self.assertEqual((self.statement.state, self.statement.send_state), ("checked", "failed"))
        self.assertIn("statement_unsent", self.todos(self.statement))

    def test_the_one_before_was_not_confirmed(self):
        self.statement.with_user(self.clerk).action_sent()
        november = self.make(NOVEMBER, with_idle=True)
        self.assertIn(self.statement.name, november.unconfirmed_text)
        november.action_check()
        november.action_sent()
        self.statement._gendan_move_to("agreed")
        self.assertIn(self.statement.name, november.unconfirmed_text, "it says what it said when it went out")
        html = self.env["ir.actions.report"]._render_qweb_html(
            "gendan_followup.action_report_statement", november.ids
        )[0].decode()
        self.assertIn("has not been confirmed yet", html)
        self.assertIn(b"PK", november._gendan_workbook()[:4])
        december = self.make((date(2026, 12, 1), date(2026, 12, 31)), with_idle=True)
        november._gendan_move_to("agreed")
        self.assertFalse(december.unconfirmed_text)

    def test_silence_is_spoken_of_only_where_the_contract_says_so(self):
        def said(statement):
            return self.env["ir.actions.report"]._render_qweb_html(
                "gendan_followup.action_report_statement", statement.ids
            )[0].decode()

        words = "Without an answer by then the balance counts as agreed"
        self.assertNotIn(words, said(self.statement))
        self.monthly.silence_agrees = True
        self.assertIn(words, said(self.statement))
        self.statement.with_user(self.clerk).action_sent()
        self.monthly.silence_agrees = False
        self.assertIn(words, said(self.statement), "what went out stays")
