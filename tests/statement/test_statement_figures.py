"""What a statement says, case by case."""

from datetime import date

from odoo import Command
from odoo.tests import tagged

from .common import NOVEMBER, OCTOBER, StatementCase


def kinds(worked):
    return [(line["kind"], line["amount_total"]) for line in worked.lines]


@tagged("post_install", "-at_install")
class TestStatementFigures(StatementCase):
    def test_delivered_and_not_invoiced_is_what_the_customer_confirms(self):
        order = self.sell(date(2026, 10, 5))
        self.take(order, date(2026, 10, 12), 40)
        worked = self.work_out()
        self.assertEqual(kinds(worked), [("delivery", 226.0)])
        self.assertEqual(
            (worked.values["amount_a"], worked.values["amount_b"], worked.values["amount_total"]), (0, 226, 226)
        )
        self.assertEqual(worked.values["by_month"], [["2026-10", 226.0]])
        self.assertAddsUp(worked)

    def test_the_invoice_moves_it_to_the_books_and_adds_nothing(self):
        order = self.sell(date(2026, 10, 5))
        self.take(order, date(2026, 10, 12))
        invoice = self.bill(order, date(2026, 11, 3))
        self.collect(invoice, date(2026, 11, 20), 65.0)
        october, november = self.work_out(), self.work_out(NOVEMBER)
        self.assertEqual((october.values["amount_a"], october.values["amount_b"]), (0, 565))
        self.assertEqual(kinds(november), [("invoice", 0.0), ("payment", -65.0)])
        self.assertEqual(november.lines[0]["amount_paper"], 565.0)
        self.assertEqual(
            (november.values["opening"], november.values["amount_a"], november.values["amount_b"]), (565, 500, 0)
        )
        self.assertEqual(november.values["amount_paid"], 65)
        self.assertAddsUp(october)
        self.assertAddsUp(november)

    def test_a_return_before_and_after_the_invoice(self):
        order = self.sell(date(2026, 10, 5))
        picking = self.take(order, date(2026, 10, 12))
        self.bring_back(picking, date(2026, 10, 14), 10)
        self.bill(order, date(2026, 10, 20))
        self.bring_back(picking, date(2026, 10, 25), 20)
        october = self.work_out()
        self.assertEqual(
            kinds(october), [("delivery", 565.0), ("return", -56.5), ("return", -113.0), ("invoice", 0.0)]
        )
        self.assertEqual((october.values["amount_a"], october.values["amount_b"]), (508.5, -113))
        self.bill(order, date(2026, 11, 3))
        november = self.work_out(NOVEMBER)
        self.assertEqual(kinds(november), [("credit_note", 0.0)])
        self.assertEqual((november.values["amount_a"], november.values["amount_b"]), (395.5, 0))
        self.assertAddsUp(october)
        self.assertAddsUp(november)

    def test_fees_count_with_the_first_goods_and_a_negative_line_is_a_deduction(self):
        order = self.sell(
            date(2026, 9, 28),
            lines=[
                (self.carton, 100, {"price_unit": 5.0}),
                (self.fee, 1, {"price_unit": 470.0}),
                (self.fee, 1, {"price_unit": -20.0, "name": "Price agreed"}),
            ],
        )
        self.assertEqual(self.work_out((date(2026, 9, 1), date(2026, 9, 30))).values["amount_b"], 0)
        self.take(order, date(2026, 10, 31))
        worked = self.work_out()
        self.assertEqual(kinds(worked), [("delivery", 565.0), ("fee", 531.1), ("deduction", -22.6)])
        self.assertEqual(worked.values["amount_fee"], 531.1)
        self.assertEqual(worked.values["amount_deduction"], -22.6)
        self.assertAddsUp(worked)
        self.bill(order, date(2026, 11, 2))
        self.assertEqual(self.work_out(NOVEMBER).values["amount_b"], 0)

    def test_invoiced_ahead_is_owed_once(self):
        self.carton.invoice_policy = "order"
        order = self.sell(date(2026, 10, 5))
        self.bill(order, date(2026, 10, 6))
        self.take(order, date(2026, 11, 5), 60)
        october, november = self.work_out(), self.work_out(NOVEMBER)
        self.assertEqual((october.values["amount_a"], october.values["amount_b"]), (565, 0))
        self.assertEqual(kinds(november), [("delivery", 339.0), ("ahead", -339.0)])
        self.assertEqual(november.values["amount_total"], 565)
        self.assertAddsUp(october)
        self.assertAddsUp(november)

    def test_a_deposit_is_taken_off_until_it_is_set_off(self):
        order = self.sell(date(2026, 10, 5))
        wizard = self.env["sale.advance.payment.inv"].with_context(active_ids=order.ids, active_model="sale.order")
        wizard = wizard.create({"advance_payment_method": "percentage", "amount": 30})
        deposit = wizard._create_invoices(order)
        deposit.write({"invoice_date": date(2026, 10, 6), "date": date(2026, 10, 6)})
        deposit.action_post()
        self.collect(deposit, date(2026, 10, 7))
        october = self.work_out()
        self.assertEqual(october.values["amount_total"], -169.5)
        self.assertEqual(october.values["amount_deposit"], -169.5)
        self.take(order, date(2026, 11, 5))
        self.assertEqual(self.work_out(NOVEMBER).values["amount_total"], 395.5)
        self.bill(order, date(2026, 11, 6))
        november = self.work_out(NOVEMBER)
        self.assertEqual((november.values["amount_a"], november.values["amount_b"]), (395.5, 0))
        for worked in (october, november):
            self.assertAddsUp(worked)

    def test_a_written_off_cent_is_no_money_received(self):
        invoice = self.owe(100.0)
        self.collect(
            invoice,
            date(2026, 10, 9),
            95.0,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.company.expense_account_id.id
            or self.env["account.account"].search([("account_type", "=", "expense")], limit=1).id,
        )
        worked = self.work_out()
        self.assertEqual(kinds(worked), [("payment", -95.0), ("write_off", -5.0)])
        self.assertEqual((worked.values["amount_paid"], worked.values["amount_deduction"]), (95, -5))
        self.assertAddsUp(worked)

    def test_prices_without_tax_print_as_she_buys_and_count_with_tax(self):
        self.monthly.price_tax = "excluded"
        order = self.sell(date(2026, 10, 5), quantity=3, price=3.33)
        self.take(order, date(2026, 10, 12))
        line = self.work_out().lines[0]
        self.assertEqual((line["price"], line["amount"]), (3.33, 9.99))
        self.assertAlmostEqual(line["amount_tax"], 1.3)
        self.assertAlmostEqual(line["amount_total"], 11.29)

    def test_cents_between_deliveries_and_their_order_are_shown(self):
        order = self.sell(date(2026, 10, 5), quantity=1000, price=0.00735)
        for day in (5, 6, 7):
            self.take(order, date(2026, 10, day), 333)
        october = self.work_out()
        deliveries = sum(amount for kind, amount in kinds(october) if kind == "delivery")
        whole = self.currency.round(order.order_line.price_total / 1000 * 999)
        self.assertEqual(october.values["amount_b"], whole)
        self.assertAlmostEqual(october.values["amount_rounding"], whole - deliveries)
        self.assertAddsUp(october)

    def test_ages_at_their_edges(self):
        closing = OCTOBER[1]
        for due, amount in (
            (date(2026, 10, 31), 1),  # due today: not overdue
            (date(2026, 10, 30), 2),
            (date(2026, 10, 1), 4),  # 30 days
            (date(2026, 9, 30), 8),
            (date(2026, 9, 1), 16),  # 60
            (date(2026, 8, 31), 32),
            (date(2026, 8, 2), 64),  # 90
            (date(2026, 8, 1), 128),
        ):
            self.owe(amount, due)
        values = self.work_out().values
        self.assertEqual(closing, date(2026, 10, 31))
        self.assertEqual(
            [values[f"age_{name}"] for name in ("not_due", "30", "60", "90", "older")], [1, 6, 24, 96, 128]
        )

    def test_what_is_set_off_later_was_open_on_the_day(self):
        invoice = self.owe(100.0, date(2026, 10, 20))
        self.collect(invoice, date(2026, 11, 5))
        worked = self.work_out()
        self.assertEqual((worked.values["amount_a"], worked.values["age_30"]), (100, 100))
        self.assertEqual(self.work_out(NOVEMBER).values["amount_a"], 0)

    def test_money_nobody_has_set_off_stands_apart(self):
        self.owe(100.0, date(2026, 10, 20))
        self.pay(30.0, date=date(2026, 10, 25))
        values = self.work_out().values
        self.assertEqual((values["amount_a"], values["age_30"], values["age_credit"]), (70, 100, -30))

    def test_money_gone_back_to_draft_settles_nothing(self):
        invoice = self.owe(100.0, date(2026, 10, 20))
        payment = self.collect(invoice, date(2026, 10, 25))
        self.assertEqual(self.work_out().values["amount_a"], 0)
        payment.action_draft()
        self.assertTrue(invoice.line_ids.filtered("reconciled"), "Odoo keeps it")
        worked = self.work_out()
        self.assertEqual((worked.values["amount_a"], worked.values["age_30"]), (100, 100))
        self.assertAddsUp(worked)
        key = self.customer.id, self.currency.id
        self.assertIn(key, self.env["gendan.statement.books"]._gendan_keys(self.company, *NOVEMBER))

    def test_another_customers_money_gone_back_to_draft_settles_nothing(self):
        other = self.env["res.partner"].create({"name": "Pays for her", "is_company": True})
        invoice = self.owe(100.0, date(2026, 10, 20))
        payment = self.pay(100.0, date=date(2026, 10, 25), partner_id=other.id)
        items = (invoice.line_ids | payment.move_id.line_ids).filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )
        items.reconcile()
        self.assertEqual(self.work_out().values["amount_a"], 0)
        payment.action_draft()
        worked = self.work_out()
        self.assertEqual((worked.values["amount_a"], worked.values["age_30"]), (100, 100))
        self.assertAddsUp(worked)

    def test_what_others_settled_in_old_times_is_in_the_balance(self):
        """Reconciliations with others of old times are not looked through where they come to nothing together."""
        other = self.env["res.partner"].create({"name": "Pays for her", "is_company": True})

        def settle(invoice, payment):
            (invoice.line_ids | payment.move_id.line_ids).filtered(
                lambda item: item.account_id.account_type == "asset_receivable"
            ).reconcile()

        def said(period):
            worked = self.work_out(period)
            self.assertAddsUp(worked)
            return worked.values["opening"], worked.values["amount_a"], kinds(worked)

        then = date(2026, 9, 20)
        mine = self.owe(100.0)
        hers = mine.copy({"partner_id": other.id, "invoice_date": mine.invoice_date, "date": mine.date})
        hers.action_post()
        settle(mine, self.pay(100.0, date=then, partner_id=other.id))
        self.assertEqual(said(OCTOBER), (0, 0, []), "no entry of hers says so")
        settle(hers, self.pay(100.0, date=then))
        self.assertEqual(said(OCTOBER), (0, 0, []), "each has paid the other's")
        third = self.owe(30.0)
        settle(third, self.pay(30.0, date=date(2026, 10, 9), partner_id=other.id))
        self.assertEqual(said(OCTOBER), (30, 0, [("elsewhere", -30.0)]))
        self.assertEqual(said(NOVEMBER), (0, 0, []))
        self.assertEqual(said((date(2026, 9, 1), date(2026, 9, 30)))[:2], (0, 30))

    def test_goods_sent_along_count_with_their_tax(self):
        order = self.sell(date(2026, 10, 5))
        tray = self.make_product("Tray", list_price=8.0, taxes_id=[Command.set(self.tax.ids)])
        line = self.env["sale.order.line"].create(
            {"order_id": order.id, "product_id": tray.id, "product_uom_qty": 10, "price_unit": 8.0, "discount": 50}
        )
        self.take(order, date(2026, 10, 12))
        # as Odoo's line of extra goods: delivered, and none ordered
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE sale_order_line SET product_uom_qty = 0, price_total = 0, price_subtotal = 0, price_tax = 0
                WHERE id = %s""",
            [line.id],
        )
        self.env.invalidate_all()
        self.monthly.price_tax = "excluded"
        worked = self.work_out()
        said = next(one for one in worked.lines if one["sale_line_id"] == line.id)
        self.assertEqual((said["price"], said["amount"], said["amount_total"]), (4.0, 40.0, 45.2))
        self.assertAddsUp(worked)

    def test_a_kit_counts_when_it_is_whole(self):
        lid = self.make_product("Lid")
        kit = self.make_kit("Set", {self.carton: 1, lid: 2}, list_price=12.0)
        self.put_in_stock(lid, 100)
        kit.taxes_id = [Command.clear()]
        order = self.sell(date(2026, 10, 5), lines=[(kit, 10, {"price_unit": 12.0})])
        self.take(order, date(2026, 10, 12), 7)  # seven cartons, seven lids: three sets and a half
        self.assertEqual(order.order_line.qty_delivered, 3)
        worked = self.work_out()
        self.assertEqual(kinds(worked), [("delivery", 36.0)])
        self.take(order, date(2026, 11, 12), 1)
        november = self.work_out(NOVEMBER)
        self.assertEqual((kinds(november)[0], november.values["amount_b"]), (("delivery", 12.0), 48.0))

    def test_open_goods_belong_to_the_months_they_left_in(self):
        order = self.sell(date(2026, 9, 5))
        self.take(order, date(2026, 9, 12), 40)
        self.take(order, date(2026, 10, 12), 30)
        self.bill(order, date(2026, 11, 5))
        self.assertEqual(self.work_out().values["by_month"], [["2026-09", 226.0], ["2026-10", 169.5]])
        self.take(order, date(2026, 11, 12), 20)
        # the oldest was invoiced: what left last is open
        self.assertEqual(self.work_out(NOVEMBER).values["by_month"][-1], ["2026-11", 113.0])
