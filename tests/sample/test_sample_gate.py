"""Plates and production wait for the customer's approval, or for the supervisor's release."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from .common import SampleCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSampleGate(SampleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proof.gate = "plates"
        cls.colour = cls.env["gendan.sample.kind"].create(
            {"name": "Colour (test)", "code": "t_colour", "gate": "production", "valid_months": 12}
        )
        cls.plate = cls.make_product("Cylinder", gendan_is_tooling=True)
        cls.printer, cls.buyer = cls.make_users(printer="mrp.group_mrp_user", buyer="purchase.group_purchase_user")
        cls.order = cls.confirm_order(promised=date(2026, 11, 30))

    def production_of(self, order):
        production = self.env["mrp.production"].search([("sale_line_id", "in", order.order_line.ids)])
        self.assertEqual(len(production), 1)
        return production

    def buy_plates(self, product=None, **values):
        return self.env["purchase.order"].create(
            {
                "partner_id": self.supplier.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.plate.id,
                            "product_qty": 8,
                            "price_unit": 430,
                            "gendan_tool_product_id": (self.bag if product is None else product).id,
                        }
                    )
                ],
                **values,
            }
        )

    def release(self, sample, action, code, user=None):
        return (
            self.env["gendan.waiver"]
            .with_user(user or self.supervisor)
            .sudo()  # as the dialog does
            .create(
                {
                    "res_model": sample._name,
                    "res_id": sample.id,
                    "action": action,
                    "code": code,
                    "reason": "The customer takes the risk",
                }
            )
        )

    # === production ===

    def test_no_path_starts_production_before_the_sample_is_approved(self):
        order = self.order
        sample = self.make_sample(order, kind_id=self.colour.id)
        production = self.production_of(order).with_user(self.printer)
        self.assertEqual(production.state, "confirmed", "confirming and buying go on")
        for start in (
            production.action_start,
            lambda: production.write({"qty_producing": 10}),
            lambda: production.sudo().write({"state": "progress"}),
            production.button_mark_done,
        ):
            with self.assertRaisesRegex(UserError, "production of .* may not start"):
                start()
        self.assertTrue(production.gendan_gate_blocked)
        self.judge(self.send(sample))
        production.invalidate_recordset()
        self.assertFalse(production.gendan_gate_html)
        self.assertEqual(production.gendan_sample_names, f"{sample.display_name} A")
        production.action_start()
        self.assertEqual(production.state, "progress")

    def test_a_work_order_does_not_start_either(self):
        workcenter = self.env["mrp.workcenter"].create({"name": "Press (test)"})
        self.bom.operation_ids = [Command.create({"name": "Printing", "workcenter_id": workcenter.id})]
        order = self.confirm_order(promised=date(2026, 11, 30))
        sample = self.make_sample(order, kind_id=self.colour.id)
        workorder = self.production_of(order).workorder_ids
        with self.assertRaisesRegex(UserError, "may not start"):
            workorder.button_start()
        self.judge(self.send(sample))
        workorder.button_start()
        self.assertEqual(workorder.state, "progress")

    def test_what_has_begun_is_not_stopped(self):
        order = self.order
        production = self.production_of(order)
        production.action_start()
        self.make_sample(order, kind_id=self.colour.id)
        production.qty_producing = production.product_qty
        self.assertIn(production.state, ("progress", "to_close"))

    def test_many_productions_marked_as_done_are_looked_at_once(self):
        orders = [self.confirm_order([(self.bag, 100)], promised=date(2026, 11, 30)) for _count in range(3)]
        productions = self.env["mrp.production"].union(*(self.production_of(order) for order in orders))
        # each has components to spare: nothing asks back
        self.put_in_stock(self.film, 100)
        productions.action_assign()
        with patch.object(
            type(productions), "_gendan_samples", autospec=True, side_effect=type(productions)._gendan_samples
        ) as asked:
            self.assertIs(productions.button_mark_done(), True)
        self.assertEqual(set(productions.mapped("state")), {"done"})
        self.assertEqual(asked.call_count, 1)

    def test_the_question_asked_before_a_production_is_done_takes_no_pass_along(self):
        """A client action is sent to the browser, which could not even read it."""
        production = self.production_of(self.confirm_order(promised=date(2026, 11, 30)))
        production.qty_producing = 10
        action = production.button_mark_done()
        self.assertEqual(action["res_model"], "mrp.consumption.warning")
        self.assertNotIn("gendan_gate_pass", action["context"])

    def test_a_release_at_own_risk_covers_its_own_sample_only(self):
        order = self.order
        sample = self.make_sample(order, kind_id=self.colour.id)
        other = self.make_sample(order, kind_id=self.colour.id, subject="back")
        production = self.production_of(order)
        with self.assertRaises(AccessError):
            self.release(sample, "produce", "sample_production", self.clerk)
        self.release(sample, "produce", "sample_production")
        with self.assertRaisesRegex(UserError, "back"):
            production.action_start()
        self.release(other, "produce", "sample_production")
        production.action_start()
        self.assertEqual(production.state, "progress")

    def test_nothing_is_held_where_no_sample_was_asked_for(self):
        order = self.order
        production = self.production_of(order)
        self.assertFalse(production.gendan_gate_html)
        production.action_start()
        self.assertEqual(production.state, "progress")

    def test_a_category_that_asks_for_samples_holds_new_products_and_changes(self):
        parent = self.env["product.category"].create(
            {"name": "Printed", "gendan_sample_kind_ids": [Command.set(self.colour.ids)]}
        )
        self.bag.categ_id = self.env["product.category"].create({"name": "Bags", "parent_id": parent.id})
        new = self.confirm_order(promised=date(2026, 11, 30), gendan_order_kind="new")
        with self.assertRaisesRegex(UserError, "ever approved or asked for"):
            self.production_of(new).action_start()
        self.judge(self.send(self.make_sample(new, kind_id=self.colour.id)))
        self.production_of(new).action_start()
        own = self.env["gendan.sample"].search([("order_id", "=", new.id)])
        # a repeat goes by it; a change does not
        repeat = self.confirm_order(promised=date(2026, 12, 10), gendan_order_kind="repeat")
        self.production_of(repeat).action_start()
        change = self.confirm_order(promised=date(2026, 12, 10), gendan_order_kind="repeat_change")
        with self.assertRaisesRegex(UserError, "a repeat with a change needs a sample .* of its own"):
            self.production_of(change).action_start()
        # the floor reads of the earlier one that it is not what to go by
        self.assertEqual(self.production_of(repeat).gendan_sample_names, f"{own.display_name} A")
        self.assertEqual(
            self.production_of(change).gendan_sample_names,
            f"{own.display_name} A (approved before the change, does not count)",
        )

    def expire(self, sample, day=date(2026, 11, 1)):
        self.judge(self.send(sample, date(2026, 10, 1)), day=date(2026, 10, 2))
        sample.valid_until = day
        return sample

    def test_a_repeat_waits_when_the_approval_it_goes_by_has_ended(self):
        sample = self.expire(self.make_sample(kind_id=self.colour.id))
        repeat = self.confirm_order(promised=date(2026, 12, 10), gendan_order_kind="repeat")
        production = self.production_of(repeat)
        with self.assertRaisesRegex(UserError, "held until 11/01/2026 only: production of .* may not start"):
            production.with_context(lang="en_US").action_start()
        self.assertTrue(sample.gendan_gate_html)
        # a release from before it ended would not do; the one of now does
        with self.assertRaisesRegex(UserError, "nothing to waive"):
            self.release(sample, "produce", "sample_production")
        self.release(sample, "produce", "sample_production_ended")
        production.action_start()
        self.assertEqual(production.state, "progress")

    def test_another_approval_that_holds_is_enough(self):
        self.expire(self.make_sample(kind_id=self.colour.id))
        new = self.make_sample(kind_id=self.colour.id)
        self.judge(self.send(new))
        repeat = self.confirm_order(promised=date(2026, 12, 10), gendan_order_kind="repeat")
        production = self.production_of(repeat)
        self.assertFalse(production.gendan_gate_html)
        production.action_start()

    def test_the_orders_own_approval_may_end_before_it_is_made(self):
        order = self.order
        sample = self.expire(self.make_sample(order, kind_id=self.colour.id))
        production = self.production_of(order)
        with self.assertRaisesRegex(UserError, "may not start by it"):
            production.action_start()
        for day in (date(2026, 12, 1), False):
            with self.assertRaisesRegex(UserError, f"{sample.name}.*Only the supervisor"), self.env.cr.savepoint():
                sample.valid_until = day
        sample.with_user(self.supervisor).valid_until = date(2026, 12, 1)
        production.action_start()

    def test_a_sample_is_made_without_an_approval(self):
        self.expire(self.make_sample(kind_id=self.colour.id))
        order = self.confirm_order(promised=date(2026, 12, 10), gendan_order_kind="sample")
        self.production_of(order).action_start()

    def test_another_customers_approval_that_ended_holds_nothing(self):
        sample = self.make_sample(kind_id=self.colour.id)
        self.expire(sample)
        sample.sudo().partner_id = self.foreign_customer
        order = self.confirm_order(promised=date(2026, 12, 10), gendan_order_kind="repeat")
        self.assertFalse(self.production_of(order).gendan_gate_html)

    # === plates ===

    def test_plates_are_not_ordered_before_the_proof_is_approved_by_any_path(self):
        sample = self.make_sample()
        purchase = self.buy_plates()
        for confirm in (
            purchase.with_user(self.buyer).button_confirm,
            lambda: purchase.write({"state": "purchase"}),
            lambda: self.buy_plates(state="purchase"),
        ):
            with self.assertRaisesRegex(UserError, "no plates or tooling may be ordered"):
                confirm()
        self.assertTrue(purchase.gendan_gate_blocked)
        self.judge(self.send(sample))
        purchase.with_user(self.buyer).button_confirm()
        self.assertEqual(purchase.state, "purchase")

    def test_plates_go_at_own_risk(self):
        sample = self.make_sample()
        self.judge(self.send(sample), "rejected")
        purchase = self.buy_plates()
        self.release(sample, "order_plates", "sample_plates")
        purchase.button_confirm()
        self.assertEqual(purchase.state, "purchase")

    def test_the_last_proof_counts(self):
        self.judge(self.send(self.make_sample()), "rejected")
        self.judge(self.send(self.make_sample()))
        self.buy_plates().button_confirm()

    def test_other_purchases_are_not_asked(self):
        self.make_sample()
        film = self.env["purchase.order"].create(
            {
                "partner_id": self.supplier.id,
                "order_line": [Command.create({"product_id": self.film.id, "product_qty": 8, "price_unit": 9})],
            }
        )
        self.assertFalse(film.gendan_gate_html)
        film.button_confirm()

    def test_plates_must_say_what_they_are_for_or_why_for_nothing(self):
        self.make_sample()
        purchase = self.buy_plates(self.env["product.product"]).with_user(self.buyer)
        with self.assertRaisesRegex(UserError, "say for which product"):
            purchase.button_confirm()
        purchase.order_line.gendan_tool_reason = " "
        with self.assertRaisesRegex(UserError, "say for which product"):
            purchase.button_confirm()
        purchase.order_line.gendan_tool_reason = "blank plates for stock"
        purchase.button_confirm()
        self.assertEqual(purchase.state, "purchase")
        note = purchase.sudo().message_ids.filtered(lambda message: "blank plates for stock" in (message.body or ""))
        self.assertEqual(note.author_id, self.buyer.partner_id)

    def test_the_set_or_the_order_says_what_plates_are_for(self):
        sample = self.make_sample()
        tooling = self.make_set()
        purchase = self.buy_plates(self.env["product.product"])
        purchase.order_line.write({"gendan_tooling_id": tooling.id, "gendan_tool_reason": "none"})
        with self.assertRaisesRegex(UserError, "no plates or tooling may be ordered"):
            purchase.button_confirm()
        order = self.confirm_order(promised=date(2026, 11, 30))
        other = self.buy_plates(self.env["product.product"])
        other.reference_ids = [Command.create({"name": "x", "sale_ids": [Command.set(order.ids)]})]
        with self.assertRaisesRegex(UserError, "no plates or tooling may be ordered"):
            other.button_confirm()
        self.judge(self.send(sample))
        (purchase | other).button_confirm()
        self.assertEqual(tooling.state, "ordered")

    def test_a_line_that_comes_to_a_purchase_waiting_for_approval_is_asked_too(self):
        self.make_sample()
        self.company.write({"po_double_validation": "two_step", "po_double_validation_amount": 10})
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.supplier.id,
                "order_line": [Command.create({"product_id": self.film.id, "product_qty": 8, "price_unit": 900})],
            }
        )
        purchase.with_user(self.buyer).button_confirm()
        self.assertEqual(purchase.state, "to approve")
        plates = {"order_id": purchase.id, "product_id": self.plate.id, "product_qty": 8}
        with self.assertRaisesRegex(UserError, "no plates or tooling may be ordered"):
            self.env["purchase.order.line"].create({**plates, "gendan_tool_product_id": self.bag.id})

    def test_a_set_that_names_no_product_does_not_hide_the_reason(self):
        tooling = self.make_set(product_ids=False)
        purchase = self.buy_plates(self.env["product.product"])
        purchase.order_line.gendan_tooling_id = tooling
        self.assertTrue(purchase.with_user(self.buyer).gendan_tooling_is_unsaid)
        tooling.product_ids = self.bag
        self.assertFalse(purchase.with_user(self.buyer).gendan_tooling_is_unsaid)

    def test_another_companys_approval_neither_holds_nor_serves(self):
        sample = self.expire(self.make_sample(kind_id=self.colour.id))
        sample.sudo().company_id = self.make_company("Elsewhere")
        order = self.confirm_order(promised=date(2026, 12, 10), gendan_order_kind="repeat")
        self.assertFalse(self.production_of(order).gendan_gate_html)

    def test_a_line_that_comes_to_a_confirmed_purchase_is_asked_too(self):
        self.make_sample()
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.supplier.id,
                "order_line": [Command.create({"product_id": self.film.id, "product_qty": 8, "price_unit": 9})],
            }
        )
        purchase.button_confirm()
        plates = {"order_id": purchase.id, "product_id": self.plate.id, "product_qty": 8}
        with self.assertRaisesRegex(UserError, "say for which product"), self.env.cr.savepoint():
            self.env["purchase.order.line"].create(plates)
        with self.assertRaisesRegex(UserError, "no plates or tooling may be ordered"), self.env.cr.savepoint():
            self.env["purchase.order.line"].create({**plates, "gendan_tool_product_id": self.bag.id})
        line = self.env["purchase.order.line"].create({**plates, "gendan_tool_reason": "blank plates for stock"})
        notes = purchase.message_ids.filtered(lambda message: "blank plates for stock" in (message.body or ""))
        self.assertEqual(len(notes), 1)
        with self.assertRaisesRegex(UserError, "no plates or tooling may be ordered"), self.env.cr.savepoint():
            line.gendan_tool_product_id = self.bag

    def make_set(self, user=None, **values):
        return (
            self.env["gendan.tooling"]
            .with_user(user or self.clerk)
            .create(
                {
                    "name": "B-1402-V5",
                    "partner_id": self.customer.id,
                    "product_ids": [Command.set(self.bag.ids)],
                    **values,
                }
            )
        )

    def test_typing_that_a_set_was_ordered_asks_for_its_proof(self):
        sample = self.make_sample()
        with self.assertRaisesRegex(UserError, "no plates or tooling may be ordered"), self.env.cr.savepoint():
            self.make_set(ordered_on=date(2026, 11, 1))
        tooling = self.make_set()
        self.assertTrue(tooling.gendan_gate_html)
        for user in (self.clerk, self.quality_user):
            with self.assertRaisesRegex(UserError, "no plates or tooling may be ordered"), self.env.cr.savepoint():
                tooling.with_user(user).ordered_on = date(2026, 11, 1)
        # a set that came in is a fact; one that is for nothing yet is asked when it is for something
        self.make_set(name="OLD", ordered_on=date(2026, 9, 1), arrived_on=date(2026, 9, 20))
        blank = self.make_set(name="BLANK", product_ids=[], ordered_on=date(2026, 11, 1))
        with self.assertRaisesRegex(UserError, "no plates or tooling may be ordered"), self.env.cr.savepoint():
            blank.product_ids = self.bag
        self.judge(self.send(sample))
        blank.product_ids = self.bag
        tooling.ordered_on = date(2026, 11, 1)
        self.assertEqual((tooling.state, blank.state), ("ordered", "ordered"))

    def test_a_set_of_an_order_of_several_products_says_which(self):
        order = self.confirm_order([(self.bag, 100), (self.carton, 5)])
        tooling = self.make_set(order_id=order.id, product_ids=[])
        with self.assertRaisesRegex(UserError, "say for which products"), self.env.cr.savepoint():
            tooling.ordered_on = date(2026, 11, 1)
        tooling.product_ids = self.carton
        tooling.ordered_on = date(2026, 11, 1)

    def test_an_old_proof_only_warns_when_plates_are_made_again(self):
        self.expire(self.make_sample())
        purchase = self.buy_plates()
        self.assertIn("may still be made by it", purchase.gendan_gate_html)
        purchase.button_confirm()
        self.assertEqual(purchase.state, "purchase")
