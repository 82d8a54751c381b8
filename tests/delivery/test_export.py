"""Commercial invoice and packing list of what goes abroad: made, frozen, printed, as a workbook."""

import re
from io import BytesIO

import pypdfium2
from freezegun import freeze_time
from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from .export_common import ExportCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestExport(ExportCase):
    def made(self, shipment=None):
        """Invoice and packing list of a shipment, printed by its clerk."""
        shipment = shipment or self.shipment
        self.clerk_of(shipment).action_print_packing()
        return shipment._gendan_paper("commercial_invoice"), shipment._gendan_paper("packing_list")

    def html(self, name, shipment=None):
        shipment = shipment or self.shipment
        report = self.env["ir.actions.report"]
        return report._render_qweb_html(f"gendan_followup.report_{name}", shipment.ids)[0].decode()

    # === where they are ===

    def test_a_transfer_abroad_gets_its_shipment_with_the_order(self):
        self.assertTrue(self.shipment.name.startswith("EX2026-"))
        self.assertEqual(self.shipment.order_id, self.order)
        self.assertEqual(self.shipment.clerk_id, self.other_clerk)
        self.assertEqual(self.order.gendan_export_count, 1)

    def test_at_home_nothing_is_made(self):
        order = self.confirm_order([(self.carton, 10)])
        order.picking_ids.action_assign()
        self.assertFalse(order.picking_ids.gendan_export_ids)
        self.assertFalse(order.picking_ids.gendan_can_export)
        with self.assertRaisesRegex(UserError, "stays in China"):
            order.picking_ids.action_gendan_export()

    def test_switched_off_nothing_is_made(self):
        self.company.gendan_export = False
        self.assertFalse(self.make_export().picking_ids.gendan_export_ids)

    def test_a_customer_without_a_country_is_named(self):
        order = self.confirm_order([(self.carton, 10)])
        self.customer.country_id = False
        with self.assertRaisesRegex(UserError, "Maili Foods has no country"):
            order.picking_ids.action_gendan_export()

    def test_what_follows_takes_marks_and_ports_over(self):
        self.picking.move_ids.write({"quantity": 500, "picked": True})
        self.shipment.vessel = "COSCO 017E"
        self.picking.with_context(skip_backorder=True).button_validate()
        rest = self.order.picking_ids.gendan_export_ids - self.shipment
        self.assertEqual((rest.marks, rest.port_discharge), (self.shipment.marks, "Hamburg"))
        self.assertFalse(rest.vessel)
        self.assertNotEqual(rest.name, self.shipment.name)

    # === what they say ===

    def test_the_invoice_says_what_the_order_agreed(self):
        invoice, _packing = self.made()
        said = invoice.sudo().export_content
        self.assertEqual((said["currency"], said["total"], said["incoterm"]), ("USD", 150.0, "FOB Shenzhen"))
        (line,) = said["lines"]
        self.assertEqual((line["hs"], line["origin"], line["quantity"]), ("4819.10.00", "China", 1200.0))
        self.assertEqual((line["price"], line["amount"]), (0.125, 150.0))
        page = self.html("commercial_invoice")
        for text in ("COMMERCIAL INVOICE", "NL-4711", "Yantian", "FOB Shenzhen", "4000 1234 5678", "TESTCNSH"):
            self.assertIn(text, page)
        self.assertRegex(page, "SAY USD ONE HUNDRED AND FIFTY [A-Z]* ONLY|SAY USD ONE HUNDRED FIFTY [A-Z]* ONLY")
        self.assertIn(invoice.qr_reference, page)

    def test_cartons_are_numbered_through_with_the_last_one_apart(self):
        other = self.make_product("Tray", gendan_carton_quantity=100)
        self.put_in_stock(other, 1000)
        order = self.make_order([(self.carton, 1200), (other, 250)], partner_id=self.foreign_customer.id)
        order.action_confirm()
        order.picking_ids.action_assign()
        _invoice, packing = self.made(order.picking_ids.gendan_export_ids)
        lines = packing.sudo().export_content["lines"]
        self.assertEqual(
            [[(run["first"], run["last"], run["each"]) for run in line["runs"]] for line in lines],
            [[(1, 2, 500), (3, 3, 200)], [(4, 5, 100), (6, 6, 50)]],
        )
        self.assertEqual(packing.sudo().export_content["packed"]["cartons"], 6)

    def test_weights_and_volume_are_counted_from_the_cartons(self):
        _invoice, packing = self.made()
        self.assertEqual(
            packing.sudo().export_content["packed"], {"cartons": 3, "net": 26.4, "gross": 28.8, "volume": 0.288}
        )

    def test_what_was_weighed_is_used_instead(self):
        self.shipment.write({"packed_cartons": 4, "packed_net": 27, "packed_gross": 30.5, "packed_volume": 0.31})
        _invoice, packing = self.made()
        self.assertEqual(
            packing.sudo().export_content["packed"], {"cartons": 4, "net": 27.0, "gross": 30.5, "volume": 0.31}
        )

    def test_free_goods_are_declared_and_not_charged(self):
        self.env["stock.move"].create(
            {
                "product_id": self.carton.id,
                "product_uom_qty": 10,
                "quantity": 10,
                "picking_id": self.picking.id,
                "location_id": self.picking.location_id.id,
                "location_dest_id": self.picking.location_dest_id.id,
                "gendan_free": "spare",
            }
        )
        self.assertIn("No value for customs", self.shipment.missing)
        self.picking.move_ids.filtered("gendan_free").gendan_customs_price = 0.1
        self.shipment.invalidate_recordset(["missing"])
        self.assertFalse(self.shipment.missing)
        invoice, _packing = self.made()
        said = invoice.sudo().export_content
        self.assertEqual((said["total"], said["customs"]), (150.0, 1.0))

    def test_freight_is_on_the_first_invoice_of_the_order_only(self):
        freight = self.env["product.product"].create({"name": "Sea freight", "type": "service"})
        self.order.write(
            {
                "order_line": [
                    Command.create(
                        {"product_id": freight.id, "price_unit": 80, "is_delivery": True, "tax_ids": [Command.clear()]}
                    )
                ]
            }
        )
        self.picking.move_ids.write({"quantity": 500, "picked": True})
        first, _packing = self.made()
        self.assertEqual(first.sudo().export_content["total"], 142.5)
        self.picking.with_context(skip_backorder=True).button_validate()
        rest = self.order.picking_ids.gendan_export_ids - self.shipment
        rest.picking_id.action_assign()
        second, _packing = self.made(rest)
        self.assertEqual(second.sudo().export_content["charges"], [])
        self.assertEqual(second.sudo().export_content["total"], 87.5)

    def test_two_languages_stand_side_by_side(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.foreign_customer.lang = "de_DE"
        self.carton.with_context(lang="de_DE").name = "Faltschachtel"
        self.env.ref("base.de").with_context(lang="de_DE").name = "Deutschland"
        self.company.gendan_export_lang = "both"
        invoice, _packing = self.made()
        said = invoice.sudo().export_content
        self.assertEqual(said["langs"], ["en_US", "de_DE"])
        self.assertIn("\nFaltschachtel", said["lines"][0]["name"])
        self.assertIn("Germany / Deutschland", said["country"])

    # === what is missing ===

    def test_what_is_missing_is_named_before_printing_and_does_not_stop_it(self):
        self.carton.write({"hs_code": False, "country_of_origin": False, "gendan_carton_gross": 0, "weight": 0})
        self.order.incoterm_location = False
        self.shipment.write({"port_discharge": False})
        self.shipment.invalidate_recordset(["missing"])
        for text in ("No HS code", "No country of origin", "weight", "place for its Incoterm", "From and to"):
            self.assertIn(text, self.clerk_of(self.shipment).missing)
        invoice, _packing = self.made()
        self.assertTrue(invoice)
        self.assertIsNone(invoice.sudo().export_content["packed"]["gross"])

    def test_nothing_is_missing_where_all_is_known(self):
        self.assertFalse(self.shipment.missing)

    # === numbers and versions ===

    def test_printed_again_it_is_the_same_paper(self):
        papers = self.made()
        self.assertEqual([paper.name for paper in papers], [f"{self.shipment.name}-CI", f"{self.shipment.name}-PL"])
        self.assertEqual(self.made(), papers)
        self.assertFalse(self.shipment.is_outdated)

    def test_whoever_looks_in_another_language_reads_the_same_paper(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env.ref("base.de").with_context(lang="de_DE").name = "Deutschland"
        papers = self.made()
        seen = self.shipment.with_context(lang="de_DE")
        seen.invalidate_recordset(["is_outdated"])
        self.assertFalse(seen.is_outdated)
        seen.action_print_packing()
        self.assertEqual(self.shipment._gendan_papers(), papers[0] | papers[1])

    def test_when_something_else_is_said_the_old_papers_are_void(self):
        old = self.made()
        self.shipment.vessel = "COSCO 017E"
        self.shipment.invalidate_recordset(["is_outdated"])
        self.assertTrue(self.shipment.is_outdated)
        new = self.made()
        self.assertEqual({paper.state for paper in old}, {"void"})
        self.assertEqual(new[0].name, f"{self.shipment.name}-2-CI")
        self.assertIn(f"{self.shipment.name}-2", self.html("packing_list"))

    def test_names_of_later_do_not_change_what_was_printed(self):
        self.made()
        self.carton.name = "Another carton"
        self.assertNotIn("Another carton", self.html("commercial_invoice"))

    def test_a_cancelled_transfer_voids_its_papers(self):
        papers = self.made()
        self.picking.action_cancel()
        self.assertEqual({paper.state for paper in papers}, {"void"})
        with self.assertRaisesRegex(UserError, "cancelled"):
            self.shipment.action_print_packing()

    def test_who_has_them_is_logged(self):
        with self.assertRaisesRegex(UserError, "Print invoice and packing list"):
            self.clerk_of(self.shipment).action_to_customer()
        papers = self.made()
        self.clerk_of(self.shipment).action_to_customer()
        for paper in papers:
            self.assertEqual(
                paper.issue_ids.mapped(lambda issue: (issue.how, issue.to)), [("email", "einkauf@nordlicht.example")]
            )

    def test_papers_that_were_made_are_not_deleted(self):
        self.made()
        with self.assertRaisesRegex(UserError, self.shipment.name):
            self.shipment.unlink()

    # === who ===

    def test_the_warehouse_prints_the_packing_list_and_sees_no_prices(self):
        shipment = self.shipment.with_user(self.warehouse_user)
        shipment.action_print_packing()
        report = self.env["report.gendan_followup.report_packing_list"].with_user(self.warehouse_user)
        self.assertTrue(report._get_report_values(shipment.ids)["sheets"])
        with self.assertRaises(AccessError):
            shipment.action_print_invoice()
        with self.assertRaises(AccessError):
            shipment._gendan_workbook()
        invoices = self.env["report.gendan_followup.report_commercial_invoice"].with_user(self.warehouse_user)
        with self.assertRaises(AccessError):
            invoices._get_report_values(shipment.ids)

    def test_another_clerk_does_not_get_them(self):
        with self.assertRaises(AccessError):
            self.shipment.with_user(self.clerk).action_print_packing()
        with self.assertRaises(AccessError):
            self.shipment.with_user(self.clerk)._gendan_workbook()

    def test_another_customers_transfer_is_not_put_in_its_place(self):
        foreign = self.confirm_order([(self.carton, 10)]).picking_ids
        with self.assertRaisesRegex(UserError, "not changed"):
            self.clerk_of(self.shipment).picking_id = foreign

    def test_a_rep_reads_and_changes_nothing(self):
        shipment = self.shipment.with_user(self.rep)
        self.assertEqual(shipment.marks, self.shipment.marks)
        with self.assertRaises(AccessError):
            shipment.marks = "X"

    # === print and workbook ===

    def test_the_pdf_reads_as_it_should(self):
        if self.env["ir.actions.report"].get_wkhtmltopdf_state() != "ok":
            self.skipTest("no wkhtmltopdf here")
        self.made()
        self.shipment.marks = "=NORDLICHT\nHAMBURG"
        self.made()
        texts = []
        for name in ("commercial_invoice", "packing_list"):
            content, kind = (
                self.env["ir.actions.report"]
                .with_context(force_report_rendering=True)
                ._render_qweb_pdf(f"gendan_followup.report_{name}", self.shipment.ids)
            )
            self.assertEqual(kind, "pdf")
            pdf = pypdfium2.PdfDocument(content)
            self.assertEqual(len(pdf), 1)
            texts.append(re.sub(r"\s+", " ", pdf[0].get_textpage().get_text_range()))
        for text in ("COMMERCIAL INVOICE", f"{self.shipment.name}-2", "Nordlicht", "150.00", "0.125", "4819.10.00"):
            self.assertIn(text, texts[0])
        for text in ("PACKING LIST", "HAMBURG", "THREE (3) CARTONS", "1–2", "28.80", "26.40", "0.288", "60 × 40 × 40"):
            self.assertIn(text, texts[1])
        self.assertNotIn("150.00", texts[1], "a packing list shows no prices")

    def test_the_workbook_has_figures_to_count_with(self):
        self.shipment.marks = "=NORDLICHT\nHAMBURG"
        self.made()
        book = load_workbook(BytesIO(self.clerk_of(self.shipment)._gendan_workbook()))
        self.assertEqual(book.sheetnames, ["Commercial Invoice", "Packing List"])
        invoice, packing = ({cell.value for row in sheet.iter_rows() for cell in row} for sheet in book.worksheets)
        self.assertLessEqual({150.0, 0.125, 1200.0, "4819.10.00", self.shipment.name, "=NORDLICHT\nHAMBURG"}, invoice)
        self.assertLessEqual({"1-2", 2, 500, "3", 200, 28.8, 26.4, 0.288, 22}, packing)
        self.assertNotIn(150.0, packing)
        for sheet in book.worksheets:
            self.assertFalse([cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"])
