"""A clerk writes down what another clerk's customer complains about: she is told whose he is."""

import re
from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..common import MONDAY
from .common import ComplaintCase

WHOSE = "Maili Foods.* is .*'s customer. Ask .* to write"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestWhose(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.gendan_supervisor_id = cls.supervisor
        cls.theirs = cls.env["gendan.complaint"].with_user(cls.other_clerk)

    def test_saved_for_another_clerks_customer_the_sentence_says_whose_he_is(self):
        before = self.env["gendan.complaint"].search_count([])
        for values in ({"partner_id": self.customer.id}, {"order_id": self.order.id}, {"picking_id": self.picking.id}):
            with self.subTest(values=values):
                with self.assertRaisesRegex(AccessError, WHOSE) as caught, self.env.cr.savepoint():
                    self.theirs.create({"subject": "Seal tears", **values})
                self.assertIn(self.clerk.name, str(caught.exception))
                self.assertIn(self.supervisor.name, str(caught.exception))
        self.assertEqual(self.env["gendan.complaint"].search_count([]), before)

    def test_who_acts_for_her_today_is_named(self):
        self.env["gendan.absence"].create(
            {"user_id": self.clerk.id, "date_from": "2026-11-01 00:00:00", "date_to": "2026-11-06 00:00:00",
             "cover": "trained", "backup_id": self.backup.id}
        )  # fmt: skip
        words = re.escape(f"Ask {self.backup.name} to write")
        with self.assertRaisesRegex(AccessError, words), self.env.cr.savepoint():
            self.theirs.create({"subject": "Seal tears", "partner_id": self.customer.id})
        # and she writes it down
        mine = self.theirs.with_user(self.backup).create({"subject": "Seal tears", "partner_id": self.customer.id})
        self.assertEqual(mine.clerk_id, self.clerk)
        # what she writes there says for whom
        self.assertTrue(mine.message_post(body="Asked the night shift"))
        self.assertIn(self.clerk, [one.clerk_id for one in mine._gendan_whose()])

    def test_nobodys_customer_is_the_supervisors_to_give(self):
        self.customer.gendan_clerk_id = False
        with self.assertRaisesRegex(AccessError, re.escape(f"has no clerk yet. Ask {self.supervisor.name}")):
            self.theirs.create({"subject": "Seal tears", "partner_id": self.customer.id})

    def test_one_that_nobody_had_placed_is_placed_by_his_clerk(self):
        unknown = self.env["gendan.complaint"].create({"subject": "Bags open", "channel": "mail"})
        with self.assertRaisesRegex(AccessError, "is .*'s customer.* press “Hand Over”"), self.env.cr.savepoint():
            unknown.with_user(self.other_clerk).partner_id = self.customer
        self.env.invalidate_all()
        self.assertFalse(unknown.partner_id)

    def test_it_is_said_before_anything_is_typed(self):
        form = Form(self.theirs)
        self.assertFalse(form.whose_note)
        form.partner_id = self.customer
        self.assertRegex(form.whose_note, WHOSE)
        mine = Form(self.theirs.with_user(self.clerk))
        mine.partner_id = self.customer
        self.assertFalse(mine.whose_note)
        self.assertFalse(self.complain().whose_note, "it is there")

    def test_the_dialogs_say_it_and_keep_what_was_typed(self):
        report = Form(self.env["gendan.complaint.report"].with_user(self.other_clerk))
        report.picking_id = self.picking
        self.assertRegex(report.whose_note, WHOSE)
        report.bad = 7
        dialog = report.save()
        with self.assertRaisesRegex(AccessError, WHOSE), self.env.cr.savepoint():
            dialog.action_save()
        self.assertEqual(dialog.bad, 7)
        chat = Form(self.env["gendan.complaint.chat"].with_user(self.other_clerk))
        chat.partner_id = self.customer
        self.assertRegex(chat.whose_note, WHOSE)
        chat.text, chat.subject, chat.received_at = "it leaks", "Leaks", "2026-11-02 00:00:00"
        dialog = chat.save()
        with self.assertRaisesRegex(AccessError, WHOSE), self.env.cr.savepoint():
            dialog.action_save()

    def test_other_refusals_stay_what_they_are(self):
        stolen = self.env["ir.attachment"].with_user(self.clerk).create({"name": "b.jpg", "raw": b"b"})
        own = self.confirm_order([(self.carton, 1)], promised=date(2026, 11, 20), partner_id=self.foreign_customer.id)
        self.foreign_customer.gendan_clerk_id = own.gendan_clerk_id = self.other_clerk
        with self.assertRaisesRegex(AccessError, "top-secret|ttachment"):
            self.theirs.create({"subject": "x", "partner_id": self.foreign_customer.id,
                                "photo_ids": [Command.set(stolen.ids)]})  # fmt: skip
