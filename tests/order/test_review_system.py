"""What the system judges by itself before an order is confirmed."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.gendan_followup.tools.gate import GateProblem

from .common import ReviewCase


@tagged("post_install", "-at_install")
class TestReviewSystem(ReviewCase):
    # ------------------------------------------------------------ the mechanism

    def test_nothing_is_asked_where_the_company_does_not_review(self):
        self.use("kind")
        self.company.gendan_review = False
        self.order.gendan_order_kind = False
        self.assertFalse(self.env["sale.order"]._gendan_checks("confirm"))
        self.assertFalse(self.order.gendan_review_shown)
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_without_the_setting_no_query_is_added(self):
        self.company.gendan_review = False
        self.make_order()  # what is kept per process is there now
        statements = []
        execute = type(self.env.cr).execute

        def spy(cursor, query, *args, **kwargs):
            statements.append(str(query))
            return execute(cursor, query, *args, **kwargs)

        with patch.object(type(self.env.cr), "execute", spy):
            order = self.make_order(client_order_ref="PO-1")
            order.order_line.product_uom_qty = 20
            order.action_quotation_sent()
            order.action_confirm()
            self.env.flush_all()
        self.assertTrue(statements)
        tables = ("gendan_review_", "gendan_order_kind", "gendan_waiver")
        asked = [text for text in statements if any(f'FROM "{table}' in text for table in tables)]
        self.assertFalse(asked)

    def test_another_company_is_not_asked(self):
        self.use("kind")
        company, _clerk = self.make_other_company()
        other = self.env["sale.order"].with_company(company).create(
            {"partner_id": self.customer.id, "company_id": company.id}
        )
        self.assertFalse(self.sentences(other))
        self.order.gendan_order_kind = False
        self.assertEqual(len(self.sentences()), 1)

    def test_a_system_point_calls_the_orders_method(self):
        point = self.use("kind")
        found = {self.order: ["One.", GateProblem("any", "Two.", "warn"), False]}
        with patch.object(self.env.registry["sale.order"], "_gendan_review_kind", lambda orders: found):
            problems = self.order._gendan_gate("confirm")[self.order]
        self.assertEqual([problem.sentence for problem in problems], ["One.", "Two."])
        self.assertEqual({problem.code for problem in problems}, {"review_kind"}, "one waiver covers the point")
        self.assertEqual([problem.severity for problem in problems], ["block", "warn"])
        self.assertEqual(point._gendan_rule(), "review_kind")

    def test_a_system_point_needs_a_method(self):
        with self.assertRaisesRegex(ValidationError, "Nothing in the system judges"):
            self.make_point("Nobody", judge="system", code="nobody_judges")
        with self.assertRaisesRegex(ValidationError, "which department"):
            self.make_point("Somebody", department_id=False)

    def test_kinds_and_categories_decide_which_orders(self):
        food = self.env["product.category"].create({"name": "Food bags"})
        nuts = self.env["product.category"].create({"name": "Nut bags", "parent_id": food.id})
        point = self.make_point(order_kind_ids=[Command.set(self.env.ref("gendan_followup.order_kind_new").ids)])
        self.assertTrue(point._gendan_fits(self.order))
        self.order.gendan_order_kind = "repeat"
        self.assertFalse(point._gendan_fits(self.order))
        point.order_kind_ids = False
        point.categ_ids = food
        self.assertFalse(point._gendan_fits(self.order))
        self.bag.categ_id = nuts
        self.assertTrue(point._gendan_fits(self.order), "a category below counts")

    def test_a_companys_own_point_replaces_the_shared_one(self):
        self.use("kind")
        own = self.Point.create(
            {"name": "Kind, only said", "code": "kind", "judge": "system", "severity": "warn",
             "company_id": self.company.id}
        )  # fmt: skip
        self.order.gendan_order_kind = False
        [problem] = self.order._gendan_gate("confirm")[self.order]
        self.assertFalse(problem.blocks)
        own.active = False
        [problem] = self.order._gendan_gate("confirm")[self.order]
        self.assertTrue(problem.blocks)

    def test_who_may_waive(self):
        point = self.use("kind")
        self.order.gendan_order_kind = False
        with self.assertRaises(AccessError):
            self.waive(point, user=self.clerk)
        point.waived_by = "clerk"
        self.assertTrue(self.waive(point, user=self.clerk))
        point.waived_by = "nobody"
        with self.assertRaisesRegex(UserError, "cannot be waived"):
            self.waive(point, order=self.order.copy({"gendan_order_kind": False}))

    def test_only_supervisors_keep_the_points(self):
        point = self.use("kind")
        with self.assertRaises(AccessError):
            point.with_user(self.clerk).severity = "warn"
        point.with_user(self.supervisor).severity = "warn"

    # ------------------------------------------------------------ the points

    def test_kind(self):
        self.use("kind")
        self.assertFalse(self.sentences())
        self.order.gendan_order_kind = False
        self.assertIn("what kind of order", self.sentences()[0])

    def test_discontinued(self):
        self.use("discontinued")
        self.assertFalse(self.sentences())
        self.bag.active = False
        self.assertIn("discontinued", self.sentences()[0])
        self.bag.active = True
        self.bag.sale_ok = False
        self.assertIn("discontinued", self.sentences()[0])

    def test_unit(self):
        self.use("unit")
        self.assertFalse(self.sentences())
        self.order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        self.assertFalse(self.sentences())
        self.order.order_line.product_uom_id = self.env.ref("uom.product_uom_kgm")
        self.assertIn("cannot be converted", self.sentences()[0])

    def test_blocked(self):
        self.use("blocked")
        self.assertFalse(self.sentences())
        self.customer.with_user(self.supervisor).gendan_blocked_reason = "Cheque bounced on 3 March"
        self.assertIn("Cheque bounced", self.sentences()[0])
        with self.assertRaises(AccessError):
            self.customer.with_user(self.clerk).gendan_blocked_reason = False

    def test_payment_terms(self):
        self.use("payment_terms")
        self.assertFalse(self.sentences())
        self.customer.property_payment_term_id = self.env.ref("account.account_payment_term_30days")
        self.assertIn("30 Days", self.sentences()[0])
        self.order.payment_term_id = self.customer.property_payment_term_id
        self.assertFalse(self.sentences())

    def test_price_against_the_list_without_an_earlier_order(self):
        self.use("price_band")
        self.assertFalse(self.sentences())
        self.order.order_line.price_unit = 0.17
        self.assertFalse(self.sentences(), "3 % up is in the band of 5 %")
        self.order.order_line.price_unit = 0.15
        self.assertIn("price list", self.sentences()[0])
        self.assertIn("-9.1 %", self.sentences()[0])
        self.order.order_line.write({"price_unit": 0.165, "discount": 20})
        self.assertIn("-20.0 %", self.sentences()[0])

    def test_price_against_the_last_one(self):
        self.use("price_band")
        last = self.make_order([(self.bag, 1000, {"price_unit": 0.14})], gendan_order_kind="repeat")
        self.company.gendan_review = False
        last.action_confirm()
        self.company.gendan_review = True
        self.order.order_line.price_unit = 0.142
        self.assertFalse(self.sentences(), "near the last price, whatever the list says")
        self.order.order_line.price_unit = 0.165
        self.assertFalse(self.sentences(), "the list's price is all right, too")
        self.order.order_line.price_unit = 0.15
        self.assertIn(last.name, self.sentences()[0])
        last._action_cancel()
        self.assertIn("price list", self.sentences()[0])

    def test_last_price_in_another_unit(self):
        self.use("price_band")
        dozen = self.env.ref("uom.product_uom_dozen")
        last = self.make_order([(self.bag, 100, {"price_unit": 1.2, "product_uom_id": dozen.id})])
        self.company.gendan_review = False
        last.action_confirm()
        self.company.gendan_review = True
        self.order.order_line.price_unit = 0.1
        self.assertFalse(self.sentences())
        self.order.order_line.price_unit = 0.12
        self.assertIn("+20.0 %", self.sentences()[0])

    def test_price_list_with_steps(self):
        self.use("price_band")
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Steps",
                "item_ids": [
                    Command.create({"compute_price": "fixed", "fixed_price": 0.1, "min_quantity": 100000}),
                    Command.create({"compute_price": "fixed", "fixed_price": 0.2}),
                ],
            }
        )
        self.order.pricelist_id = pricelist
        self.order.order_line.price_unit = 0.2
        self.assertFalse(self.sentences())
        self.order.order_line.write({"product_uom_qty": 200000, "price_unit": 0.2})
        self.assertIn("+100.0 %", self.sentences()[0])

    def test_duplicate(self):
        self.use("duplicate")
        self.assertFalse(self.sentences())
        twin = self.make_order(client_order_ref="po-778 ", gendan_order_kind="new")
        self.assertIn(twin.name, self.sentences()[0])
        self.assertIn(self.order.name, self.sentences(twin)[0])
        with self.subTest("another day: a call-off"):
            twin.gendan_requested_date = "2026-12-01"
            self.order.gendan_requested_date = "2026-12-08"
            self.assertFalse(self.sentences())
            self.order.gendan_requested_date = "2026-12-01"
            self.assertTrue(self.sentences())
        with self.subTest("another product"):
            twin.order_line.product_id = self.carton
            self.assertFalse(self.sentences())
            twin.order_line.product_id = self.bag
        with self.subTest("framework orders repeat their number, not their release"):
            twin.gendan_is_framework = True
            self.assertFalse(self.sentences())
            self.order.gendan_release = twin.gendan_release = "R-7"
            self.assertTrue(self.sentences())
            twin.gendan_release = "R-8"
            self.assertFalse(self.sentences())
            twin.write({"gendan_release": False, "gendan_is_framework": False})
        with self.subTest("another customer"):
            twin.partner_id = self.foreign_customer
            self.assertFalse(self.sentences())
            twin.partner_id = self.customer
        twin._action_cancel()
        self.assertFalse(self.sentences())

    def test_exposure(self):
        self.use("exposure")
        self.company.account_use_credit_limit = True
        self.customer.write({"use_partner_credit_limit": True, "credit_limit": 10000})
        self.assertFalse(self.sentences(), "50,000 bags are 8,250")
        other = self.make_order(gendan_order_kind="new")
        both = self.order | other
        gate = both._gendan_gate("confirm")
        self.assertFalse(gate[self.order])
        self.assertIn("would owe", gate[other][0].sentence, "what fits alone need not fit together")
        self.customer.credit_limit = 8000
        self.assertIn("credit limit", self.sentences()[0])
        self.company.account_use_credit_limit = False
        self.assertFalse(self.sentences())

    def test_a_point_of_the_system_keeps_its_check(self):
        point = self.use("blocked").with_user(self.supervisor)
        for values in ({"code": "unit"}, {"judge": "clause"}):
            with self.assertRaisesRegex(UserError, "judged by the system"):
                point.write(values)
        point.write({"code": "blocked", "severity": "warn", "waived_by": "clerk"})
        self.assertEqual((point.code, point.severity), ("blocked", "warn"))
        own = self.make_point().with_user(self.supervisor)
        own.code = "room_on_press_8"
        self.assertEqual(own.code, "room_on_press_8", "what people judge may be called anything")

    def test_the_queries_do_not_grow_with_the_orders(self):
        self.company.account_use_credit_limit = True
        self.customer.write({"use_partner_credit_limit": True, "credit_limit": 10})
        self.use("kind", "blocked", "duplicate", "discontinued", "unit", "price_band", "payment_terms", "exposure")
        self.make_point(), self.make_point("Payment", judge="clause")
        orders = self.env["sale.order"]
        for number in range(12):
            lines = [(self.bag, 1000 + number, {"price_unit": 1 + number}), (self.carton, 5 + number)]
            orders |= self.make_order(lines, client_order_ref=f"PO-{number}", gendan_order_kind="new")
        orders._gendan_start_review()

        self.queries(orders._gendan_gate, "confirm")
        few, many = self.queries(orders[:3]._gendan_gate, "confirm"), self.queries(orders._gendan_gate, "confirm")
        self.assertLessEqual(many, few + 2, f"{few} queries for 3 orders, {many} for 12")
