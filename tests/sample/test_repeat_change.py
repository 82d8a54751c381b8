"""What a repeat shows of samples and tooling, and what a named change voids."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from odoo.addons.gendan_followup.models.sample.sample_void import IS_MOVED

from ..common import MONDAY
from .common import SampleCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestRepeatChange(SampleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.artwork = cls.env.ref("gendan_followup.change_aspect_artwork")
        cls.material = cls.env.ref("gendan_followup.change_aspect_material")
        cls.proof.void_aspect_ids = cls.artwork
        cls.past = cls.confirm_order()
        cls.sample = cls.make_sample(cls.past)
        cls.judge(cls.send(cls.sample, date(2026, 9, 1)), day=date(2026, 9, 3))
        cls.cylinders = cls.env["gendan.tooling"].create(
            {
                "name": "B-1402-V5",
                "partner_id": cls.customer.id,
                "product_ids": [Command.set(cls.bag.ids)],
                "arrived_on": date(2026, 8, 1),
                "life_limit": 1000000,
                "used_before": 250000,
            }
        )

    def make_repeat(self, *aspects, **values):
        order = self.past.with_user(self.clerk).order_line._gendan_repeat()
        order.write(
            {
                "gendan_order_kind": "repeat_change",
                "gendan_change_ids": [Command.set([aspect.id for aspect in aspects])],
                "gendan_change_note": "new bar code",
                **values,
            }
        )
        return order

    def test_a_repeat_shows_the_last_approved_sample_and_its_age_and_the_set_with_its_life(self):
        order = self.past.with_user(self.clerk).order_line._gendan_repeat()
        html = str(order.gendan_differences)
        self.assertIn(self.sample.name, html)
        self.assertIn("B-1402-V5", html)
        self.assertIn(f"/odoo/gendan.sample/{self.sample.id}", html)

    def test_confirming_a_changed_artwork_voids_its_approval_and_marks_the_set(self):
        order = self.make_repeat(self.artwork)
        voids = " ".join(order._gendan_change_voids()[order])
        self.assertIn(self.sample.display_name, voids)
        self.assertIn("B-1402-V5", voids)
        self.assertIn(self.sample.display_name, str(order.gendan_differences))
        self.assertFalse(self.sample.is_expired, "not before it is confirmed")
        order.action_confirm()
        self.sample.invalidate_recordset()
        self.assertTrue(self.sample.is_expired)
        self.assertEqual(self.cylinders.changed_by_ids, order)
        self.assertIn(order.name, self.sample.message_ids[0].body)
        self.assertIn("new bar code", self.cylinders.message_ids[0].body)
        self.cylinders.with_user(self.quality_user).action_gendan_checked()
        self.assertFalse(self.cylinders.changed_by_ids)

    def test_an_approval_ended_before_its_day_was_noted_stays_ended(self):
        """By its last day alone, as databases of before have it."""
        self.make_repeat(self.artwork).action_confirm()
        self.sample.with_context(gendan_sample_is_moved=IS_MOVED).write(
            {"voided_on": False, "voided_verdict_id": False, "valid_until": self.sample.approved_on}
        )
        self.sample.invalidate_recordset()
        self.assertTrue(self.sample.is_expired)

    def test_what_the_change_does_not_touch_stays(self):
        order = self.make_repeat(self.material)
        self.assertEqual(order._gendan_change_voids(), {order: []})
        order.action_confirm()
        self.sample.invalidate_recordset()
        self.assertFalse(self.sample.is_expired)
        self.assertFalse(self.cylinders.changed_by_ids)

    def test_what_was_approved_for_this_very_order_stays(self):
        order = self.make_repeat(self.artwork)
        new = self.make_sample(order)
        self.judge(self.send(new))
        order.action_confirm()
        new.invalidate_recordset()
        self.assertFalse(new.is_expired)
        self.sample.invalidate_recordset()
        self.assertTrue(self.sample.is_expired)

    def test_a_plain_repeat_voids_nothing(self):
        order = self.make_repeat(self.artwork, gendan_order_kind="repeat")
        order.action_confirm()
        self.sample.invalidate_recordset()
        self.assertFalse(self.sample.is_expired)
        self.assertFalse(self.cylinders.changed_by_ids)

    def test_another_customer_s_approval_stays(self):
        order = self.make_repeat(self.artwork)
        other = self.env["gendan.sample"].create(
            {"kind_id": self.proof.id, "partner_id": self.foreign_customer.id, "product_id": self.bag.id}
        )
        entry = self.env["gendan.sample.round"].create({"sample_id": other.id, "sent_on": date(2026, 9, 1)})
        self.env["gendan.sample.verdict"].create(
            {
                "round_id": entry.id,
                "result": "approved",
                "given_on": date(2026, 9, 2),
                "given_by": "Frau Petersen",
                "source": "email",
                "evidence": "mail",
            }
        )
        order.action_confirm()
        other.invalidate_recordset()
        self.assertFalse(other.is_expired)
