"""Change requests for incoterm, price list and currency, conditions, discount, taxes and unit; what is too late."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import MONDAY
from .test_order_change import ChangeCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestChangeTerms(ChangeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fob, cls.cif = cls.env.ref("account.incoterm_FOB"), cls.env.ref("account.incoterm_CIF")
        cls.foreign = ((cls.env.ref("base.USD") | cls.env.ref("base.EUR")) - cls.order.currency_id)[:1]
        cls.foreign.active = True
        cls.abroad = cls.env["product.pricelist"].create(
            {
                "name": "Abroad (test)",
                "currency_id": cls.foreign.id,
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "1_product",
                            "product_tmpl_id": cls.bag.product_tmpl_id.id,
                            "compute_price": "fixed",
                            "fixed_price": 0.0235,
                        }
                    )
                ],
            }
        )
        cls.house = cls.order.currency_id

    def delivered(self):
        """An order of cartons that has left."""
        order = self.confirm_order([(self.carton, 10)])
        self.put_in_stock(self.carton, 10)
        self.ship(order)
        return order

    # === the order's head ===

    def test_an_incoterm_is_found_by_its_letters(self):
        self.assertEqual([found[0] for found in self.env["account.incoterms"].name_search("FOB")], self.fob.ids)

    def test_incoterm_and_conditions_are_old_and_new_and_a_version(self):
        change = self.request(
            new_incoterm_id=self.fob.id, new_incoterm_location="Shenzhen", new_note="<p>Pallets come back</p>"
        )
        change.action_propose()
        transfer = change.touch_ids.filtered(lambda touch: touch.kind == "transfer")
        self.assertEqual((transfer.res_id, transfer.department_id.code), (self.order.picking_ids.id, "WH"))
        change.action_apply()
        order = self.order
        self.assertEqual((order.incoterm, order.incoterm_location), (self.fob, "Shenzhen"))
        self.assertIn("Pallets come back", order.note)
        self.assertEqual(order.gendan_version, 2)
        self.assertIn("Pallets come back", change.version_id.html)
        self.assertIn("Shenzhen", change.version_id.html)
        self.assertFalse(change.old_incoterm)
        again = self.applied(new_incoterm_id=self.cif.id)
        self.assertEqual(again.old_incoterm, self.fob.display_name)
        self.assertEqual(again.old_note, "Pallets come back")
        self.assertIn("Pallets come back", order.note, "what is not typed over stays")

    def test_the_same_conditions_written_otherwise_are_no_change(self):
        self.applied(new_note="<p>Pallets come back</p>")
        change = self.request(new_note='<div class="o-paragraph">Pallets come back</div>')
        with self.assertRaisesRegex(UserError, "changes nothing"):
            change.action_propose()
        self.applied(new_note=False)
        self.assertFalse(self.order.note)
        self.assertEqual(self.order.gendan_version, 3)

    def test_what_has_left_keeps_its_incoterm(self):
        order = self.delivered()
        with self.assertRaisesRegex(UserError, "delivered in full"):
            self.request(order, new_incoterm_id=self.fob.id).action_propose()

    # === price list and currency ===

    def test_another_price_list_in_the_same_currency_changes_no_price(self):
        vip = self.env["product.pricelist"].create({"name": "VIP (test)", "currency_id": self.house.id})
        change = self.applied(new_pricelist_id=vip.id)
        self.assertEqual((self.order.pricelist_id, self.line.price_unit), (vip, 0.165))
        self.assertEqual(self.order.gendan_version, 2)
        self.assertNotIn("VIP", change.action_copy_text()["params"]["text"], "which list it is, is ours")

    def test_another_currency_asks_for_its_prices(self):
        change = self.request(new_pricelist_id=self.abroad.id)
        self.assertTrue(change.is_currency_changed)
        self.assertEqual((change.old_currency, change.new_currency_id), (self.house.name, self.foreign))
        with self.assertRaisesRegex(UserError, "Type the new prices"):
            change.action_propose()
        change.action_take_list_prices()
        self.assertEqual(change.line_ids.price, 0.0235)
        change.action_propose()
        change.action_apply()
        self.assertEqual((self.order.pricelist_id, self.order.currency_id), (self.abroad, self.foreign))
        self.assertEqual((self.line.price_unit, self.line.currency_id), (0.0235, self.foreign))
        self.assertEqual(self.order.amount_untaxed, 1175)
        self.assertEqual(change.version_id.content["lines"][0]["currency_id"], self.foreign.id)
        self.assertIn(f"0.165 {self.house.name}", change.difference_html)
        self.assertIn(f"0.0235 {self.foreign.name}", change.difference_html)
        self.assertIn(self.foreign.name, change.action_copy_text()["params"]["text"])

    def test_prices_that_were_meant_in_the_other_currency_are_ticked(self):
        change = self.applied(new_pricelist_id=self.abroad.id, prices_checked=True)
        self.assertEqual((self.line.price_unit, self.order.currency_id), (0.165, self.foreign))
        self.assertEqual(self.order.amount_untaxed, 8250)
        self.assertIn(self.foreign.name, change.difference_html)

    def test_the_cost_of_the_way_is_converted(self):
        self.env["res.currency.rate"].search([("currency_id", "in", (self.house | self.foreign).ids)]).unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": self.foreign.id, "rate": 0.25, "name": date(2026, 1, 1), "company_id": self.company.id}
        )
        freight = self.env["product.product"].create({"name": "Freight", "type": "service", "list_price": 80})
        carrier = self.env["delivery.carrier"].create({"name": "Truck", "product_id": freight.id, "fixed_price": 80})
        self.order._create_delivery_line(carrier, 80)
        self.applied(lines={self.line: {"price": 0.05}}, new_pricelist_id=self.abroad.id)
        self.assertEqual(self.order.order_line.filtered("is_delivery").price_unit, 20)

    def test_an_invoiced_order_keeps_its_currency(self):
        order = self.delivered()
        invoice = order._create_invoices()
        change = self.request(order, lines={order.order_line: {"price": 1}}, new_pricelist_id=self.abroad.id)
        with self.assertRaisesRegex(UserError, "has been invoiced in"):
            change.action_propose()
        invoice.button_cancel()
        change.action_propose()

    def test_nobody_writes_the_price_list_past_a_request(self):
        with self.assertRaises(UserError):
            self.order.with_user(self.supervisor).pricelist_id = self.abroad

    # === discount, taxes, unit ===

    def test_discount_and_taxes(self):
        tax = self.env["account.tax"].create({"name": "Test 13 %", "amount": 13, "type_tax_use": "sale"})
        change = self.applied(lines={self.line: {"discount": 5, "tax_ids": [Command.set(tax.ids)]}})
        self.assertEqual((self.line.discount, self.line.tax_ids, self.line.price_unit), (5, tax, 0.165))
        self.assertIn("Test 13 %", change.difference_html)
        self.assertIn("5 %", change.difference_html)
        self.assertFalse(change.touch_ids.filtered(lambda touch: touch.kind in ("production", "purchase", "transfer")))
        # the next one leaves both
        self.applied(lines={self.line: {"quantity": 60000}})
        self.assertEqual((self.line.discount, self.line.tax_ids), (5, tax))
        with self.assertRaisesRegex(UserError, "more than the whole price"):
            self.request(lines={self.line: {"discount": 101}}).action_propose()

    def test_taxes_of_what_is_invoiced_stay(self):
        order = self.delivered()
        tax = self.env["account.tax"].create({"name": "Test 13 %", "amount": 13, "type_tax_use": "sale"})
        lines = {order.order_line: {"tax_ids": [Command.set(tax.ids)]}}
        order._create_invoices()
        with self.assertRaisesRegex(UserError, "invoiced in full"):
            self.request(order, lines=lines).action_propose()

    def test_a_new_line_has_the_taxes_of_its_product_unless_typed(self):
        tax = self.env["account.tax"].create({"name": "Test 13 %", "amount": 13, "type_tax_use": "sale"})
        self.carton.taxes_id = tax
        added = {"product_id": self.carton.id, "quantity": 5, "price": 2, "text": "Carton", "discount": 10}
        self.applied(added=[added])
        line = self.order.order_line - self.line
        self.assertEqual((line.tax_ids, line.discount, line.price_unit), (tax, 10, 2))

    def test_the_same_goods_counted_in_another_unit(self):
        thousand = self.env["uom.uom"].create(
            {"name": "k (test)", "relative_factor": 1000, "relative_uom_id": self.bag.uom_id.id}
        )
        self.bag.uom_ids = thousand
        before = self.order.picking_ids.activity_ids
        moved = self.line.move_ids.mapped("product_qty")
        change = self.request(lines={self.line: {"uom_id": thousand.id, "quantity": 50, "price": 165}})
        change.action_propose()
        self.assertEqual(change.touch_ids.filtered("is_needed").mapped("kind"), [])
        change.action_apply()
        line = self.line
        self.assertEqual((line.product_uom_id, line.product_uom_qty, line.price_unit), (thousand, 50, 165))
        self.assertEqual(self.order.amount_untaxed, 8250)
        self.assertEqual(line.gendan_part_ids.quantity, 50)
        self.assertEqual(line.move_ids.mapped("product_qty"), moved, "the same goods")
        self.assertEqual(sum(line._gendan_productions()[line].mapped("product_qty")), 50000)
        self.assertEqual(self.order.picking_ids.activity_ids, before, "nobody is told that it is less")
        self.assertIn("50,000", change.difference_html)
        self.assertIn("50 k (test)", change.difference_html)
        # more of it is more to make
        self.applied(lines={line: {"quantity": 60}})
        self.assertEqual(sum(line._gendan_productions()[line].mapped("product_qty")), 60000)

    def test_part_deliveries_are_counted_in_the_new_unit(self):
        thousand = self.env["uom.uom"].create(
            {"name": "k (test)", "relative_factor": 1000, "relative_uom_id": self.bag.uom_id.id}
        )
        self.line.gendan_part_ids.action_split(20000, date(2026, 11, 27))
        self.applied(lines={self.line: {"uom_id": thousand.id, "quantity": 50, "price": 165}})
        self.assertEqual(sorted(self.line.gendan_part_ids.mapped("quantity")), [20, 30])

    def test_a_promise_keeps_the_unit_it_was_made_in(self):
        thousand = self.env["uom.uom"].create(
            {"name": "k (test)", "relative_factor": 1000, "relative_uom_id": self.bag.uom_id.id}
        )
        first = self.line.gendan_part_ids.promise_ids
        new = {"uom_id": thousand.id, "quantity": 50, "price": 165, "date": "2026-11-25"}
        self.applied(lines={self.line: new})
        second = self.line.gendan_part_ids.promise_ids - first
        said = [(promise.quantity, promise.uom_id) for promise in (first, second)]
        self.assertEqual(said, [(50000, self.bag.uom_id), (50, thousand)])

    def test_requests_of_before_units_and_taxes_change_neither(self):
        tax = self.env["account.tax"].create({"name": "Test 13 %", "amount": 13, "type_tax_use": "sale"})
        self.order._gendan_through_lock().order_line.tax_ids = tax
        line = self.request(lines={self.line: {"quantity": 60000}}).line_ids
        self.assertEqual(line.tax_ids, tax)
        line._write({"old_uom_id": None})
        line.invalidate_recordset()
        line.env.cr.execute("DELETE FROM gendan_order_change_line_old_tax_rel")
        self.assertFalse(line.old_tax_ids)
        self.assertEqual(line._gendan_changed(), {"quantity"})

    def test_what_has_left_keeps_its_unit(self):
        order = self.delivered()
        dozen = self.env.ref("uom.product_uom_dozen")
        with self.assertRaisesRegex(UserError, "can no longer be changed"):
            self.request(order, lines={order.order_line: {"uom_id": dozen.id}}).action_propose()
        with self.assertRaisesRegex(UserError, "nothing in common"):
            self.request(lines={self.line: {"uom_id": self.env.ref("uom.product_uom_kgm").id}}).action_propose()

    # === the form ===

    def test_typed_in_the_form(self):
        action = self.order.with_user(self.clerk).action_gendan_change()
        with Form(self.env[action["res_model"]].with_user(self.clerk).with_context(**action["context"])) as form:
            form.asked_person = "Ms Lin"
            form.new_incoterm_id = self.fob
            form.new_pricelist_id = self.abroad
            self.assertTrue(form.is_currency_changed)
            with form.line_ids.edit(0) as line:
                self.assertEqual(line.uom_id, self.bag.uom_id)
                line.price = 0.024
                line.discount = 2
        change = form.record
        self.assertEqual(change.line_ids.old_uom_id, self.bag.uom_id)
        self.assertEqual(change.line_ids._gendan_changed(), {"price", "discount"})
        self.assertEqual(set(change._gendan_header_changes()), {"incoterm", "pricelist_id"})
