"""What is expected of ten orders costs as many queries as of one."""

from datetime import datetime

from odoo.tests import tagged

from .events_common import EventsCase

EVENTS = ("components_available", "workorder_done", "mo_done", "shipped")
# orders: one query for each of them is more than the reserve below
MANY = 10


@tagged("post_install", "-at_install")
class TestExpectedQueries(EventsCase):
    def assertBounded(self, make, reserve=8):
        """:param make: function that makes one order, with something to be expected of it"""
        counts = {}
        for number in (1, MANY):
            ids = [make().order_line.id for _order in range(number)]
            for event in EVENTS:
                lines = self.env["sale.order.line"].browse(ids)
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                found = getattr(lines, f"_gendan_expected_{event}")(self.kind_print)
                counts[event, number] = self.env.cr.sql_log_count - before
                counts[event, number, "found"] = len(found)
        for event in EVENTS:
            with self.subTest(event=event):
                self.assertLessEqual(counts[event, MANY], counts[event, 1] + reserve, counts)
        return counts

    def late_purchase(self, order):
        for purchase_line in order.order_line._gendan_purchase_lines()[order.order_line]:
            if purchase_line.state != "purchase":
                purchase_line.order_id.button_confirm()
            purchase_line.date_planned = datetime(2027, 4, 9, 4)
        return order

    def test_components_bought_to_order(self):
        board = self.bought("Board")
        box = self.made("Box", (board, 1), operations=(self.kind_print,))
        counts = self.assertBounded(lambda: self.late_purchase(self.order(box)))
        self.assertEqual(counts["components_available", MANY, "found"], MANY)
        self.assertEqual(counts["mo_done", MANY, "found"], MANY)

    def test_components_from_stock(self):
        board = self.product("Board", self.route_buy)
        box = self.made("Box", (board, 1), operations=(self.kind_print,))
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.supplier.id,
                "order_line": [(0, 0, {"product_id": board.id, "product_qty": 1000})],
            }
        )
        purchase.button_confirm()
        counts = self.assertBounded(lambda: self.order(box))
        self.assertEqual(counts["components_available", MANY, "found"], MANY)

    def test_receipts_and_deliveries_in_several_steps(self):
        self.warehouse.write({"reception_steps": "three_steps", "delivery_steps": "pick_pack_ship"})
        board = self.bought("Board")
        box = self.made("Box", (board, 1), operations=(self.kind_print,))
        counts = self.assertBounded(lambda: self.late_purchase(self.order(box)))
        self.assertEqual(counts["components_available", MANY, "found"], MANY)

    def test_goods_from_another_company_by_transit(self):
        """Bought from a sister company: the receipt comes out of the transit location between companies."""
        board = self.bought("Board")
        transit = self.env.ref("stock.stock_location_inter_company")
        transit.active = True
        self.supplier.property_stock_supplier = transit
        box = self.made("Box", (board, 1), operations=(self.kind_print,))
        counts = self.assertBounded(lambda: self.late_purchase(self.order(box)))
        self.assertEqual(counts["components_available", MANY, "found"], MANY)
