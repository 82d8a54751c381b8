from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sale.tests.common import TestSaleCommon


@tagged("post_install", "-at_install")
class TestMoneyEvents(TestSaleCommon):
    """Invoices and payments of order lines, taken back when they are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create(
            {"name": "Box", "type": "consu", "invoice_policy": "order", "list_price": 100.0, "taxes_id": False}
        )
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.partner_a.id,
                "order_line": [Command.create({"product_id": cls.product.id, "product_uom_qty": 10})],
            }
        )
        cls.order.action_confirm()
        cls.line = cls.order.order_line

    def actual(self, event):
        self.env.flush_all()
        kind = self.env["gendan.milestone.kind"]
        return getattr(self.line, f"_gendan_actual_{event}")(kind)[self.line]

    def invoice(self, day, quantity=None):
        invoice = self.order._create_invoices()
        invoice.invoice_date = day
        if quantity:
            invoice.invoice_line_ids.quantity = quantity
        invoice.action_post()
        return invoice

    def pay(self, invoices, day, amount=None):
        values = {"payment_date": day}
        if amount:
            values["amount"] = amount
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoices.ids)
            .create(values)
        )
        return wizard._create_payments()

    def test_invoice_post_reset_and_post_again(self):
        self.assertIs(self.actual("invoiced"), False)
        invoice = self.order._create_invoices()
        self.assertIs(self.actual("invoiced"), False, "a draft is no invoice")
        invoice.invoice_date = "2026-03-02"
        invoice.action_post()
        self.assertEqual(self.actual("invoiced"), [(date(2026, 3, 2), 10)])
        invoice.button_draft()
        self.assertIs(self.actual("invoiced"), False)
        invoice.invoice_date = "2026-03-05"
        invoice.action_post()
        self.assertEqual(self.actual("invoiced"), [(date(2026, 3, 5), 10)])
        invoice.button_draft()
        invoice.button_cancel()
        self.assertIs(self.actual("invoiced"), False)

    def test_part_invoices_and_credit_note(self):
        first = self.invoice("2026-03-02", 4)
        self.assertEqual(self.actual("invoiced"), [(date(2026, 3, 2), 4)])
        self.invoice("2026-03-09")
        self.assertEqual(self.actual("invoiced"), [(date(2026, 3, 2), 4), (date(2026, 3, 9), 6)])
        credit = first._reverse_moves([{"invoice_date": "2026-03-12"}])
        credit.action_post()
        self.assertEqual(
            self.actual("invoiced"), [(date(2026, 3, 2), 4), (date(2026, 3, 9), 6), (date(2026, 3, 12), -4)]
        )

    def test_paid_in_full_and_unreconciled_again(self):
        invoice = self.invoice("2026-03-02")
        self.assertIs(self.actual("paid"), False)
        self.pay(invoice, "2026-03-20", 400.0)
        self.assertIs(self.actual("paid"), False)
        self.pay(invoice, "2026-04-10")
        self.assertEqual(self.actual("paid"), date(2026, 4, 10))
        partial = invoice.line_ids.matched_credit_ids.sorted("max_date")[-1:]
        if partial:
            partial.unlink()
            self.assertIs(self.actual("paid"), False)

    def test_part_invoices_are_paid_one_by_one(self):
        first = self.invoice("2026-03-02", 4)
        self.pay(first, "2026-03-20")
        self.assertEqual(self.actual("paid"), [(date(2026, 3, 20), 4)])
        second = self.invoice("2026-03-09")
        self.assertEqual(self.actual("paid"), [(date(2026, 3, 20), 4)])
        self.pay(second, "2026-04-01")
        self.assertEqual(self.actual("paid"), date(2026, 4, 1))

    def test_payment_before_the_invoice_counts_from_the_invoice(self):
        invoice = self.invoice("2026-03-10")
        self.pay(invoice, "2026-03-01")
        self.assertEqual(self.actual("paid"), date(2026, 3, 10))

    def test_payment_without_journal_entry(self):
        invoice = self.invoice("2026-03-02")
        payment = self.env["account.payment"].create(
            {
                "partner_id": self.partner_a.id,
                "payment_type": "inbound",
                "amount": 1000.0,
                "date": "2026-03-20",
                "journal_id": self.company_data["default_journal_bank"].id,
                "invoice_ids": [Command.set(invoice.ids)],
            }
        )
        payment.outstanding_account_id = False
        payment.action_post()
        self.assertFalse(payment.move_id)
        self.assertEqual(self.actual("paid"), date(2026, 3, 20))
        payment.action_cancel()
        self.assertIs(self.actual("paid"), False)

    def test_credited_is_not_paid(self):
        invoice = self.invoice("2026-03-02")
        invoice._reverse_moves([{"invoice_date": "2026-03-12"}], cancel=True)
        self.assertEqual(sum(quantity for _day, quantity in self.actual("invoiced")), 0)
        self.assertFalse(self.actual("paid"))

    def test_down_payment_does_not_count(self):
        wizard = self.env["sale.advance.payment.inv"].create(
            {"advance_payment_method": "percentage", "amount": 30, "sale_order_ids": [Command.set(self.order.ids)]}
        )
        wizard.create_invoices()
        deposit = self.order.invoice_ids
        deposit.invoice_date = "2026-03-02"
        deposit.action_post()
        self.pay(deposit, "2026-03-03")
        self.assertIs(self.actual("invoiced"), False)
        self.assertIs(self.actual("paid"), False)
        kind = self.env["gendan.milestone.kind"]
        down = self.order.order_line.filtered("is_downpayment")
        self.assertEqual(set(down._gendan_actual_invoiced(kind).values()), {None})
        final = self.order._create_invoices(final=True)
        final.invoice_date = "2026-03-20"
        final.action_post()
        self.assertEqual(self.actual("invoiced"), [(date(2026, 3, 20), 10)])
        self.pay(final, "2026-04-20")
        self.assertEqual(self.actual("paid"), date(2026, 4, 20))

    def test_delivered_less_and_nothing_left_to_invoice(self):
        self.product.invoice_policy = "delivery"
        picking = self.order.picking_ids
        picking.move_ids.write({"quantity": 9, "picked": True})
        picking.with_context(skip_backorder=True, picking_ids_not_to_backorder=picking.ids).button_validate()
        invoice = self.invoice("2026-03-02")
        self.assertEqual(invoice.invoice_line_ids.quantity, 9)
        self.assertEqual(self.actual("invoiced"), [(date(2026, 3, 2), 10)])
        self.pay(invoice, "2026-04-01")
        self.assertEqual(self.actual("paid"), date(2026, 4, 1))

    def follow(self):
        """Follow the order with a plan of two milestones."""
        Kind = self.env["gendan.milestone.kind"].sudo()
        template = (
            self.env["gendan.plan.template"]
            .sudo()
            .create(
                {
                    "name": "Money (test)",
                    "line_ids": [
                        Command.create({"kind_id": kind.id, "duration": 1, "is_target": event == "shipped"})
                        for event in ("shipped", "invoiced", "paid")
                        for kind in [Kind.create({"name": event, "code": f"test_{event}", "event": event})]
                    ],
                }
            )
        )
        self.order.gendan_template_id = template
        self.order.commitment_date = "2026-06-01 08:00:00"
        self.order._gendan_mark_all()
        self.env.flush_all()
        self.assertTrue(self.order._gendan_settle())
        self.assertTrue(self.order.gendan_plan_ids)
        self.env["sale.order"]._gendan_settle()  # the deadlines it set on moves

    def assertMarked(self, *events):
        """The order was marked with exactly these events since last time."""
        self.env["sale.order"]._gendan_mark_touched()
        marks = self.env.cr.precommit.data.get("gendan_followup.marks") or {}
        self.assertEqual(marks.pop(self.order.id, set()), set(events))

    def test_every_step_marks_the_order(self):
        self.follow()
        self.assertMarked()
        invoice = self.order._create_invoices()
        self.assertMarked()
        invoice.invoice_date = "2026-03-02"
        self.assertMarked("invoiced", "paid")
        invoice.action_post()
        self.assertMarked("invoiced", "paid")
        self.pay(invoice, "2026-03-20")
        self.assertMarked("invoiced", "paid")
        invoice.line_ids.matched_credit_ids.unlink()
        self.assertMarked("invoiced", "paid")
        invoice.button_draft()
        self.assertMarked("invoiced", "paid")
        invoice.button_cancel()
        self.assertMarked("invoiced", "paid")
        bill = self.init_invoice("in_invoice", products=self.product, post=True)
        self.assertTrue(bill)
        self.assertMarked()

    def test_push_and_replay_agree(self):
        self.follow()
        invoice = self.invoice("2026-03-02")
        self.pay(invoice, "2026-03-20")
        self.env.flush_all()
        self.order._gendan_settle()
        dates = {m.event: m.actual_date for m in self.order.gendan_milestone_ids}
        self.assertEqual(dates, {"shipped": False, "invoiced": date(2026, 3, 2), "paid": date(2026, 3, 20)})
        self.order._gendan_replay()
        self.assertEqual(dates, {m.event: m.actual_date for m in self.order.gendan_milestone_ids})
        invoice.line_ids.matched_credit_ids.unlink()
        self.order._gendan_settle()
        self.assertFalse(self.order.gendan_milestone_ids.filtered(lambda m: m.event == "paid").actual_date)

    def test_a_back_order_cancelled_after_the_invoice_closes_it(self):
        self.product.invoice_policy = "delivery"
        self.follow()
        picking = self.order.picking_ids
        picking.move_ids.write({"quantity": 8, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
        self.invoice("2026-03-02")
        self.env.flush_all()
        self.order._gendan_settle()
        invoiced = self.order.gendan_milestone_ids.filtered(lambda m: m.event == "invoiced")
        self.assertFalse(invoiced.actual_date, "two are still to be delivered")
        (self.order.picking_ids - picking).action_cancel()
        self.env.flush_all()
        self.env["sale.order"]._gendan_settle()
        self.assertEqual(invoiced.actual_date, date(2026, 3, 2))

    def test_invoice_over_nothing(self):
        self.line.price_unit = 0.0
        self.invoice("2026-03-02")
        self.assertEqual(self.actual("paid"), date(2026, 3, 2))
