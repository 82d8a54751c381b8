"""Nothing is made with a set, or by an approval, that a repeat with a change has overtaken."""

import re
from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from .common import SampleCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestOvertaken(SampleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.company.partner_id.lang = "en_US"
        cls.artwork = cls.env.ref("gendan_followup.change_aspect_artwork")
        cls.env["gendan.department"].search([("code", "=", "ENG")]).head_id = False
        cls.proof.write({"void_aspect_ids": [Command.set(cls.artwork.ids)], "gate": "production"})
        (cls.printer,) = cls.make_users(printer="mrp.group_mrp_user")
        with freeze_time("2026-10-05 02:00:00"):
            cls.past = cls.confirm_order(promised=date(2026, 11, 20))
        cls.cylinders = cls.make_set("V4", arrived_on=date(2026, 8, 1), colours="K, C, M, Y")

    @classmethod
    def make_set(cls, name, **values):
        return cls.env["gendan.tooling"].create(
            {
                "name": name,
                "partner_id": cls.customer.id,
                "product_ids": [Command.set(cls.bag.ids)],
                **values,
            }
        )

    def make_change(self, **values):
        """A confirmed repeat with another artwork."""
        order = self.past.with_user(self.clerk).order_line._gendan_repeat()
        order.write(
            {
                "gendan_order_kind": "repeat_change",
                "gendan_change_ids": [Command.set(self.artwork.ids)],
                "gendan_change_note": "new bar code",
                **values,
            }
        )
        order.action_confirm()
        self.settle(order)
        return order

    def production_of(self, order):
        production = self.env["mrp.production"].search([("sale_line_id", "in", order.order_line.ids)])
        self.assertEqual(len(production), 1)
        return production.with_user(self.printer)

    def assert_held(self, production, sentence):
        production.invalidate_recordset()
        with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            production.action_start()
        self.assertTrue(production.gendan_gate_blocked)

    def assert_starts(self, production):
        production.invalidate_recordset()
        production.action_start()
        self.assertEqual(production.state, "progress")

    def todos(self, record):
        return self.env["gendan.todo"].search(record._gendan_todo_domain())

    # === the set ===

    def test_production_waits_until_the_new_colours_are_in_house(self):
        order = self.make_change()
        production = self.production_of(order)
        self.assert_held(production, f"Set V4 is overtaken by {order.name}.*Say on the set which colours")
        self.assertIn(f"V4 · overtaken by {order.name}", production.gendan_tooling_names)
        for start in (
            lambda: production.write({"qty_producing": 10}),
            production.button_mark_done,
        ):
            with self.assertRaisesRegex(UserError, "Set V4 is overtaken"):
                start()
        black = self.make_set(
            "V5K", replaces_id=self.cylinders.id, new_colours="K", order_id=order.id, expected_on=date(2026, 11, 9)
        )
        self.assert_held(production, r"V5K \(K\), expected on 11/09/2026, is not in house")
        black.arrived_on = date(2026, 11, 2)
        production.invalidate_recordset()
        self.assertEqual(production.gendan_tooling_names, "V5K · new against V4: K, V4")
        html = self.env["ir.actions.report"]._render_qweb_html("mrp.report_mrporder", production.ids)[0].decode()
        self.assertIn("V5K · new against V4: K, V4", html)
        self.assert_starts(production)

    def test_a_whole_new_set_takes_the_place_of_the_old_one(self):
        order = self.make_change()
        production = self.production_of(order)
        self.make_set("V5", order_id=order.id, arrived_on=date(2026, 11, 2))
        self.cylinders.invalidate_recordset()
        self.assertTrue(self.cylinders.is_overtaken)
        chosen = self.production_of(order)
        chosen.sudo().gendan_tooling_ids = self.cylinders
        self.assert_held(chosen, "Set V4 is overtaken")
        chosen.sudo().gendan_tooling_ids = False
        self.assert_starts(production)

    def test_the_supervisor_releases_it_at_own_risk_for_this_change_only(self):
        order = self.make_change()
        production = self.production_of(order)
        release = {
            "res_model": "gendan.tooling",
            "res_id": self.cylinders.id,
            "action": "produce",
            "code": f"tooling_changed_{order.id}",
            "reason": "The customer takes the old bar code",
        }
        waivers = self.env["gendan.waiver"]
        with self.assertRaises(AccessError):
            waivers.with_user(self.clerk).sudo().create(release)
        self.assertTrue(self.cylinders.with_user(self.supervisor).gendan_can_waive)
        waivers.with_user(self.supervisor).sudo().create(release)
        self.assert_starts(production)
        again = self.make_change()
        self.assert_held(self.production_of(again), f"overtaken by {again.name}")

    def test_somebody_says_that_nothing_is_made_new(self):
        production = self.production_of(self.make_change())
        self.cylinders.with_user(self.quality_user).action_gendan_checked()
        self.assert_starts(production)

    def test_orders_of_before_go_on_and_later_ones_wait(self):
        self.make_change()
        before = self.production_of(self.past)
        self.assertFalse(before.gendan_gate_blocked)
        self.assertIn("was ordered before", before.gendan_gate_html)
        self.assert_starts(before)
        later = self.confirm_order(promised=date(2026, 12, 10), gendan_order_kind="repeat")
        self.assert_held(self.production_of(later), "Set V4 is overtaken")

    def test_a_scrapped_set_leaves_nothing_to_print_with(self):
        order = self.make_change()
        self.cylinders.write(
            {
                "scrapped_on": date(2026, 11, 2),
                "consent_by": "Ms Lin",
                "consent_ids": [Command.create({"name": "consent.txt", "raw": b"yes"})],
            }
        )
        self.assert_held(self.production_of(order), "is scrapped and no other is in house")

        overtaken = self.cylinders.with_user(self.supervisor)
        self.assertTrue(overtaken.gendan_can_waive, "its sentence says so")
        self.make_set("V6", arrived_on=date(2026, 11, 2))
        overtaken.invalidate_recordset()
        self.assertFalse(overtaken.gendan_gate_html)

    def test_a_cancelled_order_has_overtaken_nothing(self):
        sample = self.make_sample(self.past)
        self.judge(self.send(sample, date(2026, 9, 1)), day=date(2026, 9, 3))
        order = self.make_change()
        later = self.confirm_order(promised=date(2026, 12, 10), gendan_order_kind="repeat")
        production = self.production_of(later)
        self.assert_held(production, "Set V4 is overtaken")
        self.assert_held(production, "is void since")
        order.sudo()._action_cancel()
        self.assertFalse(self.todos(sample) | self.todos(self.cylinders))
        production.invalidate_recordset()
        self.assertFalse(production.gendan_gate_html)
        self.assertFalse(sample.is_expired or self.cylinders.is_overtaken)
        order.action_draft()
        order.action_confirm()
        self.assertTrue(self.todos(sample) and self.todos(self.cylinders))
        self.assert_held(production, "Set V4 is overtaken")

    def test_a_set_that_two_orders_changed_waits_for_each_of_them(self):
        first, second = self.make_change(), self.make_change()
        later = self.production_of(self.confirm_order(promised=date(2026, 12, 10), gendan_order_kind="repeat"))
        self.assert_held(later, rf"(?s)overtaken by {first.name}.*overtaken by {second.name}")
        self.assertIn(f"overtaken by {first.name} and {second.name}", later.gendan_tooling_names)
        # what is in house for the second is no answer to the first
        self.make_set(
            "V5C", replaces_id=self.cylinders.id, new_colours="C", order_id=second.id, arrived_on=date(2026, 11, 2)
        )
        self.assert_held(later, f"^Set V4 is overtaken by {first.name}[^\n]*$")
        second.sudo()._action_cancel()
        self.assert_held(later, f"Set V4 is overtaken by {first.name}")
        self.assertTrue(self.todos(self.cylinders))
        self.assertTrue(self.cylinders.is_overtaken)
        first.sudo()._action_cancel()
        self.assertFalse(self.todos(self.cylinders))
        later.invalidate_recordset()
        self.assertFalse(later.gendan_gate_html)

    def test_a_release_covers_one_of_two_changes_only(self):
        first, second = self.make_change(), self.make_change()
        release = {
            "res_model": "gendan.tooling",
            "res_id": self.cylinders.id,
            "action": "produce",
            "reason": "The customer takes the old bar code",
        }
        production = self.production_of(second)
        waivers = self.env["gendan.waiver"].with_user(self.supervisor).sudo()
        waivers.create({**release, "code": f"tooling_changed_{second.id}"})
        self.assert_held(production, f"^Set V4 is overtaken by {first.name}[^\n]*$")
        waivers.create({**release, "code": f"tooling_changed_{first.id}"})
        self.assert_starts(production)

    def test_the_list_finds_what_is_overtaken_now(self):
        Tooling = self.env["gendan.tooling"]
        order = self.make_change()
        self.assertEqual(Tooling.search([("is_overtaken", "=", True)]), self.cylinders)
        self.assertNotIn(self.cylinders, Tooling.search([("is_overtaken", "=", False)]))
        order.sudo()._action_cancel()
        self.assertFalse(Tooling.search([("is_overtaken", "=", True)]))

    def test_a_set_of_no_customer_is_overtaken_for_the_one_who_changes_it(self):
        self.cylinders.partner_id = False
        order = self.make_change()
        self.assert_held(self.production_of(order), "Set V4 is overtaken")
        other = self.confirm_order(partner_id=self.foreign_customer.id, promised=date(2026, 12, 10))
        production = self.production_of(other)
        self.assertNotIn("overtaken", production.gendan_tooling_names)
        self.assert_starts(production)

    def test_nobody_types_what_overtook_a_set_or_an_approval(self):
        sample = self.make_sample(self.past)
        self.judge(self.send(sample, date(2026, 9, 1)), day=date(2026, 9, 3))
        self.make_change()
        for record, name in ((self.cylinders, "changed_by_ids"), (sample, "voided_by_id"), (sample, "voided_on")):
            with self.assertRaisesRegex(UserError, f"{re.escape(record.display_name)}.*not set by hand"):
                record.with_user(self.supervisor).write({name: False})

    def test_a_product_without_such_a_set_is_not_asked(self):
        self.make_change()
        order = self.confirm_order([(self.carton, 5)], promised=date(2026, 11, 30))
        production = self.env["mrp.production"].create({"product_id": self.carton.id, "product_qty": 5})
        production.action_confirm()
        self.assertFalse(production.gendan_gate_html)
        self.assertTrue(order)

    def test_many_productions_take_no_more_queries(self):
        self.make_change()
        orders = [self.confirm_order([(self.bag, 100)], promised=date(2026, 12, 1)) for _number in range(4)]
        productions = self.env["mrp.production"].search(
            [("sale_line_id.order_id", "in", [order.id for order in orders])]
        )

        def queries(records):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(records._gendan_tooling_problems()), len(records))
            return self.env.cr.sql_log_count - before

        queries(productions)
        self.assertEqual(queries(productions), queries(productions[:2]))

    # === who hears of it ===

    def test_it_is_a_to_do_until_it_is_said_what_is_made_new(self):
        order = self.make_change()
        todo = self.todos(self.cylinders)
        self.assertEqual((todo.kind, todo.role, todo.user_id), ("tooling_changed", "clerk", self.clerk))
        self.assertIn(order.name, todo.name)
        action = self.cylinders.with_user(self.quality_user).action_gendan_renew()
        new = (
            self.env["gendan.tooling"]
            .with_user(self.quality_user)
            .with_context(**action["context"])
            .create({"name": "V5K", "new_colours": "K"})
        )
        self.assertEqual((new.sudo().order_id, new.product_ids, new.replaces_id), (order, self.bag, self.cylinders))
        self.assertFalse(self.todos(self.cylinders))
        new.write(
            {
                "scrapped_on": date(2026, 11, 2),
                "consent_by": "Ms Lin",
                "consent_ids": [Command.create({"name": "consent.txt", "raw": b"yes"})],
            }
        )
        self.assertTrue(self.todos(self.cylinders))
        self.cylinders.action_gendan_checked()
        self.assertFalse(self.todos(self.cylinders))

    def test_the_to_do_comes_back_when_the_new_set_is_for_something_else_or_deleted(self):
        order = self.make_change()
        for take_back in (
            lambda new: new.write({"replaces_id": False, "order_id": False}),
            lambda new: new.unlink(),
        ):
            new = self.make_set("V5K", replaces_id=self.cylinders.id, new_colours="K", order_id=order.id)
            self.assertFalse(self.todos(self.cylinders))
            take_back(new)
            self.assertTrue(self.todos(self.cylinders))
            new.exists().unlink()

    def test_it_is_engineerings_where_somebody_answers_for_it(self):
        self.env["gendan.department"].create(
            {"name": "Plates", "code": "ENG", "head_id": self.quality_user.id, "company_id": self.company.id}
        )
        self.make_change()
        todo = self.todos(self.cylinders)
        self.assertEqual((todo.role, todo.user_id), ("department", self.quality_user))

    def test_the_next_repeat_is_told(self):
        sample = self.make_sample(self.past)
        self.judge(self.send(sample, date(2026, 9, 1)), day=date(2026, 9, 3))
        order = self.make_change()
        repeat = self.past.with_user(self.clerk).order_line._gendan_repeat()
        facts = {label: text for label, text, _record in repeat._gendan_repeat_facts()[repeat]}
        self.assertIn(f"V4, overtaken by {order.name}", facts["Overtaken set"])
        self.assertIn(f"void since {order.name}", facts["Last approved sample"])

    # === the approval ===

    def test_production_waits_for_a_new_approval_in_place_of_the_void_one(self):
        self.cylinders.product_ids = False
        sample = self.make_sample(self.past)
        self.judge(self.send(sample, date(2026, 9, 1)), day=date(2026, 9, 3))
        order = self.make_change()
        production = self.production_of(order)
        self.assert_held(production, f"is void since {order.name}.*may not start by it")
        todo = self.todos(sample)
        self.assertEqual((todo.kind, todo.user_id), ("sample_void", self.clerk))
        new = self.make_sample(order)
        self.assertFalse(self.todos(sample))
        self.assert_held(production, f"Sample {new.name}.* is not approved")
        self.judge(self.send(new))
        self.assert_starts(production)

    def test_an_approval_stays_void_whatever_its_last_day_until_it_is_given_anew(self):
        self.cylinders.product_ids = False
        sample = self.make_sample(self.past)
        entry = self.send(sample, date(2026, 9, 1))
        self.judge(entry, day=date(2026, 9, 3))
        production = self.production_of(self.make_change())
        self.proof.valid_months = 24
        sample.requested_date = date(2026, 11, 9)
        sample.with_user(self.supervisor).valid_until = date(2027, 12, 1)
        entry.answer_due = date(2026, 11, 20)
        sample.write({"cancelled": True})
        sample.write({"cancelled": False})
        self.assert_held(production, "is void since")
        self.assertEqual(self.env["gendan.sample"].search([("is_expired", "=", True)]), sample.sudo())
        # noted once more, it is the same approval
        self.judge(entry, "withdrawn")
        self.judge(entry, day=date(2026, 9, 3))
        self.assert_held(production, "is void since")
        self.judge(self.send(sample))
        self.assertFalse(sample.is_expired)
        self.assert_starts(production)

    def test_an_order_of_before_is_made_by_its_own_approval(self):
        self.cylinders.product_ids = False
        sample = self.make_sample(self.past)
        self.judge(self.send(sample, date(2026, 9, 1)), day=date(2026, 9, 3))
        self.make_change()
        production = self.production_of(self.past)
        self.assertIn("make it as it was", production.gendan_gate_html)
        self.assert_starts(production)

    def test_an_approval_that_two_orders_changed_is_void_while_one_of_them_stands(self):
        sample = self.make_sample(self.past)
        self.judge(self.send(sample, date(2026, 9, 1)), day=date(2026, 9, 3))
        first, second = self.make_change(), self.make_change()
        first.sudo()._action_cancel()
        self.assertEqual(sample.sudo().voided_by_id, second)
        self.assertTrue(sample.is_expired)

    def test_the_void_approval_is_released_at_own_risk(self):
        self.cylinders.product_ids = False
        sample = self.make_sample(self.past)
        self.judge(self.send(sample, date(2026, 9, 1)), day=date(2026, 9, 3))
        order = self.make_change()
        self.env["gendan.waiver"].with_user(self.supervisor).sudo().create(
            {
                "res_model": "gendan.sample",
                "res_id": sample.id,
                "action": "produce",
                "code": f"sample_production_void_{order.id}",
                "reason": "Only the bar code is new",
            }
        )
        self.assert_starts(self.production_of(order))

    def test_plates_are_not_ordered_by_a_void_proof(self):
        self.proof.gate = "plates"
        sample = self.make_sample(self.past)
        self.judge(self.send(sample, date(2026, 9, 1)), day=date(2026, 9, 3))
        order = self.make_change()
        black = self.make_set("V5K", replaces_id=self.cylinders.id, new_colours="K", order_id=order.id)
        with self.assertRaisesRegex(UserError, f"is void since {order.name}.*no plates"), self.env.cr.savepoint():
            black.ordered_on = date(2026, 11, 2)
        self.judge(self.send(self.make_sample(order)))
        black.ordered_on = date(2026, 11, 2)
