from datetime import date

from freezegun import freeze_time

from odoo.fields import Command

from .events_common import EventsCase


class TestDeliveryEvents(EventsCase):
    """What leaves us for the customer, by whatever way, counted once and in the line's unit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ribbon = cls.product("Ribbon")
        cls.stock(cls.ribbon, 1000)

    def test_one_step_in_parts_with_back_order(self):
        line = self.order(self.ribbon).order_line
        self.assertIs(self.actual(line, "shipped"), False)
        first = line.order_id.picking_ids
        with freeze_time("2026-03-02 02:00:00"):
            self.process(first, 4)
            self.assertEqual(self.actual(line, "shipped"), [(date(2026, 3, 2), 4)])
        with freeze_time("2026-03-05 02:00:00"):
            self.process(line.order_id.picking_ids - first)
            self.assertEqual(self.actual(line, "shipped"), [(date(2026, 3, 2), 4), (date(2026, 3, 5), 6)])

    def test_evening_in_utc_is_the_next_day(self):
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        line = self.order(self.ribbon).order_line
        with freeze_time("2026-03-02 17:00:00"):
            self.process(line.order_id.picking_ids)
            self.assertEqual(self.actual(line, "shipped"), [(date(2026, 3, 3), 10)])

    def test_three_steps_count_once(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        line = self.order(self.ribbon).order_line
        order = line.order_id
        for _step in range(2):
            moves = line._gendan_customer_moves()[line]
            self.assertTrue(moves.pending or moves.open)
            self.process(order.picking_ids.filtered(lambda picking: picking.state == "assigned"))
            self.assertIs(self.actual(line, "shipped"), False)
        with freeze_time("2026-03-02 02:00:00"):
            self.process(order.picking_ids.filtered(lambda picking: picking.state == "assigned"))
            self.assertEqual(self.actual(line, "shipped"), [(date(2026, 3, 2), 10)])

    def test_partial_pick_is_not_the_end(self):
        """The last step of the rest does not exist yet: the rest must not count as cancelled."""
        self.warehouse.delivery_steps = "pick_ship"
        line = self.order(self.ribbon).order_line
        order = line.order_id
        self.process(order.picking_ids, 4)
        ship = order.picking_ids.filtered(lambda picking: picking.picking_type_id == self.warehouse.out_type_id)
        with freeze_time("2026-03-02 02:00:00"):
            self.process(ship)
            self.assertEqual(self.actual(line, "shipped"), [(date(2026, 3, 2), 4)])

    def test_cancelled_back_order_closes_the_line(self):
        line = self.order(self.ribbon).order_line
        with freeze_time("2026-03-02 02:00:00"):
            self.process(line.order_id.picking_ids, 7, backorder=False)
            self.assertEqual(self.actual(line, "shipped"), [(date(2026, 3, 2), 10)])

    def test_returns_are_negative_and_never_close_anything(self):
        line = self.order(self.ribbon).order_line
        picking = line.order_id.picking_ids
        with freeze_time("2026-03-02 02:00:00"):
            self.process(picking)
        with freeze_time("2026-03-09 02:00:00"):
            back = self.return_of(picking, 3)
            self.assertEqual(self.actual(line, "shipped"), [(date(2026, 3, 2), 10), (date(2026, 3, 9), -3)])
        with freeze_time("2026-03-10 02:00:00"):
            self.return_of(back, 3)
            self.assertEqual(
                self.actual(line, "shipped"),
                [(date(2026, 3, 2), 10), (date(2026, 3, 9), -3), (date(2026, 3, 10), 3)],
            )

    def test_return_after_a_cancelled_back_order(self):
        line = self.order(self.ribbon).order_line
        picking = line.order_id.picking_ids
        with freeze_time("2026-03-02 02:00:00"):
            self.process(picking, 6, backorder=False)
        with freeze_time("2026-03-09 02:00:00"):
            self.return_of(picking, 2)
        self.assertEqual(self.actual(line, "shipped"), [(date(2026, 3, 2), 10), (date(2026, 3, 9), -2)])

    def test_all_cancelled_is_not_shipped(self):
        line = self.order(self.ribbon).order_line
        line.order_id.picking_ids.action_cancel()
        self.assertIs(self.actual(line, "shipped"), False)

    def test_unit_of_the_line(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.ribbon.uom_ids = [Command.link(dozen.id)]
        order = self.order((self.ribbon, 2), confirm=False)
        order.order_line.product_uom_id = dozen
        order.action_confirm()
        with freeze_time("2026-03-02 02:00:00"):
            self.assertEqual(sum(order.picking_ids.move_ids.mapped("product_qty")), 24)
            self.process(order.picking_ids)
            self.assertEqual(self.actual(order.order_line, "shipped"), [(date(2026, 3, 2), 2)])

    def test_done_quantity_edited_afterwards(self):
        line = self.order(self.ribbon).order_line
        with freeze_time("2026-03-02 02:00:00"):
            self.process(line.order_id.picking_ids)
            line.order_id.picking_ids.move_line_ids.quantity = 8
            self.env.flush_all()
            self.assertEqual(line._gendan_customer_moves()[line].done.quantity, 8)

    def test_drop_shipped(self):
        if "stock_dropshipping" not in self.env.registry._init_modules:
            self.skipTest("stock_dropshipping is not installed")
        goods = self.bought("Paper roll", self.env.ref("stock_dropshipping.route_drop_shipping"))
        line = self.order(goods).order_line
        self.assertIs(self.actual(line, "shipped"), False)
        purchase = line._gendan_purchase_lines()[line].order_id
        purchase.button_confirm()
        self.assertTrue(line._gendan_customer_moves()[line].open)
        with freeze_time("2026-03-02 02:00:00"):
            self.process(purchase.picking_ids, 4)
            self.assertEqual(self.actual(line, "shipped"), [(date(2026, 3, 2), 4)])
        with freeze_time("2026-03-04 02:00:00"):
            self.process(purchase.picking_ids.filtered(lambda picking: picking.state == "assigned"))
            self.assertEqual(self.actual(line, "shipped"), [(date(2026, 3, 2), 4), (date(2026, 3, 4), 6)])
        with freeze_time("2026-03-09 02:00:00"):
            self.return_of(purchase.picking_ids[0], 1)
            self.assertEqual(sum(quantity for _day, quantity in self.actual(line, "shipped")), 9)

    def test_returned_to_the_supplier_is_not_shipped(self):
        goods = self.bought("Paper")
        line = self.order(goods).order_line
        purchase = line._gendan_purchase_lines()[line].order_id
        purchase.button_confirm()
        self.process(purchase.picking_ids)
        self.return_of(purchase.picking_ids, 10)
        self.assertIs(self.actual(line, "shipped"), False)

    def test_kit_leaves_when_its_last_component_does(self):
        lid, tray = self.product("Lid"), self.product("Tray")
        self.stock(lid, 100)
        self.stock(tray, 100)
        kit = self.product("Set")
        self.bom(kit, [(lid, 2), (tray, 1)], type="phantom")
        line = self.order(kit).order_line
        picking = line.order_id.picking_ids
        lids = picking.move_ids.filtered(lambda move: move.product_id == lid)
        trays = picking.move_ids - lids
        with freeze_time("2026-03-02 02:00:00"):
            lids.write({"quantity": 20, "picked": True})
            picking.with_context(skip_backorder=True).button_validate()
            self.assertIs(self.actual(line, "shipped"), False)
        with freeze_time("2026-03-04 02:00:00"):
            rest = line.order_id.picking_ids - picking
            self.assertEqual(rest.move_ids, trays)
            self.process(rest, 4)
            self.assertEqual(self.actual(line, "shipped"), [(date(2026, 3, 4), 4)])
        with freeze_time("2026-03-05 02:00:00"):
            self.process(line.order_id.picking_ids - picking - rest)
            self.assertEqual(self.actual(line, "shipped"), [(date(2026, 3, 4), 4), (date(2026, 3, 5), 6)])
        with freeze_time("2026-03-09 02:00:00"):
            back = self.env["stock.return.picking"].create({"picking_id": picking.id})
            back.product_return_moves.quantity = 3
            back = self.env["stock.picking"].browse(back.action_create_returns()["res_id"])
            self.process(back)
            self.assertEqual(self.actual(line, "shipped")[-1], (date(2026, 3, 9), -2), "half a set is none")

    def test_kit_of_kits_whose_bill_is_gone(self):
        lid, tray = self.product("Lid"), self.product("Tray")
        inner, outer = self.product("Inner set"), self.product("Outer set")
        self.bom(inner, [(lid, 2)], type="phantom")
        bom = self.bom(outer, [(inner, 3), (tray, 1)], type="phantom", product_qty=2)
        for product in (lid, tray):
            self.stock(product, 100)
        line = self.order(outer).order_line
        picking = line.order_id.picking_ids
        self.assertEqual({move.product_id: move.product_qty for move in picking.move_ids}, {lid: 30, tray: 5})
        with freeze_time("2026-03-02 02:00:00"):
            for move, quantity in zip(picking.move_ids.sorted("product_qty"), (2, 15), strict=True):
                move.write({"quantity": quantity, "picked": True})
            picking.with_context(skip_backorder=True).button_validate()
            self.assertEqual(self.actual(line, "shipped"), [(date(2026, 3, 2), 4)])
            self.env.cr.execute("UPDATE mrp_bom SET active = false WHERE id = %s", [bom.id])
            self.env.cr.execute("UPDATE mrp_bom_line SET bom_id = %s WHERE bom_id = %s", [inner.bom_ids.id, bom.id])
            self.env.invalidate_all()
            self.assertEqual(self.actual(line, "shipped"), [(date(2026, 3, 2), 4)])

    def test_kit_with_cancelled_back_order(self):
        lid = self.product("Lid")
        self.stock(lid, 100)
        kit = self.product("Set")
        self.bom(kit, [(lid, 2)], type="phantom")
        line = self.order(kit).order_line
        with freeze_time("2026-03-02 02:00:00"):
            self.process(line.order_id.picking_ids, 14, backorder=False)
            self.assertEqual(self.actual(line, "shipped"), [(date(2026, 3, 2), 10)])

    def test_services_notes_and_nothing_never_leave(self):
        service = self.env["product.product"].create({"name": "Design", "type": "service"})
        order = self.order(service, (self.ribbon, 0))
        for line in order.order_line:
            self.assertIsNone(self.actual(line, "shipped"))

    def test_scrap_is_not_shipped(self):
        line = self.order(self.ribbon).order_line
        picking = line.order_id.picking_ids
        self.env["stock.scrap"].create(
            {"product_id": self.ribbon.id, "scrap_qty": 2, "picking_id": picking.id}
        ).action_validate()
        self.assertIs(self.actual(line, "shipped"), False)

    def test_bounded_queries(self):
        """As many queries for forty lines as for one."""
        box = self.made("Box", (self.product("Board"), 1), operations=(self.kind_print,))
        events = (
            "mo_confirmed",
            "components_available",
            "mo_started",
            "workorder_done",
            "mo_done",
            "shipped",
            "invoiced",
            "paid",
        )
        counts = {}
        for size in (1, 10, 40):
            order = self.order(*[box if index % 2 else self.ribbon for index in range(size + 1)][1:])
            for event in events:
                lines = self.env["sale.order.line"].browse(order.order_line.ids)  # read together
                provider = getattr(lines, f"_gendan_actual_{event}")
                provider(self.kind_print)  # journals
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                provider(self.kind_print)
                counts[event, size] = self.env.cr.sql_log_count - before
        for event in events:
            with self.subTest(event=event):
                self.assertLessEqual(counts[event, 10], counts[event, 1] + 8)
                self.assertLessEqual(counts[event, 40], counts[event, 10] + 6, counts)
