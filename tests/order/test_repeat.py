"""Repeats: recognised, made in few clicks, compared with the last batch."""

from datetime import datetime

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import MONDAY, GendanCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestRepeat(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fee = cls.env["product.product"].create(
            {"name": "Plate fee", "type": "service", "taxes_id": [Command.clear()]}
        )
        cls.past = cls.confirm_order(
            [(cls.bag, 50000, {"price_unit": 0.1655, "name": "Nut bag, 8 colours"}), (cls.fee, 8, {"price_unit": 470})],
            client_order_ref="PO-1",
            date_order=datetime(2026, 10, 2, 2, 0),
        )
        cls.past.date_order = datetime(2026, 10, 2, 2, 0)
        cls.env.flush_all()
        cls.date_bills_back()

    @classmethod
    def date_bills_back(cls):
        """The bills of materials are older than the last batch."""
        for table in ("mrp_bom", "mrp_bom_line"):
            cls.env.cr.execute(f"UPDATE {table} SET write_date = '2026-09-01'")
        cls.env.invalidate_all()

    def quotation_form(self, user=None):
        form = Form(self.env["sale.order"].with_user(user or self.clerk))
        form.partner_id = self.customer
        return form

    # === recognised ===

    def test_the_repeat_is_recognised_while_the_lines_are_typed(self):
        form = self.quotation_form()
        self.assertFalse(form.gendan_repeat_hint)
        with form.order_line.new() as line:
            line.product_id = self.bag
        self.assertIn(self.past.name, form.gendan_repeat_hint)
        self.assertIn("50,000", form.gendan_repeat_hint)
        self.assertIn("0.1655", form.gendan_repeat_hint)
        order = form.save()
        order.action_gendan_take_as_repeat()
        self.assertEqual((order.gendan_order_kind, order.gendan_repeat_of_id), ("repeat", self.past))
        self.assertEqual(order.order_line.gendan_repeat_of_id, self.past.order_line[0])
        self.assertFalse(order.gendan_repeat_hint, "it is said once")

    def test_it_goes_by_the_customer_s_company_and_the_product(self):
        buyer = self.portal_user.partner_id
        order = self.make_order(partner_id=buyer.id).with_user(self.clerk)
        self.assertIn(self.past.name, order.gendan_repeat_hint)
        for other in (
            self.make_order([(self.carton, 5)]),
            self.make_order([(self.fee, 1)]),
            self.make_order(partner_id=self.foreign_customer.id),
        ):
            self.assertFalse(other.gendan_repeat_hint)
            with self.assertRaisesRegex(UserError, "before"):
                other.action_gendan_take_as_repeat()

    def test_the_last_batch_is_the_one_ordered_last(self):
        # entered later, ordered earlier
        older = self.confirm_order()
        older.date_order = datetime(2026, 9, 1)
        # never ordered
        self.make_order()
        cancelled = self.confirm_order()
        cancelled._action_cancel()
        order = self.make_order()
        self.assertEqual(
            order.order_line._gendan_last_batches(), {order.order_line: self.past.order_line[0]}
        )

    def test_batches_of_others_are_not_told(self):
        order = self.make_order(user_id=self.other_rep.id, gendan_clerk_id=self.other_clerk.id)
        self.past.user_id = self.rep
        self.assertFalse(order.with_user(self.other_rep).gendan_repeat_hint)
        self.assertTrue(order.with_user(self.supervisor).gendan_repeat_hint)

    def test_many_lines_are_recognised_by_one_query(self):
        order = self.make_order([(self.bag, 1), (self.carton, 1), (self.film, 1)] * 3)
        self.env.flush_all()
        order.order_line._gendan_last_batches()
        with self.assertQueryCount(1):
            order.order_line._gendan_last_batches()

    # === repeat this batch ===

    def test_a_repeat_has_the_goods_as_they_were_and_no_fees(self):
        action = self.past.with_user(self.clerk).action_gendan_repeat()
        order = self.env["sale.order"].browse(action["res_id"])
        self.assertRecordValues(
            order,
            [
                {
                    "state": "draft",
                    "partner_id": self.customer.id,
                    "gendan_order_kind": "repeat",
                    "gendan_repeat_of_id": self.past.id,
                    "client_order_ref": False,
                    "commitment_date": False,
                    "gendan_channel": False,
                }
            ],
        )
        self.assertRecordValues(
            order.order_line,
            [
                {
                    "product_id": self.bag.id,
                    "product_uom_qty": 50000,
                    "price_unit": 0.1655,
                    "name": "Nut bag, 8 colours",
                    "gendan_repeat_of_id": self.past.order_line[0].id,
                }
            ],
        )
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_a_repeat_of_a_processing_order_is_one(self):
        work = self.confirm_order([(self.fee, 80000)], gendan_order_kind="processing")
        order = work.order_line._gendan_repeat()
        self.assertEqual(order.gendan_order_kind, "processing")
        self.assertEqual(order.order_line.product_id, self.fee)

    def test_sections_come_along_with_their_goods(self):
        past = self.make_order(
            order_line=[
                Command.create({"display_type": "line_section", "name": "Bags", "sequence": 1}),
                Command.create({"product_id": self.bag.id, "sequence": 2}),
                Command.create({"display_type": "line_section", "name": "Fees", "sequence": 3}),
                Command.create({"product_id": self.fee.id, "sequence": 4}),
            ]
        )
        past.action_confirm()
        order = past.order_line._gendan_repeat()
        self.assertEqual(order.order_line.mapped("display_type"), ["line_section", False])
        self.assertEqual(order.order_line[0].name, "Bags")
        self.assertFalse(order.order_line[0].gendan_repeat_of_id)

    def test_fees_alone_are_not_repeated(self):
        fees = self.confirm_order([(self.fee, 1)])
        with self.assertRaisesRegex(UserError, "no goods"):
            fees.action_gendan_repeat()

    def test_batches_of_several_orders_become_one_quotation_of_one_customer(self):
        second = self.confirm_order([(self.carton, 300)])
        lines = (self.past.order_line[0] | second.order_line).with_user(self.clerk)
        order = self.env["sale.order"].browse(lines.action_gendan_repeat()["res_id"])
        self.assertEqual(order.order_line.product_id, self.bag | self.carton)
        self.assertEqual(order.gendan_repeat_of_id, second, "on the terms of the newest")
        foreign = self.confirm_order(partner_id=self.foreign_customer.id)
        with self.assertRaisesRegex(UserError, "one customer"):
            (self.past.order_line | foreign.order_line)._gendan_repeat()

    def test_the_customer_shows_the_last_batch_of_each_product(self):
        newer = self.confirm_order([(self.bag, 100000), (self.carton, 300)])
        action = self.customer.with_user(self.clerk).action_gendan_batches()
        lines = self.env["sale.order.line"].search(action["domain"])
        self.assertEqual(lines, newer.order_line)
        nobody = self.env["res.partner"].create({"name": "New"})
        self.assertFalse(self.env["sale.order.line"].search(nobody.action_gendan_batches()["domain"]))

    def test_who_may_not_see_the_order_cannot_repeat_it(self):
        self.past.write({"user_id": self.other_rep.id})
        with self.assertRaises(AccessError):
            self.past.order_line.with_user(self.rep).action_gendan_repeat()

    # === differences ===

    def test_what_differs_is_shown_field_by_field(self):
        order = self.past.order_line._gendan_repeat().with_user(self.clerk)
        line = order.order_line
        html = str(order.gendan_differences)
        self.assertIn(self.past.name, html)
        self.assertNotIn("text-danger", html, "nothing differs")
        line.write({"price_unit": 0.1588, "product_uom_qty": 100000, "name": "Nut bag, 8 colours, new zip"})
        term = self.env["account.payment.term"].create({"name": "60 days"})
        order.payment_term_id = term
        order.invalidate_recordset(["gendan_differences"])
        html = str(order.gendan_differences)
        for text in ("0.1655", "0.1588", "50,000", "100,000", "new zip", "60 days"):
            self.assertIn(text, html)

    def test_new_and_left_out_goods_are_named(self):
        past = self.confirm_order([(self.bag, 1), (self.carton, 1)])
        order = past.order_line._gendan_repeat()
        order.order_line.filtered(lambda line: line.product_id == self.carton).unlink()
        order.write({"order_line": [Command.create({"product_id": self.film.id})]})
        html = str(order.gendan_differences)
        self.assertIn("Not ordered this time", html)
        self.assertIn("never ordered", html)

    def test_a_changed_bill_of_materials_is_told(self):
        order = self.past.order_line._gendan_repeat()
        self.assertNotIn("bill of materials", str(order.gendan_differences))
        self.bom.product_qty = 900
        self.env.flush_all()
        self.env.cr.execute("UPDATE mrp_bom SET write_date = '2026-10-20' WHERE id = %s", [self.bom.id])
        self.env.invalidate_all()
        self.assertIn("bill of materials", str(order.gendan_differences))

    def test_names_of_products_are_no_markup(self):
        self.bag.name = "<script>alert(1)</script>"
        order = self.past.order_line._gendan_repeat()
        order.order_line.name = "<b>bold</b>"
        html = str(order.gendan_differences)
        self.assertNotIn("<script>", html)
        self.assertNotIn("<b>bold", html)

    def test_orders_that_repeat_nothing_compare_nothing(self):
        self.assertFalse(self.make_order(gendan_order_kind="new").gendan_differences)

    # === with a change ===

    def test_a_repeat_with_a_change_says_what_is_changed(self):
        order = self.past.order_line._gendan_repeat()
        order.gendan_order_kind = "repeat_change"
        self.assertIn(order.name, order._gendan_review_change_missing()[order])
        order.gendan_change_ids = self.env.ref("gendan_followup.change_aspect_artwork")
        self.assertTrue(order._gendan_review_change_missing(), "which, but not how")
        order.gendan_change_note = "new bar code"
        self.assertFalse(order._gendan_review_change_missing())
