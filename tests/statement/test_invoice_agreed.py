"""Invoices of what was agreed: exactly that, once, split as the customer wishes."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import NOVEMBER
from .invoice_common import InvoiceCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-04 04:00:00")
class TestInvoiceAgreed(InvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.statement = cls.agreed()
        cls.lines = {line.order_id: line for line in cls.statement.line_ids}

    def invoice(self, *args, **kwargs):
        """The drafts."""
        return self.statement._gendan_make_invoices(*args, **kwargs)

    def agree(self, accepted=(), **amounts):
        """The customer agreed at other figures: {first=100.0} of the line of that order."""
        figures = {line: line.amount_total for line in self.statement.line_ids}
        for name, amount in amounts.items():
            figures[self.lines[getattr(self, name)]] = amount
        for name, value in (
            ("_gendan_agreed_amounts", lambda statements: figures),
            ("_gendan_accepted_deductions", lambda statements: dict.fromkeys(statements, accepted)),
        ):
            self.startPatcher(patch.object(type(self.statement), name, value))

    def test_what_was_agreed_is_on_one_draft(self):
        self.take(self.first, date(2026, 11, 2), 40)  # November's
        invoice = self.invoice()
        self.assertEqual((invoice.state, invoice.move_type, invoice.amount_total), ("draft", "out_invoice", 1186.5))
        self.assertEqual(invoice.amount_total, self.statement.amount_b)
        self.assertEqual(
            invoice.invoice_line_ids.filtered("product_id").mapped("quantity"), [60.0, 150.0]
        )
        self.assertEqual((self.first.order_line.qty_invoiced, self.first.order_line.qty_to_invoice), (60, 40))
        self.assertEqual((invoice.ref, invoice.gendan_statement_id), ("PO-1, PO-2", self.statement))
        self.assertEqual(invoice.invoice_origin, f"{self.first.name}, {self.second.name}")
        self.assertEqual(invoice.gendan_closing_day, date(2026, 10, 31))
        self.assertEqual(
            {share.statement_line_id: share.amount for share in self.statement.invoice_share_ids},
            {self.lines[self.first]: 339.0, self.lines[self.second]: 847.5},
        )
        self.assertEqual(invoice.gendan_due_agreed, self.monthly._gendan_due(date(2026, 10, 31))[0])

    def test_pressed_twice_it_makes_it_once(self):
        invoice = self.invoice()
        with self.assertRaisesRegex(UserError, "Nothing of .* is left to invoice"):
            self.invoice()
        self.assertEqual(self.statement.invoice_count, 1)
        invoice.button_cancel()
        self.assertEqual(self.statement.invoice_count, 0)
        again = self.invoice()
        self.assertEqual(again.amount_total, 1186.5, "a cancelled one does not count")
        again.unlink()
        self.assertFalse(self.statement.invoice_share_ids - invoice.gendan_share_ids)

    def test_what_was_invoiced_otherwise_is_not_invoiced_again(self):
        self.take(self.first, date(2026, 11, 2), 40)
        other = self.second._create_invoices(final=True)
        other.invoice_line_ids.quantity = 100
        self.assertEqual(self.invoice().amount_total, 339.0 + 50 * 5.65)
        # October's went first: what of November is invoiced now changes nothing
        self.assertEqual(self.first.order_line.qty_to_invoice, 40)

    def test_split(self):
        for way, limit, tax, expected in (
            ("one", 0, "excluded", [1186.5]),
            ("order", 0, "excluded", [339.0, 847.5]),
            ("po", 0, "excluded", [339.0, 847.5]),
            ("one", 1000, "included", [339.0, 847.5]),
            ("one", 1050, "excluded", [1186.5]),
            ("one", 1049.99, "excluded", [339.0, 847.5]),
            ("order", 100, "excluded", [113.0] * 3 + [113.0] * 7 + [56.5]),
            ("one", 500, "included", [339.0, 497.2, 350.3]),
            ("one", 4, "excluded", [339.0, 847.5]),
        ):
            with self.subTest(way=way, limit=limit, tax=tax):
                moves = self.invoice(way, limit, tax)
                self.assertEqual(moves.mapped("amount_total"), expected)
                moves.unlink()
        self.second.client_order_ref = "PO-1"
        self.assertEqual(self.invoice("po").mapped("amount_total"), [1186.5])

    def test_a_single_delivery_above_the_limit_is_cut_to_the_cent(self):
        order = self.sell(date(2026, 10, 6), 1000, 3.337, partner_id=self.other_customer().id)
        self.take(order, date(2026, 10, 14), 777)
        statement = self.agreed(customer=order.partner_id)
        for limit, tax in ((500, "excluded"), (500, "included"), (333.33, "excluded"), (99.99, "included")):
            with self.subTest(limit=limit, tax=tax):
                moves = statement._gendan_make_invoices("one", limit, tax)
                self.assertGreater(len(moves), 4)
                self.assertAlmostEqual(sum(moves.mapped("amount_total")), statement.amount_b, 2)
                for move in moves:
                    self.assertLessEqual(move.amount_total if tax == "included" else move.amount_untaxed, limit)
                quantities = moves.invoice_line_ids.filtered("product_id").mapped("quantity")
                self.assertEqual(sum(quantities), 777)
                self.assertTrue(all(quantity.is_integer() for quantity in quantities))
                self.assertEqual(set(statement.invoice_share_ids.statement_line_id), set(statement.line_ids))
                with self.assertRaises(UserError):
                    statement._gendan_make_invoices("one", limit, tax)
                moves.unlink()
        with self.assertRaisesRegex(UserError, "389 invoices"):
            statement._gendan_make_invoices("one", 7, "excluded")

    def other_customer(self):
        """One more who is invoiced after agreement."""
        return self.customer.copy({"name": "Cut", "gendan_settlement_profile_id": self.monthly.id})

    def test_fewer_pieces_are_left_for_the_next_statement(self):
        self.agree(first=50 * 5.65)
        invoice = self.invoice()
        self.assertEqual(invoice.amount_total, 282.5 + 847.5)
        self.assertEqual(self.first.order_line.qty_to_invoice, 10)
        with self.assertRaises(UserError):
            self.invoice()
        invoice.action_post()
        november = self.work_out(NOVEMBER)
        self.assertEqual(november.values["amount_b"], 56.5, "still to be agreed")

    def test_another_price_is_a_line_of_its_own(self):
        self.agree(first=330.0)
        invoice = self.invoice()
        self.assertEqual(invoice.amount_total, 330.0 + 847.5)
        line = invoice.invoice_line_ids.filtered(lambda one: not one.product_id and one.tax_ids)
        self.assertIn("left for the next statement", line.name)
        self.assertEqual(line.tax_ids, self.tax)
        self.assertEqual(self.first.order_line.qty_invoiced, 60)
        with self.assertRaises(UserError):
            self.invoice()

    def test_a_deduction_we_accepted_is_a_negative_line(self):
        line = self.lines[self.second]
        self.agree([("Scratched", 113.0, line)], second=847.5 - 113.0)
        invoice = self.invoice("order")[1]
        self.assertEqual(invoice.amount_total, 734.5)
        off = invoice.invoice_line_ids.filtered(lambda one: not one.product_id)
        self.assertIn("Scratched", off.name)
        self.assertEqual((off.price_subtotal, off.price_total), (-100.0, -113.0))
        # called otherwise in another language
        self.agree([("刮花", 113.0, line)], second=847.5 - 113.0)
        with self.assertRaises(UserError):
            self.invoice()

    def test_a_deposit_is_set_off_by_odoos_own_line(self):
        deposit = self.env["sale.advance.payment.inv"].create(
            {"advance_payment_method": "percentage", "amount": 10, "sale_order_ids": [Command.set(self.second.ids)]}
        )._create_invoices(self.second)
        deposit.write({"invoice_date": date(2026, 10, 7), "date": date(2026, 10, 7)})
        deposit.action_post()
        self.statement.action_reissue()
        self.statement = self.agreed_again()
        self.assertEqual(self.statement.amount_b, 1186.5 - 113.0)
        invoice = self.invoice()
        self.assertEqual(invoice.amount_total, 1073.5)
        self.assertEqual(
            invoice.invoice_line_ids.filtered("is_downpayment").filtered("quantity").mapped("price_total"), [-113.0]
        )
        self.assertEqual(self.second.order_line.filtered("is_downpayment").filtered(
            lambda line: not line.display_type
        ).qty_to_invoice, 0)  # fmt: skip
        with self.assertRaises(UserError):
            self.invoice()

    def agreed_again(self):
        """The new version, agreed."""
        new = self.statement.replaced_by_id
        new.action_check()
        new.action_sent()
        new._gendan_move_to("agreed")
        self.env.flush_all()
        return new

    def test_a_deposit_greater_than_the_goods_waits(self):
        deposit = self.env["sale.advance.payment.inv"].create(
            {"advance_payment_method": "percentage", "amount": 90, "sale_order_ids": [Command.set(self.second.ids)]}
        )._create_invoices(self.second)
        deposit.write({"invoice_date": date(2026, 10, 7), "date": date(2026, 10, 7)})
        deposit.action_post()
        self.statement.action_reissue()
        self.statement = self.agreed_again()
        self.assertEqual(self.invoice().amount_total, 339.0)
        dialog = self.env["gendan.invoice.make"].browse(self.statement.action_make_invoices()["res_id"])
        self.assertIn("waits: its deposit", dialog.preview)

    def test_cents_are_a_line(self):
        odd = self.sell(date(2026, 10, 7), 7, price=0.333)
        self.take(odd, date(2026, 10, 15), 3)
        self.take(odd, date(2026, 10, 16), 4)
        self.statement.action_reissue()
        self.statement = self.agreed_again()
        for way in ("one", "order"):
            moves = self.invoice(way)
            self.assertAlmostEqual(sum(moves.mapped("amount_total")), self.statement.amount_b)
            moves.unlink()

    def test_prices_that_changed_since_are_refused(self):
        self.first.order_line.price_unit = 6
        with self.assertRaisesRegex(UserError, "prices or taxes"):
            self.invoice()

    def test_goods_that_came_back_after_invoicing_are_a_credit_note(self):
        invoice = self.invoice()
        invoice.action_post()
        picking = self.second.picking_ids.filtered(lambda one: one.state == "done")
        self.bring_back(picking, date(2026, 11, 10), 10)
        self.take(self.first, date(2026, 11, 12), 40)
        with freeze_time("2026-12-01 04:00:00"):
            november = self.make(NOVEMBER)
            november.action_check()
            november.action_sent()
            november._gendan_move_to("agreed")
            self.assertEqual(november.amount_b, 226.0 - 56.5)
            moves = november._gendan_make_invoices()
            self.assertEqual(
                sorted((move.move_type, move.amount_total) for move in moves),
                [("out_invoice", 226.0), ("out_refund", 56.5)],
            )
            self.assertEqual(moves.filtered(lambda move: move.move_type == "out_refund").reversed_entry_id, invoice)
            with self.assertRaises(UserError):
                november._gendan_make_invoices()

    def test_it_is_agreed_first(self):
        self.statement._gendan_move_to("disputed")
        with self.assertRaisesRegex(UserError, "not agreed by the customer"):
            self.statement.action_make_invoices()
        with self.assertRaisesRegex(UserError, "not agreed by the customer"):
            self.invoice()

    def test_who_is_invoiced_after_agreement_is_not_closed_before(self):
        self.monthly.needs_signed_copy = False
        self.statement._gendan_papers().must_return = False
        with self.assertRaisesRegex(UserError, "agreed and not invoiced"):
            self.statement.action_close()
        self.monthly.invoice_moment = "month_end"
        self.assertFalse(self.statement._gendan_close_error(), "not by her way of being invoiced")
        self.monthly.invoice_moment = "agreement"
        self.invoice()
        self.statement.action_close()
        self.assertEqual(self.statement.state, "closed")

    def test_who_may(self):
        for user in (self.clerk, self.accountant):
            with self.subTest(user.login):
                statement = self.statement.with_user(user)
                dialog = self.env["gendan.invoice.make"].with_user(user).browse(
                    statement.action_make_invoices()["res_id"]
                )
                self.assertIn("PO-1, PO-2", dialog.preview)
                dialog.way = "order"
                self.assertIn("847.50", dialog.preview)
                dialog.action_make()
                moves = self.statement._gendan_invoices()
                self.assertEqual(moves.mapped("amount_total"), [339.0, 847.5])
                moves.unlink()
        with self.assertRaises(AccessError):
            self.statement.with_user(self.rep)._gendan_make_invoices()
        self.customer.gendan_clerk_id = self.other_clerk
        with self.assertRaises(AccessError):
            self.statement.with_user(self.clerk)._gendan_make_invoices()

    def test_nobody_types_what_an_invoice_takes(self):
        share = self.invoice().gendan_share_ids[:1]
        with self.assertRaises(UserError):
            share.amount = 1
        with self.assertRaises(UserError):
            share.unlink()

    def test_a_missing_signed_note_is_said_where_the_company_wants_it(self):
        self.company.gendan_note = True
        order = self.sell(date(2026, 11, 2))
        picking = self.take(order, date(2026, 11, 2), 60)
        picking.action_gendan_note()
        note = picking.gendan_note_id
        invoice = order._create_invoices()
        self.assertFalse(invoice.gendan_notes_warning, "off")
        self.company.gendan_invoice_asks_note = True
        invoice.invalidate_recordset(["gendan_notes_warning"])
        self.assertIn(note.name, invoice.gendan_notes_warning)
        self.company.country_id = self.env.ref("base.tw")
        invoice.invalidate_recordset(["gendan_notes_warning"])
        self.assertFalse(invoice.gendan_notes_warning, "never in Taiwan")
        self.company.country_id = self.env.ref("base.cn")
        invoice.action_post()
        self.assertEqual(invoice.state, "posted", "goods that left can always be invoiced")
        self.assertFalse(invoice.gendan_notes_warning)
