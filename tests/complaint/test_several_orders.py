"""A delivery, or an invoice, with the goods of several orders: which of them is complained about."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import MONDAY
from .test_settle import SettleCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSeveralOrders(SettleCase):
    """The older order has 600 cartons, the newer one 400 and 50 tubes: one truck, one transfer, one invoice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tube = cls.make_product("TB-75 core tube", list_price=2)
        cls.put_in_stock(cls.carton, 1000)
        cls.put_in_stock(cls.tube, 50)
        cls.older = cls.confirm_order([(cls.carton, 600)], promised=date(2026, 11, 20))
        cls.newer = cls.confirm_order(
            [(cls.carton, 400, {"price_unit": 5.5}), (cls.tube, 50)], promised=date(2026, 11, 20)
        )
        cls.together = cls.older.picking_ids
        cls.newer.picking_ids.move_ids.picking_id = cls.together
        cls.ship(cls.older)
        assert cls.together._gendan_served_orders() == cls.older | cls.newer
        cls.both = (cls.older | cls.newer)._create_invoices()
        cls.both.action_post()
        cls.both.invoice_user_id = cls.clerk

    def about(self, goods, **values):
        return self.complain(picking_id=self.together.id, line_ids=[Command.create(line) for line in goods], **values)

    def test_goods_of_one_order_say_which_it_is(self):
        complaint = self.about([{"product_id": self.tube.id, "bad": 5}])
        self.assertEqual(complaint.order_id, self.newer)
        self.assertEqual(complaint.line_ids.order_line_id, self.newer.order_line[1])

    def test_goods_of_both_orders_want_the_order_named(self):
        with self.assertRaisesRegex(UserError, f"{self.older.name} and {self.newer.name}"):
            self.about([{"product_id": self.carton.id, "bad": 5}])
        complaint = self.about([{"product_id": self.carton.id, "bad": 5}], order_id=self.newer.id)
        self.assertEqual(complaint.line_ids.order_line_id, self.newer.order_line[0])
        self.assertAlmostEqual(complaint.line_ids.value, 27.5, 2)

    def test_another_order_chosen_takes_the_goods_along(self):
        complaint = self.about([{"product_id": self.carton.id, "bad": 5}], order_id=self.newer.id)
        complaint.order_id = self.older
        self.assertEqual(complaint.line_ids.order_line_id, self.older.order_line)

    def test_only_what_left_for_the_order_counts(self):
        with self.assertRaisesRegex(UserError, "400 were delivered"):
            self.about([{"product_id": self.carton.id, "bad": 401}], order_id=self.newer.id)

    def test_lines_of_several_orders_keep_their_own(self):
        complaint = self.about(
            [
                {"product_id": self.carton.id, "bad": 5, "order_line_id": self.older.order_line.id},
                {"product_id": self.tube.id, "bad": 5},
            ]
        )
        self.assertFalse(complaint.order_id, "it is about both")
        self.assertEqual(complaint.line_ids.order_line_id.order_id, self.older | self.newer)
        self.assertEqual(complaint.partner_id, self.customer)
        self.assertEqual(complaint._gendan_customer_values()["order"], f"{self.older.name}, {self.newer.name}")
        for order in (self.older, self.newer):
            asked = order.with_user(self.clerk)
            self.assertEqual(asked.gendan_complaint_count, 1)
            found = self.env["gendan.complaint"].search(asked.action_gendan_complaints()["domain"])
            self.assertEqual(found, complaint)

    def test_money_given_back_is_that_of_the_orders_of_the_goods(self):
        complaint = self.about(
            [
                {"product_id": self.tube.id, "bad": 50},
                {"product_id": self.carton.id, "bad": 600, "order_line_id": self.older.order_line.id},
            ]
        )
        tubes, cartons = complaint.line_ids
        rows = self.agreed(
            [
                {"choice": "refund", "line_id": tubes.id, "quantity": 50},
                {"choice": "refund", "line_id": cartons.id, "quantity": 600},
                # beyond the newer order, within both
                {"choice": "discount", "amount": 500},
            ],
            complaint,
        )
        self.assertEqual(rows.mapped("amount"), [100, 2880, 500])
        rows._gendan_do()
        notes = [self.made(row) for row in rows]
        self.assertEqual([note.amount_total for note in notes], [100, 2880, 500])
        self.assertIn(self.newer.name, notes[0].invoice_origin)
        self.assertNotIn(self.older.name, notes[0].invoice_origin)
        self.assertIn(self.older.name, notes[2].invoice_origin)
        # 5,180 were sold by both
        more = self.add_rows(complaint, [{"choice": "discount", "amount": 1701}])[-1]
        with self.assertRaisesRegex(UserError, "1,700.00"):
            more._gendan_do()

    def test_it_explains_the_debts_of_each_of_its_orders(self):
        self.company.gendan_collect = True
        complaint = self.about(
            [
                {"product_id": self.tube.id, "bad": 5},
                {"product_id": self.carton.id, "bad": 5, "order_line_id": self.older.order_line.id},
            ]
        )
        cases = self.env["gendan.receivable.case"]
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: float("inf"))
        cases._cron_gendan_collect()
        case = cases.search([("move_id", "=", self.both.id)])
        told = [reason.code for reason in case._gendan_explained()[case] if complaint.name in reason.text]
        self.assertEqual(told, ["complaint"], "once")

    def test_before_goods_are_named_it_is_open(self):
        complaint = self.about([])
        self.assertFalse(complaint.order_id)
        self.assertIn(self.older.name, complaint.orders_note)
        complaint.with_user(self.clerk).line_ids = [Command.create({"product_id": self.tube.id, "bad": 5})]
        self.assertEqual(complaint.order_id, self.newer)
        self.assertFalse(complaint.orders_note)

    def test_the_form_offers_the_orders_and_takes_the_one_chosen(self):
        for document in (self.together, self.both):
            with self.subTest(document=document._name):
                action = document.with_user(self.clerk).action_gendan_new_complaint()
                form = Form(self.env["gendan.complaint"].with_user(self.clerk).with_context(**action["context"]))
                self.assertFalse(form.order_id)
                self.assertEqual(form.about_order_ids[:], self.older | self.newer)
                self.assertIn(self.newer.name, form.orders_note)
                form.subject = "Crushed"
                form.order_id = self.newer
                with form.line_ids.new() as line:
                    line.product_id = self.carton
                    line.bad = 3
                complaint = form.save()
                self.assertEqual(complaint.line_ids.order_line_id, self.newer.order_line[0])

    def test_goods_on_an_invoice_of_several_orders_say_which_it_is(self):
        complaint = self.complain(
            picking_id=False, invoice_id=self.both.id, line={"product_id": self.tube.id, "bad": 1}
        )
        self.assertEqual(complaint.order_id, self.newer)
        with self.assertRaisesRegex(UserError, f"{self.older.name} and {self.newer.name}"):
            self.complain(picking_id=False, invoice_id=self.both.id, line={"bad": 1})

    def test_the_short_dialog_asks_where_the_goods_leave_a_choice(self):
        action = self.together.with_user(self.clerk).action_gendan_report_complaint()
        form = Form(self.env["gendan.complaint.report"].with_user(self.clerk).with_context(**action["context"]))
        form.product_id = self.tube
        self.assertEqual(form.order_id, self.newer, "tubes are of one order")
        form.product_id = self.carton
        self.assertFalse(form.order_id)
        self.assertTrue(form.asks_order)
        form.order_id = self.older
        form.bad = 7
        complaint = self.env["gendan.complaint"].browse(form.save().action_save()["res_id"])
        self.assertEqual(complaint.line_ids.order_line_id, self.older.order_line)
        self.assertEqual(complaint.order_id, self.older)

    def test_a_chat_about_it_asks_for_the_order(self):
        form = Form(self.env["gendan.complaint.chat"].with_user(self.clerk))
        form.partner_id = self.customer
        form.picking_id = self.together
        self.assertFalse(form.order_id)
        form.order_id = self.newer
        self.assertEqual(form.order_id, self.newer)
        one = Form(self.env["gendan.complaint.chat"].with_user(self.clerk))
        one.partner_id = self.customer
        one.picking_id = self.picking
        self.assertEqual(one.order_id, self.order, "there is only one")
