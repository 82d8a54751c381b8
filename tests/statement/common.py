"""Customers with deliveries, invoices and payments, for the room's tests."""

from datetime import date, datetime, time, timedelta

from freezegun import freeze_time

from odoo import Command

from ..delivery.common import ShipCase

OCTOBER = date(2026, 10, 1), date(2026, 10, 31)
NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)


def noon(day):
    """Noon in China on a day, naive UTC."""
    return datetime.combine(day, time(4, 0))


class StatementCase(ShipCase):
    """Cartons at 5.00 with 13 % tax, delivered and invoiced on days the tests name; delivery notes off."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"gendan_note": False, "gendan_statements": True})
        cls.tax = cls.env["account.tax"].create(
            {"name": "13 % (test)", "amount": 13, "type_tax_use": "sale", "company_id": cls.company.id}
        )
        cls.carton.taxes_id = [Command.set(cls.tax.ids)]
        cls.fee = cls.env["product.product"].create(
            {
                "name": "Plates",
                "type": "service",
                "invoice_policy": "order",
                "list_price": 470,
                "taxes_id": [Command.set(cls.tax.ids)],
            }
        )
        cls.currency = cls.company.currency_id
        cls.monthly = cls.profile("monthly")
        cls.customer.gendan_settlement_profile_id = cls.monthly
        cls.Statement = cls.env["gendan.statement"]

    @classmethod
    def sell(cls, day, quantity=100, price=5.0, lines=None, **values):
        """An order of that day, confirmed."""
        with freeze_time(noon(day)):
            order = cls.make_order(
                lines or [(cls.carton, quantity, {"price_unit": price})], date_order=noon(day), **values
            )
            order.action_confirm()
            order.picking_ids.action_assign()
        return order

    @classmethod
    def take(cls, order, day, quantity=None):
        """Goods of an order leave on that day, wholly or so many."""
        with freeze_time(noon(day)):
            picking = order.picking_ids.filtered(
                lambda one: one.picking_type_code == "outgoing" and one.state not in ("done", "cancel")
            )[:1]
            for move in picking.move_ids:
                move.write({"quantity": move.product_uom_qty if quantity is None else quantity, "picked": True})
            picking.with_context(skip_backorder=True).button_validate()
        return picking

    @classmethod
    def bring_back(cls, picking, day, quantity):
        """So many of a delivery come back on that day, to be credited."""
        with freeze_time(noon(day)):
            wizard = cls.env["stock.return.picking"].create({"picking_id": picking.id})
            wizard.product_return_moves.write({"quantity": quantity, "to_refund": True})
            back = cls.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
            for move in back.move_ids:
                move.write({"quantity": quantity, "picked": True})
            back.button_validate()
        return back

    @classmethod
    def bill(cls, order, day, final=True):
        """What is to be invoiced of an order, posted on that day: invoice, or credit note."""
        with freeze_time(noon(day)):
            moves = order._create_invoices(final=final)
            moves.write({"invoice_date": day, "date": day})
            moves.action_post()
        return moves

    @classmethod
    def collect(cls, invoice, day, amount=None, **values):
        """A payment of an invoice on that day."""
        with freeze_time(noon(day)):
            if amount is not None:
                values["amount"] = amount
            return (
                cls.env["account.payment.register"]
                .with_context(active_model="account.move", active_ids=invoice.ids)
                .create({"journal_id": cls.bank.id, "payment_date": day, **values})
                ._create_payments()
            )

    @classmethod
    def work_out(cls, period=OCTOBER, customer=None, currency=None):
        """What a statement would say: (values, lines)."""
        customer, currency = customer or cls.customer, currency or cls.currency
        key = customer.id, currency.id
        cls.env.flush_all()
        return cls.Statement._gendan_work_out(cls.company, *period, [key])[key]

    @classmethod
    def make(cls, period=OCTOBER, customer=None, currency=None, **kwargs):
        """The statement of a period, made and read from the database anew."""
        customer, currency = customer or cls.customer, currency or cls.currency
        cls.env.flush_all()
        made = cls.Statement._gendan_make(cls.company, *period, [(customer.id, currency.id)], **kwargs)
        cls.env.flush_all()
        cls.env.invalidate_all()
        return made.get((customer.id, currency.id), cls.Statement)

    def assertAddsUp(self, worked, rounding=0.005):
        """Opening + lines = closing, in the books, not invoiced, and together; the ages are the books."""
        values, lines = worked
        for opening, name, closing in (
            ("opening_a", "amount_a", "amount_a"),
            ("opening_b", "amount_b", "amount_b"),
            ("opening", "amount_total", "amount_total"),
        ):
            self.assertAlmostEqual(
                values[opening] + sum(line[name] for line in lines), values[closing], delta=rounding, msg=name
            )
        ages = sum(values[f"age_{name}"] for name in ("not_due", "30", "60", "90", "older", "credit"))
        self.assertAlmostEqual(ages, values["amount_a"], delta=rounding)
        sums = sum(values[f"amount_{name}"] for name in (
            "goods", "return", "fee", "deduction", "other", "rounding", "correction"
        ))  # fmt: skip
        self.assertAlmostEqual(
            values["opening"] + sums - values["amount_paid"], values["amount_total"], delta=rounding
        )

    @classmethod
    def day_after(cls, day, days=1):
        return day + timedelta(days=days)
