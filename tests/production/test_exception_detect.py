"""What the system finds: opened once, merged, kept up to date, closed by itself with a note."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..common import MONDAY
from .exception_common import PROMISE, ExceptionCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestComponentLate(ExceptionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order, cls.purchase = cls.order_with_purchase()
        cls.detect()

    def test_in_time_nothing_is_found_and_nothing_waits(self):
        self.assertFalse(self.found())
        self.assertFalse(self.env["gendan.exception.look"].search([]))

    def test_it_opens_once(self):
        self.slip(self.purchase, 14)
        self.detect()
        exception = self.found("shortage")
        self.assertRecordValues(
            exception,
            [{"res_model": "purchase.order", "res_id": self.purchase.id, "is_found_by_system": True, "state": "open",
              "cause_id": self.env.ref("gendan_followup.cause_material_late").id, "detector": "component",
              "department_id": self.env.ref("gendan_followup.department_purchasing").id, "order_count": 1}],
        )  # fmt: skip
        self.assertIn(self.purchase.name, exception.title)
        self.assertIn(self.film.display_name, exception.title)
        self.assertGreater(exception.late_days, 0)
        row = exception.effect_ids
        self.assertEqual(row.plan_id, self.order.gendan_plan_ids)
        self.assertEqual((row.promise_date, row.forecast_date), (PROMISE, self.order.gendan_forecast_date))
        self.assertEqual(row.days, -self.order.gendan_buffer_days)
        self.assertEqual(exception.days, row.days)
        self.assertEqual(row.value, self.order.amount_untaxed)
        self.assertEqual(self.found(), exception, "the order's lateness is explained: no exception of its own")
        number = exception.name
        self.order._gendan_replay()
        self.detect()
        self.assertEqual(self.found().name, number)

    def test_the_impact_follows_and_the_message_says_when_it_hits_more(self):
        self.slip(self.purchase, 14)
        self.detect()
        exception = self.found()
        days = exception.days
        self.slip(self.purchase, 3)
        self.detect()
        self.assertEqual(self.found(), exception)
        self.assertGreater(exception.days, days)

    def test_purchases_that_hit_several_orders_are_one_exception(self):
        other = self.make_order([(self.bag, 1000)], promised=PROMISE)
        other.action_confirm()
        self.settle()
        line = other.order_line._gendan_links()[other.order_line].bought_components
        line.date_planned = datetime(2026, 11, 4, 4)
        line.order_id.button_confirm()
        # both orders' films come with one purchase
        line.order_id = self.purchase
        line.date_planned = datetime(2026, 11, 4, 4)
        self.detect()
        self.assertFalse(self.found())
        self.slip(self.purchase, 14)
        self.detect()
        exception = self.found()
        self.assertEqual(len(exception), 1)
        self.assertEqual(exception.effect_ids.order_id, self.order | other)
        self.assertEqual(exception.order_count, 2)
        # it is over for one of them only
        other.with_context(disable_cancel_warning=True)._action_cancel()
        self.detect()
        self.assertEqual(self.found(), exception)
        self.assertEqual(exception.effect_ids.filtered("is_now").order_id, self.order)

    def test_it_closes_by_itself_with_a_note(self):
        self.slip(self.purchase, 14)
        self.detect()
        exception = self.found()
        todos = exception._gendan_sync_todos()
        self.assertTrue(todos)
        self.slip(self.purchase, -14)
        self.detect()
        self.assertEqual((exception.state, exception.outcome), ("closed", "gone"))
        self.assertFalse(exception.closed_by_id)
        self.assertIn("Closed by itself", exception.message_ids[0].body)
        self.assertFalse(todos.filtered("open"))
        self.assertEqual(exception.effect_ids.mapped("is_now"), [False], "who was hit is kept")

    def test_a_fact_that_comes_back_opens_another_one(self):
        self.slip(self.purchase, 14)
        self.detect()
        first = self.found()
        self.slip(self.purchase, -14)
        self.detect()
        self.slip(self.purchase, 14)
        self.detect()
        second = self.found()
        self.assertEqual(second.previous_id, first)
        self.assertEqual(first.state, "closed")

    def test_closed_by_hand_it_keeps_quiet_until_it_gets_worse(self):
        self.slip(self.purchase, 14)
        self.detect()
        exception = self.found("shortage")
        exception.result = "Agreed with the customer by phone"
        exception.action_false_alarm()
        self.detect()
        self.assertFalse(self.found("shortage"))
        self.slip(self.purchase, 4)
        self.detect()
        self.assertEqual(self.found("shortage").previous_id, exception)

    def test_days_that_may_pass_open_nothing(self):
        self.company.gendan_exception_slip_days = 60
        self.slip(self.purchase, 14)
        self.detect()
        self.assertFalse(self.found("shortage"))
        self.assertEqual(self.found().kind, "date", "the promise breaks all the same")

    def test_from_stock_the_purchase_that_covers_is_named(self):
        board = self.make_product("Board", route_ids=[Command.set(self.route_buy.ids)])
        box = self.make_product("Box", route_ids=[Command.set((self.route_make | self.route_mto).ids)])
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": box.product_tmpl_id.id,
                "bom_line_ids": [Command.create({"product_id": board.id, "product_qty": 1})],
            }
        )
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.supplier.id,
                "order_line": [
                    Command.create(
                        {"product_id": board.id, "product_qty": 500, "date_planned": datetime(2026, 11, 24, 4)}
                    )
                ],
            }
        )
        purchase.button_confirm()
        order = self.confirm_order([(box, 20)], promised=PROMISE)
        self.detect()
        exception = self.found("shortage")
        self.assertEqual((exception.res_model, exception.res_id), ("purchase.order", purchase.id))
        self.assertEqual(exception.effect_ids.order_id, order)
        self.assertIn("Board", exception.effect_ids.note)

    def test_what_nothing_covers_is_found_when_it_should_be_there(self):
        glue = self.make_product("Glue")
        card = self.make_product("Card", route_ids=[Command.set((self.route_make | self.route_mto).ids)])
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": card.product_tmpl_id.id,
                "bom_line_ids": [Command.create({"product_id": glue.id, "product_qty": 1})],
            }
        )
        order = self.confirm_order([(card, 20)], promised=PROMISE)
        self.detect()
        self.assertFalse(self.found("shortage"), "long before it begins nothing need be bought")
        production = self.production_of(order)
        with freeze_time(production.date_start + timedelta(days=1)):
            order._gendan_replay()
            self.env["gendan.exception.look"]._gendan_look_at("order", order)
            self.detect()
            exception = self.found("shortage")
            self.assertEqual((exception.res_model, exception.res_id), ("mrp.production", production.id))
            self.assertEqual(exception.cause_id, self.env.ref("gendan_followup.cause_material_short"))
            self.put_in_stock(glue, 50)
            production.action_assign()
            self.detect()
        self.assertEqual(exception.outcome, "gone")

    def test_off_nothing_is_looked_at(self):
        self.company.gendan_find_exceptions = False
        self.slip(self.purchase, 14)
        self.detect()
        self.assertFalse(self.found())
        self.assertFalse(self.env["gendan.exception.look"].search([]))
        self.company.gendan_find_exceptions = True
        self.detect()
        self.assertTrue(self.found(), "what is so already is found when it is switched on")


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestOtherChecks(ExceptionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock_order = cls.confirm_order([(cls.carton, 30)], promised=date(2026, 11, 13))
        cls.detect()

    def test_a_promise_in_danger_without_a_known_cause(self):
        self.milestone(self.stock_order, "contract").with_user(self.supervisor).action_retime(
            date(2026, 11, 10), "customer's boss is away"
        )
        arrived = self.milestone(self.stock_order, "shipped")
        arrived.with_user(self.supervisor).action_retime(date(2026, 11, 19), "no truck")
        self.detect()
        exception = self.found()
        self.assertRecordValues(
            exception,
            [{"kind": "date", "res_model": "sale.order", "res_id": self.stock_order.id, "detector": "promise"}],
        )
        self.assertEqual(exception.days, -self.stock_order.gendan_buffer_days)
        self.assertTrue(exception.effect_ids.note)
        arrived.with_user(self.supervisor).action_retime(date(2026, 11, 9), "truck found")
        self.detect()
        self.assertEqual(exception.outcome, "gone")
        self.assertFalse(self.found())

    def test_the_promise_is_looked_at_again_when_what_explained_it_is_closed(self):
        self.milestone(self.stock_order, "shipped").with_user(self.supervisor).action_retime(
            date(2026, 11, 19), "no truck"
        )
        reported = self.env["gendan.exception"].create(
            {"title": "Truck broken", "kind": "logistics", "res_model": "sale.order", "res_id": self.stock_order.id}
        )
        self.detect()
        self.assertEqual(self.found(), reported, "people said why already")
        reported.result = "Not the truck"
        reported.action_false_alarm()
        self.detect()
        self.assertEqual(self.found().kind, "date")

    def test_goods_that_stand_there_past_their_day(self):
        self.put_in_stock(self.carton, 100)
        picking = self.stock_order.picking_ids
        picking.action_assign()
        self.assertEqual(picking.state, "assigned")
        deadline = self.company._gendan_to_day(picking.move_ids.date_deadline)
        with freeze_time(datetime.combine(deadline, datetime.min.time()) + timedelta(days=1, hours=4)):
            self.env["sale.order"]._cron_gendan_nightly()
            self.detect()
            exception = self.found("logistics")
            self.assertEqual((exception.res_model, exception.res_id), ("stock.picking", picking.id))
            self.assertEqual(exception.late_days, 1)
            self.assertEqual(exception.effect_ids.order_id, self.stock_order)
            self.env["sale.order"]._cron_gendan_nightly()
            self.detect()
            self.assertEqual(self.found("logistics"), exception)
            self.ship(self.stock_order)
            self.detect()
        self.assertEqual(exception.outcome, "gone")

    def test_a_transfer_planned_past_its_day(self):
        picking = self.stock_order.picking_ids
        picking.scheduled_date = datetime(2026, 11, 18, 4)
        self.detect()
        exception = self.found("logistics")
        self.assertEqual(exception.res_id, picking.id)
        self.assertEqual(self.found(), exception, "the promise breaks by it: one exception")
        picking.scheduled_date = datetime(2026, 11, 9, 4)
        self.detect()
        self.assertEqual(exception.outcome, "gone")

    def work(self):
        """An order with a work order at a work centre."""
        center = self.env["mrp.workcenter"].create({"name": "Press 8"})
        self.bom.operation_ids = [Command.create({"name": "Print", "workcenter_id": center.id})]
        order = self.confirm_order([(self.bag, 5000)], promised=PROMISE)
        production = self.production_of(order)
        return center, order, production

    def block(self, center):
        loss = self.env["mrp.workcenter.productivity.loss"].search([("loss_type", "=", "availability")], limit=1)
        return self.env["mrp.workcenter.productivity"].create(
            {"workcenter_id": center.id, "loss_id": loss.id, "date_start": datetime(2026, 11, 2, 0)}
        )

    def test_a_work_centre_that_stands_still(self):
        center, order, production = self.work()
        production.workorder_ids.date_start = datetime(2026, 11, 2, 1)
        self.company.gendan_exception_block_hours = 1
        with freeze_time("2026-11-02 00:30:00"):
            log = self.block(center)
            self.detect()
            self.assertFalse(self.found("machine"), "a short stop")
        with freeze_time("2026-11-02 01:30:00"):
            self.detect()
            exception = self.found("machine")
            self.assertEqual((exception.res_model, exception.res_id), ("mrp.workcenter", center.id))
            self.assertEqual(exception.effect_ids.order_id, order)
            self.assertEqual(exception.department_id, self.env.ref("gendan_followup.department_workshop"))
            order._gendan_replay()
            self.detect()
            self.assertEqual(self.found("machine"), exception)
            log.date_end = datetime(2026, 11, 2, 1, 30)
            self.detect()
            self.assertEqual(exception.outcome, "gone")
            self.block(center)
            self.detect()
            self.assertEqual(self.found("machine").previous_id, exception)

    def test_a_work_centre_no_order_waits_for_is_no_exception(self):
        center = self.env["mrp.workcenter"].create({"name": "Old press"})
        self.block(center)
        with freeze_time("2026-11-02 10:00:00"):
            self.detect()
        self.assertFalse(self.found("machine"))

    def test_too_much_scrap(self):
        order = self.confirm_order([(self.bag, 5000)], promised=PROMISE)
        production = self.production_of(order)
        self.put_in_stock(self.film, 500)

        def scrap(quantity):
            self.env["stock.scrap"].create(
                {"product_id": self.film.id, "scrap_qty": quantity, "production_id": production.id,
                 "location_id": self.warehouse.lot_stock_id.id}
            ).do_scrap()  # fmt: skip
            self.detect()

        scrap(0.3)  # 2 % of 15
        self.assertFalse(self.found("quality"))
        scrap(0.3)
        exception = self.found("quality")
        self.assertEqual((exception.res_model, exception.res_id), ("mrp.production", production.id))
        self.assertIn("4 %", exception.title)
        scrap(1)
        self.assertEqual(self.found("quality"), exception)
        self.assertIn("10.7 %", exception.title)
        self.company.gendan_exception_scrap = 20
        order._gendan_replay()
        self.detect()
        self.assertEqual(exception.outcome, "gone", "the limit allows it now")

    def test_what_people_found_first_takes_the_fact_and_stays_theirs(self):
        picking = self.stock_order.picking_ids
        reported = self.env["gendan.exception"].with_user(self.clerk).create(
            {"title": "Carrier says no truck", "kind": "logistics", "res_model": "stock.picking", "res_id": picking.id}
        )
        picking.scheduled_date = datetime(2026, 11, 18, 4)
        self.detect()
        self.assertEqual(self.found(), reported)
        self.assertEqual((reported.title, reported.is_fact_on), ("Carrier says no truck", True))
        picking.scheduled_date = datetime(2026, 11, 9, 4)
        self.detect()
        self.assertEqual((reported.state, reported.is_fact_on), ("open", False))
        self.assertIn("no longer sees it", reported.message_ids[0].body)

    def test_what_people_reported_about_the_order_is_the_same_fact(self):
        reported = self.env["gendan.exception"].with_user(self.clerk).create(
            {"title": "No truck", "kind": "logistics", "res_model": "sale.order", "res_id": self.stock_order.id}
        )
        self.stock_order.picking_ids.scheduled_date = datetime(2026, 11, 18, 4)
        self.detect()
        self.assertEqual(self.found(), reported)
        self.assertTrue(reported.is_fact_on)
        self.stock_order._gendan_replay()
        self.detect()
        self.assertEqual((self.found(), reported.is_fact_on), (reported, True))
        self.stock_order.picking_ids.scheduled_date = datetime(2026, 11, 9, 4)
        self.detect()
        self.assertEqual((reported.state, reported.is_fact_on), ("open", False))

    def test_one_bad_order_keeps_no_other_from_being_looked_at(self):
        other = self.confirm_order([(self.carton, 5)], promised=date(2026, 11, 13))
        finder = type(self.env["gendan.exception"])
        real = finder._gendan_detect_transfer
        bad = self.stock_order.gendan_plan_ids

        def stumble(finder, plans):
            if bad & plans:
                raise ValueError("stumbles")
            return real(finder, plans)

        self.patch(finder, "_gendan_detect_transfer", stumble)
        for order in self.stock_order | other:
            order.picking_ids.scheduled_date = datetime(2026, 11, 18, 4)
        with self.assertLogs("odoo.addons.gendan_followup", "ERROR"):
            self.detect()
        self.assertEqual(self.found("logistics").res_id, other.picking_ids.id)
        self.assertFalse(self.env["gendan.exception.look"].search([]), "not tried for ever")
