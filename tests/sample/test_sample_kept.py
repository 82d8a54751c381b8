"""Sealed and limit samples: where, until when, and who hears of it when one ends."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import MONDAY, TODAY
from .common import SampleCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSampleKept(SampleCase):
    def keep(self, **values):
        if "sample_id" not in values:
            values = {"partner_id": self.customer.id, "product_id": self.bag.id, **values}
        return self.env["gendan.sample.kept"].with_user(self.clerk).create({"place": "B-07", **values})

    def test_it_holds_as_long_as_an_approval_of_its_kind(self):
        sample = self.make_sample(subject="Navy")
        kept = self.keep(sample_id=sample.id, kept_since=date(2026, 10, 20))
        self.assertEqual((kept.partner_id, kept.product_id, kept.subject), (self.customer, self.bag, "Navy"))
        self.assertEqual((kept.valid_until, kept.state), (date(2027, 10, 20), "kept"))
        self.assertEqual(sample.kept_count, 1)

    def test_the_clerk_hears_two_weeks_before_it_ends_and_no_more_when_it_is_taken_out(self):
        kept = self.keep(valid_until=date(2026, 12, 1))
        self.assertEqual(self.todos(kept), [])
        with freeze_time("2026-11-18 01:00:00"), self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_kept").method_direct_trigger()
            kept.invalidate_recordset(["state"])
            self.assertEqual((kept.state, self.todos(kept)), ("ending", ["sample_kept"]))
            todo = self.env["gendan.todo"].search([("res_model", "=", kept._name), ("res_id", "=", kept.id)])
            self.assertEqual((todo.user_id, todo.due), (self.clerk, date(2026, 12, 1)))
            kept.action_gendan_take_out()
            self.assertEqual((kept.state, kept.ended_how, self.todos(kept)), ("ended", "renewed", []))

    def test_signed_anew_it_holds_on(self):
        kept = self.keep(kept_since=date(2025, 11, 1), valid_until=date(2026, 11, 1))
        self.assertEqual((kept.state, self.todos(kept)), ("expired", ["sample_kept"]))
        kept.valid_until = date(2027, 11, 1)
        self.assertEqual((kept.state, self.todos(kept)), ("kept", []))

    def test_one_here_has_a_place_and_one_taken_out_a_reason(self):
        with self.assertRaisesRegex(UserError, "whoever prints has to find it"):
            self.keep(place=" ")
        self.keep(place=False, holder="customer")
        kept = self.keep()
        with self.assertRaisesRegex(UserError, "both or neither"):
            kept.ended_on = TODAY
        with self.assertRaisesRegex(UserError, "day to come"):
            self.keep(kept_since=date(2026, 11, 3))
        with self.assertRaisesRegex(UserError, "before it was sealed"):
            self.keep(valid_until=date(2026, 11, 1))

    def test_production_sees_which_and_where(self):
        order = self.confirm_order(promised=date(2026, 11, 30))
        (printer,) = self.make_users(printer="mrp.group_mrp_user")
        production = self.env["mrp.production"].search([("sale_line_id", "in", order.order_line.ids)])
        kept = self.keep(kind="upper")
        self.env["gendan.sample.kept"].create(
            {"partner_id": self.foreign_customer.id, "product_id": self.bag.id, "place": "C-01"}
        )
        self.keep(valid_until=date(2026, 11, 2), kept_since=date(2026, 11, 1), place="A-01")
        self.keep(kept_since=date(2025, 1, 1), valid_until=date(2026, 1, 1))
        names = production.with_user(printer).gendan_kept_names
        self.assertIn(f"{kept.name} Upper limit sample B-07", names)
        self.assertEqual(names.count(","), 1, "one of another customer and one that has expired are no measure")

    def test_who_sees_kept_samples(self):
        kept = self.keep()
        for user, operations in (
            (self.clerk, ("read", "write")),
            (self.other_clerk, ()),
            (self.backup, ()),
            (self.supervisor, ("read", "write", "unlink")),
            (self.rep, ("read",)),
            (self.other_rep, ()),
            (self.quality_user, ("read", "write")),
        ):
            for operation in ("read", "write", "unlink"):
                with self.subTest(user=user.login, operation=operation):
                    self.assertEqual(kept.with_user(user).has_access(operation), operation in operations)
        self.env["gendan.absence"].create(
            {
                "user_id": self.clerk.id,
                "backup_id": self.backup.id,
                "date_from": "2026-11-01 00:00:00",
                "date_to": "2026-11-05 00:00:00",
            }
        )
        self.assertTrue(kept.with_user(self.backup).has_access("write"), "while she is away the backup works")
