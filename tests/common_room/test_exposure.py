"""What a customer owes: posted, part-paid, in foreign currency, not yet invoiced, drafts, deposits, cheques."""

from datetime import date

from odoo import Command
from odoo.tests import tagged

from tests.common import GendanCase


@tagged("post_install", "-at_install")
class TestExposure(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.company
        if not company.chart_template:
            cls.env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
        cls.bank = cls.env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
        cls.outstanding = cls.env["account.account"].create(
            {"name": "Cheques under way", "code": "GDN101", "account_type": "asset_current", "reconcile": True}
        )
        cls.bank.inbound_payment_method_line_ids.payment_account_id = cls.outstanding
        cls.currency = company.currency_id
        cls.foreign = cls.env["res.currency"].search(
            [("id", "!=", cls.currency.id), ("name", "in", ["EUR", "HKD", "USD"]), ("active", "in", [True, False])],
            limit=1,
        )
        cls.foreign.active = True
        cls.foreign.rate_ids.unlink()
        cls.env["res.currency.rate"].create(
            {"currency_id": cls.foreign.id, "company_id": company.id, "name": date(2020, 1, 1), "rate": 0.5}
        )
        cls.tax = cls.env["account.tax"].create({"name": "10 %", "amount": 10, "company_id": company.id})
        cls.service = cls.env["product.product"].create(
            {"name": "Plates", "type": "service", "invoice_policy": "order", "taxes_id": [Command.clear()]}
        )

    def invoice(self, amount, partner=None, move_type="out_invoice", post=True, **values):
        move = self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": (partner or self.customer).id,
                "invoice_date": date(2026, 11, 2),
                "invoice_line_ids": [
                    Command.create({"name": "Goods", "quantity": 1, "price_unit": amount, "tax_ids": [Command.clear()]})
                ],
                **values,
            }
        )
        if post:
            move.action_post()
        return move

    def pay(self, move, amount):
        return (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"amount": amount, "journal_id": self.bank.id, "payment_date": date(2026, 11, 3)})
            ._create_payments()
        )

    def sell(self, price, quantity=1, **values):
        order = self.make_order(
            [(self.service, quantity, {"price_unit": price, "tax_ids": [Command.clear()]})], **values
        )
        order.action_confirm()
        return order

    def assertOwes(self, ledger=0.0, not_invoiced=0.0, uncleared=0.0, partner=None):
        partner = partner or self.customer
        exposure = partner._gendan_exposure(self.company)[partner]
        self.assertAlmostEqual(exposure.ledger, ledger, 2, "ledger")
        self.assertAlmostEqual(exposure.not_invoiced, not_invoiced, 2, "not invoiced")
        self.assertAlmostEqual(exposure.uncleared, uncleared, 2, "uncleared")
        self.assertAlmostEqual(exposure.total, ledger + not_invoiced + uncleared, 2)

    # ------------------------------------------------------------ ledger

    def test_nothing(self):
        self.assertOwes()

    def test_drafts_are_not_in_the_ledger(self):
        self.invoice(100, post=False)
        self.assertOwes()

    def test_posted_and_credited(self):
        self.invoice(100)
        self.invoice(30, move_type="out_refund")
        self.assertOwes(ledger=70)

    def test_part_paid_by_cheque_stays_until_cleared(self):
        payment = self.pay(self.invoice(100), 40)
        self.assertEqual(payment.state, "in_process")
        self.assertOwes(ledger=60, uncleared=40)

    def test_payment_straight_to_the_bank_is_cleared(self):
        self.bank.inbound_payment_method_line_ids.payment_account_id = self.bank.default_account_id
        self.pay(self.invoice(100), 40)
        self.assertOwes(ledger=60)

    def test_deposit_without_invoice_counts_against(self):
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.portal_user.partner_id.id,
                "amount": 50,
                "journal_id": self.bank.id,
            }
        )
        payment.action_post()
        self.assertOwes(ledger=-50, uncleared=50)

    def test_foreign_currency_at_its_rate(self):
        self.invoice(100, currency_id=self.foreign.id)
        self.assertOwes(ledger=200)

    def test_contact_and_customer_are_one(self):
        contact = self.env["res.partner"].create({"name": "Accounts", "parent_id": self.customer.id})
        self.invoice(100, partner=contact)
        self.assertOwes(ledger=100)
        self.assertOwes(ledger=100, partner=contact)
        contact.active = False
        self.assertOwes(ledger=100)

    # ------------------------------------------------------------ not invoiced

    def test_confirmed_order_counts_with_tax(self):
        order = self.make_order([(self.service, 2, {"price_unit": 50, "tax_ids": [Command.set(self.tax.ids)]})])
        self.assertOwes()
        order.action_confirm()
        self.assertOwes(not_invoiced=110)

    def test_goods_not_delivered_count_too(self):
        self.carton.invoice_policy = "delivery"
        order = self.make_order([(self.carton, 10, {"price_unit": 5, "tax_ids": [Command.clear()]})])
        order.action_confirm()
        self.assertOwes(not_invoiced=50)
        order._action_cancel()
        self.assertOwes()

    def test_draft_invoice_is_not_invoiced(self):
        order = self.sell(100)
        invoice = order._create_invoices()
        self.assertEqual(order.order_line.invoice_status, "invoiced")
        self.assertOwes(not_invoiced=100)
        invoice.action_post()
        self.assertOwes(ledger=100)

    def test_part_invoiced(self):
        order = self.sell(10, quantity=10)
        invoice = order._create_invoices()
        invoice.invoice_line_ids.quantity = 4
        invoice.action_post()
        self.assertOwes(ledger=40, not_invoiced=60)

    def test_foreign_order_at_todays_rate(self):
        pricelist = self.env["product.pricelist"].create({"name": "Foreign", "currency_id": self.foreign.id})
        self.sell(100, pricelist_id=pricelist.id)
        self.assertOwes(not_invoiced=200)

    def test_deposit_invoice_is_taken_off(self):
        order = self.sell(100)
        wizard = self.env["sale.advance.payment.inv"].create(
            {"sale_order_ids": [Command.set(order.ids)], "advance_payment_method": "percentage", "amount": 30}
        )
        wizard._create_invoices(order).action_post()
        self.assertOwes(ledger=30, not_invoiced=70)
        order._create_invoices(final=True).action_post()
        self.assertOwes(ledger=100)

    def test_other_company_has_its_own_figures(self):
        self.invoice(100)
        other, _clerk = self.make_other_company()
        self.assertEqual(self.customer._gendan_exposure(other)[self.customer].total, 0)

    # ------------------------------------------------------------ who and how much work

    def test_clerk_without_accounting_rights_gets_the_sums(self):
        self.invoice(100)
        customer = self.customer.with_user(self.clerk)
        self.assertEqual(customer._gendan_exposure()[customer].total, 100)

    def test_batch_asks_a_bounded_number_of_queries(self):
        partners = self.env["res.partner"].create([{"name": f"Customer {number}"} for number in range(9)])
        for partner in partners:
            self.invoice(100, partner=partner)
            self.sell(10, partner_id=partner.id)
        counts = []
        for batch in (partners[:2], partners[2:]):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            figures = batch._gendan_exposure(self.company)
            counts.append(self.cr.sql_log_count - start)
            self.assertEqual({exposure.total for exposure in figures.values()}, {110})
        self.assertLessEqual(counts[1], counts[0])
