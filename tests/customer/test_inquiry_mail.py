"""Mails to the inquiries' address: machines, newsletters and loops are set aside, and nothing of it is lost."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from .intake_common import InquiryMailCase

# by the heads of the mails
WRITTEN = datetime(2026, 11, 2, 0, 15)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestInquiryMail(InquiryMailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Aside = cls.env["gendan.mail.aside"]

    def asides(self):
        return self.Aside.search([])

    # ------------------------------------------------------------ what is an inquiry

    def test_what_somebody_asks_is_an_inquiry_whoever_he_is(self):
        stranger = self.receive("stranger")
        self.assertRecordValues(
            stranger, [{"name": "Do you make zip bags?", "partner_id": False, "mail_from": "wu@newcustomer.example"}]
        )
        self.assertEqual(self.todos(stranger).user_id, self.supervisor)
        system = self.receive("purchase_system")
        self.assertEqual((system.partner_id, system.clerk_id), (self.customer, self.clerk), "his system asks")
        self.assertFalse(self.asides())

    def test_a_colleague_of_his_is_known_by_the_domain(self):
        inquiry = self.receive("colleague_of_lin")
        self.assertRecordValues(
            inquiry,
            [{"name": "订单什么时候发货", "partner_id": self.customer.id, "contact_id": False,
              "clerk_id": self.clerk.id, "mail_from": "zhou@maili.example", "channel": "mail"}],
        )  # fmt: skip

    def test_through_a_group_it_is_one_where_it_is_ours_the_customers_or_names_a_paper_of_ours(self):
        for name, customer in (
            ("our_group", self.customer),
            ("customers_list", self.customer),
            ("list_names_order", self.env["res.partner"]),
        ):
            with self.subTest(mail=name):
                inquiry = self.receive(name)
                self.assertEqual((inquiry.state, inquiry.partner_id), ("open", customer))
        self.assertFalse(self.asides())

    def test_who_wrote_through_our_own_group_is_who_asks(self):
        self.assertRecordValues(
            self.receive("our_group"), [{"contact_id": self.buyer.id, "mail_from": "lin@maili.example"}]
        )

    def test_a_loop_ends(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", "2")
        made = [bool(self.receive("stranger", Message_ID=f"<loop{number}@x.example>")) for number in range(4)]
        self.assertEqual(made, [True, True, False, False])

    # ------------------------------------------------------------ what is set aside

    def test_machines_and_newsletters_are_no_inquiries_and_are_found(self):
        before = self.env["gendan.inquiry"].search_count([])
        for name, reason, customer in (
            ("newsletter", "many", False),
            ("buyers_group", "many", False),
            ("auto_reply", "machine", self.customer.id),
            ("auto_reply_subject", "machine", self.customer.id),
            ("own_address", "own", False),
        ):
            with self.subTest(mail=name):
                known = self.asides()
                self.assertFalse(self.receive(name))
                self.assertRecordValues(
                    self.asides() - known,
                    [{"to_model": "gendan.inquiry", "reason": reason, "partner_id": customer, "taken_id": 0,
                      "company_id": self.company.id, "received_at": WRITTEN}],
                )  # fmt: skip
        self.assertEqual(self.env["gendan.inquiry"].search_count([]), before)
        self.assertEqual(len(self.asides()), 5)
        # the same mail again is the same row
        self.receive("newsletter")
        self.assertEqual(len(self.asides()), 5)

    def test_what_was_set_aside_is_read_without_taking_it_in(self):
        self.receive("newsletter")
        aside = self.asides()
        self.assertRecordValues(
            aside, [{"name": "包装展 2026 邀请函", "mail_from": '"Packaging Fair" <news@fair.example>'}]
        )
        self.assertIn("欢迎参观", aside.text)
        self.assertIn("programme.pdf", aside.file_names)

    def test_a_loop_of_machines_fills_no_list(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", "2")
        for number in range(4):
            self.receive("auto_reply", Message_ID=f"<again{number}@x.example>")
        self.assertEqual(len(self.asides()), 2)

    def test_taken_in_it_is_what_it_would_have_been(self):
        self.receive("newsletter")
        aside = self.asides().with_user(self.clerk)
        action = aside.action_take_in()
        inquiry = self.env["gendan.inquiry"].browse(action["res_id"])
        self.assertRecordValues(
            inquiry,
            [{"name": "包装展 2026 邀请函", "channel": "mail", "state": "open", "mail_from": "news@fair.example",
              "asked_at": aside.received_at}],
        )  # fmt: skip
        message = inquiry.message_ids.filtered(lambda message: message.message_type == "email")
        self.assertEqual(sorted(message.attachment_ids.mapped("name")), ["hall.png", "programme.pdf"])
        self.assertTrue(inquiry.with_user(self.clerk).has_access("read"), "who took it in sees it")
        self.assertRecordValues(aside, [{"taken_id": inquiry.id, "taken_by_id": self.clerk.id}])
        # pressed twice it is one
        self.assertEqual(aside.action_take_in()["res_id"], inquiry.id)
        self.assertEqual(self.env["gendan.inquiry"].search_count([("mail_from", "=", "news@fair.example")]), 1)

    def test_a_machine_of_a_customer_taken_in_is_his_clerks(self):
        self.receive("auto_reply")
        aside = self.asides()
        with self.assertRaises(AccessError):
            aside.with_user(self.other_clerk).action_take_in()
        aside.with_user(self.supervisor).action_take_in()
        inquiry = self.env["gendan.inquiry"].browse(aside.taken_id)
        self.assertEqual((inquiry.partner_id, self.todos(inquiry).user_id), (self.customer, self.clerk))

    def test_who_sees_what_was_set_aside(self):
        self.receive("newsletter")
        self.receive("auto_reply")
        news = self.asides().filtered(lambda aside: aside.reason == "many")
        for user, seen in (
            (self.clerk, self.asides()),
            (self.supervisor, self.asides()),
            (self.other_clerk, news),
        ):
            self.assertEqual(self.Aside.with_user(user).search([]), seen, user.login)
        for user in (self.rep, self.quality_user, self.portal_user, self.employee):
            with self.assertRaises(AccessError):
                self.Aside.with_user(user).search([])
        for user in (self.clerk, self.supervisor):
            with self.assertRaises(AccessError):
                news.with_user(user).write({"taken_id": 1})
            with self.assertRaises(AccessError):
                self.Aside.with_user(user).create({"name": "x"})
        other = self.env["res.company"].create({"name": "Other (test)"})
        news.company_id = other
        self.assertNotIn(news, self.Aside.with_user(self.supervisor).search([]))

    def test_who_mailed_is_typed_by_nobody(self):
        inquiry = self.receive("stranger")
        with self.assertRaises(UserError):
            inquiry.with_user(self.supervisor).mail_from = "else@x.example"

    def test_after_three_months_it_is_gone(self):
        self.receive("newsletter")
        with freeze_time(MONDAY + timedelta(days=89)):
            self.Aside._gc_gendan_aside()
            self.assertTrue(self.asides())
        with freeze_time(MONDAY + timedelta(days=92)):
            self.Aside._gc_gendan_aside()
            self.assertFalse(self.asides())
