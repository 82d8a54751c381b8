"""A complaint nobody could place is handed to the colleague whose customer it is, by any clerk."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import html2plaintext

from ..common import MONDAY
from .common import ComplaintCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestGiving(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.gendan_supervisor_id = cls.supervisor
        cls.buyer = cls.portal_user.partner_id
        cls.unknown = cls.env["gendan.complaint"].create({"subject": "Bags open", "channel": "mail"})
        cls.unknown._gendan_keep({"mail_from": "wu@private.example"})
        cls.theirs = cls.unknown.with_user(cls.other_clerk)

    def dialog(self, user=None):
        complaint = self.unknown.with_user(user or self.other_clerk)
        context = complaint.action_give()["context"]
        return Form(complaint.env["gendan.complaint.giving"].with_context(**context))

    def give(self, user=None, **values):
        form = self.dialog(user)
        for name, value in values.items():
            form[name] = value
        return form.save().action_give()

    def todos(self):
        return self.env["gendan.todo"].search(self.unknown._gendan_todo_domain())

    def test_to_the_clerk_of_the_customer_with_a_word_and_a_to_do(self):
        form = self.dialog()
        self.assertFalse(form.user_id)
        form.partner_id = self.customer
        self.assertEqual(form.user_id, self.clerk, "whose customer it is")
        form.note = "He rang: it is S90011"
        action = form.save().action_give()
        self.assertRecordValues(
            self.unknown,
            [{"partner_id": self.customer.id, "clerk_id": self.clerk.id, "user_id": False, "state": "new"}],
        )
        todo = self.todos()
        self.assertEqual((todo.kind, todo.user_id), ("complaint", self.clerk))
        self.assertIn(self.customer.name, todo.name)
        note = self.unknown.message_ids.filtered(lambda message: "S90011" in (message.body or ""))
        words = html2plaintext(note.body)
        for word in (self.other_clerk.name, self.clerk.name, self.customer.name):
            self.assertIn(word, words)
        self.assertEqual(note.author_id, self.other_clerk.partner_id)
        self.assertIn(self.clerk.partner_id, note.notified_partner_ids, "she hears of it")
        # it is out of her hands, and nothing else of the customer's came into them
        self.env.invalidate_all()
        self.assertFalse(self.theirs.has_access("read"))
        self.assertFalse(self.order.with_user(self.other_clerk).has_access("read"))
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn(self.clerk.name, action["params"]["message"])

    def test_a_person_of_his_is_who_complains(self):
        self.give(partner_id=self.buyer)
        self.assertRecordValues(self.unknown, [{"partner_id": self.customer.id, "contact_id": self.buyer.id}])

    def test_who_acts_for_her_today_gets_it_without_being_its_handler(self):
        self.env["gendan.absence"].create(
            {"user_id": self.clerk.id, "date_from": "2026-11-01 00:00:00", "date_to": "2026-11-06 00:00:00",
             "cover": "trained", "backup_id": self.backup.id}
        )  # fmt: skip
        form = self.dialog()
        form.partner_id = self.customer
        self.assertEqual(form.user_id, self.backup)
        form.save().action_give()
        self.assertEqual((self.unknown.user_id.ids, self.todos().user_id), ([], self.backup))

    def test_a_customer_without_a_clerk_is_the_supervisors(self):
        self.customer.gendan_clerk_id = False
        form = self.dialog()
        form.partner_id = self.customer
        self.assertEqual(form.user_id, self.supervisor)
        form.save().action_give()
        self.assertEqual(self.todos().user_id, self.supervisor)

    def test_to_a_colleague_who_may_know_whose_it_is(self):
        action = self.give(user_id=self.clerk, note="Sounds like one of yours")
        self.assertRecordValues(self.unknown, [{"partner_id": False, "user_id": self.clerk.id, "state": "new"}])
        self.assertEqual(self.todos().user_id, self.clerk)
        self.assertIn("Sounds like", self.unknown.message_ids[:1].body)
        self.assertTrue(action)

    def test_of_a_kind_with_a_handler_the_customers_clerk_gets_it_all_the_same(self):
        self.unknown.user_id = self.backup
        self.give(partner_id=self.customer)
        self.assertEqual((self.unknown.user_id.ids, self.todos().user_id), ([], self.clerk))

    def test_what_cannot_be(self):
        for values, sentence in (
            ({}, "say whose complaint it is, or who"),
            ({"user_id": self.rep}, "is no clerk"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
                self.give(**values)
        dialog = self.dialog()
        dialog.partner_id = self.customer
        dialog = dialog.save()
        self.unknown.with_user(self.supervisor).partner_id = self.foreign_customer
        with self.assertRaisesRegex(UserError, "has a customer already"), self.env.cr.savepoint():
            dialog.with_user(self.supervisor).sudo().action_give()
        placed = self.complain()
        with self.assertRaisesRegex(UserError, "has a customer already"):
            placed.with_user(self.clerk).action_give()
        with self.assertRaises(AccessError):
            placed.with_user(self.other_clerk).action_give()
        for user in (self.rep, self.quality_user, self.employee):
            with self.assertRaises(AccessError):
                self.unknown.with_user(user)._gendan_give(self.customer, self.clerk)

    def test_typed_in_the_form_the_sentence_says_how(self):
        with self.assertRaisesRegex(AccessError, "press “Hand Over”"), self.env.cr.savepoint():
            self.theirs.partner_id = self.customer
        self.env.invalidate_all()
        form = Form(self.theirs)
        self.assertFalse(form.whose_note)
        form.partner_id = self.customer
        self.assertRegex(form.whose_note, "press “Hand Over”")
