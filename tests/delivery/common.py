"""Deliveries for the room's tests."""

from datetime import date

from odoo import Command

from ..common import GendanCase

ALL_OFF = {
    "gendan_ship_credit": False,
    "gendan_ship_overdue": False,
    "gendan_ship_overdue_days": 0,
    "gendan_ship_cash": False,
    "gendan_ship_papers": False,
    "gendan_ship_hold": False,
    "gendan_tolerance": False,
    "account_use_credit_limit": True,
}


class ShipCase(GendanCase):
    """Cartons on stock, orders of 100 at 5.00 and their deliveries ready; every rule off."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({**ALL_OFF, "gendan_follow_new_orders": False})
        if not cls.company.chart_template:
            cls.env["account.chart.template"].try_loading("generic_coa", company=cls.company, install_demo=False)
        cls.carton.write({"list_price": 5.0, "invoice_policy": "delivery"})
        cls.put_in_stock(cls.carton, 10000)
        cls.bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        # payments in the books at once, whatever the chart says
        cls.bank.inbound_payment_method_line_ids.payment_account_id = cls.env["account.account"].create(
            {"name": "Under way (test)", "code": "GDN102", "account_type": "asset_current", "reconcile": True}
        )
        cls.accountant = cls.make_users(accountant="account.group_account_invoice")
        cls.cash = cls.profile("prepaid")

    @classmethod
    def profile(cls, way, **values):
        """A settlement profile of the test's own."""
        return cls.env["gendan.settlement.profile"].create(
            {"name": f"{way} (test)", "code": f"t_{way}_{len(values)}", "way": way, **values}
        )

    @classmethod
    def deliver(cls, lines=None, **values):
        """A confirmed order and its delivery, ready."""
        order = cls.make_order(lines or [(cls.carton, 100)], **values)
        order.action_confirm()
        picking = order.picking_ids
        picking.action_assign()
        cls.commit()
        return order, picking

    @classmethod
    def commit(cls):
        """What the commit does with the notes (tests have no commit)."""
        cls.env.flush_all()
        cls.env["stock.picking"]._gendan_settle_held()

    @classmethod
    def todos(cls, record):
        """Open to-dos of a record by kind."""
        found = cls.env["gendan.todo"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id), ("open", "=", True)]
        )
        return {todo.kind: todo for todo in found}

    @classmethod
    def owe(cls, amount, due=date(2026, 10, 1)):
        """A posted invoice of the customer that is still open."""
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "invoice_date": date(2026, 9, 1),
                "invoice_date_due": due,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create({"name": "Goods", "quantity": 1, "price_unit": amount, "tax_ids": [Command.clear()]})
                ],
            }
        )
        invoice.action_post()
        return invoice

    @classmethod
    def pay_invoice(cls, invoice, amount):
        """A payment of an invoice."""
        return (
            cls.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"amount": amount, "journal_id": cls.bank.id, "payment_date": date(2026, 11, 2)})
            ._create_payments()
        )

    @classmethod
    def pay(cls, amount, memo="", post=True, **values):
        """A payment of the customer without an invoice."""
        payment = cls.env["account.payment"].create(
            {
                "partner_id": cls.customer.id,
                "partner_type": "customer",
                "payment_type": "inbound",
                "amount": amount,
                "memo": memo,
                "journal_id": cls.bank.id,
                "date": date(2026, 11, 2),
                **values,
            }
        )
        if post:
            payment.action_post()
        return payment

    @classmethod
    def limit(cls, amount):
        """The customer's credit limit."""
        cls.company.gendan_ship_credit = True
        cls.customer.with_company(cls.company).write({"use_partner_credit_limit": True, "credit_limit": amount})

    @classmethod
    def waive(cls, picking, code, user=None):
        """The supervisor releases it."""
        return (
            cls.env["gendan.waiver"]
            .with_user(user or cls.supervisor)
            .sudo()
            .create(
                {
                    "res_model": picking._name,
                    "res_id": picking.id,
                    "code": code,
                    "action": "ship",
                    "reason": "Called, pays on Friday.",
                }
            )
        )


class PrepaidCase(ShipCase):
    """A customer who pays first, where the company asks for it; her order of 500.00 and its delivery, held."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.gendan_ship_cash = True
        cls.customer.gendan_settlement_profile_id = cls.cash
        cls.order, cls.picking = cls.deliver()

    def received(self, order=None):
        """What has arrived for an order, asked of the database anew."""
        order = order or self.order
        self.env.flush_all()
        self.env.invalidate_all()
        return order._gendan_received()[order]

    def slip(self, amount, **values):
        """A remittance slip as the clerk enters it."""
        return (
            self.env["gendan.remittance"]
            .with_user(self.clerk)
            .create({"order_id": self.order.id, "amount": amount, "paid_on": date(2026, 11, 2), **values})
        )
