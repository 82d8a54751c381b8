"""What has been sent stays; what changes afterwards is shown and carried into the next one."""

from collections import defaultdict
from datetime import date
from io import BytesIO
from unittest.mock import patch

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.gendan_followup.models.statement import statement_paper
from odoo.addons.gendan_followup.models.statement.statement_freeze import SEALED, SEALED_LINE, SEALS

from .common import NOVEMBER, StatementCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-02 04:00:00")
class TestStatementFreeze(StatementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.sell(date(2026, 10, 5))
        cls.picking = cls.take(cls.order, date(2026, 10, 12), 60)
        cls.invoice = cls.owe(100.0, date(2026, 10, 20))
        cls.invoice.button_draft()
        cls.invoice.write({"invoice_date": date(2026, 10, 8), "date": date(2026, 10, 8)})
        cls.invoice.action_post()
        with freeze_time("2026-11-01 04:00:00"):
            cls.statement = cls.make()
            cls.statement.action_check()
            cls.statement.action_sent()

    def test_it_is_sealed_and_has_its_paper(self):
        statement = self.statement
        self.assertEqual((statement.state, statement.amount_total), ("sent", 439.0))
        self.assertTrue(statement.is_intact)
        paper = statement.document_ids
        self.assertEqual((paper.kind, paper.name, paper.must_return), ("statement", statement.name, True))
        for vals in ({"amount_total": 1}, {"remark": "later"}, {"state": "draft"}):
            with self.assertRaises(UserError):
                statement.write(vals)
        with self.assertRaises(UserError):
            statement.unlink()
        with self.assertRaises(UserError):
            statement.action_refresh()
        self.env.cr.execute(
            "UPDATE gendan_statement_line SET amount_total = amount_total + 1 WHERE statement_id = %s", [statement.id]
        )
        self.env.invalidate_all()
        self.assertFalse(statement.is_intact, "changed in the database")

    def test_a_later_posting_shows_and_is_corrected_by_the_next(self):
        late = self.owe(40.0)
        late.button_draft()
        late.write({"invoice_date": date(2026, 10, 30), "date": date(2026, 10, 30)})
        late.action_post()
        self.take(self.order, date(2026, 10, 31), 10)  # typed afterwards
        self.take(self.order, date(2026, 11, 5), 30)
        self.assertFalse(self.statement.has_changed)
        with self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_statements_changed").method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(self.statement.has_changed)
        self.assertIn(late.name, self.statement.changes_text)
        self.assertIn(self.order.name, self.statement.changes_text)
        self.assertIn("statement_changed", self.todos(self.statement))
        self.assertEqual(self.statement.amount_total, 439.0, "as it was sent")
        november = self.make(NOVEMBER)
        self.assertEqual(november.opening, 439.0)
        self.assertEqual(november.previous_id, self.statement)
        self.assertEqual(
            sorted((line.kind, line.amount_total) for line in november.line_ids),
            [("correction", 40.0), ("correction", 56.5), ("delivery", 169.5)],
        )
        self.assertEqual((november.amount_correction, november.amount_total), (96.5, 705.0))

    def test_what_the_next_one_carried_on_is_done_with(self):
        self.invoice.button_draft()
        self.statement._gendan_note_changes()
        self.assertIn("statement_changed", self.todos(self.statement))
        november = self.make(NOVEMBER)
        november.action_check()
        self.assertTrue(self.statement.has_changed, "not yet")
        november.action_sent()
        self.assertFalse(self.statement.has_changed)
        self.assertNotIn("statement_changed", self.todos(self.statement))
        # one of before this was looked after
        self.statement._gendan_as_code().has_changed = True
        november._gendan_as_code().state = "closed"
        with self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_statements_changed").method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(self.statement.has_changed)

    def test_an_entry_taken_back_is_a_correction_too(self):
        self.invoice.button_draft()
        november = self.work_out(NOVEMBER)
        self.assertEqual([(line["kind"], line["amount_total"]) for line in november.lines], [("correction", -100.0)])
        self.assertIn(self.invoice.name, november.lines[0]["name"])
        self.assertAddsUp(november)

    def test_the_earlier_one_goes_out_first(self):
        self.take(self.order, date(2026, 11, 1), 5)
        new = self.Statement.browse(self.statement.action_reissue()["res_id"])
        november = self.make(NOVEMBER)
        november.action_check()
        self.assertEqual(november.unsent_before_id, new)
        for send in (november.action_sent, november.action_send_chat, (new | november).action_sent):
            new.filtered(lambda one: one.state == "draft").action_check()
            with self.assertRaisesRegex(UserError, rf"{new.name} of 10/31/2026 has not gone out yet"):
                send()
        self.assertEqual((new | november).mapped("state"), ["checked", "checked"])
        new.action_sent()
        self.assertFalse(november.unsent_before_id)
        november.action_refresh()
        november.action_check()
        november.action_sent()
        self.assertEqual((november.state, november.previous_id), ("sent", new))

    def test_a_correction_is_not_carried_twice(self):
        self.invoice.button_draft()
        with freeze_time("2026-12-01 04:00:00"):
            november = self.make(NOVEMBER)
            november.action_check()
            november.action_sent()
        december = self.work_out((date(2026, 12, 1), date(2026, 12, 31)))
        self.assertEqual((december.lines, december.values["opening"]), ([], 339.0))

    def test_what_is_set_off_later_between_old_entries_is_told(self):
        payment = self.pay(30.0, date=date(2026, 10, 9))
        self.env.flush_all()
        statement = self.Statement.browse(self.statement.action_reissue()["res_id"])
        statement.action_check()
        statement.action_sent()
        receivable = self.invoice.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        paid = payment.move_id.line_ids.filtered(lambda line: line.account_id == receivable.account_id)
        (receivable | paid).reconcile()
        self.env["account.partial.reconcile"].flush_model()
        self.env.cr.execute("UPDATE account_partial_reconcile SET create_date = '2026-11-03 04:00:00'")
        self.env.invalidate_all()
        statement._gendan_note_changes()
        names = [change["name"] for change in statement._gendan_changes()]
        self.assertTrue(any("set off" in name for name in names), names)
        self.assertTrue(statement.has_changed)
        self.assertNotIn("statement_changed", self.todos(statement), "the next one has nothing to correct")

    def test_issued_anew_it_is_a_new_version_of_the_same_number(self):
        self.bring_back(self.picking, date(2026, 10, 31), 5)
        action = self.statement.action_reissue()
        new = self.Statement.browse(action["res_id"])
        self.assertEqual((new.name, new.version, new.state), (self.statement.name, 2, "draft"))
        self.assertEqual((self.statement.state, self.statement.replaced_by_id), ("replaced", new))
        self.assertEqual((new.amount_total, new.amount_correction), (410.75, 0))
        self.assertTrue(self.statement.document_ids.voided_at)
        new.action_check()
        new.action_sent()
        self.assertEqual(new.document_ids.name, f"{new.name}-v2")
        self.make(NOVEMBER, with_idle=True).action_check()
        november = self.Statement.search([("date_to", "=", NOVEMBER[1])])
        november.action_sent()
        with self.assertRaises(UserError):
            new.action_reissue()

    def test_what_was_checked_and_changed_does_not_go_out(self):
        november = self.make(NOVEMBER, with_idle=True)
        november.action_check()
        self.take(self.order, date(2026, 11, 5), 30)
        with self.assertRaises(UserError):
            november.action_sent()
        november.action_check()
        november.action_refresh()
        self.assertEqual((november.state, november.amount_goods), ("draft", 169.5))

    def test_no_figure_and_no_word_goes_out_that_the_books_do_not_say(self):
        november = self.make(NOVEMBER, with_idle=True)
        november.action_check()
        self.assertFalse(november._gendan_send_error())
        receivable = self.invoice.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        due = receivable.date_maturity
        receivable.date_maturity = date(2027, 3, 1)  # ages only
        self.env.flush_all()
        with self.assertRaises(UserError):
            november.action_sent()
        receivable.date_maturity = due
        self.take(self.order, date(2026, 11, 5), 30)
        november.action_check()
        november.action_refresh()
        november.action_check()
        self.assertFalse(november._gendan_send_error())
        self.order.client_order_ref = "PO-NEW"  # words only
        self.env.flush_all()
        with self.assertRaises(UserError):
            november.action_sent()

    def test_many_go_out_on_one_look_at_the_books(self):
        other = self.env["res.partner"].create({"name": "Second", "is_company": True})
        bill = self.owe(70.0)
        bill.button_draft()
        bill.write({"partner_id": other.id, "invoice_date": date(2026, 11, 3), "date": date(2026, 11, 3)})
        bill.action_post()
        both = self.make(NOVEMBER, with_idle=True) | self.make(NOVEMBER, customer=other)
        both._gendan_as_code().lang = "en_US"
        self.assertEqual(len(both), 2)
        both.action_check()
        looked = type(self.Statement)._gendan_work_out
        with patch.object(type(self.Statement), "_gendan_work_out", autospec=True, side_effect=looked) as looks:
            both.action_sent()
        self.assertEqual((looks.call_count, set(both.mapped("state"))), (1, {"sent"}))
        both._gendan_reconciled_since()  # warm
        self.env.flush_all()
        with self.assertQueryCount(1):
            both._gendan_reconciled_since()

    def test_a_seal_is_checked_by_the_list_of_its_time(self):
        with patch.dict(SEALS, {2: ((*SEALED, "amount_company"), SEALED_LINE)}):
            self.env.invalidate_all()
            self.assertTrue(self.statement.is_intact)
            self.assertTrue(self.statement._gendan_checksum().startswith("2:"))
        kept = self.statement.checksum
        for checksum, fits in (
            (kept.partition(":")[2], True),  # of before there were versions
            (kept[-8:], False),
            (f"9:{kept[2:]}", False),
            (f"x:{kept[2:]}", False),
        ):
            self.statement._gendan_as_code().checksum = checksum
            self.env.invalidate_all()
            self.assertEqual(self.statement.is_intact, fits, checksum)

    def test_workbook_and_print(self):
        sheet = load_workbook(BytesIO(self.statement.with_user(self.clerk)._gendan_workbook())).active
        rows = list(sheet.iter_rows(values_only=True))
        self.assertIn(339.0, rows[1])
        self.assertEqual([row[11] for row in rows if row[0] == "Closing balance, to be confirmed (A + B)"], [439])
        html = self.env["ir.actions.report"]._render_qweb_html(
            "gendan_followup.action_report_statement", self.statement.ids
        )[0].decode()
        for text in (self.statement.name, "339.00", "439.00", self.statement.document_ids.qr_reference, "Correct"):
            self.assertIn(text, html)
        self.assertNotIn("DRAFT", html)

    def test_every_line_is_a_row_of_the_workbook(self):
        """Read in parts by SQL: the same cells, whatever the parts, as the records say."""
        lines = self.statement.line_ids
        self.assertGreater(len(lines), 1)
        kinds = dict(lines._fields["kind"]._description_selection(self.env))
        said = [
            (
                kinds[line.kind], line.date, line.note_number or None, line.order_number or None,
                line.customer_part or None, line.name or None, line.uom_id.name or None, line.quantity or None,
                line.price or None, line.amount, line.amount_tax, line.amount_total, line.receipt_number or None,
                line.signed_back, line.tax_invoice_numbers or line.invoice_number or None, line.date_due or None,
                line.our_order or None, line.remark or None,
            )
            for line in lines
        ]  # fmt: skip
        for part in (1, 2000):
            with self.subTest(part=part), patch.object(statement_paper, "CHUNK", part):
                rows = list(self.statement.sudo()._gendan_workbook_rows())
            self.assertEqual(*[[[cell or None for cell in row] for row in table] for table in (rows, said)])
        sheet = load_workbook(BytesIO(self.statement.with_user(self.clerk)._gendan_workbook())).active
        self.assertEqual(sheet.cell(2, 1).alignment.vertical, "top", "beside what is wrapped")
        self.assertEqual(sheet.cell(2, 2).number_format, "yyyy-mm-dd")

    def test_long_statements_carry_their_sum_forward(self):
        report = self.env["report.gendan_followup.report_statement"]
        line = self.statement.line_ids.filtered(lambda one: one.kind == "delivery")
        lines = self.env["gendan.statement.line"].browse(line.ids * 80)
        pages = report._gendan_pages(self.statement, lines, defaultdict(str), lambda amount: f"{amount:.2f}")
        self.assertGreater(len(pages), 2)
        self.assertEqual(pages[0]["carried"], pages[1]["brought"])
        self.assertEqual(pages[0]["carried"], f"{339.0 * len(pages[0]['rows']):.2f}")
