"""A month in Taiwan, from the goods to the cleared cheque: closing on the 25th, prices without tax, whole NT$."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import noon
from .paper_common import PaperCase

OCTOBER = date(2026, 9, 26), date(2026, 10, 25)
NOVEMBER = date(2026, 10, 26), date(2026, 11, 25)


@tagged("post_install", "-at_install")
class TestMonthTaiwan(PaperCase):
    """Real records of all rooms: statement, answer, invoice, tax invoice, cheque, the statement after it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.currency = cls.env.ref("base.TWD")
        cls.currency.write({"active": True, "rounding": 1.0})
        # before anything is in the books
        cls.company.write({"currency_id": cls.currency.id, "tax_calculation_rounding_method": "round_globally"})
        cls.pricelist = cls.env["product.pricelist"].create({"name": "NT$ (test)", "currency_id": cls.currency.id})
        cls.tax.write({"name": "5 % (test)", "amount": 5})
        cls.customer.gendan_settlement_profile_id = cls.profile(
            "monthly", closing_day=25, price_tax="excluded", invoice_moment="agreement", method="cheque", paper_days=30,
            term_days=60, count_from="closing", needs_signed_copy=False,
        )  # fmt: skip

    def test_from_the_goods_to_the_next_statement(self):
        first, second = (
            self.sell(day, quantity, price, pricelist_id=self.pricelist.id)
            for day, quantity, price in ((date(2026, 9, 28), 333, 3.3), (date(2026, 10, 5), 777, 1.7))
        )
        self.take(first, date(2026, 9, 29), 111)
        self.take(first, date(2026, 10, 25))
        self.take(second, date(2026, 10, 12), 700)
        self.take(second, date(2026, 10, 26))  # the next month's

        with freeze_time(noon(date(2026, 10, 26))):
            statement = self.make(OCTOBER)
            self.assertFalse(statement.tax_included)
            self.assertEqual(len(statement.line_ids.filtered(lambda line: line.kind == "delivery")), 3)
            self.assertAddsUp(self.work_out(OCTOBER))
            statement.with_user(self.clerk).action_check()
            statement.with_user(self.clerk).action_sent()
        # 333 x 3.3 + 700 x 1.7 = 2288.9 without tax
        self.assertEqual(statement.amount_b, statement.amount_total)
        self.assertEqual(statement.amount_total, int(statement.amount_total), "whole NT$")
        self.assertAlmostEqual(statement.amount_total, 2288.9 * 1.05, delta=2)

        with freeze_time(noon(date(2026, 10, 28))):
            lines = [{"name": "Sorting", "their_amount": -105.0, "reason": "quality", "is_accepted": True}]
            statement._gendan_take_answer({"result": "agreed_other", "how": "fax", "said_by": "林小姐"}, lines)
            self.assertEqual(statement.amount_confirmed, statement.amount_total - 105)
            invoice = statement.with_user(self.clerk)._gendan_make_invoices().sudo()
            self.assertEqual(len(invoice), 1, "one a month")
            self.assertEqual(invoice.amount_total, statement.amount_confirmed)
            self.assertEqual(invoice.amount_tax, int(invoice.amount_tax))
            invoice.invoice_date = OCTOBER[1]
            invoice.action_post()
            self.assertEqual(statement.difference_ids.mapped("state"), ["settled"])
            numbers = self.env["gendan.tax.invoice.read"].with_user(self.clerk).create(
                {"move_id": invoice.id, "text": "AB-12345678"}
            )
            numbers.action_read()
            numbers.action_take_over()
            self.env.invalidate_all()
            self.assertEqual(set(statement.line_ids.mapped("tax_invoice_numbers")), {"AB12345678"})
            self.assertFalse(invoice.gendan_tax_rest)
            statement._gendan_note_changes()
            self.assertFalse(statement.has_changed, "the invoice of the closing day is what was agreed")

        with freeze_time(noon(date(2026, 11, 2))):
            cheque = self.paper(invoice.amount_total, invoice, due_on=date(2026, 11, 20))
            cheque.with_user(self.accountant).action_book()
            self.assertFalse(invoice.amount_residual)
            self.assertOwes(0, cheque.amount)
            statement.with_user(self.clerk).action_close()
            self.assertEqual(statement.state, "closed")
        with freeze_time(noon(date(2026, 11, 20))):
            self.step(cheque, "deposited", date(2026, 11, 19))
            self.step(cheque, "cleared", date(2026, 11, 20), journal_id=self.bank.id)
            self.assertEqual(cheque.state, "cleared")
            self.assertOwes(0, 0)

        with freeze_time(noon(date(2026, 11, 26))):
            after = self.make(NOVEMBER)
        self.assertEqual((after.previous_id, after.opening), (statement, statement.amount_total))
        self.assertAddsUp(self.work_out(NOVEMBER))
        self.assertEqual(after.amount_correction, -105, "what we let her have")
        self.assertEqual(after.amount_paid, cheque.amount)
        self.assertEqual((after.amount_a, after.amount_total), (0, after.amount_b))
        self.assertAlmostEqual(after.amount_total, 77 * 1.7 * 1.05, delta=1)
        self.assertFalse(after.unsent_before_id)
