"""Thousands of customers with two years of receivables: a few whose entries Odoo posted, copied inside PostgreSQL.

Invoices with two instalments or one, paid in full, in part, late or not at all, credit notes; a tenth of the customers
in a second currency.
"""

import random
from datetime import date, timedelta

from odoo import Command
from odoo.tools import SQL

from bench.clone import Cloner
from bench.data import quiet
from bench.measure import transaction

TABLES = """
    res_partner account_move account_move_line account_payment account_partial_reconcile account_full_reconcile
""".split()
SEEDS = 10
MONTHS = 24
FIRST = date(2024, 11, 1)
LAST = date(2026, 10, 31)
# receivable lines of each customer
LINES = 50
NAME = "Bench debtor"


class Debtors:
    """A database that is filled with customers who owe.

    :param name: database with the add-on, configured
    :param most: number of customers it may have in the end
    """

    def __init__(self, name, most):
        self.name = name
        self.most = most
        self.cloner = None

    def seed(self):
        """The first of them, by Odoo's own models."""
        with transaction(self.name, **quiet()) as env:
            begin = {table: last_id(env.cr, table) + 1 for table in TABLES}
            chance = random.Random(7)
            partners = env["res.partner"].create(
                [{"name": f"{NAME} {number}", "is_company": True} for number in range(SEEDS)]
            )
            for partner in partners:
                self._live(env, partner, chance)
            env.flush_all()
            self.cloner = Cloner(TABLES, self.most // SEEDS, begin)
            self.cloner.open(env.cr)

    def _live(self, env, partner, chance):
        """Two years of one customer: 30 invoices, of them one with two instalments each second month, 20 payments."""
        days = sorted(FIRST + timedelta(days=chance.randrange((LAST - FIRST).days + 1)) for _number in range(30))
        invoices = env["account.move"].create(
            [
                {
                    "move_type": "out_refund" if number % 15 == 14 else "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": day,
                    "date": day,
                    "invoice_date_due": day + timedelta(days=30),
                    "ref": f"PO-{partner.id}-{number}",
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "Cartons", "quantity": 1000, "price_unit": chance.randrange(50, 900) / 100}
                        )
                    ],
                }
                for number, day in enumerate(days)
            ]
        )
        invoices.action_post()
        receivable = invoices.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        bank = env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", env.company.id)], limit=1
        )
        debts = receivable.filtered(lambda line: line.balance > 0).sorted("date")
        paid = debts[: LINES - len(receivable)]
        for debt in paid:
            day = min(debt.date + timedelta(days=chance.randrange(20, 120)), LAST)
            part = chance.choice((1, 1, 1, 0.4))
            env["account.payment.register"].with_context(
                active_model="account.move.line", active_ids=debt.ids
            ).create(
                {"journal_id": bank.id, "payment_date": day, "amount": round(debt.balance * part, 2)}
            )._create_payments()

    def grow(self, customers):
        """Have so many customers, and tell PostgreSQL of them.

        :return: number of rows written
        """
        with transaction(self.name) as env:
            written = self.cloner.grow(env.cr, customers // SEEDS - 1)
        with transaction(self.name) as env:
            env.cr.execute("ANALYZE")
        return written

    def ids(self, env):
        """The customers."""
        return env["res.partner"].search([("name", "=like", f"{NAME} %")], order="id").ids

    def count(self, env):
        """(customers, receivable lines)."""
        env.cr.execute(
            """SELECT count(DISTINCT item.partner_id), count(*)
                 FROM account_move_line item JOIN account_account account ON account.id = item.account_id
                 JOIN res_partner party ON party.id = item.partner_id
                WHERE account.account_type = 'asset_receivable' AND item.parent_state = 'posted'
                  AND party.name LIKE 'Bench debtor %'"""
        )
        return env.cr.fetchone()


def last_id(cr, table):
    """The highest id a table has given out."""
    cr.execute(SQL("SELECT COALESCE(max(id), 0) FROM %s", SQL.identifier(table)))
    return cr.fetchone()[0]
