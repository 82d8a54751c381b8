"""Cartons with goods of several lines: one number, counted once, on paper and in the workbook alike."""

from io import BytesIO

from freezegun import freeze_time
from lxml import html
from openpyxl import load_workbook

from odoo import Command
from odoo.tests import tagged

from ..common import MONDAY
from .export_common import ExportCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestMixedCartons(ExportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tray = cls.make_product(
            "Tray", gendan_carton_quantity=100, gendan_carton_gross=6, gendan_carton_net=5,
            gendan_carton_length=50, gendan_carton_width=30, gendan_carton_height=30,
            hs_code="4819.20.00", country_of_origin=cls.env.ref("base.cn").id,
        )  # fmt: skip
        cls.loose = cls.make_product("Sample book", weight=0.5, volume=0.002)
        for product in (cls.tray, cls.loose):
            cls.put_in_stock(product, 10000)

    def ship(self, *wanted):
        """A transfer abroad with these goods, its shipment."""
        order = self.make_order(list(wanted), partner_id=self.foreign_customer.id)
        order.order_line.tax_ids = [Command.clear()]
        order.action_confirm()
        order.picking_ids.action_assign()
        return order.picking_ids.gendan_export_ids

    def pack(self, shipment, *packages):
        """Put goods into packages: each a dict {product: quantity}."""
        for goods in packages:
            package = self.env["stock.package"].create({"name": f"BOX-{self.env['stock.package'].search_count([])}"})
            for product, quantity in goods.items():
                line = shipment.picking_id.move_line_ids.filtered(
                    lambda line, product=product: line.product_id == product and not line.result_package_id
                )
                rest = line.quantity - quantity
                line.write({"quantity": quantity, "result_package_id": package.id})
                if rest:
                    line.copy({"quantity": rest, "result_package_id": False, "move_id": line.move_id.id})
        self.env.flush_all()

    def content(self, shipment):
        self.clerk_of(shipment).action_print_packing()
        return shipment._gendan_paper("packing_list").sudo().export_content

    def runs(self, content):
        return [[(run["first"], run["last"], run["each"]) for run in line["runs"]] for line in content["lines"]]

    def test_the_rest_of_two_products_in_one_carton_is_one_carton(self):
        shipment = self.ship((self.carton, 1200), (self.tray, 250))
        self.assertEqual(self.content(shipment)["packed"]["cartons"], 6, "each rest in a carton of its own")
        self.pack(shipment, {self.carton: 200, self.tray: 50})
        content = self.content(shipment)
        self.assertEqual(self.runs(content), [[(1, 2, 500), (3, 3, 200)], [(3, 3, 50), (4, 5, 100)]])
        # net 26.4 + 12.5, gross 28.8 + 15: by what lies in them; volume of two and one and two cartons
        self.assertEqual(
            content["packed"], {"cartons": 5, "net": 38.9, "gross": 43.8, "volume": round(3 * 0.096 + 2 * 0.045, 3)}
        )

    def test_cartons_packed_alike_share_one_range(self):
        shipment = self.ship((self.carton, 400), (self.tray, 100))
        self.pack(shipment, *[{self.carton: 200, self.tray: 50}] * 2)
        content = self.content(shipment)
        self.assertEqual(self.runs(content), [[(1, 2, 200)], [(1, 2, 50)]])
        self.assertEqual((content["packed"]["cartons"], content["packed"]["volume"]), (2, 0.192))

    def test_goods_without_a_carton_of_their_own_share_the_package_they_are_in(self):
        shipment = self.ship((self.loose, 10), (self.tray, 50))
        self.pack(shipment, {self.loose: 10, self.tray: 50})
        content = self.content(shipment)
        self.assertEqual(self.runs(content), [[(1, 1, 10)], [(1, 1, 50)]])
        self.assertEqual(content["packed"], {"cartons": 1, "net": 7.5, "gross": 8.0, "volume": 0.045})
        self.assertNotIn("pieces per carton", shipment.missing or "")

    def test_a_pallet_is_no_carton(self):
        shipment = self.ship((self.carton, 1000), (self.tray, 200))
        self.pack(shipment, {self.carton: 1000, self.tray: 200})
        content = self.content(shipment)
        self.assertEqual(self.runs(content), [[(1, 2, 500)], [(3, 4, 100)]])

    def test_paper_and_workbook_agree(self):
        shipment = self.ship((self.carton, 1200), (self.tray, 250))
        self.pack(shipment, {self.carton: 200, self.tray: 50})
        packed = self.content(shipment)["packed"]
        sheet = load_workbook(BytesIO(self.clerk_of(shipment)._gendan_workbook())).worksheets[1]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        head = next(number for number, row in enumerate(rows) if row[0] == "Carton no.")
        body = rows[head + 1 : head + 5]
        self.assertEqual([(row[0], row[1]) for row in body], [("1-2", 2), ("3", 1), ("3", None), ("4-5", 2)])
        for column, key in ((1, "cartons"), (7, "net"), (8, "gross"), (10, "volume")):
            self.assertAlmostEqual(sum(row[column] or 0 for row in body), packed[key], 3, key)
            self.assertEqual(rows[head + 5][column], packed[key], key)
        page = self.env["ir.actions.report"]._render_qweb_html("gendan_followup.report_packing_list", shipment.ids)[0]
        table = html.fromstring(page).xpath("//table[@name='gendan_goods']")[0]
        cells = [[" ".join(cell.text_content().split()) for cell in row.xpath("td")] for row in table.xpath("tbody/tr")]
        lines = [row for row in cells if len(row) == 8]
        self.assertEqual(
            [(row[0].replace("–", "-"), int(row[1]) if row[1] else None) for row in lines],
            [(row[0], row[1]) for row in body],
        )
        self.assertEqual([float(row[6]) for row in lines], [row[8] for row in body])
        self.assertEqual(lines[2][7], "", "the carton's size and room stand in its first row")

    def test_packages_that_are_other_than_counted_are_named(self):
        shipment = self.ship((self.tray, 200))
        self.assertNotIn("packages", shipment.missing or "")
        self.pack(shipment, {self.tray: 70}, {self.tray: 70}, {self.tray: 60})
        shipment.invalidate_recordset()
        self.assertIn("in 3 packages, and 2 cartons are counted", shipment.missing)
        shipment.packed_cartons = 3
        shipment.invalidate_recordset()
        self.assertNotIn("packages", shipment.missing or "")

    def test_papers_made_before_still_hold(self):
        self.assertTrue(self.content(self.shipment))
        self.assertFalse(self.shipment.is_outdated)
        self.assertFalse({"mixed", "size"} & set(self.content(self.shipment)["lines"][0]["runs"][0]))
