"""Settlements and the rest of the house: lots of returns, rules replacements are free of, figures, queries."""

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..common import MONDAY
from .test_settle import SettleCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSettleLots(SettleCase):
    """60 of lot L1 and 40 of lot L2 were delivered with one transfer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pouch = cls.make_product("Pouch", tracking="lot")
        cls.l1, cls.l2 = cls.env["stock.lot"].create(
            [{"name": name, "product_id": cls.pouch.id, "company_id": cls.company.id} for name in ("L1", "L2")]
        )
        stock = cls.warehouse.lot_stock_id
        for lot, quantity in ((cls.l1, 60), (cls.l2, 40)):
            cls.env["stock.quant"]._update_available_quantity(cls.pouch, stock, quantity, lot_id=lot)
        cls.tracked = cls.confirm_order([(cls.pouch, 100, {"price_unit": 2})])
        cls.tracked.picking_ids.action_assign()
        cls.tracked.picking_ids.move_ids.picked = True
        cls.tracked.picking_ids.with_context(skip_backorder=True).button_validate()
        cls.out = cls.tracked.picking_ids
        assert cls.out.state == "done"

    def back(self, quantity, **line):
        complaint = self.complain(
            picking_id=self.out.id, line={"product_id": self.pouch.id, "bad": quantity, **line}
        )
        rows = self.agreed([{"choice": "return", "quantity": quantity}], complaint)
        rows._gendan_do()
        transfer = self.made(rows)
        return transfer, {line.lot_id.name: line.quantity for line in transfer.move_ids.move_line_ids}

    def test_the_lot_complained_about_comes_back(self):
        transfer, lots = self.back(30, lot_id=self.l2.id)
        self.assertEqual(lots, {"L2": 30})
        self.book_return(transfer)
        self.assertEqual(self.l2.product_qty, 30)

    def test_without_a_lot_those_delivered_are_proposed_and_not_what_is_back(self):
        transfer, lots = self.back(50)
        self.assertEqual((sum(lots.values()), lots.keys() <= {"L1", "L2"}), (50, True), lots)
        self.book_return(transfer)
        _transfer, more = self.back(50)
        both = {name: lots.get(name, 0) + more.get(name, 0) for name in ("L1", "L2")}
        self.assertEqual(both, {"L1": 60, "L2": 40})


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestReplacementFree(SettleCase):
    def replacement(self, **row):
        rows = self.agreed([{"choice": "replace", "quantity": 40, **row}])
        rows._gendan_do()
        return rows, self.made(rows)

    def test_it_is_confirmed_and_leaves_though_the_customer_is_over_limit_and_blocked(self):
        self.company.gendan_review = True
        points = self.env["gendan.review.point"].with_context(active_test=False)
        points.search([("code", "in", ("exposure", "blocked"))]).active = True
        _rows, order = self.replacement()
        self.company.account_use_credit_limit = True
        self.customer.write({"use_partner_credit_limit": True, "credit_limit": 1})
        self.customer.gendan_blocked_reason = "Owes since May"
        paid = self.make_order([(self.carton, 40)])
        self.assertTrue(paid._gendan_gate("confirm")[paid], "an order like any other is held")
        self.assertFalse(order._gendan_gate("confirm")[order])
        order.order_line.price_unit = 4.8
        self.assertTrue(order._gendan_gate("confirm")[order], "whoever types a price owes it")
        order.order_line.price_unit = 0
        order.order_line.product_uom_qty = 41
        self.assertTrue(order._gendan_gate("confirm")[order], "and who sends more than was settled")

    def test_its_form_asks_for_no_price_no_approval_and_no_minimum(self):
        self.company.gendan_price_approval = True
        self.env["gendan.moq"].create(
            {"product_tmpl_id": self.carton.product_tmpl_id.id, "quantity": 500, "policy": "warn"}
        )
        rows, order = self.replacement()
        paid = self.make_order([(self.carton, 40)])
        self.assertEqual(paid.gendan_price_state, "draft", "an order like any other is submitted")
        self.assertIn("500", paid.gendan_moq_html)
        form = order.with_user(self.clerk)
        self.assertFalse(form.gendan_price_state or form.gendan_price_sentence)
        self.assertFalse(form.gendan_moq_html)
        self.assertTrue(form.order_line._gendan_spec_elements("new")["price"])
        self.assertNotEqual(order.client_order_ref, self.order.client_order_ref, "not the same order entered twice")
        self.assertIn(rows.complaint_id.name, order.client_order_ref)
        edited = form.new({"partner_id": form.partner_id.id}, origin=form)
        self.assertFalse(edited.gendan_moq_html, "while it is edited, too")
        form.order_line.price_unit = 4.8
        form.invalidate_recordset()
        self.assertTrue(form.gendan_price_state)

    def test_whether_it_counts_is_the_companys_and_the_rows_to_say(self):
        for setting, row, counted in ((False, {}, False), (True, {}, True), (True, {"is_counted": False}, False)):
            with self.subTest(setting=setting, **row):
                self.company.gendan_replacement_counted = setting
                _rows, order = self.replacement(**row)
                self.assertEqual(order.gendan_is_counted, counted)
                domain = [("id", "in", (order + self.order).ids), ("gendan_is_counted", "=", True)]
                known = self.env["sale.order"].search(domain)
                self.assertEqual(known, (order + self.order) if counted else self.order)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSettleQueries(SettleCase):
    def settled(self, count):
        """A complaint about so many products of one order, each with a refund and a return."""
        products = [self.make_product(f"Box {count}.{number}") for number in range(count)]
        for product in products:
            self.put_in_stock(product, 50)
        order = self.confirm_order([(product, 50, {"price_unit": 2}) for product in products])
        order.picking_ids.action_assign()
        self.ship(order)
        complaint = self.complain(
            picking_id=order.picking_ids[:1].id,
            line={"product_id": products[0].id},
        )
        complaint.line_ids = [Command.create({"product_id": product.id, "bad": 40}) for product in products[1:]]
        rows = [
            {"choice": choice, "line_id": line.id, "quantity": 20}
            for line in complaint.line_ids
            for choice in ("refund", "return")
        ]
        return self.agreed(rows, complaint)

    def test_guards_ask_little_for_each_further_row(self):
        few, many = self.settled(2), self.settled(8)
        counts = [
            self.queries(lambda rows=rows: [row._gendan_error() for row in rows.with_user(self.clerk)])
            for rows in (few, many)
        ]
        self.assertLessEqual((counts[1] - counts[0]) / (len(many) - len(few)), 2, counts)

    def test_the_comparison_of_nine_ways_is_quick(self):
        few, many = self.settled(2), self.settled(8)
        counts = [
            self.queries(lambda complaint=complaint: complaint.with_user(self.clerk).action_compare())
            for complaint in (few.complaint_id, many.complaint_id)
        ]
        self.assertLessEqual(counts[1] - counts[0], 4, counts)
        self.assertLess(counts[1], 40, counts)
