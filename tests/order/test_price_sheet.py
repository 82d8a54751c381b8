"""Cost sheets: formulas inherited by category, quantities side by side, the price on the line, who sees what."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import MONDAY
from .price_common import PriceCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestCostSheet(PriceCase):
    def test_the_formula_of_the_category_above_brings_its_lines_and_quantities(self):
        sheet = self.make_sheet(self.make_quotation())
        self.assertEqual(sheet.scheme_id, self.scheme)
        self.assertEqual(sheet.line_ids.mapped("name"), ["Film", "Printing", "Cylinders", "Start", "Margin"])
        self.assertEqual(sheet.line_ids[0].rate, 9, "the film's cost today")
        self.assertEqual(sheet.step_ids.mapped("quantity"), [50000, 100000, 300000])
        self.assertEqual(sheet.clerk_id, self.clerk)
        self.assertEqual(sheet.partner_id, self.customer)

    def test_a_formula_of_its_own_goes_before_that_of_the_category_above(self):
        own = self.scheme.copy({"name": "Own", "categ_ids": [Command.set(self.bags.ids)], "sequence": 99})
        self.assertEqual(self.make_sheet(self.make_quotation()).scheme_id, own)
        own_company = own.copy({"categ_ids": [Command.set(self.bags.ids)], "company_id": self.company.id})
        found = self.env["gendan.cost.scheme"]._gendan_find(self.bags, self.company)
        self.assertEqual(found, own_company, "the company's own before the shared one")
        self.assertFalse(self.env["gendan.cost.scheme"]._gendan_find(self.carton.categ_id, self.company))

    def test_the_price_of_each_quantity(self):
        sheet = self.make_sheet(self.make_quotation())
        film, printing = 9 * 3 * 1.05 / 1000, 0.04
        for step in sheet.step_ids:
            cost = (film + printing) * (1 + 1000 / step.quantity)
            self.assertAlmostEqual(step.cost, cost, delta=0.000001)
            self.assertAlmostEqual(step.price, cost / 0.8, delta=0.000001)
            self.assertEqual(step.apart, 3760, "the cylinders are charged by themselves")
        self.assertAlmostEqual(sheet.step_ids[0].margin_percent, 20, 1)
        sheet.line_ids.filtered(lambda line: line.name == "Cylinders").apart = False
        self.assertEqual(sheet.step_ids[0].apart, 0)
        spread = (film + printing + 3760 / 50000) * (1 + 1000 / 50000)
        self.assertAlmostEqual(sheet.step_ids[0].cost, spread, delta=0.000001)

    def test_the_price_goes_onto_the_line_to_six_decimals_and_through_to_the_invoice(self):
        self.company.gendan_price_approval = False
        order = self.make_quotation()
        self.bag.invoice_policy = "order"
        sheet = self.make_sheet(order)
        line = order.order_line
        sheet.action_gendan_apply()
        self.assertEqual(line.price_unit, sheet.step_ids[0].price)
        self.assertEqual(round(line.price_unit, 6), line.price_unit)
        self.assertNotEqual(round(line.price_unit, 4), line.price_unit, "a price with six decimals is tried")
        self.assertTrue(sheet.is_applied)
        line.product_uom_qty = 120000
        self.assertEqual(line.price_unit, sheet.step_ids[0].price, "what was taken over stays")
        self.assertFalse(sheet.is_applied)
        sheet.action_gendan_apply()
        self.assertEqual(line.price_unit, sheet.step_ids[1].price, "the step that 120,000 reach")
        price = line.price_unit
        order.action_confirm()
        invoice = order._create_invoices()
        self.assertEqual(invoice.invoice_line_ids.price_unit, price)
        self.assertEqual(invoice.amount_untaxed, self.company.currency_id.round(120000 * price))
        with self.assertRaisesRegex(UserError, "no quotation any more"):
            sheet.action_gendan_apply()

    def test_offered_with_tax_the_line_gets_what_its_tax_wants(self):
        order = self.make_quotation()
        sheet = self.make_sheet(order, tax_included=True, tax_percent=13)
        net = sheet.step_ids[0].net
        self.assertAlmostEqual(sheet.step_ids[0].price, net * 1.13, 5)
        sheet.action_gendan_apply()
        self.assertEqual(order.order_line.price_unit, sheet.step_ids[0].price, "no tax on the line: as offered")
        tax = self.env["account.tax"].create({"name": "13 %", "amount": 13, "price_include_override": "tax_excluded"})
        order.order_line.tax_ids = tax
        sheet.action_gendan_apply()
        self.assertAlmostEqual(order.order_line.price_unit, net, 6)
        self.assertTrue(sheet.is_applied)

    def test_a_price_in_another_currency_is_not_taken_over(self):
        order = self.make_quotation()
        sheet = self.make_sheet(order)
        euro = self.env.ref("base.EUR")
        euro.active = True
        order.pricelist_id = self.env["product.pricelist"].create({"name": "EUR", "currency_id": euro.id})
        self.assertNotEqual(sheet.currency_id, order.currency_id)
        with self.assertRaisesRegex(UserError, "Make a new cost sheet"):
            sheet.action_gendan_apply()

    def test_area_and_freight(self):
        sheet = self.make_sheet(self.make_quotation(), width=140, length=200)
        self.assertAlmostEqual(sheet.area, 0.028)
        sheet.line_ids = [
            Command.create({"sequence": 0, "name": "Ink", "basis": "area", "rate": 0.5, "usage": 2}),
            Command.create({"sequence": 2, "name": "Truck", "kind": "freight", "basis": "set", "rate": 600}),
        ]
        quote = sheet._gendan_quote(50000)
        by_name = {line.name: float(part) for line, part in quote.parts.items()}
        self.assertAlmostEqual(by_name["Ink"], 0.028, 6)
        self.assertAlmostEqual(by_name["Truck"], 600 / 50000, 6)
        sheet.freight_included = False
        self.assertNotIn("Truck", [line.name for line in sheet._gendan_quote(50000).parts])

    def test_a_sheet_without_an_order(self):
        sheet = (
            self.env["gendan.cost.sheet"]
            .with_user(self.clerk)
            .create({"partner_id": self.customer.id, "subject": "Pouch", "scheme_id": self.scheme.id})
        )
        self.assertEqual(sheet.step_ids.mapped("quantity"), [100000, 300000])
        self.assertEqual(sheet.display_name, "Pouch")
        with self.assertRaisesRegex(UserError, "no order line"):
            sheet.action_gendan_apply()

    def test_the_formula_anew_at_todays_cost(self):
        sheet = self.make_sheet(self.make_quotation())
        self.film.standard_price = 10
        self.assertEqual(sheet.line_ids[0].rate, 9, "the sheet stays as it was made")
        sheet.action_gendan_formula()
        self.assertEqual(sheet.line_ids[0].rate, 10)

    def test_what_was_typed_stays_when_the_product_is_chosen_later(self):
        form = Form(self.env["gendan.cost.sheet"].with_user(self.clerk))
        form.partner_id = self.customer
        form.subject = "Pouch"
        with form.line_ids.new() as line:
            line.name = "Zip"
            line.rate = 12
        form.product_id = self.bag
        sheet = form.save()
        names = ["Film", "Printing", "Cylinders", "Start", "Margin"]
        self.assertEqual(sheet.scheme_id, self.scheme)
        self.assertEqual(sorted(sheet.line_ids.mapped("name")), sorted(["Zip", *names]))
        self.assertEqual(sheet.line_ids.filtered("is_typed").mapped("name"), ["Zip"])

        # another product of the same formula changes nothing of what was worked out
        sheet.line_ids.filtered(lambda line: line.name == "Printing").rate = 55
        sheet.product_id = self.carton
        self.carton.categ_id = self.bags
        sheet.product_id = self.bag
        self.assertEqual(sorted(sheet.line_ids.mapped("name")), sorted(["Zip", *names]))

        # another formula takes its lines along, and leaves those somebody has worked on
        other = self.env["gendan.cost.scheme"].create(
            {"name": "Carton (test)", "line_ids": [Command.create({"name": "Board", "rate": 2})]}
        )
        sheet.scheme_id = other
        self.assertEqual(sorted(sheet.line_ids.mapped("name")), ["Board", "Printing", "Zip"])
        self.assertEqual(sheet.line_ids.filtered(lambda line: line.name == "Printing").rate, 55)
        sheet.scheme_id = False
        self.assertEqual(len(sheet.line_ids), 3)

    def test_what_gives_no_price_is_refused(self):
        sheet = self.make_sheet(self.make_quotation())
        with self.assertRaisesRegex(ValidationError, "leave nothing for the costs"):
            sheet.line_ids[-1].rate = 100
        with self.assertRaisesRegex(ValidationError, "at most five"):
            self.env["gendan.cost.step"].create([{"sheet_id": sheet.id, "quantity": number} for number in (1, 2, 3)])
        with self.assertRaisesRegex(ValidationError, "below zero"):
            sheet.line_ids[0].rate = -1
        with self.assertRaisesRegex(ValidationError, "once for the run"):
            sheet.line_ids[0].apart = True
        with self.assertRaisesRegex(ValidationError, "five quantities"):
            self.scheme.steps = "1 2 many"

    def test_the_breakdown_shows_the_quantities_side_by_side(self):
        text = str(self.make_sheet(self.make_quotation()).breakdown_html)
        for word in ("Film", "Margin", "50,000", "300,000", "Charged apart"):
            self.assertIn(word, text)

    # === who sees costs ===

    def test_costs_are_for_the_group_and_its_own_customers(self):
        sheet = self.make_sheet(self.make_quotation())
        for user in (self.rep, self.other_clerk, self.quality_user, self.warehouse_user, self.portal_user):
            for records in (sheet, sheet.line_ids, sheet.step_ids):
                with self.subTest(user=user.login, model=records._name):
                    self.assertFalse(records.with_user(user).has_access("read"))
        self.assertTrue(sheet.with_user(self.supervisor).has_access("write"))
        group = self.env.ref("gendan_followup.group_gendan_cost")
        for user, sees in ((self.other_clerk, False), (self.rep, True), (self.other_rep, False)):
            user.group_ids = [Command.link(group.id)]
            for records in (sheet, sheet.line_ids, sheet.step_ids):
                records.invalidate_recordset()
                with self.subTest(user=user.login, model=records._name):
                    self.assertEqual(records.with_user(user).has_access("read"), sees)

    def test_the_backup_sees_them_while_she_stands_in(self):
        sheet = self.make_sheet(self.make_quotation())
        self.backup.group_ids = [Command.link(self.env.ref("gendan_followup.group_gendan_cost").id)]
        self.assertFalse(sheet.with_user(self.backup).has_access("read"))
        self.env["gendan.absence"].create(
            {"user_id": self.clerk.id, "backup_id": self.backup.id, "date_from": "2026-11-01", "date_to": "2026-11-05"}
        )
        sheet.invalidate_recordset()
        self.assertTrue(sheet.with_user(self.backup).has_access("read"))

    def test_another_companys_costs_stay_there(self):
        company, clerk = self.make_other_company()
        clerk.group_ids = [Command.link(self.env.ref("gendan_followup.group_gendan_cost").id)]
        sheet = self.make_sheet(self.make_quotation())
        self.assertFalse(sheet.with_user(clerk).has_access("read"))

    def test_no_cost_or_margin_on_fields_a_rep_reads(self):
        order = self.make_quotation()
        self.make_sheet(order)
        approval = self.say(order, "submitted", self.clerk)
        for record, names in (
            (order, ["gendan_price_card"]),
            (order.order_line, ["gendan_cost_sheet_ids"]),
            (approval, ["margin_percent", "card_html"]),
        ):
            for name in names:
                with self.subTest(field=name):
                    self.assertNotIn(name, record.with_user(self.rep).fields_get())
                    with self.assertRaises(AccessError):
                        record.with_user(self.rep).read([name])
        with self.assertRaises(AccessError):
            order.with_user(self.rep)._gendan_price_card()
        with self.assertRaises(AccessError):
            order.order_line.with_user(self.rep).action_gendan_cost_sheet()

    def test_the_paper_tells_quantities_and_prices_and_no_costs(self):
        order = self.make_quotation()
        order.gendan_advice = "From 100,000 on it is cheaper."
        sheet = self.make_sheet(order)
        sheet.action_gendan_apply()
        self.approve(order)
        html = self.env["ir.actions.report"]._render_qweb_html("sale.report_saleorder", order.ids)[0].decode()
        text = " ".join(html.split())
        for step in sheet.step_ids:
            self.assertIn(sheet._gendan_number(step.price), text)
            self.assertNotIn(sheet._gendan_number(step.cost), text)
        for word in ("100,000", "300,000", "3,760", "Freight is included", "From 100,000 on it is cheaper."):
            self.assertIn(word, text)
        for word in ("Margin", "Film", "DRAFT"):
            self.assertNotIn(word, text)
        sheet.print_steps = False
        self.assertFalse(order._gendan_quantity_offers())

    def test_a_rep_prints_the_quantities_though_he_sees_no_costs(self):
        order = self.make_quotation()
        self.make_sheet(order)
        offers = order.with_user(self.rep)._gendan_quantity_offers()
        self.assertEqual(len(offers[0]["rows"]), 3)
        self.assertEqual(set(offers[0]["rows"][0]), {"quantity", "price", "apart"})

    def test_overdue_is_what_is_past_its_day(self):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": date(2026, 9, 1),
                "invoice_date_due": date(2026, 10, 1),
                "invoice_line_ids": [Command.create({"name": "Bags", "quantity": 1, "price_unit": 800, "tax_ids": []})],
            }
        )
        invoice.action_post()
        later = invoice.copy({"invoice_date": date(2026, 11, 1), "invoice_date_due": date(2026, 12, 1)})
        later.action_post()
        self.assertEqual(self.customer._gendan_overdue()[self.customer], 800)
        self.assertEqual(self.customer._gendan_exposure()[self.customer].ledger, 1600)
        with self.assertQueryCount(3):
            (self.customer | self.foreign_customer)._gendan_overdue()
