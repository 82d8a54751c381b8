"""The specification on papers and screens, the question to the customer."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .spec_common import SpecCase


@tagged("post_install", "-at_install")
class TestSpecPapers(SpecCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.own["size"].with_context(lang="zh_CN").write({"name": "成品尺寸", "hint": "例如 180×260"})
        cls.own["zip"].choice_ids[1].with_context(lang="zh_CN").name = "拉头拉链"
        cls.customer.lang = "zh_CN"
        cls.order = cls.make_order(promised=date(2027, 1, 15), gendan_order_kind="new")

    def html(self, report, record):
        return self.env["ir.actions.report"]._render_qweb_html(report, record.ids)[0].decode()

    # === papers ===

    def test_the_quotation_prints_it_in_the_customers_language_without_what_is_ours(self):
        self.specify_all(self.order.order_line)
        html = self.html("sale.report_saleorder", self.order)
        for text in ("成品尺寸", "180×260 mm", "拉头拉链"):
            self.assertIn(text, html)
        self.assertNotIn("V-118", html, "our cylinders are not the customer's matter")

    def test_the_production_paper_and_screen_show_all_of_it_and_no_price(self):
        line = self.order.order_line
        line.price_unit = 0.7531
        self.specify_all(line)
        self.order.action_confirm()
        production = self.env["mrp.production"].search([("product_id", "=", self.bag.id)], order="id desc", limit=1)
        html = self.html("mrp.report_mrporder", production)
        for text in ("Size", "180×260 mm", "V-118", self.order.name, "version 1"):
            self.assertIn(text, html)
        self.assertNotIn("0.7531", html)
        seen = production.with_user(self.make_worker()).gendan_spec_html
        self.assertIn("V-118", seen)
        chinese = production.with_context(lang="zh_CN")._gendan_specifications()[production]
        self.assertIn(["成品尺寸", "180×260 mm"], chinese[0]["rows"])

    def make_worker(self):
        """Somebody on the floor: production, no sale orders of his own."""
        (worker,) = self.make_users(floor="mrp.group_mrp_user")
        worker.group_ids |= self.env.ref("gendan_followup.group_gendan_department")
        return worker

    def test_a_production_without_an_order_has_none(self):
        production = self.env["mrp.production"].create({"product_id": self.bag.id, "product_qty": 10})
        self.assertFalse(production.gendan_spec_html)

    # === the question ===

    def test_the_mail_asks_in_the_customers_language_for_exactly_what_is_missing(self):
        self.specify(self.order.order_line, structure="PET")
        action = self.order.with_user(self.clerk).action_gendan_ask_specification()
        composer = self.env["mail.compose.message"].with_user(self.clerk).with_context(**action["context"]).create({})
        self.assertIn("成品尺寸", composer.body)
        self.assertIn("例如 180×260", composer.body)
        self.assertIn("拉头拉链", composer.body, "the choices are the hint")
        for text in ("Structure", "Cylinder set", "Thickness"):
            self.assertNotIn(text, composer.body)
        self.assertIn(self.customer, composer.partner_ids)

    def test_the_text_for_a_chat_asks_the_same(self):
        action = self.order.with_user(self.clerk).action_gendan_copy_spec_question()
        text = action["params"]["text"]
        self.assertIn("PO-778", text)
        self.assertIn("成品尺寸（例如 180×260）", text)
        self.assertNotIn("Cylinder set", text)

    def test_a_missing_date_or_quantity_is_asked_for_too(self):
        self.order.write({"commitment_date": False, "gendan_requested_date": False})
        names = [entry["name"] for entry in self.order._gendan_spec_questions()[0]["questions"]]
        self.assertEqual(names[0], "Delivery date")

    def test_nothing_is_asked_when_only_we_can_tell(self):
        self.specify(self.order.order_line, structure="PET", size="1x1", zip="None")
        with self.assertRaises(UserError):
            self.order.action_gendan_ask_specification()
        with self.assertRaises(UserError):
            self.order.action_gendan_copy_spec_question()
        self.assertIn("Cylinder set", self.order._gendan_review_spec_missing()[self.order][0])


@tagged("post_install", "-at_install")
class TestSpecPortal(SpecCase, HttpCase):
    def test_the_customer_reads_his_specification_without_what_is_ours(self):
        order = self.make_order(gendan_order_kind="new")
        self.specify_all(order.order_line)
        order.action_quotation_sent()
        text = self.url_open(order.get_portal_url()).text
        self.assertIn("180×260 mm", text)
        self.assertNotIn("V-118", text)
