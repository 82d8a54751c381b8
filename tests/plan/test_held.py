"""Days the customer held us: each counted once, said with their reasons, and asked for."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MONDAY, GendanCase

TUESDAY_AFTER = "2026-11-10 02:00:00"
ACCESS = "odoo.addons.base.models.ir_rule"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestHeld(GendanCase):
    """The contract is due on the 4th, the artwork on the 6th; on the 10th neither is here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk.lang = "en_US"
        cls.customer.lang = "en_US"
        cls.order = cls.confirm_order(promised=date(2026, 11, 20))
        cls.settle()
        cls.plan = cls.order.gendan_plan_ids
        cls.part = cls.order.gendan_part_ids
        kind = cls.make_kind("artwork", name="Artwork received", owner="customer")
        cls.artwork = cls.plan.with_user(cls.clerk).action_add_milestone(kind, date(2026, 11, 6)).sudo()
        cls.contract = cls.milestone(cls.order, "contract")

    def test_a_day_on_which_two_things_waited_counts_once(self):
        with freeze_time(TUESDAY_AFTER):
            self.order._gendan_replay()
            # a six-day week: 5, 6, 7, 9, 10; 7, 9, 10
            self.assertEqual((self.contract.held_days, self.artwork.held_days), (5, 3))
            self.assertEqual((self.plan.held_days, self.order.gendan_held_days), (5, 5))
            found = self.part.sudo()._gendan_days_held()[self.part]
        self.assertEqual(found["days"], 5)
        self.assertEqual([(reason["milestone"], reason["days"]) for reason in found["reasons"]],
                         [(self.contract, 5), (self.artwork, 3)])  # fmt: skip

    def test_what_came_late_and_what_is_missing_are_told_apart(self):
        with freeze_time("2026-11-06 02:00:00"):
            self.contract.with_user(self.clerk).action_tick()
        with freeze_time(TUESDAY_AFTER):
            self.order._gendan_replay()
            found = self.part.sudo()._gendan_days_held()[self.part]
            sentence = self.part.sudo().with_context(lang="en_US")._gendan_held_sentence()
        self.assertEqual(found["days"], 5, "5 and 6 for the contract, then 7, 9, 10 for the artwork")
        self.assertIn("here on Nov 6, 2026, 2 working days", sentence)
        self.assertIn("needed by Nov 6, 2026, not here yet, 3 working days so far", sentence)
        self.assertIn("grant us these 5 working days", sentence)

    def test_who_did_not_hold_us_is_not_asked(self):
        self.assertEqual(self.part.sudo()._gendan_days_held()[self.part], {"days": 0, "reasons": []})
        self.assertEqual(self.part.sudo()._gendan_held_sentence(), "")
        with self.assertRaisesRegex(UserError, "did not hold us"):
            self.order.with_user(self.clerk).action_gendan_ask_held()
        with self.assertRaises(AccessError), mute_logger(ACCESS):
            self.order.with_user(self.rep).action_gendan_ask_held()

    def test_the_clerk_asks_for_the_days_and_the_order_says_so(self):
        order = self.order.with_user(self.clerk)
        with freeze_time(TUESDAY_AFTER):
            self.order._gendan_replay()
            params = order.action_gendan_ask_held()["params"]
            again = order.action_gendan_ask_held()["params"]
            self.assertEqual(params["message_ids"], again["message_ids"], "one question, however often it is opened")
            self.assertIn("grant us these 5 working days", params["text"])
            self.assertIn("PO-778", params["text"])
            other = order.action_gendan_copy_text()["params"]
            self.assertNotIn("grant us", other["text"], "not taken along by another text")
            self.assertEqual(order.gendan_held_asked_days, 0)
            order.action_gendan_mark_copied(params["message_ids"], params["text"])
            order.invalidate_recordset(["gendan_held_asked_days", "gendan_held_asked_at"])
            self.assertEqual((order.gendan_held_asked_days, f"{order.gendan_held_asked_at:%d}"), (5, "10"))
            self.assertIn("grant us", self.order.message_ids[0].body)
