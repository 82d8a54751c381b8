"""Settlement profiles: by when is reconciled, when an invoice is due, what is printed."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import NOVEMBER, OCTOBER, StatementCase


@tagged("post_install", "-at_install")
class TestSettlementTerms(StatementCase):
    def test_by_the_fifth_moved_off_holidays(self):
        closing = OCTOBER[1]
        self.monthly.write({"reconcile_day": 5, "off_holidays": "after"})
        self.assertEqual(self.monthly._gendan_reconcile_by(closing, self.company), date(2026, 11, 5))
        self.assertEqual(
            self.monthly._gendan_reconcile_by(date(2026, 10, 25), self.company), date(2026, 11, 5), "closes on the 25th"
        )
        self.close_factory(date(2026, 11, 5), date(2026, 11, 6))
        self.assertEqual(self.monthly._gendan_reconcile_by(closing, self.company), date(2026, 11, 7))
        self.monthly.off_holidays = "before"
        self.assertEqual(self.monthly._gendan_reconcile_by(closing, self.company), date(2026, 11, 4))
        self.monthly.off_holidays = "keep"
        self.assertEqual(self.monthly._gendan_reconcile_by(closing, self.company), date(2026, 11, 5))
        self.monthly.write({"reconcile_day": 0, "reconcile_days": 10, "signed_days": 15, "off_holidays": "after"})
        self.assertEqual(self.monthly._gendan_reconcile_by(closing, self.company), date(2026, 11, 10))
        self.assertEqual(self.monthly._gendan_signed_by(closing, self.company), date(2026, 11, 16), "the 15th: Sunday")
        self.monthly.write({"reconcile_days": 20, "signed_days": 15, "off_holidays": "keep"})
        self.assertEqual(
            self.monthly._gendan_signed_by(closing, self.company), date(2026, 11, 20), "not before it is agreed"
        )

    def test_due_by_agreement_stands_beside_odoos_day(self):
        self.monthly.write({"term_days": 30, "pay_day": 25, "method": "cheque", "paper_days": 60})
        order = self.sell(date(2026, 9, 1))
        self.take(order, date(2026, 9, 10))
        invoice = self.bill(order, date(2026, 10, 20))
        invoice.delivery_date = date(2026, 9, 10)
        self.assertEqual(invoice.gendan_due_agreed, date(2026, 10, 30).replace(month=11, day=25))
        self.assertEqual(invoice.gendan_cleared_on, date(2027, 1, 24))
        self.monthly.write({"count_from": "invoice", "pay_day": 0})
        invoice.invalidate_recordset()
        self.assertEqual(invoice.gendan_due_agreed, date(2026, 11, 19))
        self.monthly.write({"count_from": "agreement", "reconcile_day": 5})
        invoice.invalidate_recordset()
        self.assertEqual(invoice.gendan_due_agreed, date(2026, 11, 4), "30 days after 5 October")
        self.customer.gendan_settlement_profile_id = False
        invoice.invalidate_recordset()
        self.assertFalse(invoice.gendan_due_agreed)

    def test_statements_by_themselves_only_where_it_is_settled_monthly(self):
        self.assertEqual(self.monthly.statement_when, "closing")
        self.assertEqual(self.cash.statement_when, "request")

    def test_invoice_data_falls_back_on_the_name(self):
        self.assertEqual(self.customer._gendan_invoice_data(), [self.customer.name])
        self.customer.write(
            {"gendan_invoice_title": "深圳市麦粒田食品有限公司", "gendan_invoice_bank": "中国银行 6222"}
        )
        self.assertEqual(self.customer._gendan_invoice_data(), ["深圳市麦粒田食品有限公司", "中国银行 6222"])

    def test_below_the_figures_stand_the_notes_without_signature(self):
        self.company.gendan_note = True
        order = self.sell(date(2026, 10, 5))
        order.picking_ids.action_gendan_note()
        self.take(order, date(2026, 10, 12))
        note = order.picking_ids.gendan_note_id
        self.assertTrue(note._gendan_return_copy())
        statement = self.make()
        self.assertEqual(statement.line_ids.note_number, note.name)
        self.assertFalse(statement.line_ids.signed_back)
        self.assertEqual([block["rows"][0][0] for block in statement.extras], [note.name])
        note._gendan_return_copy().write({"returned_at": "2026-10-15 04:00:00", "returned_how": "driver"})
        self.env["gendan.arrival"].search([("picking_id", "=", order.picking_ids.id)]).line_ids = [
            (0, 0, {"move_id": order.picking_ids.move_ids.id, "accepted": 100, "receipt_number": "RK-77"})
        ]
        statement._gendan_refresh()
        self.env.invalidate_all()
        line = statement.line_ids
        self.assertEqual((line.receipt_number, line.order_number), ("RK-77", "PO-778"))
        self.assertTrue(line.signed_back)
        self.assertFalse(statement.extras)

    def test_the_plan_hears_when_its_deliveries_stood_on_a_statement(self):
        order = self.sell(date(2026, 10, 5))
        self.take(order, date(2026, 10, 12), 60)
        line = order.order_line
        statement = self.make()
        with freeze_time("2026-11-01 04:00:00"):
            statement.action_check()
            statement.action_sent()
        self.assertEqual(line._gendan_actual_statement_sent(None), {line: False}, "forty are still to come")
        self.take(order, date(2026, 11, 5), 40)
        november = self.make(NOVEMBER)
        with freeze_time("2026-12-02 04:00:00"):
            november.action_check()
            november.action_sent()
            self.assertEqual(line._gendan_actual_statement_sent(None), {line: date(2026, 12, 2)})
            self.assertEqual(line._gendan_actual_statement_agreed(None), {line: False})
            november._gendan_move_to("agreed")
        self.assertEqual(line._gendan_actual_statement_agreed(None), {line: date(2026, 12, 2)})
        november.document_ids.write({"returned_at": "2026-12-04 04:00:00", "returned_how": "courier"})
        self.assertEqual(line._gendan_actual_statement_valid(None), {line: date(2026, 12, 4)})
