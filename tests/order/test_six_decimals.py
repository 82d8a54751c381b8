"""Unit prices with six decimals, from the price list to the invoice, in a database that shows two."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..common import MONDAY, TODAY
from .test_order_change import ChangeCase

PRICE = 0.086512


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSixDecimals(ChangeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Odoo's own default: so many decimals are shown at least, none is cut off
        cls.env.ref("product.decimal_price").digits = 2
        cls.env["gendan.moq"].search([]).active = False
        cls.bag.invoice_policy = "delivery"
        cls.pricelist = cls.env["product.pricelist"].create(
            {
                "name": "Bags (test)",
                "currency_id": cls.company.currency_id.id,
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "1_product",
                            "product_tmpl_id": cls.bag.product_tmpl_id.id,
                            "compute_price": "fixed",
                            "fixed_price": PRICE,
                        }
                    )
                ],
            }
        )
        cls.loss = cls.env["product.product"].create(
            {"name": "Loss of material", "type": "service", "invoice_policy": "order", "taxes_id": [Command.clear()]}
        )
        cls.moq = cls.env["gendan.moq"].create(
            {
                "product_tmpl_id": cls.bag.product_tmpl_id.id,
                "quantity": 400000,
                "surcharge_kind": "unit",
                "surcharge_amount": 0.012345,
                "surcharge_product_id": cls.loss.id,
            }
        )

    def html(self, report, record):
        return self.env["ir.actions.report"]._render_qweb_html(report, record.ids)[0].decode()

    def test_they_are_kept_and_printed_through_the_whole_flow(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "pricelist_id": self.pricelist.id,
                "commitment_date": self.company._gendan_end_of_day(date(2027, 1, 15)),
                "order_line": [
                    Command.create({"product_id": self.bag.id, "product_uom_qty": 300000}),
                    Command.create({"product_id": self.carton.id, "product_uom_qty": 1, "price_unit": 2400}),
                ],
            }
        )
        line, carton = order.order_line
        (line | carton).tax_ids = False
        self.assertEqual(line.price_unit, PRICE, "as on the price list")
        self.assertAlmostEqual(line.price_subtotal, 25953.6)
        html = self.html("sale.report_saleorder", order)
        self.assertIn("0.086512", html)
        self.assertIn("2,400.00", html, "what has no more decimals prints two")
        self.assertNotIn("2,400.000", html)
        self.assertEqual(order.copy().order_line[0].price_unit, PRICE)
        # --- the surcharge below the minimum
        self.env.flush_all()
        self.moq.invalidate_recordset()
        self.assertEqual(self.moq.surcharge_amount, 0.012345)
        order._gendan_moq_answered(
            order._gendan_moq_shortfalls()[order][0],
            answer="surcharge", given_by="Ms Chen", given_on=TODAY, source="chat", evidence="WeChat 9:05",
        )  # fmt: skip
        surcharge = order.order_line.filtered("gendan_moq_consent_id")
        self.assertAlmostEqual(surcharge.price_unit, 1234.5)
        self.assertEqual(surcharge.gendan_moq_consent_id.surcharge_amount, 0.012345)
        # --- confirmed, under contract
        order.action_confirm()
        self.settle(order)
        self.assertEqual(order.gendan_version_ids.content["lines"][0]["price"], PRICE)
        self.assertIn("0.086512", order.gendan_version_ids.html)
        contract = self.env["gendan.contract"].with_user(self.clerk).create({"order_id": order.id})
        self.assertIn("0.086512", self.html("gendan_followup.report_contract", contract))
        # --- changed
        change = self.applied(order, lines={line: {"price": 0.086518}})
        self.assertEqual((change.line_ids[0].old_price, change.line_ids[0].price), (PRICE, 0.086518))
        self.assertIn("0.086518", change.difference_html)
        self.env.invalidate_all()
        self.assertEqual(line.price_unit, 0.086518)
        # --- delivered and billed
        self.put_in_stock(self.bag, 300000)
        self.put_in_stock(self.carton, 1)
        order.picking_ids.action_assign()
        self.ship(order)
        self.env["account.journal"].search([("type", "=", "sale")], limit=1) or self.make_journal()
        invoice = order._create_invoices()
        billed = invoice.invoice_line_ids.filtered(lambda entry: entry.product_id == self.bag)
        self.env.flush_all()
        billed.invalidate_recordset()
        self.assertEqual((billed.quantity, billed.price_unit), (300000, 0.086518))
        self.assertAlmostEqual(billed.price_subtotal, 25955.4)
        self.assertIn("0.086518", self.html("account.report_invoice", invoice))

    def test_a_formula_may_round_to_fewer(self):
        scheme = self.env["gendan.cost.scheme"].create(
            {
                "name": "Board (test)",
                "price_digits": 2,
                "line_ids": [
                    Command.create({"name": "Board", "kind": "material", "basis": "unit", "rate": 3.256412}),
                ],
            }
        )
        order = self.make_order([(self.carton, 100)])
        sheet = self.env["gendan.cost.sheet"].create({"line_id": order.order_line.id, "scheme_id": scheme.id})
        self.env.flush_all()
        self.assertEqual(sheet.step_ids.price, 3.26)
        sheet.price_digits = 6
        self.env.flush_all()
        self.assertAlmostEqual(sheet.step_ids.price, 3.256412)

    def make_journal(self):
        income = self.env["account.account"].create(
            {"name": "Sales", "code": "6001", "account_type": "income", "company_ids": [Command.set(self.company.ids)]}
        )
        return self.env["account.journal"].create(
            {"name": "Sales", "code": "SAL", "type": "sale", "default_account_id": income.id}
        )
