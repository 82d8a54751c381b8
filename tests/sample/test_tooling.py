"""Tooling: life counted from production, scrapping with consent, fees and their refund."""

import base64
from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MONDAY, TODAY
from .common import SampleCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestTooling(SampleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kinds["plates"] = cls.make_kind("plates", event="plates_in", owner="supplier")
        k = cls.kinds
        cls.rule.template_id = cls.make_template(
            "Plates (test)",
            [(k["confirmed"], 0, [], {}), (k["plates"], 5, [0], {}), (k["shipped"], 1, [1], {"is_target": True})],
        )
        cls.service = cls.env["product.product"].create(
            {"name": "Plate fee", "type": "service", "taxes_id": [Command.clear()], "invoice_policy": "order"}
        )

    def make_set(self, **values):
        return (
            self.env["gendan.tooling"]
            .with_user(self.clerk)
            .create(
                {
                    "name": f"B-{self.env['gendan.tooling'].search_count([])}",
                    "partner_id": self.customer.id,
                    "product_ids": [Command.set(self.bag.ids)],
                    **values,
                }
            )
        )

    def make_fee(self, tooling, **values):
        return (
            self.env["gendan.tooling.fee"]
            .with_user(self.clerk)
            .create({"partner_id": self.customer.id, "tooling_id": tooling.id, "amount": 3760, **values})
        )

    def produce(self, quantity):
        self.put_in_stock(self.film, quantity)
        production = self.env["mrp.production"].create(
            {"product_id": self.bag.id, "product_qty": quantity, "bom_id": self.bom.id}
        )
        production.action_confirm()
        production.qty_producing = quantity
        production._set_qty_producing()
        production.with_context(skip_consumption=True, skip_backorder=True).button_mark_done()
        self.assertEqual(production.state, "done")
        return production

    # === life ===

    def test_use_is_counted_from_production_since_it_came_in(self):
        with freeze_time("2026-10-01 02:00:00"):
            self.produce(500)
        tooling = self.make_set(arrived_on=date(2026, 10, 15), factor=0.14, used_before=100, life_limit=1000)
        self.produce(3000)
        tooling.invalidate_recordset()
        self.assertAlmostEqual(tooling.used, 100 + 3000 * 0.14)
        self.assertAlmostEqual(tooling.remaining, 480)
        self.assertAlmostEqual(tooling.used_percent, 52)
        self.assertEqual(tooling.last_used, TODAY)
        awaited = self.make_set(ordered_on=TODAY)
        self.assertEqual(awaited.used, 0)

    def test_use_can_be_counted_by_an_operation(self):
        printing = self.make_kind("printing", event="workorder_done")
        press, packing = self.env["mrp.workcenter"].create(
            [{"name": "Press (test)", "gendan_kind_id": printing.id}, {"name": "Packing (test)"}]
        )
        self.bom.operation_ids = [
            Command.create({"name": "Printing", "workcenter_id": press.id}),
            Command.create({"name": "Packing", "workcenter_id": packing.id}),
        ]
        tooling = self.make_set(
            arrived_on=date(2026, 10, 15), count_by="operation", operation_kind_id=printing.id, factor=2
        )
        self.produce(700)
        tooling.invalidate_recordset()
        self.assertEqual(tooling.used, 1400)
        with self.assertRaisesRegex(ValidationError, "which operation"):
            tooling.operation_kind_id = False

    def test_many_sets_are_counted_in_a_fixed_number_of_queries(self):
        sets = self.env["gendan.tooling"]
        for _number in range(3):
            sets |= self.make_set(arrived_on=date(2026, 10, 15)).sudo()
        self.env.flush_all()

        def queries(records):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.mapped("used")
            return self.env.cr.sql_log_count - before

        queries(sets)
        # the others of the product are looked at for one set, too
        self.assertLessEqual(queries(sets), queries(sets[0]))

    def test_a_customers_set_is_scrapped_with_written_consent_only(self):
        tooling = self.make_set(arrived_on=date(2026, 10, 15))
        with self.assertRaisesRegex(ValidationError, "written consent"):
            tooling.scrapped_on = TODAY
        paper = self.env["ir.attachment"].with_user(self.clerk).create(
            {"name": "consent.pdf", "datas": base64.b64encode(b"pdf")}
        )
        with self.assertRaisesRegex(ValidationError, "written consent"):
            tooling.write({"scrapped_on": TODAY, "consent_by": "Ms Lin"})
        tooling.write({"scrapped_on": TODAY, "consent_by": "Ms Lin", "consent_ids": [Command.link(paper.id)]})
        self.assertEqual(tooling.state, "scrapped")
        self.make_set(owner="us", partner_id=False, arrived_on=date(2026, 10, 15)).sudo().scrapped_on = TODAY

    def test_what_is_in_house_is_not_deleted_and_nothing_is_dated_to_come(self):
        tooling = self.make_set(arrived_on=date(2026, 10, 15))
        with self.assertRaisesRegex(ValidationError, "cannot be deleted"):
            tooling.with_user(self.supervisor).unlink()
        with self.assertRaisesRegex(ValidationError, "later than today"):
            tooling.inspected_on = date(2026, 11, 3)

    # === plan ===

    def test_a_set_ticks_its_orders_milestone_and_says_when_it_is_expected(self):
        order = self.confirm_order(promised=date(2026, 11, 30))
        tooling = self.make_set(order_id=order.id, ordered_on=TODAY, expected_on=date(2026, 11, 9))
        self.settle()
        milestone = self.milestone(order, "plates")
        self.assertEqual((milestone.expected_date, milestone.expected_source), (date(2026, 11, 9), tooling.name))
        tooling.with_user(self.quality_user).action_gendan_arrived()
        self.settle()
        self.assertEqual(milestone.actual_date, TODAY)
        tooling.write({"arrived_on": False, "inspected_on": False})
        self.settle()
        self.assertFalse(milestone.actual_date)

    def test_a_line_names_its_sets(self):
        tooling = self.make_set(arrived_on=date(2026, 10, 15))
        order = self.make_order([(self.bag, 10), (self.carton, 5)])
        sets = order.order_line._gendan_tooling_sets()
        self.assertEqual(sets, {order.order_line[0]: tooling.sudo(), order.order_line[1]: tooling.sudo().browse()})
        foreign = self.make_order(partner_id=self.foreign_customer.id)
        self.assertFalse(foreign.order_line._gendan_tooling_sets()[foreign.order_line])

    # === fees ===

    def deliver(self, quantity):
        self.put_in_stock(self.carton, quantity)
        order = self.confirm_order([(self.carton, quantity, {"price_unit": 0.165})], promised=date(2026, 11, 30))
        self.ship(order)
        return order

    def test_a_fee_is_charged_invoiced_and_paid(self):
        order = self.make_order()
        fee = self.make_fee(self.make_set(), order_id=order.id)
        with self.assertRaisesRegex(UserError, "choose the order and the service"):
            fee.action_gendan_charge()
        fee.service_id = self.service
        fee.action_gendan_charge()
        self.assertEqual((fee.line_id.price_unit, fee.line_id.product_uom_qty), (3760, 1))
        with self.assertRaisesRegex(UserError, "already"):
            fee.action_gendan_charge()
        self.assertEqual(fee.state, "agreed")
        order.action_confirm()
        invoice = order._create_invoices()
        self.assertEqual(fee.state, "agreed")
        invoice.action_post()
        self.assertEqual(fee.state, "invoiced")
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertEqual(fee.state, "paid")
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            fee.with_user(self.supervisor).unlink()

    def test_deliveries_less_returns_count_toward_the_refund_and_it_falls_due_once(self):
        tooling = self.make_set(product_ids=[Command.set(self.carton.ids)])
        fee = self.make_fee(tooling, refund_basis="quantity", refund_threshold=100)
        order = self.deliver(90)
        fee.invalidate_recordset()
        self.assertEqual((fee.counted, fee.counted_percent), (90, 90))
        fee.action_gendan_count()
        self.assertFalse(fee.refund_due_on)
        picking = order.picking_ids.filtered(lambda picking: picking.state == "done")
        wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 20
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.write({"quantity": 20, "picked": True})
        back.button_validate()
        fee.invalidate_recordset()
        self.assertEqual(fee.counted, 70)
        self.deliver(30)
        with self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_fees").method_direct_trigger()
        self.assertEqual((fee.refund_due_on, fee.state), (TODAY, "refund_due"))
        self.assertEqual(self.todos(fee), ["fee_refund"])
        with self.assertRaisesRegex(UserError, "both or neither"):
            fee.refunded_on = TODAY
        fee.write({"refunded_on": TODAY, "refunded_how": "set_off", "refund_note": order.name})
        self.assertEqual((fee.state, self.todos(fee)), ("refunded", []))

    def test_a_fee_that_cannot_be_counted_keeps_back_no_other(self):
        tooling = self.make_set(product_ids=[Command.set(self.carton.ids)])
        bad = self.make_fee(tooling, refund_basis="quantity", refund_threshold=5)
        good = self.make_fee(tooling, refund_basis="quantity", refund_threshold=5)
        self.deliver(10)
        (bad | good).write({"refund_due_on": False})
        Fee = self.env.registry["gendan.tooling.fee"]
        original = Fee._gendan_delivered

        def broken(fees):
            if bad.id in fees.ids:
                raise ZeroDivisionError
            return original(fees)

        self.patch(Fee, "_gendan_delivered", broken)
        with self.enter_registry_test_mode(), mute_logger("odoo.addons.gendan_followup.models.sample.nightly"):
            self.env.ref("gendan_followup.ir_cron_fees").method_direct_trigger()
        self.assertFalse(bad.refund_due_on)
        self.assertEqual(good.refund_due_on, TODAY)

    def test_amounts_keep_the_decimals_of_the_unit_price(self):
        tooling = self.make_set(product_ids=[Command.set(self.carton.ids)])
        fee = self.make_fee(tooling, refund_basis="amount", refund_threshold=1000)
        self.deliver(1000)
        fee.invalidate_recordset()
        self.assertAlmostEqual(fee.counted, 165)

    def test_what_was_delivered_before_or_too_late_or_to_others_does_not_count(self):
        tooling = self.make_set(product_ids=[Command.set(self.carton.ids)])
        self.deliver(10)
        later = self.make_fee(tooling, refund_basis="quantity", refund_threshold=5, agreed_on=date(2026, 11, 3))
        ended = self.make_fee(
            tooling, refund_basis="quantity", refund_threshold=5, agreed_on=date(2026, 9, 1), refund_months=2
        )
        other = self.env["gendan.tooling.fee"].create(
            {
                "partner_id": self.foreign_customer.id,
                "product_ids": [Command.set(self.carton.ids)],
                "amount": 10,
                "refund_basis": "quantity",
                "refund_threshold": 5,
            }
        )
        fees = (later | ended).sudo() | other
        fees._gendan_check_due()
        self.assertEqual(fees.mapped("counted"), [0, 0, 0])
        self.assertFalse(fees.filtered("refund_due_on"))

    def test_a_refundable_fee_says_from_what_on(self):
        with self.assertRaisesRegex(UserError, "from how much on"):
            self.make_fee(self.make_set(), refund_basis="quantity")

    # === access ===

    def test_who_sees_sets_and_fees(self):
        tooling = self.make_set()
        fee = self.make_fee(tooling)
        shared = self.make_set(partner_id=False)
        for user, sees_set, sees_shared, sees_fee in (
            (self.clerk, True, True, True),
            (self.other_clerk, False, True, False),
            (self.supervisor, True, True, True),
            (self.rep, True, False, True),
            (self.quality_user, True, True, False),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(tooling.with_user(user).has_access("read"), sees_set)
                self.assertEqual(shared.with_user(user).has_access("read"), sees_shared)
                self.assertEqual(fee.with_user(user).has_access("read"), sees_fee)
        with self.assertRaises(AccessError):
            tooling.with_user(self.quality_user).read(["fee_ids"])
