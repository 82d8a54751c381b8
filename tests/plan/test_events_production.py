from datetime import date

from freezegun import freeze_time

from .events_common import EventsCase


class TestProductionEvents(EventsCase):
    """Production events of lines made to order, in every way Odoo makes production orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board = cls.product("Board in stock")
        cls.box = cls.made("Gift box", (cls.board, 2), operations=(cls.kind_print, cls.kind_die))

    def test_made_to_order_from_confirmation_to_done(self):
        with freeze_time("2026-03-02 02:00:00"):
            line = self.order(self.box).order_line
            production = line._gendan_productions()[line]
            self.assertEqual(production.product_qty, 10)
            self.assertEqual(self.actual(line, "mo_confirmed"), date(2026, 3, 2))
            self.assertIs(self.actual(line, "components_available"), False)
            self.assertIs(self.actual(line, "mo_started"), False)
            self.assertIs(self.actual(line, "workorder_done", self.kind_print), False)
            self.assertIs(self.actual(line, "mo_done"), False)
        with freeze_time("2026-03-03 02:00:00"):
            self.stock(self.board, 100)
            production.action_assign()
            self.assertEqual(self.actual(line, "components_available"), date(2026, 3, 3))
            self.assertEqual(self.actual(line, "mo_confirmed"), date(2026, 3, 2), "the journal keeps the day")
        with freeze_time("2026-03-04 02:00:00"):
            printing = production.workorder_ids[0]
            printing.button_start()
            self.assertEqual(self.actual(line, "mo_started"), date(2026, 3, 4))
        with freeze_time("2026-03-05 02:00:00"):
            printing.button_finish()
            self.assertEqual(self.actual(line, "workorder_done", self.kind_print), date(2026, 3, 5))
            self.assertIs(self.actual(line, "workorder_done", self.kind_die), False)
        with freeze_time("2026-03-06 02:00:00"):
            printing.write({"state": "progress"})  # what raising the quantity does, too
            self.assertIs(self.actual(line, "workorder_done", self.kind_print), False, "re-opened")
            printing.button_finish()
            self.assertEqual(self.actual(line, "workorder_done", self.kind_print), date(2026, 3, 6))
        with freeze_time("2026-03-07 02:00:00"):
            self.produce(production)
            self.assertEqual(self.actual(line, "workorder_done", self.kind_die), date(2026, 3, 7))
            self.assertEqual(self.actual(line, "mo_done"), date(2026, 3, 7))
            self.assertEqual(self.actual(line, "mo_started"), date(2026, 3, 4))
            self.assertEqual(self.actual(line, "components_available"), date(2026, 3, 3))

    def test_kind_without_work_order_can_never_come(self):
        values = {"name": "Foil", "code": "test_foil", "event": "workorder_done"}
        kind = self.env["gendan.milestone.kind"].create(values)
        line = self.order(self.box).order_line
        self.assertIsNone(self.actual(line, "workorder_done", kind))

    def test_kind_of_the_work_centre_counts_where_the_operation_has_none(self):
        self.box.bom_ids.operation_ids[0].gendan_kind_id = False
        self.workcenter.gendan_kind_id = self.kind_print
        line = self.order(self.box).order_line
        workorders = line._gendan_productions()[line].workorder_ids
        self.assertEqual(workorders._gendan_of_kind(self.kind_print), workorders[0])
        self.assertEqual(workorders._gendan_of_kind(self.kind_die), workorders[1])

    def test_unreserved_components_are_taken_back_and_journalled(self):
        self.stock(self.board, 100)
        with freeze_time("2026-03-02 02:00:00"):
            line = self.order(self.box).order_line
            production = line._gendan_productions()[line]
            production.action_assign()
            self.assertEqual(self.actual(line, "components_available"), date(2026, 3, 2))
        with freeze_time("2026-03-04 02:00:00"):
            production.do_unreserve()
            self.assertIs(self.actual(line, "components_available"), False)
        with freeze_time("2026-03-06 02:00:00"):
            production.action_assign()
            self.assertEqual(self.actual(line, "components_available"), date(2026, 3, 6))
            self.assertEqual(self.actual(line, "components_available"), date(2026, 3, 6))
        journal = self.env["gendan.event"].search(
            [("line_id", "=", line.id), ("event", "=", "components_available")], order="id"
        )
        self.assertRecordValues(
            journal,
            [
                {"date": date(2026, 3, 2), "is_undone": False, "source": production.name},
                {"date": date(2026, 3, 4), "is_undone": True, "source": production.name},
                {"date": date(2026, 3, 6), "is_undone": False, "source": production.name},
            ],
        )

    def test_late_evening_utc_is_the_next_day_in_the_factory(self):
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        with freeze_time("2026-03-02 16:30:00"):
            line = self.order(self.box).order_line
            self.assertEqual(self.actual(line, "mo_confirmed"), date(2026, 3, 3))

    def test_started_without_work_order_is_journalled_when_seen(self):
        plain = self.made("Plain box", (self.board, 1))
        with freeze_time("2026-03-02 02:00:00"):
            line = self.order(plain).order_line
            production = line._gendan_productions()[line]
        with freeze_time("2026-03-03 02:00:00"):
            production.action_start()
            self.assertEqual(self.actual(line, "mo_started"), date(2026, 3, 3))
            self.assertIsNone(self.actual(line, "workorder_done", self.kind_print))

    def test_first_seen_late_counts_from_the_evidence(self):
        """An installation in the middle of the season: the day work began bounds what came before."""
        with freeze_time("2026-03-02 02:00:00"):
            line = self.order(self.box).order_line
            production = line._gendan_productions()[line]
        with freeze_time("2026-03-04 02:00:00"):
            production.workorder_ids[0].button_start()
        with freeze_time("2026-03-20 02:00:00"):
            self.assertEqual(self.actual(line, "mo_confirmed"), date(2026, 3, 4))
            self.assertEqual(self.actual(line, "mo_started"), date(2026, 3, 4))

    def test_several_productions_come_day_by_day(self):
        self.box.bom_ids.write({"enable_batch_size": True, "batch_size": 4})
        line = self.order(self.box).order_line
        productions = line._gendan_productions()[line].sorted("id")
        self.assertEqual(len(productions), 3)
        with freeze_time("2026-03-02 02:00:00"):
            self.produce(productions[0])
            self.assertEqual(self.actual(line, "mo_done"), [(date(2026, 3, 2), 4)])
            self.assertIs(self.actual(line, "workorder_done", self.kind_print), False)
        with freeze_time("2026-03-05 02:00:00"):
            self.produce(productions[1])
            self.produce(productions[2])
            self.assertEqual(self.actual(line, "mo_done"), [(date(2026, 3, 2), 4), (date(2026, 3, 5), 8)])
            self.assertEqual(self.actual(line, "workorder_done", self.kind_print), date(2026, 3, 5))

    def test_back_order_of_a_production(self):
        line = self.order(self.box).order_line
        production = line._gendan_productions()[line]
        with freeze_time("2026-03-02 02:00:00"):
            self.produce(production, 6)
            productions = line._gendan_productions()[line]
            self.assertEqual(len(productions), 2)
            self.assertEqual(self.actual(line, "mo_done"), [(date(2026, 3, 2), 6)])
            self.assertIs(self.actual(line, "workorder_done", self.kind_print), False)
        with freeze_time("2026-03-05 02:00:00"):
            (productions - production).action_cancel()
            self.assertEqual(self.actual(line, "mo_done"), date(2026, 3, 2), "the cancelled rest is left out")

    def test_one_production_for_two_lines(self):
        order = self.order(self.box)
        first = order.order_line
        production = first._gendan_productions()[first]
        order.locked = False
        order.write({"order_line": [(0, 0, {"product_id": self.box.id, "product_uom_qty": 5})]})
        second = order.order_line - first
        self.assertEqual(production.product_qty, 15, "Odoo enlarged the first line's production")
        self.assertEqual(order.order_line._gendan_productions(), {first: production, second: production})
        with freeze_time("2026-03-05 02:00:00"):
            self.produce(production)
            for line in order.order_line:
                self.assertEqual(self.actual(line, "mo_done"), date(2026, 3, 5))

    def test_two_lines_confirmed_together_have_their_own(self):
        order = self.order((self.box, 10), (self.box, 5))
        first, second = order.order_line
        productions = order.order_line._gendan_productions()
        self.assertEqual(productions[first].product_qty, 10)
        self.assertEqual(productions[second].product_qty, 5)

    def test_quantity_raised_later(self):
        order = self.order(self.box)
        line = order.order_line
        order.locked = False
        line.product_uom_qty = 25
        productions = line._gendan_productions()[line]
        self.assertEqual(sum(productions.mapped("product_qty")), 25)

    def test_cancelled_production_keeps_the_line_waiting(self):
        line = self.order(self.box).order_line
        line._gendan_productions()[line].action_cancel()
        self.assertFalse(line._gendan_productions()[line])
        for event in ("mo_confirmed", "components_available", "mo_started", "mo_done"):
            with self.subTest(event=event):
                self.assertIs(self.actual(line, event), False)

    def test_several_levels(self):
        sheet = self.made("Printed sheet", (self.board, 1), operations=(self.kind_print,))
        box = self.made("Box from sheets", (sheet, 3), operations=(self.kind_die,))
        line = self.order(box).order_line
        top = line._gendan_productions()[line]
        child = line._gendan_child_productions()[line]
        self.assertEqual((top.product_id, child.product_id), (box, sheet))
        self.assertIs(self.actual(line, "components_available"), False)
        with freeze_time("2026-03-02 02:00:00"):
            self.stock(self.board, 100)
            child.action_assign()
            self.assertEqual(self.actual(line, "components_available"), date(2026, 3, 2), "made sheets are no material")
        with freeze_time("2026-03-04 02:00:00"):
            self.produce(child)
            self.assertEqual(self.actual(line, "workorder_done", self.kind_print), date(2026, 3, 4))
            self.assertEqual(self.actual(line, "mo_started"), date(2026, 3, 4))
            self.assertIs(self.actual(line, "mo_done"), False)
        with freeze_time("2026-03-06 02:00:00"):
            self.produce(top)
            self.assertEqual(self.actual(line, "mo_done"), date(2026, 3, 6))

    def test_children_in_batches_and_from_stock_first(self):
        sheet = self.made("Printed sheet", (self.board, 1), enable_batch_size=True, batch_size=20)
        line = self.order(self.made("Box", (sheet, 3))).order_line
        self.assertEqual(len(line._gendan_child_productions()[line]), 2)
        self.assertEqual(len(line._gendan_productions()[line]), 1)

    def test_production_in_three_steps(self):
        self.warehouse.write({"manufacture_steps": "pbm_sam", "delivery_steps": "pick_pack_ship"})
        self.stock(self.board, 100)
        with freeze_time("2026-03-02 02:00:00"):
            order = self.order(self.box)
            line = order.order_line
            production = line._gendan_productions()[line]
            self.assertEqual(len(production), 1)
            collect = production.picking_ids.filtered(lambda p: p.picking_type_id == self.warehouse.pbm_type_id)
            collect.action_assign()
            self.assertEqual(self.actual(line, "components_available"), date(2026, 3, 2), "in the transfer")
        with freeze_time("2026-03-03 02:00:00"):
            collect.do_unreserve()
            self.assertIs(self.actual(line, "components_available"), False)
            collect.action_assign()
            self.process(collect)
            self.assertEqual(self.actual(line, "components_available"), date(2026, 3, 3))
        with freeze_time("2026-03-05 02:00:00"):
            self.produce(production)
            self.assertEqual(self.actual(line, "mo_done"), date(2026, 3, 5))
            self.assertEqual(line._gendan_productions()[line], production, "found when it is done, too")

    def test_production_to_stock_or_none_never_comes(self):
        trading = self.product("Ribbon")
        service = self.env["product.product"].create({"name": "Design", "type": "service"})
        from_stock = self.product("Box on the shelf", self.route_make)
        self.bom(from_stock, [(self.board, 1)])
        order = self.order(trading, service, from_stock)
        for line in order.order_line:
            for event in ("mo_confirmed", "components_available", "mo_started", "mo_done", "workorder_done"):
                with self.subTest(product=line.product_id.name, event=event):
                    self.assertIsNone(self.actual(line, event))

    def test_bought_to_order_never_is_produced(self):
        line = self.order(self.bought("Ribbon to order")).order_line
        self.assertIsNone(self.actual(line, "mo_done"))

    def test_not_confirmed_or_cancelled_order(self):
        order = self.order(self.box, confirm=False)
        self.assertIs(self.actual(order.order_line, "mo_done"), False)
        order.action_confirm()
        order._action_cancel()
        for event in ("mo_confirmed", "components_available", "mo_started", "mo_done", "shipped", "invoiced", "paid"):
            self.assertIs(self.actual(order.order_line, event), False)

    def test_kit_with_made_components(self):
        sheet = self.made("Sheet", (self.board, 1))
        tray = self.made("Tray", (self.board, 1))
        kit = self.product("Gift set")
        self.bom(kit, [(sheet, 2), (tray, 1)], type="phantom")
        line = self.order(kit).order_line
        productions = line._gendan_productions()[line]
        self.assertEqual(productions.product_id, sheet | tray)
        with freeze_time("2026-03-02 02:00:00"):
            self.produce(productions[0])
            self.assertIs(self.actual(line, "mo_done"), False)
        with freeze_time("2026-03-04 02:00:00"):
            self.produce(productions[1])
            self.assertEqual(self.actual(line, "mo_done"), date(2026, 3, 4))

    def test_subcontracted(self):
        if "mrp_subcontracting" not in self.env.registry._init_modules:
            self.skipTest("mrp_subcontracting is not installed")
        box = self.bought("Laminated box")
        self.bom(box, [(self.board, 1)], type="subcontract", subcontractor_ids=[(4, self.supplier.id)])
        self.stock_at_subcontractor(self.board, 100)
        line = self.order(box).order_line
        self.assertFalse(line._gendan_productions()[line])
        self.assertIs(self.actual(line, "mo_done"), False, "the subcontractor's order is still to be confirmed")
        purchase_line = line._gendan_purchase_lines()[line]
        self.assertEqual(purchase_line.product_id, box)
        purchase_line.order_id.button_confirm()
        production = line._gendan_productions()[line]
        self.assertEqual(production.product_id, box)
        self.assertIs(self.actual(line, "mo_done"), False)
        with freeze_time("2026-03-04 02:00:00"):
            self.process(purchase_line.order_id.picking_ids)
            self.assertEqual(production.state, "done")
            self.assertEqual(self.actual(line, "mo_done"), date(2026, 3, 4))

    def stock_at_subcontractor(self, product, quantity):
        location = self.supplier.property_stock_subcontractor or self.company.subcontracting_location_id
        self.env["stock.quant"]._update_available_quantity(product, location, quantity)
