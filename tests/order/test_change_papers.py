"""Papers: seen before a change is applied; printed copy by copy for the floor; the version on each of them."""

from io import BytesIO
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.pdf import ArrayObject, DictionaryObject, NameObject, NumberObject, PdfFileReader, PdfFileWriter

from ..common import MONDAY
from .test_order_change import ChangeCase

REPORT = "gendan_followup.report_floor_papers"


class PaperCase(ChangeCase):
    def sheet(self, papers, user):
        Report = self.env["ir.actions.report"].with_user(user)
        return Report._render_qweb_html(REPORT, papers.ids)[0].decode()


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestTouchedPapers(PaperCase):
    def touched(self, change):
        return {touch.res_id: touch for touch in change.touch_ids if touch.kind == "paper"}

    def test_papers_are_listed_before_the_change_is_applied(self):
        card, drawer = self.paper(to="Printing"), self.paper(to=None)
        contract, note = self.paper("contract", to="Ms Lin"), self.paper("delivery_note", to="Driver")
        change = self.request(lines={self.line: {"text": "BG-1402, new bar code"}})
        self.assertEqual(change.paper_ids, card | drawer | contract | note, "seen while it is typed")
        change.action_propose()
        touched = self.touched(change)
        self.assertEqual(set(touched), {card.id, drawer.id, contract.id, note.id})
        self.assertIn("has to come back", touched[card.id].advice)
        self.assertIn("version 1, Printing", touched[card.id].detail)
        self.assertIn("Not with anybody", touched[drawer.id].advice)
        self.assertIn("look whether", touched[note.id].advice)
        self.assertEqual([touch.state for touch in touched.values() if touch.is_needed], ["ahead"])
        self.assertEqual(card.state, "issued", "nothing is void yet")
        change.action_apply()
        touched = self.touched(change)
        self.assertEqual(touched[contract.id].state, "open")
        todo = self.todos(touched[contract.id])
        self.assertEqual(todo.user_id, self.clerk, "the clerk makes the new contract")
        self.assertFalse(change.paper_ids & (card | drawer | contract))

    def test_a_new_contract_answers_for_the_old_one(self):
        old = self.paper("contract", to="Ms Lin")
        change = self.applied(lines={self.line: {"quantity": 60000}})
        touch = self.touched(change)[old.id]
        self.assertEqual(touch.state, "open")
        new = self.paper("contract", to="Ms Lin")
        self.assertEqual((touch.state, touch.answer), ("done", new.display_name))
        self.assertFalse(self.todos(touch))

    def test_a_cancelled_orders_contract_is_told_to_the_customer(self):
        contract = self.paper("contract", to="Ms Lin")
        self.order.with_user(self.clerk).action_cancel()
        change = self.order.gendan_order_change_ids
        touch = self.touched(change)[contract.id]
        self.assertIn("no longer holds", touch.advice)
        self.assertEqual((touch.state, change.cost_state), ("open", "open"))

    def test_the_sales_rep_sees_the_papers_of_her_customer(self):
        self.paper()
        change = self.request(lines={self.line: {"quantity": 60000}})
        self.assertTrue(change.with_user(self.rep).paper_ids)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestFloorPapers(PaperCase):
    COPIES = [
        {"kind": "production_order", "copy_name": "Workshop copy", "to": "Foreman Luo"},
        {"kind": "process_card", "copy_name": "Card 1/2", "to": "Printing 3"},
    ]

    def hand_out(self, record, user):
        wizard = (
            self.env["gendan.floor.paper.wizard"]
            .with_user(user)
            .with_context(active_model=record._name, active_id=record.id)
            .create({"line_ids": [Command.create(vals) for vals in self.COPIES]})
        )
        action = wizard.action_hand_out()
        reports = action["params"]["reports"] if action["type"] == "ir.actions.client" else [action]
        ids = [paper_id for report in reports for paper_id in report["context"]["active_ids"]]
        return self.env["gendan.document"].browse(ids), reports

    def test_each_copy_is_printed_with_its_name_number_version_and_code(self):
        papers, reports = self.hand_out(self.order, self.clerk)
        self.assertEqual([report["report_name"] for report in reports], [REPORT, "gendan_followup.report_floor_cards"])
        self.assertEqual(len(papers), 2)
        html = self.sheet(papers, self.clerk)
        for paper in papers:
            self.assertIn(paper.copy_name, html)
            self.assertIn(paper.qr_reference, html)
            self.assertIn(paper.name, html)
        self.assertIn("Foreman Luo", html)
        self.assertIn(f"{self.order.name}, version 1", html)
        production = self.line._gendan_productions()[self.line]
        self.assertIn(production.name, html, "the clerk has no access to productions, her floor's papers she prints")
        self.assertNotIn("0.165", html)
        self.assertEqual(html.count('class="article"'), 2 * len(self.order.mrp_production_ids))

    def test_each_sheet_is_printed_once(self):
        def pdf(Report, bodies, **kwargs):
            """As wkhtmltopdf makes it: a page for each body, the first of them with a heading, told by its number."""
            writer = PdfFileWriter()
            for _body in bodies:
                writer.addBlankPage(200, 200)
            item = DictionaryObject({NameObject("/Dest"): NameObject("/first")})
            catalog = writer._root_object
            catalog[NameObject("/Outlines")] = DictionaryObject({NameObject("/First"): item})
            catalog[NameObject("/Dests")] = DictionaryObject({NameObject("/first"): ArrayObject([NumberObject(0)])})
            stream = BytesIO()
            writer.write(stream)
            return stream.getvalue()

        production = self.order.mrp_production_ids
        production._split_productions({production: [20000, 30000]})
        papers, _action = self.hand_out(self.order, self.clerk)
        Report = self.env["ir.actions.report"].with_user(self.clerk).with_context(force_report_rendering=True)
        with (
            patch.object(type(Report), "_run_wkhtmltopdf", pdf),
            patch.object(type(Report), "get_wkhtmltopdf_state", lambda Report: "ok"),
        ):
            printed, _kind = Report._render_qweb_pdf(REPORT, papers.ids)
        self.assertEqual(papers.mapped("kind"), ["production_order", "process_card", "process_card"])
        pages = len(PdfFileReader(BytesIO(printed)).pages)
        self.assertEqual(pages, 4, "the notice with a sheet for each production, and a card for each")

    def test_an_order_without_production_has_a_sheet_of_its_own(self):
        self.order = self.confirm_order([(self.carton, 10)])
        self.assertFalse(self.order.mrp_production_ids)
        papers, _action = self.hand_out(self.order, self.clerk)
        html = self.sheet(papers, self.clerk)
        self.assertEqual(html.count('class="article"'), 2)
        self.assertIn(self.carton.name, html)

    def test_the_floor_prints_what_it_hands_out_and_nobody_else_reads_it(self):
        planner = self.quality_user
        planner.group_ids = [Command.link(self.env.ref("mrp.group_mrp_user").id)]
        production = self.line._gendan_productions()[self.line]
        papers, _action = self.hand_out(production, planner)
        html = self.sheet(papers, planner)
        self.assertIn(papers[1].qr_reference, html)
        of_order, _action = self.hand_out(self.order, self.clerk)
        for user, these in (
            (planner, of_order),
            (self.employee, papers),
            (self.other_clerk, of_order),
            (self.portal_user, papers | of_order),
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["report." + REPORT].with_user(user)._get_report_values(these.ids)

    def test_old_numbers_are_not_printed_on_new_contents(self):
        papers, _action = self.hand_out(self.order, self.clerk)
        contract = self.paper("contract", to=None)
        with self.assertRaisesRegex(UserError, "no paper of the floor"):
            contract.action_print_floor_papers()
        self.supervised_change()
        with self.assertRaisesRegex(UserError, "was made for version 1"):
            papers.action_print_floor_papers()
        self.applied(lines={self.line: {"quantity": 70000}})
        with self.assertRaisesRegex(UserError, "is void"):
            self.sheet(papers, self.clerk)

    def supervised_change(self):
        """A supervisor unlocks the order, changes it and locks it again: a version without a request."""
        order = self.order.with_user(self.supervisor)
        order.action_unlock()
        order.order_line.product_uom_qty = 60000
        order.action_lock()
        self.assertEqual(self.order.gendan_version, 2)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestVersionOnPapers(ChangeCase):
    def html(self, report, records, user=None):
        Report = self.env["ir.actions.report"].with_user(user or self.env.user)
        return Report._render_qweb_html(report, records.ids)[0].decode()

    def test_every_paper_says_the_version(self):
        self.applied(lines={self.line: {"quantity": 60000}})
        said = f"{self.order.name}, version 2"
        picking = self.order.picking_ids
        for report in ("stock.report_deliveryslip", "stock.report_picking"):
            with self.subTest(report=report):
                self.assertIn(said, self.html(report, picking, self.warehouse_user))
        self.assertRegex(self.html("sale.report_saleorder_pro_forma", self.order), r"Version <span>2</span>")
        center = self.env["mrp.workcenter"].create({"name": "Press (test)"})
        production = self.line._gendan_productions()[self.line]
        step = self.env["mrp.workorder"].create(
            {
                "name": "Printing",
                "production_id": production[:1].id,
                "workcenter_id": center.id,
                "product_uom_id": production[:1].product_uom_id.id,
            }
        )
        self.assertIn(said, self.html("mrp.report_mrp_workorder", step))

    def test_the_version_is_in_the_language_of_the_paper(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.customer.lang = "zh_TW"
        said = self.order.with_context(lang="zh_TW")._gendan_versions_text()
        self.assertIn(said, self.html("stock.report_deliveryslip", self.order.picking_ids))
        self.assertNotEqual(said, self.order._gendan_versions_text())

    def test_papers_of_orders_without_versions_say_none(self):
        self.company.gendan_lock_orders = False
        order = self.confirm_order()
        self.assertFalse(order.picking_ids.gendan_order_versions)
        self.assertNotIn("gendan_version", self.html("stock.report_deliveryslip", order.picking_ids))
