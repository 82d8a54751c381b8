"""The grid as a workbook."""

import json
from datetime import date, timedelta
from io import BytesIO
from unittest.mock import patch

import openpyxl
from lxml import html

from odoo.exceptions import UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.gendan_followup.models.plan import plan_grid_xlsx
from odoo.addons.gendan_followup.tools.xlsx import Sheet

from tests.common import GendanCase


@tagged("post_install", "-at_install")
class TestGridXlsx(GendanCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._gendan_today()
        cls.order = cls.confirm_order(promised=cls.today + timedelta(days=30))
        for user in (cls.clerk, cls.other_clerk, cls.quality_user, cls.employee):
            user.password = user.login

    def sheet(self, content):
        return openpyxl.load_workbook(BytesIO(content)).active

    def rows(self, sheet):
        """The rows as dicts by their header."""
        header, *rows = sheet.iter_rows(values_only=True)
        return [dict(zip(header, row, strict=True)) for row in rows]

    def download(self, user, **asked):
        self.authenticate(user.login, user.login)
        data = {"domain": [("partner_id", "=", self.customer.id)], **asked}
        return self.url_open(
            "/gendan/grid/xlsx", data={"data": json.dumps(data), "csrf_token": Request.csrf_token(self)}
        )

    def test_days_are_days_with_the_colours_of_the_screen(self):
        self.milestone(self.order, "contract").with_user(self.clerk).hand_date = self.today
        plans = self.env["gendan.plan"].with_user(self.clerk)
        sheet = self.sheet(plans._gendan_grid_xlsx([("order_id", "=", self.order.id)]))
        header = [cell.value for cell in sheet[1]]
        self.assertEqual(header[0], "Buffer")
        contract = sheet.cell(2, header.index("Contract") + 1)
        self.assertEqual(contract.value.date(), self.today)
        self.assertEqual(contract.number_format, "yyyy-mm-dd")
        code = "done_late" if self.today > self.milestone(self.order, "contract").baseline_date else "done"
        self.assertEqual(contract.fill.fgColor.rgb[-6:], plan_grid_xlsx.STYLES[code]["bg_color"][1:])
        self.assertEqual(sheet.cell(2, 1).value, self.order.gendan_buffer_days)
        self.assertEqual(sheet.cell(2, header.index("Promised") + 1).value.date(), self.order.gendan_promise_date)
        self.assertEqual(sheet.freeze_panes, "C2")
        self.assertTrue(sheet.auto_filter.ref.startswith("A1:"))

    def test_formulas_stay_text(self):
        self.customer.name = '=HYPERLINK("http://evil.example","x")'
        self.milestone(self.order, "contract").with_user(self.clerk).remark = "+1+1"
        sheet = self.sheet(self.env["gendan.plan"]._gendan_grid_xlsx([("order_id", "=", self.order.id)]))
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        self.assertFalse([cell for cell in cells if cell.data_type == "f"])
        self.assertIn(self.customer.name, [cell.value for cell in cells])
        self.assertIn("Contract: +1+1", [cell.value for cell in cells])

    def test_all_batches_are_written_and_groups_headed_once(self):
        for number in range(4):
            self.confirm_order(promised=self.today + timedelta(days=20 + number))
        plans = self.env["gendan.plan"].with_user(self.clerk)
        domain = [("partner_id", "=", self.customer.id)]
        whole = self.sheet(plans._gendan_grid_xlsx(domain, groupby=["partner_id"]))
        with patch.object(plan_grid_xlsx, "BATCH", 2):
            cut = self.sheet(plans._gendan_grid_xlsx(domain, groupby=["partner_id"]))
        self.assertEqual(list(cut.values), list(whole.values))
        self.assertEqual(whole.max_row, 1 + 1 + 5)
        self.assertEqual(whole.cell(2, 1).value, "Maili Foods (5)")

    def test_rows_cost_no_query_each(self):
        plans = self.env["gendan.plan"].with_user(self.clerk)
        domain = [("partner_id", "=", self.customer.id)]
        counts = {}
        for more in (1, 12):
            for number in range(more):
                self.confirm_order(promised=self.today + timedelta(days=20 + number))
            self.env.flush_all()
            self.env.invalidate_all()
            plans._gendan_grid_xlsx(domain)  # fills the caches that stay
            before = self.env.cr.sql_log_count
            plans._gendan_grid_xlsx(domain)
            counts[more] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[12], counts[1] + 2, counts)

    def test_what_is_written_is_forgotten(self):
        """The cache must not grow with the rows: half a gigabyte for ten thousand orders."""
        for number in range(4):
            self.confirm_order(promised=self.today + timedelta(days=20 + number))
        plans = self.env["gendan.plan"].with_user(self.clerk)
        held = []
        original = type(plans)._gendan_grid_rows

        def rows(page):
            held.append(len(self.env["gendan.plan"]._fields["delivery_health"]._get_cache(page.env)))
            return original(page)

        with (
            patch.object(plan_grid_xlsx, "BATCH", 2),
            patch.object(type(plans), "_gendan_grid_rows", rows),
        ):
            plans._gendan_grid_xlsx([("partner_id", "=", self.customer.id)])
        self.assertEqual(len(held), 3)
        self.assertFalse(any(held[1:]), held)

    def test_too_many_rows_are_refused_with_a_sentence(self):
        self.confirm_order(promised=self.today + timedelta(days=20))
        self.env.flush_all()
        with patch.object(plan_grid_xlsx, "MOST_ROWS", 1):
            plans = self.env["gendan.plan"].with_user(self.clerk)
            with self.assertRaisesRegex(UserError, "2 rows are too many for one workbook, which takes 1"):
                plans._gendan_grid_xlsx([("partner_id", "=", self.customer.id)])
            with mute_logger("odoo.http"):
                answer = self.download(self.clerk)
        self.assertEqual(answer.status_code, 500)
        # as the web client reads it: the second node of the page holds the error
        told = json.loads(html.fromstring(answer.text).findtext(".//p"))
        self.assertEqual(told["data"]["name"], "odoo.exceptions.UserError")
        self.assertIn("too many for one workbook", told["data"]["message"])

    def test_download_is_what_the_user_sees(self):
        answer = self.download(self.clerk)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("spreadsheetml", answer.headers["Content-Type"])
        self.assertIn(".xlsx", answer.headers["Content-Disposition"])
        (row,) = self.rows(self.sheet(answer.content))
        self.assertEqual(row["Order"], self.order.name)
        self.assertFalse(self.rows(self.sheet(self.download(self.other_clerk).content)))

    def test_departments_download_no_promise(self):
        (row,) = self.rows(self.sheet(self.download(self.quality_user).content))
        self.assertEqual(row["Order"], self.order.name)
        for name in ("Buffer", "Promised", "Expected", "Papers and money"):
            self.assertNotIn(name, row)
        self.assertIn("In-house date", row)

    def test_others_get_nothing(self):
        self.assertEqual(self.download(self.employee).status_code, 403)
        self.authenticate(None, None)
        answer = self.url_open("/gendan/grid/xlsx", data={"data": "{}"}, allow_redirects=False)
        self.assertNotEqual(answer.status_code, 200)


@tagged("post_install", "-at_install")
class TestSheet(GendanCase):
    """The writer of workbooks."""

    def test_kinds_of_values(self):
        sheet = Sheet(
            "A/B: [x]",
            [("Text", 10), ("Day", 12), ("Number", 8), ("Yes", 5), ("None", 5)],
            styles={"red": {"bg_color": "#FF0000"}},
        )
        sheet.row(["=1+1", date(2026, 11, 2), 0, True, None], ["", "", "red", "", "red"])
        book = openpyxl.load_workbook(BytesIO(sheet.close()))
        self.assertEqual(book.active.title, "AB x")
        text, day, number, yes, none = book.active[2]
        self.assertEqual((text.value, text.data_type), ("=1+1", "s"))
        self.assertEqual(day.value.date(), date(2026, 11, 2))
        self.assertEqual((number.value, number.fill.fgColor.rgb), (0, "FFFF0000"))
        self.assertIs(yes.value, True)
        self.assertIsNone(none.value)

    def test_empty_sheet_opens(self):
        book = openpyxl.load_workbook(BytesIO(Sheet("Empty", [("Order", 10)]).close()))
        self.assertEqual(book.active["A1"].value, "Order")
