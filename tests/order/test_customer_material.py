"""The customer's own material: received short, used by her order only, lost, scrapped, sent back, never our value."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import MONDAY, TODAY, GendanCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestCustomerMaterial(GendanCase):
    """Five kilograms of the customer's film for a thousand bags; four hundred are advised for eighty thousand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roll = cls.make_product("Printed film", standard_price=9, uom_id=cls.env.ref("uom.product_uom_kgm").id)
        cls.work = cls.make_product("Bag making", route_ids=[Command.set((cls.route_make | cls.route_mto).ids)])
        cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": cls.work.product_tmpl_id.id,
                "product_qty": 1000,
                "bom_line_ids": [Command.create({"product_id": cls.roll.id, "product_qty": 5})],
            }
        )
        kinds = cls.kinds
        material_in = cls.make_kind("film_in", event="customer_material_in", owner="customer")
        cls.kinds = {**kinds, "film_in": material_in}
        cls.rule.template_id = cls.make_template(
            "Processing (test)",
            [
                (kinds["confirmed"], 0, [], {}),
                (material_in, 3, [0], {"is_condition": True}),
                (kinds["made"], 4, [1], {}),
                (kinds["shipped"], 1, [2], {}),
                (kinds["arrived"], 1, [3], {"is_target": True}),
            ],
        )

    def order_of(self, quantity=80000, advised=400, **values):
        """A quotation with its material."""
        order = self.make_order([(self.work, quantity)], gendan_order_kind="processing", **values)
        order.with_user(self.clerk).gendan_material_ids = [
            Command.create({"product_id": self.roll.id, "advised_qty": advised, "loss_percent": 3, "price": 9})
        ]
        return order

    def receive(self, order, quantity):
        """What the warehouse weighs in of what was announced, the rest is not waited for."""
        before = self.env["stock.picking"].search([])
        order.with_user(self.clerk).action_gendan_material_in()
        self.move(self.env["stock.picking"].search([]) - before, quantity)

    def move(self, transfer, quantity):
        transfer.move_ids.write({"quantity": quantity, "picked": True})
        transfer.with_context(skip_backorder=True, picking_ids_not_to_backorder=transfer.ids).button_validate()
        self.env.invalidate_all()

    def produce(self, order, quantity, used=None):
        production = self.env["mrp.production"].search([("sale_line_id.order_id", "=", order.id)])
        production.action_assign()
        production.qty_producing = quantity
        production._set_qty_producing()
        if used:
            production.move_raw_ids.quantity = used
        production.move_raw_ids.picked = True
        production.with_context(skip_consumption=True, skip_backorder=True).button_mark_done()
        self.assertEqual(production.state, "done")
        self.env.invalidate_all()
        return production

    def todos(self, material):
        return self.env["gendan.todo"].search(material._gendan_todo_domain()).mapped("kind")

    # === receipt ===

    def test_a_short_receipt_is_reported_at_once_and_is_never_our_value(self):
        order = self.order_of()
        material = order.gendan_material_ids
        self.receive(order, 391.6)
        self.assertEqual((material.received_qty, material.difference_qty), (391.6, -8.4))
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.roll.id), ("location_id.usage", "=", "internal")]
        )
        self.assertEqual((quant.owner_id, quant.quantity, quant.value), (self.customer, 391.6, 0))
        self.assertEqual(self.roll.total_value, 0)
        self.assertEqual(self.todos(material), ["material_difference"])
        self.assertIn("8.4 kg (2.1 %) short", material.text)
        material.with_user(self.clerk).action_gendan_told()
        self.assertFalse(self.todos(material))
        self.assertIn("8.4 kg", order.message_ids[0].body)
        # more comes, and it is still not what was advised
        self.receive(order, 10)
        self.assertEqual(material.difference_qty, 1.6)
        self.assertEqual(self.todos(material), ["material_difference"])

    def test_it_is_announced_once(self):
        order = self.order_of()
        order.action_gendan_material_in()
        with self.assertRaises(UserError):
            order.action_gendan_material_in()
        self.assertFalse(order.gendan_material_ids.difference_qty, "nothing has come yet")

    def test_who_is_not_of_the_warehouse_is_told_the_number_of_the_transfer(self):
        # a sales user may read transfers, but not all that Odoo's form of one reads
        action = self.order_of().with_user(self.clerk).action_gendan_material_in()
        self.assertEqual(action["tag"], "display_notification")
        self.clerk.group_ids |= self.env.ref("stock.group_stock_user")
        action = self.order_of().with_user(self.clerk).action_gendan_material_in()
        self.assertEqual(action["res_model"], "stock.picking")

    def test_what_has_come_stays_in_the_books(self):
        order = self.order_of()
        material = order.gendan_material_ids
        material.product_id = self.film
        material.product_id = self.roll
        self.receive(order, 400)
        with self.assertRaises(UserError):
            material.unlink()
        with self.assertRaises(UserError):
            material.product_id = self.film

    def test_the_order_is_typed_on_after_something_came(self):
        order = self.order_of()
        self.receive(order, 390)
        with Form(order) as form:
            form.client_order_ref = "ML-7"
            with form.order_line.edit(0) as line:
                line.product_uom_qty = 81000
        self.assertEqual(order.gendan_material_ids.received_qty, 390)

    def test_an_order_whose_material_came_is_not_deleted(self):
        order = self.order_of()
        self.receive(order, 400)
        order._action_cancel()
        with self.assertRaisesRegex(UserError, "stays in the books"):
            order.unlink()

    # === production ===

    def test_production_takes_the_customers_goods_and_no_others(self):
        self.put_in_stock(self.roll, 1000)
        order = self.order_of()
        self.receive(order, 410)
        order.action_confirm()
        production = self.produce(order, 80000)
        material = order.gendan_material_ids
        self.assertEqual(production.move_raw_ids.gendan_material_id, material)
        self.assertEqual(production.move_raw_ids.move_line_ids.owner_id, self.customer)
        self.assertEqual((material.used_qty, material.balance_qty, material.lost_qty), (400, 10, 0))
        self.assertIn("80,000 Units Bag making", material.output_text)
        self.assertEqual(self.env["stock.quant"]._get_available_quantity(self.roll, self.warehouse.lot_stock_id), 1010)

    def test_material_noted_after_the_confirmation_is_taken_too(self):
        order = self.make_order([(self.work, 80000)], gendan_order_kind="processing")
        order.action_confirm()
        order.gendan_material_ids = [Command.create({"product_id": self.roll.id, "advised_qty": 400})]
        self.receive(order, 400)
        self.assertEqual(self.produce(order, 80000).move_raw_ids.move_line_ids.owner_id, self.customer)

    def test_loss_beyond_what_was_agreed_is_charged_back(self):
        order = self.order_of(advised=430)
        self.receive(order, 430)
        order.action_confirm()
        self.produce(order, 80000, used=420)
        material = order.gendan_material_ids
        self.assertEqual((material.needed_qty, material.lost_qty), (400, 20))
        self.assertAlmostEqual(material.allowed_qty, 12.6)
        self.assertAlmostEqual(material.over_qty, 7.4)
        self.assertAlmostEqual(material.over_amount, 66.6)

    def test_scrap_of_the_production_is_the_customers(self):
        order = self.order_of()
        self.receive(order, 400)
        order.action_confirm()
        production = self.env["mrp.production"].search([("sale_line_id.order_id", "=", order.id)])
        scrap = self.env["stock.scrap"].create(
            {"product_id": self.roll.id, "scrap_qty": 2, "production_id": production.id}
        )
        self.assertIs(scrap.action_validate(), True, "nobody is asked whether it is there")
        self.env.invalidate_all()
        material = order.gendan_material_ids
        self.assertEqual((material.scrapped_qty, material.balance_qty), (2, 398))
        self.assertEqual(scrap.move_ids.move_line_ids.owner_id, self.customer)

    def test_what_is_left_goes_back(self):
        order = self.order_of()
        with self.assertRaises(UserError):
            order.action_gendan_material_out()
        self.receive(order, 410)
        order.gendan_material_ids.action_gendan_told()
        order.action_confirm()
        self.produce(order, 80000)
        material = order.gendan_material_ids
        self.assertEqual(self.todos(material), ["material_remainder"])
        before = self.env["stock.picking"].search([])
        order.with_user(self.clerk).action_gendan_material_out()
        transfer = self.env["stock.picking"].search([]) - before
        self.assertEqual(transfer.move_ids.product_uom_qty, 10)
        self.assertEqual(transfer.state, "assigned")
        self.assertFalse(self.todos(material), "the warehouse has it now")
        self.move(transfer, 10)
        self.assertEqual((material.returned_qty, material.balance_qty), (10, 0))
        self.assertFalse(self.todos(material))

    def test_what_a_production_will_still_take_does_not_go_back(self):
        order = self.order_of()
        self.receive(order, 410)
        order.action_confirm()
        before = self.env["stock.picking"].search([])
        order.with_user(self.clerk).action_gendan_material_out()
        transfer = self.env["stock.picking"].search([]) - before
        self.assertEqual(transfer.move_ids.product_uom_qty, 10, "the bill of materials takes the other 400")
        with self.assertRaisesRegex(UserError, "productions still take all"):
            order.with_user(self.clerk).action_gendan_material_out()
        self.env["mrp.production"].search([("sale_line_id.order_id", "=", order.id)]).action_cancel()
        before |= transfer
        order.with_user(self.clerk).action_gendan_material_out()
        self.assertEqual((self.env["stock.picking"].search([]) - before).move_ids.product_uom_qty, 400)

    # === the plan ===

    def test_it_is_a_condition_of_the_start(self):
        order = self.order_of()
        material = order.gendan_material_ids
        material.expected_on = date(2026, 11, 6)
        order.commitment_date = self.company._gendan_end_of_day(date(2026, 11, 30))
        order.action_confirm()
        self.settle()
        milestone = self.milestone(order, "film_in")
        self.assertFalse(milestone.actual_date)
        self.assertEqual(milestone.expected_date, date(2026, 11, 6))
        self.receive(order, 391.6)
        self.settle()
        self.assertFalse(milestone.actual_date, "short, and nobody has agreed to go on")
        material.is_enough = True
        self.settle()
        self.assertEqual(milestone.actual_date, TODAY)
        material.is_enough = False
        self.settle()
        self.assertFalse(milestone.actual_date)
        self.receive(order, 8.4)
        self.settle()
        self.assertEqual(milestone.actual_date, TODAY)

    def test_an_order_without_material_is_ticked_by_hand(self):
        order = self.confirm_order([(self.work, 1000)], promised=date(2026, 11, 30), gendan_order_kind="processing")
        self.assertEqual(self.milestone(order, "film_in").state, "na")

    # === the statement ===

    def test_the_balance_is_ready_for_the_statement(self):
        order = self.order_of()
        with freeze_time("2026-10-20 02:00:00"):
            self.receive(order, 410)
        order.action_confirm()
        self.produce(order, 80000)
        rows = self.customer._gendan_material_statement(self.company, date(2026, 11, 1), date(2026, 11, 30))
        self.assertEqual(
            [(row["order"], row["product"], row["opening"], row["used"], row["closing"]) for row in rows],
            [(order, self.roll, 410, 400, 10)],
        )
        rows = self.customer._gendan_material_statement(self.company, date(2026, 10, 1), date(2026, 10, 31))
        self.assertEqual([(row["opening"], row["received"], row["closing"]) for row in rows], [(0, 410, 410)])
        self.assertFalse(
            self.foreign_customer._gendan_material_statement(self.company, date(2026, 1, 1), date(2026, 12, 31))
        )

    # === rules and rights ===

    def test_only_processing_orders_have_it(self):
        order = self.make_order([(self.work, 1)], gendan_order_kind="new")
        with self.assertRaises(ValidationError):
            order.gendan_material_ids = [Command.create({"product_id": self.roll.id})]
        order.gendan_order_kind = "processing"
        uncounted = self.make_product("Ink", is_storable=False)
        with self.assertRaises(ValidationError):
            order.gendan_material_ids = [Command.create({"product_id": uncounted.id})]

    def test_clerks_keep_their_own_and_reps_read(self):
        material = self.order_of().gendan_material_ids
        material.with_user(self.rep).read(["balance_qty", "over_amount", "text"])
        for user in (self.rep, self.other_clerk, self.warehouse_user):
            with self.assertRaises(AccessError):
                material.with_user(user).advised_qty = 1
        with self.assertRaises(AccessError):
            material.order_id.with_user(self.other_clerk).action_gendan_material_in()

    def test_where_nobody_brings_material_stock_asks_nothing_of_it(self):
        move = self.env["stock.move"].new({})
        self.env["gendan.customer.material"]._gendan_is_used()
        with self.assertQueryCount(0):
            move._gendan_materials()

    def test_many_materials_are_read_in_few_queries(self):
        orders = [self.order_of() for _number in range(6)]
        materials = self.env["gendan.customer.material"].union(*(order.gendan_material_ids for order in orders))
        for order in orders:
            self.receive(order, 390)
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            materials.mapped("balance_qty")
