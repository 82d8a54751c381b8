from datetime import date, datetime

from freezegun import freeze_time

from .events_common import EventsCase

NOW = "2026-03-02 02:00:00"


@freeze_time(NOW)
class TestExpectations(EventsCase):
    """What purchases, productions and transfers expect, and what-if over the same code."""

    def promised(self, *products):
        order = self.order(*products, confirm=False)
        order.commitment_date = datetime(2026, 4, 1, 9)
        order.action_confirm()
        return order.order_line[:1]

    def buy(self, product, quantity, day, confirm=True):
        """A purchase for stock, not to order."""
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.supplier.id,
                "order_line": [
                    (0, 0, {"product_id": product.id, "product_qty": quantity, "date_planned": datetime(*day, 4)})
                ],
            }
        )
        if confirm:
            purchase.button_confirm()
        return purchase

    def test_our_own_promise_is_no_news(self):
        """Everything Odoo planned backwards from the promise stays silent."""
        line = self.promised(self.made("Box", (self.bought("Board"), 1), operations=(self.kind_print,)))
        for event in ("components_available", "workorder_done", "mo_done", "shipped"):
            with self.subTest(event=event):
                self.assertIsNone(self.expected(line, event, self.kind_print))

    def test_component_bought_to_order_is_put_back(self):
        line = self.promised(self.made("Box", (self.bought("Board"), 1)))
        purchase_line = line._gendan_purchase_lines()[line]
        purchase_line.order_id.button_confirm()
        production = line._gendan_productions()[line]
        before = self.expected(line, "components_available")
        self.assertEqual(before[1], f"{purchase_line.order_id.name} · {before[0]}")
        purchase_line.date_planned = datetime(2026, 4, 10, 4)
        self.assertEqual(
            self.expected(line, "components_available"),
            (date(2026, 4, 10), f"{purchase_line.order_id.name} · 2026-04-10"),
        )
        day, label = self.expected(line, "mo_done")
        self.assertGreaterEqual(day, date(2026, 4, 10))
        self.assertIn(purchase_line.order_id.name, label)
        self.assertIn(production.name, label)

    def test_receipt_moved_by_the_warehouse_counts_too(self):
        line = self.promised(self.made("Box", (self.bought("Board"), 1)))
        purchase = line._gendan_purchase_lines()[line].order_id
        purchase.button_confirm()
        purchase.picking_ids.scheduled_date = datetime(2026, 4, 12, 4)
        self.assertEqual(self.expected(line, "components_available")[0], date(2026, 4, 12))
        self.process(purchase.picking_ids)
        self.assertIsNone(self.expected(line, "components_available"), "it is here")

    def test_request_for_quotation_counts_when_it_is_too_late(self):
        line = self.promised(self.made("Box", (self.bought("Board"), 1)))
        purchase_line = line._gendan_purchase_lines()[line]
        self.assertIsNone(self.expected(line, "components_available"))
        purchase_line.date_planned = datetime(2026, 4, 10, 4)
        self.assertEqual(self.expected(line, "components_available")[0], date(2026, 4, 10))

    def test_component_from_stock_first_come_first_served(self):
        board = self.product("Board")
        box = self.made("Box", (board, 1))
        first, second, third = (self.promised(box) for _index in range(3))
        self.stock(board, 12)
        one = self.buy(board, 10, (2026, 3, 20))
        two = self.buy(board, 5, (2026, 3, 25))
        answers = [self.expected(line, "components_available") for line in (first, second, third)]
        self.assertEqual(
            answers,
            [None, (date(2026, 3, 20), f"{one.name} · 2026-03-20"), None],
            "8 missing for the second, 3 for the third that nobody brings",
        )
        extra = self.buy(board, 5, (2026, 3, 22))
        self.assertEqual(self.expected(third, "components_available"), (date(2026, 3, 25), f"{two.name} · 2026-03-25"))
        extra.order_line.date_planned = datetime(2026, 3, 28, 4)
        self.assertEqual(
            self.expected(third, "components_available"),
            (date(2026, 3, 28), f"{extra.name} · 2026-03-28"),
            "nothing in Odoo moved the receipt, we follow the buyer's date",
        )

    def test_what_is_reserved_leaves_the_queue(self):
        board = self.product("Board")
        box = self.made("Box", (board, 1))
        first, second = (self.promised(box) for _index in range(2))
        self.stock(board, 10)
        second._gendan_productions()[second].action_assign()
        self.buy(board, 10, (2026, 3, 20))
        self.assertIsNone(self.expected(second, "components_available"))
        self.assertEqual(self.expected(first, "components_available")[0], date(2026, 3, 20))

    def test_planned_work_orders_are_news(self):
        line = self.promised(self.made("Box", (self.product("Board"), 1), operations=(self.kind_print, self.kind_die)))
        production = line._gendan_productions()[line]
        production.date_start = datetime(2026, 3, 16, 1)
        production.button_plan()
        self.assertTrue(production.is_planned)
        day, label = self.expected(line, "mo_done")
        self.assertEqual(day, self.company._gendan_to_day(production.date_finished))
        self.assertEqual(label, f"{production.name} · {day}")
        day, label = self.expected(line, "workorder_done", self.kind_print)
        self.assertEqual(day, self.company._gendan_to_day(production.workorder_ids[0].date_finished))
        self.assertIn(production.name, label)

    def test_production_past_its_own_deadline_is_news(self):
        line = self.promised(self.made("Box", (self.product("Board"), 1)))
        production = line._gendan_productions()[line]
        production.date_start = datetime(2026, 4, 6, 1)
        self.assertGreater(production.date_finished, production.date_deadline)
        self.assertEqual(self.expected(line, "mo_done")[0], self.company._gendan_to_day(production.date_finished))

    def test_late_component_of_a_child_reaches_the_parent(self):
        sheet = self.made("Sheet", (self.bought("Board"), 1))
        line = self.promised(self.made("Box", (sheet, 1)))
        purchase_line = line._gendan_purchase_lines()[line]
        purchase_line.date_planned = datetime(2026, 4, 20, 4)
        day, label = self.expected(line, "mo_done")
        self.assertGreaterEqual(day, date(2026, 4, 20))
        self.assertIn(purchase_line.order_id.name, label)

    def test_transfer_scheduled_past_its_deadline(self):
        ribbon = self.product("Ribbon")
        line = self.promised(ribbon)
        picking = line.order_id.picking_ids
        self.assertIsNone(self.expected(line, "shipped"))
        picking.scheduled_date = datetime(2026, 4, 3, 4)
        self.assertEqual(self.expected(line, "shipped"), (date(2026, 4, 3), f"{picking.name} · 2026-04-03"))

    def test_goods_bought_to_order_come_too_late(self):
        line = self.promised(self.bought("Ribbon"))
        purchase_line = line._gendan_purchase_lines()[line]
        self.assertIsNone(self.expected(line, "shipped"))
        purchase_line.order_id.button_confirm()
        self.assertIsNone(self.expected(line, "shipped"))
        purchase_line.date_planned = datetime(2026, 4, 9, 4)
        self.assertEqual(
            self.expected(line, "shipped"), (date(2026, 4, 9), f"{purchase_line.order_id.name} · 2026-04-09")
        )

    def test_drop_shipment_leaves_when_the_supplier_says(self):
        if "stock_dropshipping" not in self.env.registry._init_modules:
            self.skipTest("stock_dropshipping is not installed")
        line = self.promised(self.bought("Roll", self.env.ref("stock_dropshipping.route_drop_shipping")))
        purchase_line = line._gendan_purchase_lines()[line]
        self.assertIsNone(self.expected(line, "shipped"), "a request for quotation repeats our promise")
        purchase_line.order_id.button_confirm()
        purchase_line.date_planned = datetime(2026, 3, 25, 4)
        self.assertEqual(self.expected(line, "shipped")[1].split(" ")[0], purchase_line.order_id.name)
        purchase_line.date_planned = datetime(2026, 4, 9, 4)
        self.assertEqual(self.expected(line, "shipped")[0], date(2026, 4, 9))

    def test_what_if(self):
        """Overrides answer as the documents would, and change nothing."""
        board = self.bought("Board")
        line = self.promised(self.made("Box", (board, 1), operations=(self.kind_print,)))
        purchase_line = line._gendan_purchase_lines()[line]
        purchase_line.order_id.button_confirm()
        production = line._gendan_productions()[line]
        picking = line.order_id.picking_ids.filtered(lambda picking: picking.picking_type_code == "outgoing")
        workorder = production.workorder_ids
        day = date(2026, 4, 15)
        for event, record in (
            ("components_available", purchase_line),
            ("components_available", purchase_line.order_id),
            ("components_available", purchase_line.move_ids),
            ("components_available", purchase_line.move_ids.picking_id),
            ("workorder_done", workorder),
            ("mo_done", production),
            ("shipped", picking),
        ):
            with self.subTest(event=event, record=record):
                before = self.expected(line, event, self.kind_print)
                found = self.expected(line, event, self.kind_print, {(record._name, record.id): day})
                self.assertEqual(found[0], day)
                self.assertEqual(self.expected(line, event, self.kind_print), before)
        self.assertGreater(
            self.expected(line, "mo_done", None, {("purchase.order.line", purchase_line.id): day})[0],
            self.company._gendan_to_day(production.date_start),
        )
        delayed = {("purchase.order.line", purchase_line.id): date(2026, 3, 1)}
        self.assertEqual(
            self.expected(line, "components_available", None, delayed)[0],
            self.company._gendan_to_day(purchase_line.move_ids.date),
            "an earlier date on paper does not move the receipt",
        )

    def test_done_and_cancelled_say_nothing(self):
        board = self.product("Board")
        line = self.promised(self.made("Box", (board, 1)))
        self.produce(line._gendan_productions()[line])
        self.assertIsNone(self.expected(line, "mo_done"))
        self.assertIsNone(self.expected(line, "components_available"))
        other = self.promised(self.made("Other", (board, 1)))
        other.order_id._action_cancel()
        for event in ("components_available", "mo_done", "shipped"):
            self.assertIsNone(self.expected(other, event))
