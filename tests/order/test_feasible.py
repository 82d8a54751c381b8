"""The earliest arrival of an order line: what counts, what does not, who may ask and at what cost."""

from datetime import date, datetime, timedelta

import pytz
from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.gendan_followup.models.order.feasible_source import FeasibleSource

from ..common import MONDAY, TODAY, GendanCase

TUESDAY = date(2026, 11, 3)


class FeasibleCase(GendanCase):
    """One working day to the customer, who receives from Monday to Saturday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.days_to_purchase = 0

    @classmethod
    def line(cls, product, quantity=100, **values):
        return cls.make_order([(product, quantity)], **values).order_line

    def ask(self, line):
        self.env.flush_all()
        return line._gendan_feasible()[line]

    def kinds_of(self, found):
        return [part.kind for part in found.parts]

    @classmethod
    def buy(cls, product, quantity, when, confirm=True):
        purchase = cls.env["purchase.order"].create(
            {
                "partner_id": cls.supplier.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_qty": quantity, "date_planned": when})
                ],
            }
        )
        if confirm:
            purchase.button_confirm()
        return purchase

    @classmethod
    def bought(cls, name, delay, **values):
        return cls.make_product(
            name,
            seller_ids=[Command.create({"partner_id": cls.supplier.id, "price": 987.65, "delay": delay})],
            **values,
        )

    @classmethod
    def make_bill(cls, product, components, **values):
        return cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "bom_line_ids": [
                    Command.create({"product_id": component.id, "product_qty": quantity})
                    for component, quantity in components
                ],
                **values,
            }
        )

    @classmethod
    def make_centre(cls, name="Press", **values):
        calendar = cls.company.resource_calendar_id
        return cls.env["mrp.workcenter"].create({"name": name, "resource_calendar_id": calendar.id, **values})

    @classmethod
    def box_of(cls, number):
        """A box of many components: a third in stock, a third on the way, a third made of what is bought."""
        press = cls.make_centre(f"Press {number}")
        components = []
        for n in range(number):
            # what comes in a week comes sooner than it could be bought
            part = cls.bought(f"Part {n}", 20) if n % 3 < 2 else cls.make_product(f"Made part {n}")
            if n % 3 == 0:
                cls.put_in_stock(part, 1000)
            elif n % 3 == 1:
                cls.buy(part, 1000, MONDAY + timedelta(days=7))
            else:
                cls.make_bill(
                    part,
                    [(cls.bought(f"Raw {n}", 3), 1)],
                    operation_ids=[Command.create({"name": "Cutting", "workcenter_id": press.id})],
                )
            components.append((part, 1))
        box = cls.make_product(f"Box of {number}")
        cls.make_bill(box, components)
        return box


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestFeasible(FeasibleCase):
    # === stock ===

    def test_free_stock_leaves_today(self):
        self.put_in_stock(self.carton, 100)
        found = self.ask(self.line(self.carton))
        self.assertEqual(found.date, TUESDAY)
        self.assertEqual(self.kinds_of(found), ["stock", "transit"])
        self.assertEqual(found.reason.kind, "transit")
        self.assertEqual(found.parts[0].source, self.carton)
        self.assertEqual(found.parts[1].source._name, "gendan.transit")

    def test_in_another_unit(self):
        self.put_in_stock(self.carton, 24)
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.make_order([(self.carton, 2, {"product_uom_id": dozen.id})])
        self.assertEqual(self.ask(order.order_line).date, TUESDAY)
        order.order_line.product_uom_qty = 3
        self.assertTrue(self.ask(order.order_line).is_unknown)

    def test_goods_reserved_for_others_are_not_free_and_ones_own_are(self):
        self.put_in_stock(self.carton, 100)
        other = self.confirm_order([(self.carton, 60)])
        self.assertEqual(other.picking_ids.move_ids.state, "assigned")
        self.assertTrue(self.ask(self.line(self.carton, 50)).is_unknown)
        self.assertEqual(self.ask(self.line(self.carton, 40)).date, TUESDAY)
        found = self.ask(other.order_line)
        self.assertEqual((found.date, self.kinds_of(found)), (TUESDAY, ["reserved", "transit"]))

    def test_who_waits_already_goes_first_but_for_later_days_only_with_later_goods(self):
        """A hundred in stock, promised for January; a hundred more come before: those in stock may leave now."""
        self.warehouse.out_type_id.reservation_method = "manual"
        self.put_in_stock(self.carton, 100)
        self.confirm_order([(self.carton, 100)], promised=date(2027, 1, 20))
        self.assertTrue(self.ask(self.line(self.carton)).is_unknown)
        self.buy(self.carton, 100, datetime(2026, 12, 1, 4))
        self.assertEqual(self.ask(self.line(self.carton)).date, TUESDAY)

    def test_goods_held_outside_the_stock_do_not_count(self):
        hold = self.env["stock.location"].create(
            {"name": "Held by quality", "usage": "internal", "location_id": self.warehouse.view_location_id.id}
        )
        self.env["stock.quant"]._update_available_quantity(self.carton, hold, 100)
        self.assertTrue(self.ask(self.line(self.carton)).is_unknown)

    def test_the_customers_own_goods_serve_her_orders_only(self):
        self.env["stock.quant"]._update_available_quantity(
            self.carton, self.warehouse.lot_stock_id, 100, owner_id=self.customer
        )
        found = self.ask(self.line(self.carton))
        self.assertEqual(found.date, TUESDAY)
        self.assertIn("customer's own", found.parts[0].sentence)
        other = self.line(self.carton, partner_id=self.foreign_customer.id)
        self.assertTrue(self.ask(other).is_unknown)

    def test_two_lines_of_an_order_share_the_stock_and_two_quotations_do_not(self):
        self.put_in_stock(self.carton, 100)
        order = self.make_order([(self.carton, 100), (self.carton, 100)])
        first, second = order.order_line
        found = order.order_line._gendan_feasible()
        self.assertEqual(found[first].date, TUESDAY)
        self.assertTrue(found[second].is_unknown)
        lines = self.line(self.carton) | self.line(self.carton)
        self.assertEqual(set(lines._gendan_feasible_date().values()), {TUESDAY})

    # === on the way ===

    def test_what_comes_and_is_promised_to_nobody(self):
        purchase = self.buy(self.carton, 100, datetime(2026, 11, 9, 4))
        found = self.ask(self.line(self.carton))
        self.assertEqual(found.date, date(2026, 11, 10))
        self.assertEqual(found.reason.source, purchase)
        self.assertIn(purchase.name, found.reason.sentence)

    def test_a_vendor_without_days_is_said_to_be_a_guess(self):
        """Odoo notes the vendor of each purchase, and no days."""
        self.buy(self.carton, 100, datetime(2026, 11, 9, 4))
        found = self.ask(self.line(self.carton, 500))
        self.assertEqual([part.kind for part in found.parts if "not known" in part.sentence], ["buy"])

    def test_a_request_for_quotation_is_no_supply(self):
        self.buy(self.carton, 100, datetime(2026, 11, 9, 4), confirm=False)
        self.assertTrue(self.ask(self.line(self.carton)).is_unknown)

    def test_what_was_bought_for_another_order_does_not_count(self):
        self.confirm_order([(self.bag, 50000)])
        purchase = self.env["purchase.order.line"].search([("product_id", "=", self.film.id)]).order_id
        purchase.button_confirm()
        self.assertEqual(self.kinds_of(self.ask(self.line(self.film, 100))), ["buy", "transit"])

    def test_an_overdue_purchase_comes_today_at_the_earliest(self):
        self.buy(self.carton, 100, datetime(2026, 10, 20, 4))
        self.assertEqual(self.ask(self.line(self.carton)).date, TUESDAY)

    def test_open_production_promised_to_nobody(self):
        production = self.env["mrp.production"].create(
            {"product_id": self.bag.id, "product_qty": 5000, "date_start": datetime(2026, 11, 5, 1)}
        )
        production.action_confirm()
        self.bom.produce_delay = 20
        found = self.ask(self.line(self.bag, 5000))
        self.assertEqual(found.reason.source, production)
        self.assertEqual(found.date, date(2026, 11, 6))

    # === bought and made ===

    def test_bought_from_the_vendor(self):
        board = self.bought("Board", 10)
        found = self.ask(self.line(board))
        # ten days from Monday are Thursday the 12th
        self.assertEqual(found.date, date(2026, 11, 13))
        self.assertEqual((found.reason.kind, found.reason.source), ("buy", self.supplier))

    def test_nobody_knows_where_it_comes_from(self):
        found = self.ask(self.line(self.make_product("Mystery")))
        self.assertFalse(found.date)
        self.assertTrue(found.is_unknown)
        self.assertEqual(found.reason.kind, "unknown")

    def test_made_from_what_is_bought(self):
        self.bom.produce_delay = 3
        line = self.line(self.bag, 1000)
        found = self.ask(line)
        # film on Wednesday the 4th, three days to make: Saturday the 7th; by Monday with the customer
        self.assertEqual(found.date, date(2026, 11, 9))
        self.assertEqual(self.kinds_of(found), ["make", "lead", "buy", "transit"])
        self.assertEqual([part.depth for part in found.parts], [0, 1, 1, 0])
        self.put_in_stock(self.film, 3)
        found = self.ask(line)
        self.assertEqual(found.date, date(2026, 11, 6))
        self.assertEqual(found.reason.kind, "lead")
        self.assertEqual(found.reason.source, self.bom)

    def test_made_of_what_is_made(self):
        """Bag of a print of film: each level takes its days, and what is there of the print need not be made."""
        print_, bag = self.make_product("Print"), self.make_product("Printed bag")
        board = self.bought("Board", 7)
        self.make_bill(print_, [(board, 1)], produce_delay=2)
        self.make_bill(bag, [(print_, 1)], produce_delay=1)
        self.put_in_stock(print_, 40)
        line = self.line(bag, 100)
        found = self.ask(line)
        # board Monday 9, print Wednesday 11, bag Thursday 12
        self.assertEqual(found.date, date(2026, 11, 13))
        self.assertEqual(found.reason.kind, "buy")
        self.assertIn("60 Units of Board", found.reason.sentence)
        self.assertEqual([part.depth for part in found.parts if part.kind == "buy"], [2])
        self.assertEqual(self.ask(self.line(bag, 40)).date, date(2026, 11, 4))

    def test_kits_are_opened_when_sold_and_as_components(self):
        box, lid, tape = self.bought("Box", 5), self.bought("Lid", 9), self.bought("Tape", 1)
        kit, packed = self.make_product("Kit", is_storable=False), self.make_product("Packed")
        self.make_bill(kit, [(box, 1), (lid, 2)], type="phantom")
        self.make_bill(packed, [(kit, 3), (tape, 1)])
        sold = self.ask(self.line(kit, 10))
        self.assertEqual(sold.date, date(2026, 11, 12))
        self.assertIn("20 Units of Lid", sold.reason.sentence)
        used = self.ask(self.line(packed, 10))
        self.assertIn("60 Units of Lid", used.reason.sentence)
        self.assertEqual(self.kinds_of(used).count("buy"), 3)

    def test_uncounted_components_are_there(self):
        glue, box = self.make_product("Glue", is_storable=False), self.make_product("Glued box")
        self.make_bill(box, [(glue, 1)], produce_delay=1)
        self.assertEqual(self.ask(self.line(box)).date, date(2026, 11, 4))

    def test_the_route_decides_between_making_and_buying(self):
        board, box = self.bought("Board", 3), self.bought("Box", 20)
        self.make_bill(box, [(board, 1)], produce_delay=1)
        box.route_ids = [Command.set(self.route_make.ids)]
        self.assertEqual(self.ask(self.line(box)).parts[0].kind, "make")
        box.route_ids = [Command.set(self.route_buy.ids)]
        self.assertEqual(self.ask(self.line(box)).parts[0].kind, "buy")

    def test_the_days_the_warehouse_needs_count(self):
        board = self.bought("Board", 1)
        self.warehouse.reception_steps = "two_steps"
        self.warehouse.reception_route_id.rule_ids[:1].delay = 2
        self.warehouse.delivery_route_id.rule_ids[:1].delay = 1
        found = self.ask(self.line(board))
        self.assertEqual(self.kinds_of(found), ["buy", "delivery", "transit"])
        self.assertEqual(found.date, date(2026, 11, 7))

    # === work centres ===

    def test_a_full_work_centre_is_waited_for(self):
        press = self.make_centre()
        box = self.make_product("Printed box")
        self.make_bill(
            box,
            [],
            product_qty=100,
            operation_ids=[
                Command.create({"name": "Printing", "workcenter_id": press.id, "time_cycle_manual": 60}),
            ],
        )
        self.assertEqual(self.ask(self.line(box)).date, TUESDAY)
        production = self.env["mrp.production"].create({"product_id": box.id, "product_qty": 4000})
        production.action_confirm()
        production.button_plan()
        # forty hours from Monday nine o'clock: five days of eight hours, and one hour more
        found = self.ask(self.line(box, 4500))
        self.assertEqual(found.reason.kind, "coming")
        alone = self.ask(self.line(box, 8000))
        work = next(part for part in alone.parts if part.kind == "work")
        self.assertEqual(work.source, press)
        self.assertGreaterEqual(work.day, date(2026, 11, 12))

    def test_slots_are_those_odoo_would_plan(self):
        press = self.make_centre(time_start=10, time_stop=5, time_efficiency=80)
        box = self.make_product("Printed box")
        bill = self.make_bill(
            box,
            [],
            product_qty=100,
            operation_ids=[
                Command.create({"name": name, "workcenter_id": press.id, "time_cycle_manual": minutes})
                for name, minutes in (("Printing", 55), ("Cutting", 130))
            ],
        )
        for quantity in (250, 900, 40, 1700):
            source = FeasibleSource(self.env(su=True), self.company, self.warehouse)
            source.read([(box, None, None)])
            planner_item = source.items[source.key(box)]
            moment = pytz.utc.localize(datetime(2026, 11, 2, 1))
            ends = []
            for operation in planner_item.recipe.operations:
                minutes = operation.places[0].duration(quantity)
                span = source.benches[press].slot(moment, minutes)
                self.assertEqual(span, press._get_first_available_slot(moment, minutes))
                ends.append(span[1].astimezone(pytz.utc).replace(tzinfo=None))
                moment = span[1]
            production = self.env["mrp.production"].create(
                {"product_id": box.id, "bom_id": bill.id, "product_qty": quantity}
            )
            production.action_confirm()
            production.button_plan()
            self.assertEqual(production.workorder_ids.mapped("date_finished"), ends)

    # === the way, and what was asked ===

    def test_the_customer_receives_on_certain_days(self):
        self.put_in_stock(self.carton, 100)
        self.customer.write({"gendan_receive_tue": False, "gendan_receive_wed": False})
        found = self.ask(self.line(self.carton))
        self.assertEqual(found.date, date(2026, 11, 5))
        self.assertEqual((found.reason.kind, found.reason.source), ("receiving", self.customer))

    def test_a_way_nobody_knows_is_said(self):
        self.put_in_stock(self.carton, 100)
        found = self.ask(self.line(self.carton, partner_id=self.foreign_customer.id))
        self.assertEqual(found.date, TODAY)
        self.assertIn("not known", found.parts[-1].sentence)

    def test_against_the_day_asked_for(self):
        board = self.bought("Board", 10)
        order = self.make_order([(board, 1)], promised=date(2026, 11, 20))
        self.assertEqual(self.ask(order.order_line).short_days, 0)
        order.gendan_requested_date = date(2026, 11, 6)
        found = self.ask(order.order_line)
        self.assertEqual((found.asked, found.short_days), (date(2026, 11, 6), 7))
        order.order_line.gendan_own_date = date(2026, 11, 12)
        self.assertEqual(self.ask(order.order_line).short_days, 1)

    def test_services_sections_and_what_is_delivered(self):
        service = self.env["product.product"].create({"name": "Plates", "type": "service"})
        self.put_in_stock(self.carton, 100)
        order = self.make_order([(service, 1), (self.carton, 10)])
        self.env["sale.order.line"].create({"order_id": order.id, "display_type": "line_note", "name": "Thank you"})
        order.action_confirm()
        self.ship(order)
        found = order.order_line._gendan_feasible()
        self.assertEqual(set(found), set(order.order_line))
        self.assertEqual([self.kinds_of(found[line]) for line in order.order_line], [[], ["done"], []])
        self.assertFalse(any(answer.date or answer.is_unknown for answer in found.values()))

    def test_a_confirmed_line_waits_for_its_own_production(self):
        order = self.confirm_order([(self.bag, 1000)], promised=date(2026, 11, 25))
        production = order.order_line._gendan_productions()[order.order_line]
        production.date_start = datetime(2026, 11, 17, 1)
        found = self.ask(order.order_line)
        self.assertEqual((found.reason.kind, found.reason.source), ("coming", production))
        self.assertEqual(found.date, self.company._gendan_add_workdays(found.reason.day, 1))
        self.assertGreaterEqual(found.reason.day, date(2026, 11, 17))

    # === who may ask ===

    def test_a_rep_without_rights_to_production_and_purchase_gets_the_answer_without_prices(self):
        board = self.bought("Board", 10)
        box = self.make_product("Box")
        self.make_bill(box, [(board, 1)])
        self.buy(self.carton, 100, datetime(2026, 11, 9, 4))
        order = self.make_order([(box, 10), (self.carton, 10)], user_id=self.rep.id).with_user(self.rep)
        self.assertFalse(self.env["purchase.order"].with_user(self.rep).has_access("read"))
        action = order.action_gendan_feasible()
        dialog = self.env["gendan.feasible"].with_user(self.rep).browse(action["res_id"])
        self.assertEqual(dialog.date, date(2026, 11, 13))
        self.assertEqual(order.gendan_feasible_date, date(2026, 11, 13))
        texts = " ".join([dialog.headline, dialog.reason, *dialog.part_ids.mapped("name")])
        self.assertNoFigure("987.65", texts)
        self.assertIn("Board", dialog.reason)
        coming = dialog.part_ids.filtered(lambda part: part.kind == "coming")
        self.assertFalse(coming.res_model)
        opened = dialog.part_ids.filtered(lambda part: part.kind == "transit")[:1].action_gendan_open()
        self.assertEqual(opened["res_model"], "gendan.transit")

    def test_the_dialog_says_how_many_days_short(self):
        board = self.bought("Board", 10)
        order = self.make_order([(board, 10)])
        order.gendan_requested_date = date(2026, 11, 6)
        action = order.order_line.with_user(self.clerk).action_gendan_feasible()
        dialog = self.env["gendan.feasible"].browse(action["res_id"])
        self.assertIn("7 day(s) short", dialog.headline)
        self.assertFalse(order.gendan_feasible_date)
        order.action_gendan_feasible()
        self.assertEqual(order.gendan_feasible_short, 7)

    def test_who_may_not_read_the_order_is_refused(self):
        order = self.make_order([(self.carton, 1)])
        for user in (self.other_rep, self.quality_user, self.portal_user):
            with self.assertRaises(AccessError):
                order.with_user(user).action_gendan_feasible()

    def test_the_warehouse_may_ask(self):
        order = self.make_order([(self.carton, 1)])
        action = order.with_user(self.warehouse_user).action_gendan_feasible()
        self.assertTrue(self.env["gendan.feasible"].browse(action["res_id"]).is_unknown)

    def test_another_company_has_its_own_stock(self):
        company, _clerk = self.make_other_company(warehouse=True)
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
        self.env["stock.quant"]._update_available_quantity(self.carton, warehouse.lot_stock_id, 100)
        self.assertTrue(self.ask(self.line(self.carton)).is_unknown)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestFeasibleQueries(FeasibleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.few, cls.many = cls.line(cls.box_of(6)), cls.line(cls.box_of(51))

    def queries(self, lines):
        lines._gendan_feasible()  # settings and calendars that stay in the process
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        found = lines._gendan_feasible()
        self.assertFalse(any(answer.is_unknown for answer in found.values()))
        return self.env.cr.sql_log_count - before

    def test_fifty_components_cost_as_many_queries_as_six(self):
        self.assertEqual(self.queries(self.few), self.queries(self.many))

    def test_thirty_orders_cost_as_many_queries_as_one(self):
        lines = self.few.union(*(self.line(self.few.product_id) for _order in range(29)))
        self.assertEqual(self.queries(lines[:1]), self.queries(lines))

    def test_the_cost_of_fifty_components(self):
        self.queries(self.many)
        self.env.invalidate_all()
        with self.assertQueryCount(70):
            self.many._gendan_feasible()
