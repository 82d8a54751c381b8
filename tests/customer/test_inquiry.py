"""Inquiries: the day to answer by, answering, mails that wait for an answer, jobs, and who may."""

from datetime import date, datetime
from unittest import mock

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY, TODAY, GendanCase

# no auto_submitted, no thread: as a customer's mail program writes it
MAIL = """From: {sender}
To: {to}
Subject: {subject}
Message-Id: <{number}@maili.example>
{extra}MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

{body}
"""


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestInquiry(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.confirm_order(promised=date(2026, 11, 30))
        cls.buyer = cls.portal_user.partner_id
        cls.Inquiry = cls.env["gendan.inquiry"]

    def ask(self, user=None, **values):
        values = {"name": "When does it leave?", "order_id": self.order.id, **values}
        return self.Inquiry.with_user(user or self.clerk).create(values)

    def todo(self, inquiry):
        domain = [("res_model", "=", inquiry._name), ("res_id", "=", inquiry.id), ("open", "=", True)]
        return self.env["gendan.todo"].search(domain)

    def written(self, body="When does it leave?", record=None, **values):
        """A message of the buyer's on the order, as the portal posts it."""
        record = (record or self.order).sudo()
        return record.message_post(
            body=body,
            author_id=self.buyer.id,
            **{"message_type": "comment", "subtype_xmlid": "mail.mt_comment", **values},
        )

    def of_order(self):
        return self.Inquiry.search([("source_model", "=", "sale.order"), ("source_id", "=", self.order.id)])

    # ------------------------------------------------------------ due

    def test_it_is_due_the_same_working_day(self):
        days = {
            datetime(2026, 11, 2, 7, 59): TODAY,  # 15:59 in Shanghai
            datetime(2026, 11, 2, 8, 1): date(2026, 11, 3),  # 16:01
            datetime(2026, 11, 7, 9, 0): date(2026, 11, 9),  # Saturday evening: Monday
            datetime(2026, 11, 8, 2, 0): date(2026, 11, 9),  # Sunday
        }
        self.assertEqual({at: self.company._gendan_inquiry_due(at) for at in days}, days)
        self.company.gendan_inquiry_days = 2
        self.assertEqual(self.company._gendan_inquiry_due(datetime(2026, 11, 6, 2, 0)), date(2026, 11, 9))

    def test_it_waits_for_the_clerk_and_follows_its_order(self):
        inquiry = self.ask()
        self.assertRecordValues(
            inquiry,
            [{"partner_id": self.customer.id, "clerk_id": self.clerk.id, "due": TODAY, "state": "open",
              "order_promise_date": date(2026, 11, 30)}],
        )  # fmt: skip
        self.assertRecordValues(self.todo(inquiry), [{"kind": "inquiry", "user_id": self.clerk.id, "due": TODAY}])
        self.customer.gendan_clerk_id = self.other_clerk
        self.order.gendan_clerk_id = self.other_clerk
        self.assertEqual(inquiry.clerk_id, self.other_clerk)

    def test_the_backup_answers_for_the_absent_clerk(self):
        self.env["gendan.absence"].create(
            {"user_id": self.clerk.id, "backup_id": self.backup.id, "date_from": MONDAY, "date_to": "2026-11-05 00:00"}
        )
        inquiry = self.ask(self.rep)
        self.assertRecordValues(
            self.todo(inquiry), [{"user_id": self.backup.id, "on_behalf_of_id": self.clerk.id}]
        )
        theirs = inquiry.with_user(self.backup)
        theirs.answer = "On Friday."
        theirs.action_told()
        self.assertRecordValues(
            inquiry,
            [{"state": "answered", "answered_by_id": self.backup.id, "answered_for_id": self.clerk.id,
              "is_late": False}],
        )  # fmt: skip
        self.assertFalse(self.todo(inquiry))

    # ------------------------------------------------------------ answering

    def test_an_answer_is_written_first(self):
        inquiry = self.ask()
        for button in (inquiry.action_told, inquiry.action_send):
            with self.assertRaisesRegex(UserError, "write the answer first"):
                button()
        with self.assertRaisesRegex(UserError, "why none is needed"):
            inquiry.action_drop()

    def test_what_is_told_late_is_late(self):
        inquiry = self.ask(channel="phone")
        with freeze_time("2026-11-04 02:00"):
            inquiry.answer = "It left this morning."
            inquiry.action_told()
        self.assertRecordValues(inquiry, [{"state": "answered", "told_how": "phone", "is_late": True}])
        with self.assertRaisesRegex(UserError, "settled already"):
            inquiry.action_told()

    def test_a_rep_who_asked_is_sent_the_answer(self):
        inquiry = self.ask(self.rep)
        self.assertRecordValues(inquiry, [{"channel": "colleague", "asker_id": self.rep.id}])
        mine = inquiry.with_user(self.clerk)
        mine.answer = "On 28 November."
        mine.action_send()
        self.assertRecordValues(inquiry, [{"state": "answered", "told_how": "colleague"}])
        last = inquiry.message_ids[:1]
        self.assertIn("On 28 November.", last.body)
        self.assertEqual(last.partner_ids, self.rep.partner_id)
        self.assertEqual(inquiry.with_user(self.rep).answer, "On 28 November.")

    def test_without_an_address_nothing_is_sent(self):
        inquiry = self.ask(channel="phone", answer="On Friday.")
        with self.assertRaisesRegex(UserError, "nobody is named who could be sent"):
            inquiry.action_send()
        self.buyer.email = False
        inquiry.contact_id = self.buyer
        with self.assertRaisesRegex(UserError, "has no e-mail address"):
            inquiry.action_send()
        self.assertEqual(inquiry.state, "open")

    def test_the_dates_come_in_the_language_of_who_asked(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        inquiry = self.ask(contact_id=self.buyer.id)
        inquiry.action_take_dates()
        self.assertIn(self.order.name, inquiry.answer)
        self.assertIn("11/30/2026", inquiry.answer)
        self.buyer.lang = "zh_CN"
        inquiry.answer = False
        inquiry.action_take_dates()
        self.assertIn("2026/11/30", inquiry.answer)

    def test_answered_from_the_list_of_to_dos(self):
        inquiry = self.ask(contact_id=self.buyer.id)
        todo = self.todo(inquiry).with_user(self.clerk)
        codes = [action["code"] for action in todo._gendan_offered()[todo]]
        self.assertEqual(codes[:2], ["inquiry_send", "inquiry_told"])
        todo.action_gendan_do("inquiry_told", {"remark": "Tomorrow at ten."})
        self.assertRecordValues(inquiry, [{"state": "answered", "answer": "Tomorrow at ten."}])

    def test_who_answered_is_never_typed(self):
        inquiry = self.ask(state="answered", answered_by_id=self.rep.id, message_count=7, source_id=3)
        self.assertRecordValues(
            inquiry, [{"state": "open", "answered_by_id": False, "message_count": 0, "source_id": 0}]
        )
        for values in ({"state": "answered"}, {"answered_by_id": self.rep.id}, {"source_id": 3}):
            with self.assertRaisesRegex(UserError, "noted by its buttons"):
                inquiry.with_context(gendan_answering=True, gendan_coming=True).write(values)

    def test_opened_again_it_is_due_anew_and_the_answer_stays_in_the_log(self):
        inquiry = self.ask(answer="On Friday.")
        inquiry.action_told()
        with freeze_time("2026-11-04 02:00"):
            inquiry.action_reopen()
        self.assertRecordValues(inquiry, [{"state": "open", "answer": False, "due": date(2026, 11, 4)}])
        self.assertIn("On Friday.", inquiry.message_ids[:1].body)
        self.assertTrue(self.todo(inquiry))

    # ------------------------------------------------------------ mails

    def test_what_a_customer_writes_is_an_inquiry_until_it_is_answered_there(self):
        self.written("Dear Chen,<br/>when does it leave?")
        inquiry = self.of_order()
        self.assertRecordValues(
            inquiry,
            [{"partner_id": self.customer.id, "contact_id": self.buyer.id, "clerk_id": self.clerk.id, "due": TODAY,
              "channel": "mail", "message_count": 1, "order_id": self.order.id}],
        )  # fmt: skip
        self.written("And how many cartons?")
        self.assertEqual((len(self.of_order()), inquiry.message_count), (1, 2))
        self.order.with_user(self.clerk).message_post(body="What do we say?", subtype_xmlid="mail.mt_note")
        self.assertEqual(inquiry.state, "open", "a note among colleagues is no answer")
        self.order.with_user(self.clerk).message_post(
            body="On Friday, twelve.", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertRecordValues(
            inquiry,
            [{"state": "answered", "answer": "On Friday, twelve.", "told_how": "mail",
              "answered_by_id": self.clerk.id}],
        )  # fmt: skip
        self.written("Thank you. And the next order?")
        self.assertEqual(self.of_order().mapped("state"), ["open", "answered"])

    def test_a_thank_you_is_dropped_without_a_word(self):
        self.written("Thank you!")
        inquiry = self.of_order()
        todo = self.todo(inquiry).with_user(self.clerk)
        self.assertIn("inquiry_drop", [action["code"] for action in todo._gendan_offered()[todo]])
        todo.action_gendan_do("inquiry_drop")
        self.assertEqual((inquiry.state, inquiry.answered_by_id), ("dropped", self.clerk))
        self.assertFalse(self.todo(inquiry))
        with self.assertRaisesRegex(UserError, "settled already"):
            inquiry.action_drop()

    def test_a_message_comes_in_whatever_is_wrong_here(self):
        with (
            mock.patch.object(type(self.Inquiry), "_gendan_line", side_effect=ValueError("broken")),
            self.assertLogs("odoo.addons.gendan_followup.models.customer.inquiry_mail", "ERROR"),
        ):
            message = self.written()
        self.assertEqual(self.order.message_ids[:1], message)
        self.assertFalse(self.of_order())

    def test_sent_from_the_inquiry_the_answer_stands_on_the_order(self):
        question = self.written()
        inquiry = self.of_order().with_user(self.clerk)
        inquiry.answer = "On Friday."
        inquiry.action_send()
        last = self.order.message_ids[:1]
        self.assertIn("On Friday.", last.body)
        self.assertEqual((last.partner_ids, last.parent_id), (self.buyer, question))
        self.assertEqual((inquiry.state, inquiry.told_how), ("answered", "mail"))

    def test_a_mail_that_comes_in_by_the_gateway(self):
        sent = self.order.with_user(self.clerk).message_post(
            body="Your order is confirmed.", message_type="comment", subtype_xmlid="mail.mt_comment"
        )

        def receive(number, subject, extra=""):
            mail = MAIL.format(
                sender=self.buyer.email,
                to="catchall@example.com",
                subject=subject,
                number=number,
                extra=f"In-Reply-To: {sent.message_id}\nReferences: {sent.message_id}\n{extra}",
                body="When does it leave?",
            )
            self.env["mail.thread"].message_process(None, mail.encode())

        receive(1, f"Automatic reply: {self.order.name}")
        receive(2, "On holiday", extra="Auto-Submitted: auto-replied\n")
        self.assertFalse(self.of_order(), "nobody waits for an answer to these")
        receive(3, f"Re: {self.order.name}")
        self.assertRecordValues(self.of_order(), [{"name": "When does it leave?", "contact_id": self.buyer.id}])

    def test_documents_nobody_follows_and_switched_off(self):
        self.company.gendan_inquiry_mails = False
        self.written()
        self.assertFalse(self.of_order())
        self.company.gendan_inquiry_mails = True
        self.customer.gendan_clerk_id = False
        self.order.gendan_clerk_id = False
        self.written()
        self.assertFalse(self.of_order())

    def test_lines_of_a_mail_stay_lines(self):
        # as Foxmail and Outlook write them
        html = "<div>Questions:</div><div>1. S90011?</div><div>- price of 5,000</div><div><br></div><div>Lin</div>"
        lines = "Questions:\n1. S90011?\n- price of 5,000\n\nLin"
        self.written(html, message_type="email", body_is_html=True)
        self.assertEqual(self.of_order().description, lines)
        self.assertEqual(self.of_order().name, "Questions:")
        found = self.Inquiry.message_new({"subject": "Questions", "body": html, "author_id": self.buyer.id})
        self.assertEqual(found.description, lines)

    def test_a_mail_to_the_inquiries_address(self):
        self.env["mail.alias.domain"].search([]).unlink()
        domain = self.env["mail.alias.domain"].create({"name": "ours.example"})
        self.env.ref("gendan_followup.mail_alias_inquiry").alias_domain_id = domain
        mail = MAIL.format(
            sender=self.buyer.email, to="inquiries@ours.example", subject="Price of 5,000 bags?", number=9, extra="",
            body="Matt film.",
        )  # fmt: skip
        inquiry = self.Inquiry.browse(self.env["mail.thread"].message_process(None, mail.encode()))
        self.assertRecordValues(
            inquiry,
            [{"name": "Price of 5,000 bags?", "partner_id": self.customer.id, "contact_id": self.buyer.id,
              "clerk_id": self.clerk.id, "description": "Matt film."}],
        )  # fmt: skip
        inquiry.with_user(self.clerk).write({"answer": "1.20"})
        inquiry.with_user(self.clerk).action_send()
        inquiry.message_post(
            body="And 10,000?", author_id=self.buyer.id, message_type="email", subtype_xmlid="mail.mt_comment"
        )
        self.assertEqual(inquiry.state, "open", "who writes again asks again")

    # ------------------------------------------------------------ jobs and rights

    def test_only_supervisors_give_work(self):
        with self.assertRaisesRegex(UserError, "only a supervisor gives work"):
            self.ask(user_id=self.other_clerk.id)
        with self.assertRaisesRegex(UserError, "is no clerk and could not answer"):
            self.ask(self.supervisor, user_id=self.quality_user.id)
        job = self.ask(self.supervisor, kind="task", name="Count the moulds", user_id=self.other_clerk.id)
        self.assertRecordValues(self.todo(job), [{"kind": "inquiry_job", "user_id": self.other_clerk.id}])
        theirs = job.with_user(self.other_clerk)
        theirs.answer = "Fourteen."
        theirs.action_told()
        self.assertEqual(job.state, "answered")

    def test_nobody_is_told_of_a_job_of_her_own(self):
        Inquiry = self.env(context={})["gendan.inquiry"]
        own = Inquiry.with_user(self.clerk).create(
            {"name": "File the moulds", "kind": "task", "user_id": self.clerk.id}
        )
        given = Inquiry.with_user(self.supervisor).create(
            {"name": "Count the moulds", "kind": "task", "user_id": self.clerk.id}
        )
        told = self.env["mail.message"].search(
            [("model", "=", own._name), ("message_type", "=", "user_notification")]
        )
        self.assertEqual((told.mapped("res_id"), told.partner_ids), (given.ids, self.clerk.partner_id))

    def test_who_sees_what(self):
        inquiry = self.ask()
        rights = {
            user: (inquiry.with_user(user).has_access("read"), inquiry.with_user(user).has_access("write"))
            for user in (self.clerk, self.other_clerk, self.supervisor, self.rep, self.other_rep, self.quality_user)
        }
        self.assertEqual(
            list(rights.values()),
            [(True, True), (False, False), (True, True), (True, False), (False, False), (False, False)],
        )
        with self.assertRaises(AccessError):
            inquiry.with_user(self.portal_user).read(["name"])
        with self.assertRaises(AccessError):
            self.ask(self.other_rep)
        _company, abroad = self.make_other_company()
        self.assertFalse(inquiry.with_user(abroad).has_access("read"))

    def test_a_list_of_many_costs_a_bounded_number_of_queries(self):
        def cost(number):
            inquiries = self.Inquiry.create(
                [{"name": f"Question {index}", "order_id": self.order.id} for index in range(number)]
            ).with_user(self.clerk)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            inquiries._gendan_todo_actions()
            inquiries.mapped("order_health")
            return self.env.cr.sql_log_count - before

        cost(2)
        self.assertEqual(cost(2), cost(20))
