"""Random histories: what statements say against the ledger and the orders, asked in another way."""

import random
from collections import defaultdict
from datetime import date, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import float_round

from .common import StatementCase, noon

PERIODS = [
    (date(2026, 8, 1), date(2026, 8, 31)),
    (date(2026, 9, 1), date(2026, 9, 30)),
    (date(2026, 10, 1), date(2026, 10, 31)),
]
SEEDS = (1, 2, 3)
STEPS = 26

RESIDUALS = """
    SELECT party.commercial_partner_id, item.currency_id,
           SUM(item.amount_currency
               - COALESCE((SELECT SUM(partial.debit_amount_currency) FROM account_partial_reconcile partial
                            WHERE partial.debit_move_id = item.id AND partial.max_date <= %(day)s), 0)
               + COALESCE((SELECT SUM(partial.credit_amount_currency) FROM account_partial_reconcile partial
                            WHERE partial.credit_move_id = item.id AND partial.max_date <= %(day)s), 0))
      FROM account_move_line item
      JOIN account_account account ON account.id = item.account_id
      JOIN res_partner party ON party.id = item.partner_id
      JOIN account_move move ON move.id = item.move_id
     WHERE move.state = 'posted' AND account.account_type = 'asset_receivable' AND account.non_trade IS NOT TRUE
       AND item.date <= %(day)s AND item.company_id = %(company)s
       AND party.commercial_partner_id IN %(partners)s
     GROUP BY party.commercial_partner_id, item.currency_id
"""


@tagged("post_install", "-at_install")
class TestStatementHistory(StatementCase):
    """Orders, deliveries, returns, invoices, credit notes, part payments, write-offs, currencies, late entries."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.env.ref("base.EUR") if cls.currency != cls.env.ref("base.EUR") else cls.env.ref("base.USD")
        cls.euro.active = True
        cls.euro.rate_ids.unlink()
        cls.env["res.currency.rate"].create(
            [
                {"currency_id": cls.euro.id, "name": day, "rate": rate, "company_id": cls.company.id}
                for day, rate in (("2026-01-01", 0.9), ("2026-09-01", 0.8), ("2026-10-01", 0.87))
            ]
        )
        cls.pricelist = cls.env["product.pricelist"].create({"name": "EUR (test)", "currency_id": cls.euro.id})
        cls.other = cls.env["res.partner"].create({"name": "Second", "is_company": True})
        cls.expense = cls.env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "in", cls.company.ids)], limit=1
        )
        cls.misc = cls.env["account.journal"].search(
            [("type", "=", "general"), ("company_id", "=", cls.company.id)], limit=1
        )

    # ------------------------------------------------------------ what happens

    def live(self, seed):
        """A history of three months."""
        rng = random.Random(seed)
        self.orders, self.moves = [], []
        days = sorted(PERIODS[0][0] + timedelta(days=rng.randrange(92)) for _step in range(STEPS))
        self.begin(rng, days[0])
        for day in days:
            step = rng.choice(
                ("begin", "deliver", "deliver", "deliver", "back", "bill", "bill", "pay", "pay", "write_off", "prepay",
                 "late", "reprice", "other_currency", "direct")
            )  # fmt: skip
            with self.env.cr.savepoint(), freeze_time(noon(day)):
                try:
                    getattr(self, step)(rng, day)
                except UserError:
                    continue
        self.settle_abroad(rng)
        self.bring_back_twice()
        self.env.flush_all()

    def settle_abroad(self, rng):
        """For certain: cents of three deliveries, and an invoice in euros paid in the company's currency."""
        day = date(2026, 9, 3)
        order = self.sell(day, quantity=999, price=0.00735, pricelist_id=self.pricelist.id)
        for _third in range(3):
            self.take(order, day, 333)
        self.orders.append(order)
        self.moves += super().bill(order, day)
        self.moves = self.moves[-1:]
        self.other_currency(rng, date(2026, 10, 2))

    def bring_back_twice(self):
        """For certain: goods that come back before they are invoiced, and after."""
        order = self.sell(date(2026, 9, 7), quantity=50)
        picking = self.take(order, date(2026, 9, 8))
        self.bring_back(picking, date(2026, 9, 9), 2)
        self.moves += super().bill(order, date(2026, 9, 10))
        self.bring_back(picking, date(2026, 10, 5), 3)
        self.orders.append(order)
        line = order.order_line
        self.assertEqual((line.qty_delivered, line.qty_invoiced), (45, 48), "two before, three after")

    def begin(self, rng, day):
        customer = rng.choice((self.customer, self.other))
        values = {"partner_id": customer.id}
        if rng.random() < 0.4:
            values["pricelist_id"] = self.pricelist.id
        lines = [(self.carton, rng.choice((7, 100, 333)), {"price_unit": rng.choice((0.333, 5.0, 12.345678))})]
        if rng.random() < 0.5:
            lines.append((self.fee, 1, {"price_unit": rng.choice((470.0, -20.0, 33.33))}))
        self.orders.append(self.sell(day, lines=lines, **values))

    def deliver(self, rng, day):
        order = rng.choice(self.orders)
        self.take(order, day, rng.choice((3, 40, None)))

    def back(self, rng, day):
        done = [
            picking
            for order in self.orders
            for picking in order.picking_ids
            if picking.state == "done" and picking.picking_type_code == "outgoing"
        ]
        if done:
            self.bring_back(rng.choice(done), day, rng.choice((1, 2)))

    def bill(self, rng, day=None, final=True):  # noqa: ARG002
        self.moves += super().bill(rng.choice(self.orders), day)

    def open_invoices(self):
        return [
            move
            for move in self.moves
            if move.move_type == "out_invoice" and move.state == "posted" and move.amount_residual > 1
        ]

    def pay(self, rng, day, **values):
        if invoices := self.open_invoices():
            invoice = rng.choice(invoices)
            self.collect(
                invoice, day, self.currency.round(invoice.amount_residual * rng.choice((0.3, 1))),
                currency_id=invoice.currency_id.id, **values,
            )  # fmt: skip

    def write_off(self, rng, day):
        self.pay(rng, day, payment_difference_handling="reconcile", writeoff_account_id=self.expense.id)

    def other_currency(self, rng, day):
        if invoices := [move for move in self.open_invoices() if move.currency_id == self.euro]:
            self.collect(rng.choice(invoices), day, currency_id=self.currency.id)

    def prepay(self, rng, day):
        super().pay(rng.choice((50.0, 333.33)), date=day, partner_id=rng.choice((self.customer, self.other)).id)

    def late(self, rng, day):
        """An entry of an earlier day."""
        receivable = self.customer.property_account_receivable_id
        amount = rng.choice((-12.5, 40.0))
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.misc.id,
                "date": day - timedelta(days=rng.randrange(60)),
                "line_ids": [
                    Command.create(
                        {"account_id": account.id, "partner_id": self.customer.id, "balance": sign * amount}
                    )
                    for account, sign in ((receivable, 1), (self.expense, -1))
                ],
            }
        )
        entry.action_post()

    def reprice(self, rng, day):  # noqa: ARG002
        line = rng.choice(self.orders).order_line[:1]
        line.price_unit = rng.choice((4.9, 5.1))

    def direct(self, rng, day):
        """An invoice without an order, and now and then its credit note."""
        with freeze_time(noon(day)):
            invoice = self.owe(rng.choice((75.0, 120.5)), day + timedelta(days=rng.choice((-40, 0, 30))))
            invoice.button_draft()
            invoice.write({"invoice_date": day, "date": day})
            invoice.action_post()
            self.moves.append(invoice)
            if rng.random() < 0.3:
                invoice._reverse_moves([{"date": day, "invoice_date": day}], cancel=True)

    # ------------------------------------------------------------ asked in another way

    def ledger(self, day):
        """Open items of a day, item by item."""
        self.env.cr.execute(
            RESIDUALS,
            {"day": day, "company": self.company.id, "partners": (self.customer.id, self.other.id)},
        )
        return defaultdict(float, {(partner, money): float(sum_) for partner, money, sum_ in self.env.cr.fetchall()})

    def not_invoiced(self, day):
        """By Odoo's own quantities of order lines as of a day."""
        result = defaultdict(float)
        for order in self.orders:
            key = order.partner_invoice_id.commercial_partner_id.id, order.currency_id.id
            lines = order.order_line.with_context(accrual_entry_date=str(day))
            delivered, invoiced = lines._prepare_qty_delivered(), lines._prepare_qty_invoiced()
            left = [
                self.company._gendan_to_day(picking.date_done)
                for picking in order.picking_ids
                if picking.state == "done" and picking.picking_type_code == "outgoing"
            ]
            for line in lines:
                is_fee = line.product_id == self.fee
                there = line.product_uom_qty if is_fee and left and min(left) <= day else delivered.get(line, 0.0)
                there = 0.0 if is_fee and not (left and min(left) <= day) else there
                rest = there - invoiced[line]
                if rest < 0:
                    back = sum(
                        move.quantity
                        for move in line.move_ids
                        if move.state == "done"
                        and move.to_refund
                        and self.company._gendan_to_day(move.date) <= day
                    )
                    rest = -min(-rest, back)
                unit = line.price_total / line.product_uom_qty
                result[key] += float_round(unit * rest, precision_rounding=order.currency_id.rounding)
        return result

    def test_opening_plus_movements_is_closing_is_the_ledger(self):
        seen = defaultdict(int)
        for seed in SEEDS:
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self.live(seed)
                self.compare(seen)
                self.env.flush_all()
                savepoint.rollback()
                self.env.invalidate_all()
        # else the histories tell nothing
        for kind in ("delivery", "return", "fee", "invoice", "credit_note", "payment", "write_off", "entry",
                     "other_currency", "rounding"):  # fmt: skip
            self.assertTrue(seen[kind], kind)

    def compare(self, seen):
        keys = [
            (customer.id, currency.id)
            for customer in (self.customer, self.other)
            for currency in (self.currency, self.euro)
        ]
        closed = {}
        for first, last in PERIODS:
            before = self.ledger(first - timedelta(days=1)), self.not_invoiced(first - timedelta(days=1))
            after = self.ledger(last), self.not_invoiced(last)
            worked = self.Statement._gendan_work_out(self.company, first, last, keys)
            for key in keys:
                values = worked[key].values
                where = f"{key} on {last}"
                self.assertAddsUp(worked[key])
                self.assertAlmostEqual(values["opening_a"], before[0][key], delta=0.004, msg=f"opening {where}")
                self.assertAlmostEqual(values["amount_a"], after[0][key], delta=0.004, msg=f"books {where}")
                self.assertAlmostEqual(values["opening_b"], before[1][key], delta=0.004, msg=f"opening b {where}")
                self.assertAlmostEqual(values["amount_b"], after[1][key], delta=0.004, msg=f"goods {where}")
                self.assertAlmostEqual(values["opening"], closed.get(key, values["opening"]), delta=0.004, msg=where)
                closed[key] = values["amount_total"]
                for line in worked[key].lines:
                    seen[line["kind"]] += 1
