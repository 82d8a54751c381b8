"""Which set a production wears; to-dos of wear and keeping; the purchase fills the set in."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..common import MONDAY, TODAY
from .common import SampleCase


class ToolingCase(SampleCase):
    @classmethod
    def make_set(cls, name, **values):
        return (
            cls.env["gendan.tooling"]
            .with_user(cls.clerk)
            .create(
                {
                    "name": name,
                    "partner_id": cls.customer.id,
                    "product_ids": [Command.set(cls.bag.ids)],
                    "arrived_on": date(2026, 10, 1),
                    **values,
                }
            )
        )

    @classmethod
    def produce(cls, quantity, **values):
        cls.put_in_stock(cls.film, quantity)
        production = cls.env["mrp.production"].create(
            {"product_id": cls.bag.id, "product_qty": quantity, "bom_id": cls.bom.id, **values}
        )
        production.action_confirm()
        production.qty_producing = quantity
        production._set_qty_producing()
        production.with_context(skip_consumption=True, skip_backorder=True).button_mark_done()
        return production

    def used(self, *sets):
        self.env.invalidate_all()
        return [tooling.used for tooling in sets]


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestToolingUse(ToolingCase):
    def test_of_two_whole_sets_only_the_last_that_came_in_is_worn(self):
        old = self.make_set("V4")
        with freeze_time("2026-10-15 02:00:00"):
            self.produce(100)
        new = self.make_set("V5", arrived_on=date(2026, 10, 20), replaces_id=old.id)
        self.produce(1000)
        self.assertEqual(self.used(old, new), [100, 1000])

    def test_a_cylinder_made_new_runs_with_the_old_ones(self):
        old = self.make_set("V4")
        black = self.make_set("V5K", arrived_on=date(2026, 10, 20), replaces_id=old.id, new_colours="K")
        self.produce(1000)
        self.assertEqual(self.used(old, black), [1000, 1000])

    def test_a_die_is_worn_beside_the_plates(self):
        plates = self.make_set("P1", kind="plate")
        die = self.make_set("D1", kind="die", arrived_on=date(2026, 10, 20))
        self.produce(500)
        self.assertEqual(self.used(plates, die), [500, 500])

    def test_the_set_chosen_on_the_production_is_worn_and_no_other(self):
        old, new = self.make_set("V4"), self.make_set("V5", arrived_on=date(2026, 10, 20))
        production = self.produce(300, gendan_tooling_ids=[Command.set(old.ids)])
        self.produce(20)
        self.assertEqual(self.used(old, new), [300, 20])
        self.assertIn("V4", production.gendan_tooling_names)
        self.assertNotIn("V5", production.gendan_tooling_names)

    def test_the_choice_counts_by_operation_too(self):
        printing = self.make_kind("printing", event="workorder_done")
        press = self.env["mrp.workcenter"].create({"name": "Press (test)", "gendan_kind_id": printing.id})
        self.bom.operation_ids = [Command.create({"name": "Printing", "workcenter_id": press.id})]
        by = {"count_by": "operation", "operation_kind_id": printing.id}
        old, new = self.make_set("V4", **by), self.make_set("V5", arrived_on=date(2026, 10, 20), **by)
        self.produce(300, gendan_tooling_ids=[Command.set(old.ids)])
        self.produce(20)
        self.assertEqual(self.used(old, new), [300, 20])

    def test_the_floor_reads_which_set_and_where(self):
        (printer,) = self.make_users(printer="mrp.group_mrp_user")
        self.make_set("V4", place="A-12", life_limit=1000, life_unit="m", used_before=250)
        order = self.confirm_order(promised=date(2026, 11, 30))
        production = self.env["mrp.production"].search([("sale_line_id", "in", order.order_line.ids)])
        self.assertEqual(production.with_user(printer).gendan_tooling_names, "V4 · A-12 · 750 m left (75%)")
        self.assertEqual(production.with_user(printer).gendan_tooling_ids, self.env["gendan.tooling"])

    # === to-dos ===

    def nightly(self):
        with self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_tooling").method_direct_trigger()
        self.env.invalidate_all()

    def test_a_set_that_wears_out_is_told_until_a_new_one_is_on_order(self):
        self.company.partner_id.lang = "en_US"
        tooling = self.make_set("V4", life_limit=1000, used_before=800)
        self.assertEqual(self.todos(tooling), [])
        self.produce(60)
        self.nightly()
        self.assertEqual(self.todos(tooling), ["tooling_worn"])
        todo = self.env["gendan.todo"].search([("res_model", "=", tooling._name), ("res_id", "=", tooling.id)])
        self.assertEqual(todo.user_id, self.clerk)
        self.assertIn("86 percent", todo.name)
        part = self.make_set("V4K", arrived_on=False, replaces_id=tooling.id, new_colours="K")
        self.assertEqual(self.todos(tooling), ["tooling_worn"], "one new cylinder is no new set")
        part.new_colours = False
        self.nightly()
        self.assertEqual(self.todos(tooling), [])

    def test_the_threshold_is_the_sets_own(self):
        tooling = self.make_set("V4", life_limit=1000, used_before=800, warn_percent=80)
        self.assertEqual(self.todos(tooling), ["tooling_worn"])
        tooling.warn_percent = 90
        self.assertEqual(self.todos(tooling), [])

    def test_after_its_keep_until_the_customer_is_asked(self):
        tooling = self.make_set("V4", keep_until=date(2026, 11, 10))
        self.assertEqual(self.todos(tooling), [])
        with freeze_time("2026-11-10 02:00:00"):
            self.nightly()
            self.assertEqual(self.todos(tooling), ["tooling_keep"])
            tooling.keep_until = date(2027, 11, 10)
            self.assertEqual(self.todos(tooling), [])


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestToolingPurchase(ToolingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plate = cls.make_product("Cylinder", gendan_is_tooling=True)
        (cls.buyer,) = cls.make_users(buyer="purchase.group_purchase_user")

    def buy(self, product=None, **values):
        return (
            self.env["purchase.order"]
            .with_user(self.buyer)
            .create(
                {
                    "partner_id": self.supplier.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": (product or self.plate).id,
                                "product_qty": 8,
                                "price_unit": 430,
                                "date_planned": "2026-11-09 04:00:00",
                                "gendan_tool_product_id": self.bag.id,
                                "tax_ids": [Command.clear()],
                                **values,
                            }
                        )
                    ],
                }
            )
        )

    def test_maker_days_and_cost_come_from_the_purchase(self):
        tooling = self.make_set("V5", arrived_on=False)
        purchase = self.buy()
        self.assertEqual(purchase.order_line.gendan_tooling_id, tooling.sudo(), "the only one still to order")
        self.assertFalse(tooling.ordered_on)
        purchase.button_confirm()
        self.assertEqual(
            (tooling.maker_id, tooling.ordered_on, tooling.expected_on, tooling.state),
            (self.supplier, TODAY, date(2026, 11, 9), "ordered"),
        )
        self.assertEqual(tooling.sudo().cost, 3440)
        purchase.sudo().order_line.date_planned = "2026-11-12 04:00:00"
        self.assertEqual(tooling.expected_on, date(2026, 11, 12))
        picking = purchase.sudo().picking_ids
        picking.move_ids.write({"quantity": 5, "picked": True})
        picking.with_context(skip_backorder=True, picking_ids_not_to_backorder=[]).button_validate()
        self.assertFalse(tooling.arrived_on, "five of eight")
        rest = purchase.sudo().picking_ids.filtered(lambda picking: picking.state != "done")
        rest.move_ids.write({"quantity": 3, "picked": True})
        with freeze_time("2026-11-12 06:00:00"):
            rest.button_validate()
            self.assertEqual((tooling.arrived_on, tooling.state), (date(2026, 11, 12), "ready"))
        self.assertFalse(tooling.inspected_on, "whether they are good is for pre-press to say")

    def test_plates_bought_as_a_service_arrive_when_received_is_typed(self):
        service = self.env["product.product"].create(
            {"name": "Plates", "type": "service", "gendan_is_tooling": True, "purchase_method": "receive"}
        )
        tooling = self.make_set("V5", arrived_on=False)
        purchase = self.buy(service)
        purchase.button_confirm()
        purchase.order_line.qty_received = 8
        self.assertEqual(tooling.arrived_on, TODAY)

    def test_what_is_typed_on_the_set_stays(self):
        tooling = self.make_set("V5", arrived_on=False, ordered_on=date(2026, 10, 28), maker_id=self.customer.id)
        purchase = self.buy(gendan_tooling_id=tooling.id)
        purchase.button_confirm()
        self.assertEqual((tooling.ordered_on, tooling.maker_id), (date(2026, 10, 28), self.customer))

    def test_two_sets_to_order_are_not_guessed_between(self):
        self.make_set("V5", arrived_on=False)
        self.make_set("V6", arrived_on=False)
        self.assertFalse(self.buy().order_line.gendan_tooling_id)

    def test_departments_see_sets_and_not_what_they_cost(self):
        tooling = self.make_set("V5")
        self.assertIn("name", tooling.with_user(self.quality_user).fields_get())
        for user, sees in ((self.quality_user, False), (self.rep, False), (self.buyer, True), (self.supervisor, True)):
            self.assertEqual("cost" in tooling.with_user(user).fields_get(), sees, user.login)
