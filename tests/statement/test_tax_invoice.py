"""Tax invoice numbers: several of an invoice, pasted or read, once in a company, found by number."""

import base64
from datetime import date
from io import BytesIO

from freezegun import freeze_time
from openpyxl import Workbook, load_workbook

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import NOVEMBER
from .invoice_common import InvoiceCase

LONG = "24312000000012345678"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-04 04:00:00")
class TestTaxInvoice(InvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.statement = cls.agreed()
        cls.invoices = cls.statement._gendan_make_invoices("order")
        cls.invoices.invoice_date = date(2026, 11, 4)
        cls.invoices.action_post()
        cls.TaxInvoice = cls.env["gendan.tax.invoice"]

    def read(self, text=None, move=None, rows=None, user=None):
        """The dialog after “Read”."""
        values = {"move_id": move.id if move else False, "text": text}
        if rows:
            book, data = Workbook(), BytesIO()
            for row in rows:
                book.active.append(row)
            book.save(data)
            values |= {"file": base64.b64encode(data.getvalue()), "file_name": "发票.xlsx"}
        dialog = self.env["gendan.tax.invoice.read"].with_user(user or self.clerk).create(values)
        dialog.action_read()
        return dialog

    def test_pasted_on_an_invoice(self):
        invoice = self.invoices[0]
        dialog = self.read(f"{LONG}\nNo. AB-12345679", invoice)
        self.assertIn(LONG, dialog.preview)
        dialog.action_take_over()
        self.assertEqual(sorted(invoice.gendan_tax_invoice_ids.mapped("name")), [LONG, "AB12345679"])
        self.assertEqual(invoice.gendan_tax_invoice_ids.partner_id, self.customer)
        line = self.statement.line_ids.filtered(lambda one: one.order_id == self.first)
        self.assertEqual(line.tax_invoice_numbers, f"{LONG}, AB12345679")
        self.assertTrue(self.statement.is_intact, "what was sealed stays")
        found = self.Statement.with_user(self.clerk).search([("line_ids.tax_invoice_numbers", "ilike", "12345678")])
        self.assertEqual(found, self.statement)
        self.assertEqual(self.env["account.move"].search([("gendan_tax_numbers", "ilike", "ab-12345679")]), invoice)

    def test_paper_and_workbook_say_the_numbers(self):
        invoice = self.invoices[0]
        self.read(f"{LONG}\nAB12345679\nAB00000001", invoice).action_take_over()
        invoice.gendan_tax_invoice_ids.filtered(lambda one: one.name == "AB00000001").action_void()
        said = self.env["report.gendan_followup.report_statement"]._gendan_said(self.statement)
        rows = {row["note"]: row["invoice"] for page in said["pages"] for row in page["rows"] if not row["subtotal"]}
        lines = {line.order_id: line.note_number for line in self.statement.line_ids}
        self.assertEqual(rows, {lines[self.first]: f"{LONG}, AB12345679", lines[self.second]: ""})
        sheet = load_workbook(BytesIO(self.statement._gendan_workbook())).active
        self.assertEqual(
            {row[2].value: row[14].value or "" for row in sheet.iter_rows(min_row=2, max_row=3)}, rows
        )
        # the invoice itself stands on the next one
        november = self.work_out(NOVEMBER)
        self.assertIn(invoice.name, [line["invoice_number"] for line in november.lines])
        statement = self.make(NOVEMBER)
        said = self.env["report.gendan_followup.report_statement"]._gendan_said(statement)
        self.assertTrue(any(f"{LONG}, AB12345679" in row["name"] for row in said["entries"]))

    def test_a_single_number_is_of_the_whole_invoice(self):
        self.read(LONG, self.invoices[1]).action_take_over()
        one = self.invoices[1].gendan_tax_invoice_ids
        self.assertEqual((one.amount, one.tax, one.total, one.kind), (750.0, 97.5, 847.5, "special"))
        self.assertEqual((one.date, self.invoices[1].gendan_tax_rest), (date(2026, 11, 4), 0.0))
        one.amount = 700
        self.assertEqual(self.invoices[1].gendan_tax_rest, 50.0)

    def test_a_list_of_the_tax_platform(self):
        first, second = self.invoices.mapped("name")
        head = ["发票类型", "数电票号码", "开票日期", "购买方名称", "金额", "税额", "价税合计", "我方单号"]
        dialog = self.read(
            rows=[
                head,
                ["数电票（增值税专用发票）", LONG, "2026-11-03 10:02:03", self.customer.name, 300, 39, 339, first],
                ["数电票（普通发票）", "24312000000012345679", "2026-11-03", self.customer.name, 750, 97.5, 847.5, ""],
                ["数电票（普通发票）", "24312000000012345680", "2026-11-03", "Nobody", 1, 0.13, 1.13, ""],
            ]
        )
        self.assertIn("fits no single invoice", dialog.preview)
        dialog.action_take_over()
        found = {one.name[-2:]: one for one in self.TaxInvoice.search([("name", "like", LONG[:-2])])}
        self.assertEqual(found["78"].move_ids, self.invoices[0])
        self.assertEqual((found["78"].kind, found["79"].kind), ("special", "general"))
        self.assertEqual(found["79"].move_ids.name, second, "customer and sum fit one invoice only")
        self.assertFalse(found["80"].move_ids)
        self.assertEqual(found["78"].date, date(2026, 11, 3))

    def test_what_is_wrong_names_file_row_and_column(self):
        self.TaxInvoice.create({"name": "12345678", "move_ids": self.invoices[0].ids})
        head = ["发票号码", "金额", "税额", "价税合计", "我方单号"]
        for row, column, words in (
            (["12345678"], "发票号码", f"is there already: {self.invoices[0].name}"),
            (["123"], "发票号码", "is no number of a tax invoice"),
            (["24312000000012300000"], "发票号码", "Excel has kept 15 digits"),
            ([2.43120000000123e19], "发票号码", "Excel has kept 15 digits"),
            (["87654321", 100, 13, 112], "价税合计", "do not make"),
            (["87654321", "1oo", 13, 112], "金额", "cannot be read"),
            (["87654321", 100, 13, 113, "INV/NONE"], "我方单号", "no posted invoice"),
        ):
            with self.subTest(words=words, number=row[0]):
                dialog = self.read(rows=[head, ["99999999", 1, 0, 1], row])
                self.assertFalse(dialog.is_good)
                with self.assertRaisesRegex(UserError, f"发票.xlsx, row 3, column “{column}”.*{words}"):
                    dialog.action_take_over()
        dialog = self.read("99999999\n99999999", self.invoices[0])
        with self.assertRaisesRegex(UserError, "row 2.*stands in row 1, too"):
            dialog.action_take_over()

    def test_a_number_stands_once_in_a_company(self):
        one = self.TaxInvoice.create({"name": "１２３４ 5678", "code": "3100-191130", "move_ids": self.invoices[0].ids})
        self.assertEqual((one.name, one.code), ("12345678", "3100191130"))
        self.TaxInvoice.create({"name": "12345678", "code": "3100191131"})
        with self.assertRaisesRegex(ValidationError, f"12345678 is there already: {self.invoices[0].name}"):
            self.TaxInvoice.create({"name": "1234-5678", "code": "3100191130"})
        for wrong in ("1" * 21, "12?45678", "ABCDEF", "12"):
            with self.subTest(wrong), self.assertRaisesRegex(ValidationError, "is no number of a tax invoice"):
                self.TaxInvoice.create({"name": wrong})
        with self.assertRaises(ValidationError):
            one.copy({"name": "12345678", "code": "3100191131"})
        other = self.make_other_company()[0]
        self.TaxInvoice.with_company(other).create(
            {"name": "12345678", "code": "3100191130", "company_id": other.id}
        )

    def test_voided_ones_do_not_count(self):
        self.read("12345678", self.invoices[0]).action_take_over()
        one = self.invoices[0].gendan_tax_invoice_ids
        one.with_user(self.accountant).action_void()
        self.assertFalse(self.invoices[0].gendan_tax_numbers)
        one.with_user(self.accountant).action_valid()
        self.assertEqual(self.invoices[0].gendan_tax_numbers, "12345678")

    def test_whose_they_are(self):
        one = self.TaxInvoice.create({"name": "12345678", "move_ids": self.invoices[0].ids})
        self.assertTrue(one.with_user(self.rep).has_access("read"))
        self.assertTrue(one.with_user(self.clerk).has_access("write"))
        self.assertFalse(one.with_user(self.clerk).has_access("unlink"))
        self.assertTrue(one.with_user(self.accountant).has_access("unlink"))
        for user in (self.other_rep, self.other_clerk, self.portal_user):
            with self.subTest(user.login):
                self.assertFalse(one.with_user(user).has_access("read"))
        with self.assertRaises(AccessError):
            self.TaxInvoice.with_user(self.rep).create({"name": "12345679"})
        with self.assertRaises(AccessError):
            self.env["gendan.tax.invoice.read"].with_user(self.rep).create({})
        self.assertEqual(self.invoices[0].with_user(self.clerk).gendan_tax_numbers, "12345678")

    def test_the_state_of_a_number_moves_by_its_buttons(self):
        own = self.TaxInvoice.with_user(self.clerk).create(
            {"name": LONG, "partner_id": self.customer.id, "state": "red"}
        )
        self.assertEqual(own.state, "valid")
        with self.assertRaises(UserError):
            own.state = "red"
        own.action_void()
        own.action_valid()
        self.assertEqual(own.state, "valid")
