"""What the ledger says: balances, movements and open items of customers, as of a day, in a few queries."""

import json
from collections import defaultdict, namedtuple

from odoo import api, fields, models
from odoo.tools import SQL

# whose books, which customers (ids of commercial partners), first and last day of the period
Scope = namedtuple("Scope", "company partner_ids first last")
# in the currency of the key and in the company's
Balance = namedtuple("Balance", "opening closing opening_company closing_company", defaults=(0.0, 0.0, 0.0, 0.0))
Ages = namedtuple("Ages", "not_due days_30 days_60 days_90 older credit", defaults=(0.0,) * 6)


class GendanStatementBooks(models.AbstractModel):
    """The ledger as statements see it. Keys are (commercial partner's id, currency's id).

    The ledger of a currency is the sum of its receivable items, those of non-trade accounts left out. A reconciliation
    between two items of one key moves nothing; one with an item in another currency, or of another customer, is a
    movement of its own on the later of both days, so that open items and balance always agree.

    Called by code only, as superuser: only what stands on a statement leaves it.
    """

    _name = "gendan.statement.books"
    _description = "Ledger of Statements"

    @api.model
    def _gendan_flush(self):
        """What is read by SQL below is in the database."""
        for name in ("account.move", "account.move.line", "account.partial.reconcile", "account.payment"):
            self.env[name].flush_model()

    @api.model
    def _gendan_scope(self, company, partner_ids, first, last):
        """Whose books, which customers (None: all), which days."""
        return Scope(company, partner_ids, first, last)

    @api.model
    def _gendan_receivable(self, scope, before=None):
        """The receivable items of a scope up to its last day, or up to another, as a sub-query.

        :rtype: SQL
        """
        return SQL(
            """SELECT item.id, item.move_id, item.date, item.date_maturity, item.currency_id, item.company_id,
                      item.amount_currency, item.balance, item.amount_residual_currency, item.reconciled,
                      party.commercial_partner_id AS partner_id
                 FROM account_move_line item
                 JOIN account_account account ON account.id = item.account_id
                 JOIN res_partner party ON party.id = item.partner_id
                WHERE item.company_id = %(company)s
                  AND item.parent_state = 'posted'
                  AND account.account_type = 'asset_receivable'
                  AND account.non_trade IS NOT TRUE
                  AND %(who)s
                  AND item.date <= %(last)s""",
            company=scope.company.id,
            who=self._gendan_who(SQL("party.commercial_partner_id"), scope.partner_ids),
            last=before or scope.last,
        )

    @api.model
    def _gendan_crossings(self, last):
        """Reconciliations up to a day with another currency, customer or company, over a table ``item``, as SQL."""
        sides = [
            SQL(
                """SELECT item.partner_id, item.currency_id, partial.id AS partial_id, partial.max_date AS date,
                          %(sign)s * partial.%(amount)s AS amount, %(sign)s * partial.amount AS amount_company,
                          other.currency_id AS other_currency_id, other.move_id AS other_move_id
                     FROM item
                     JOIN account_partial_reconcile partial ON partial.%(mine)s = item.id
                     JOIN account_move_line other ON other.id = partial.%(theirs)s
                     LEFT JOIN res_partner party ON party.id = other.partner_id
                    WHERE partial.max_date <= %(last)s
                      AND other.parent_state = 'posted'
                      AND (other.currency_id <> item.currency_id
                           OR other.company_id <> item.company_id
                           OR party.commercial_partner_id IS DISTINCT FROM item.partner_id)""",
                sign=SQL(sign),
                amount=SQL.identifier(amount),
                mine=SQL.identifier(mine),
                theirs=SQL.identifier(theirs),
                last=last,
            )
            for sign, amount, mine, theirs in (
                ("-1", "debit_amount_currency", "debit_move_id", "credit_move_id"),
                ("1", "credit_amount_currency", "credit_move_id", "debit_move_id"),
            )
        ]
        return SQL(" UNION ALL ").join(sides)

    # ------------------------------------------------------------ balances

    @api.model
    def _gendan_balances(self, scope, crossings):
        """What the ledger said before the first day and says on the last.

        :param crossings: what `_gendan_settled_elsewhere` gave
        :return: {key: Balance}
        """
        rows = self.env.execute_query(
            SQL(
                """SELECT partner_id, currency_id,
                          COALESCE(SUM(amount_currency) FILTER (WHERE date < %(first)s), 0), SUM(amount_currency),
                          COALESCE(SUM(balance) FILTER (WHERE date < %(first)s), 0), SUM(balance)
                     FROM (%(items)s) AS item
                    GROUP BY partner_id, currency_id""",
                items=self._gendan_receivable(scope),
                first=scope.first,
            )
        )
        sums = {(partner, currency): [*map(float, amounts)] for partner, currency, *amounts in rows}
        for crossing in crossings:
            balance = sums[crossing["partner_id"], crossing["currency_id"]]
            for place, name in enumerate(("amount", "amount_company")):
                balance[2 * place + 1] += crossing[name]
                if crossing["date"] < scope.first:
                    balance[2 * place] += crossing[name]
        return {key: Balance(*amounts) for key, amounts in sums.items()}

    # ------------------------------------------------------------ movements

    @api.model
    def _gendan_entries(self, scope):
        """Entries with receivables in the period, one row for each key: dicts."""
        return self._gendan_entry_rows(
            SQL(
                "SELECT * FROM (%s) AS every WHERE date >= %s",
                self._gendan_receivable(scope),
                scope.first,
            )
        )

    @api.model
    def _gendan_entry_rows(self, items):
        """Entries of some receivable items, with what a statement says of them."""
        names = (
            "partner_id", "currency_id", "move_id", "date", "amount", "amount_company", "due", "name", "move_type",
            "ref", "journal_id", "is_payment", "is_exchange", "paid", "paid_currency_id", "payment_type", "memo",
        )  # fmt: skip
        rows = self.env.execute_query(
            SQL(
                """WITH item AS (%(items)s), entry AS (
                       SELECT partner_id, currency_id, move_id, MIN(date) AS date, SUM(amount_currency) AS amount,
                              SUM(balance) AS amount_company, MAX(date_maturity) AS due
                         FROM item GROUP BY partner_id, currency_id, move_id)
                   SELECT entry.partner_id, entry.currency_id, entry.move_id, entry.date, entry.amount,
                          entry.amount_company, entry.due, move.name, move.move_type, move.ref, move.journal_id,
                          move.origin_payment_id IS NOT NULL OR move.statement_line_id IS NOT NULL,
                          EXISTS (SELECT FROM account_partial_reconcile partial
                                   WHERE partial.exchange_move_id = move.id),
                          payment.amount, payment.currency_id, payment.payment_type, payment.memo
                     FROM entry
                     JOIN account_move move ON move.id = entry.move_id
                     LEFT JOIN account_payment payment ON payment.id = move.origin_payment_id
                    ORDER BY entry.date, entry.move_id""",
                items=items,
            )
        )
        result = [dict(zip(names, row, strict=True)) for row in rows]
        for row in result:
            row["amount"], row["amount_company"] = float(row["amount"]), float(row["amount_company"])
        return result

    @api.model
    def _gendan_settled_elsewhere(self, scope):
        """Reconciliations up to the last day with another currency, customer or company: dicts.

        Also those before the first day, which balances count.
        """
        names = (
            "partner_id", "currency_id", "partial_id", "date", "amount", "amount_company", "other_currency_id",
            "other_move_id", "name",
        )  # fmt: skip
        rows = self.env.execute_query(
            SQL(
                """WITH item AS (%(items)s), crossing AS (%(crossings)s)
                   SELECT crossing.partner_id, crossing.currency_id, crossing.partial_id, crossing.date,
                          crossing.amount, crossing.amount_company, crossing.other_currency_id,
                          crossing.other_move_id, move.name
                     FROM crossing
                     JOIN account_move move ON move.id = crossing.other_move_id
                    ORDER BY crossing.date, crossing.partial_id""",
                items=self._gendan_receivable(scope),
                crossings=self._gendan_crossings(scope.last),
            )
        )
        return [
            {**row, "amount": float(row["amount"]), "amount_company": float(row["amount_company"])}
            for row in (dict(zip(names, row, strict=True)) for row in rows)
        ]

    # ------------------------------------------------------------ open items

    @api.model
    def _gendan_ages(self, scope):
        """Open items on the last day by age of each instalment, and debts by month of delivery.

        What was reconciled with later items was open on that day, and what is with an entry that went back to draft
        (Odoo keeps that reconciliation) is open. A debt is due on its day and one day old the day
        after.

        :return: ({key: Ages}, {key: {"2026-11": amount}})
        """
        rows = self.env.execute_query(
            SQL(
                """WITH item AS (%(items)s), back AS (
                       SELECT later.id, SUM(later.amount) AS amount
                         FROM (SELECT item.id, partial.debit_amount_currency AS amount
                                 FROM item
                                 JOIN account_partial_reconcile partial ON partial.debit_move_id = item.id
                                 JOIN account_move_line other ON other.id = partial.credit_move_id
                                WHERE partial.max_date > %(last)s OR other.parent_state <> 'posted'
                                UNION ALL
                               SELECT item.id, -partial.credit_amount_currency
                                 FROM item
                                 JOIN account_partial_reconcile partial ON partial.credit_move_id = item.id
                                 JOIN account_move_line other ON other.id = partial.debit_move_id
                                WHERE partial.max_date > %(last)s OR other.parent_state <> 'posted') AS later
                        GROUP BY later.id
                   ), opened AS (
                       SELECT item.partner_id, item.currency_id,
                              item.amount_residual_currency + COALESCE(back.amount, 0) AS amount,
                              %(last)s - COALESCE(item.date_maturity, item.date) AS age,
                              to_char(
                                  CASE WHEN move.delivery_date <= %(last)s THEN move.delivery_date
                                       ELSE COALESCE(move.invoice_date, item.date) END, 'YYYY-MM') AS month
                         FROM item
                         JOIN account_move move ON move.id = item.move_id
                         LEFT JOIN back ON back.id = item.id
                        WHERE item.reconciled IS NOT TRUE OR back.id IS NOT NULL)
                   SELECT partner_id, currency_id, month,
                          SUM(amount) FILTER (WHERE amount > 0 AND age <= 0),
                          SUM(amount) FILTER (WHERE amount > 0 AND age BETWEEN 1 AND 30),
                          SUM(amount) FILTER (WHERE amount > 0 AND age BETWEEN 31 AND 60),
                          SUM(amount) FILTER (WHERE amount > 0 AND age BETWEEN 61 AND 90),
                          SUM(amount) FILTER (WHERE amount > 0 AND age > 90),
                          SUM(amount) FILTER (WHERE amount < 0)
                     FROM opened
                    WHERE amount <> 0
                    GROUP BY partner_id, currency_id, month""",
                items=self._gendan_receivable(scope),
                last=scope.last,
            )
        )
        sums = defaultdict(lambda: [0.0] * 6)
        months = defaultdict(lambda: defaultdict(float))
        for partner, currency, month, *amounts in rows:
            amounts = [float(amount or 0.0) for amount in amounts]
            sums[partner, currency] = [old + new for old, new in zip(sums[partner, currency], amounts, strict=True)]
            if debt := sum(amounts[:5]):
                months[partner, currency][month] += debt
        return {key: Ages(*amounts) for key, amounts in sums.items()}, months

    # ------------------------------------------------------------ who is concerned

    @api.model
    def _gendan_keys(self, company, first, last, partner_ids=None):
        """Who has receivables in the books that move in the period, are open, or were when it began.

        What has been set off since the first day counts although nothing is open today: an invoice paid in another
        currency, and all of a run that is made late.

        :param partner_ids: of these commercial partners only
        :return: set of keys
        """
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT party.commercial_partner_id, item.currency_id
                     FROM account_move_line item
                     JOIN account_account account ON account.id = item.account_id
                     JOIN res_partner party ON party.id = item.partner_id
                    WHERE item.company_id = %(company)s
                      AND item.parent_state = 'posted'
                      AND account.account_type = 'asset_receivable'
                      AND account.non_trade IS NOT TRUE
                      AND item.date <= %(last)s
                      AND (item.date >= %(first)s OR item.reconciled IS NOT TRUE
                           OR item.id IN (
                               SELECT debit_move_id FROM account_partial_reconcile WHERE max_date >= %(first)s
                                UNION ALL
                               SELECT credit_move_id FROM account_partial_reconcile WHERE max_date >= %(first)s
                                UNION ALL
                               SELECT partial.debit_move_id FROM account_partial_reconcile partial
                                 JOIN account_move_line other ON other.id = partial.credit_move_id
                                WHERE other.parent_state <> 'posted'
                                UNION ALL
                               SELECT partial.credit_move_id FROM account_partial_reconcile partial
                                 JOIN account_move_line other ON other.id = partial.debit_move_id
                                WHERE other.parent_state <> 'posted'))
                      AND %(who)s""",
                company=company.id,
                first=first,
                last=last,
                who=self._gendan_who(SQL("party.commercial_partner_id"), partner_ids),
            )
        )
        return set(rows)

    @api.model
    def _gendan_keys_since(self, company, begins, first):
        """Who of some customers has receivables that moved between a day of her own and a period.

        :param dict begins: {key: day, itself included}
        :param date first: first day of the period
        :return: set of keys
        """
        rows = [
            {"partner_id": partner, "currency_id": currency, "day": fields.Date.to_string(day)}
            for (partner, currency), day in begins.items()
            if day < first
        ]
        if not rows:
            return set()
        return set(
            self.env.execute_query(
                SQL(
                    """SELECT DISTINCT since.partner_id, since.currency_id
                         FROM jsonb_to_recordset(%(rows)s)
                              AS since (partner_id int, currency_id int, day date)
                         JOIN res_partner party ON party.commercial_partner_id = since.partner_id
                         JOIN account_move_line item
                              ON item.partner_id = party.id AND item.currency_id = since.currency_id
                         JOIN account_account account ON account.id = item.account_id
                        WHERE item.company_id = %(company)s
                          AND item.parent_state = 'posted'
                          AND account.account_type = 'asset_receivable'
                          AND account.non_trade IS NOT TRUE
                          AND item.date >= since.day
                          AND item.date < %(first)s""",
                    rows=json.dumps(rows),
                    company=company.id,
                    first=first,
                )
            )
        )

    @api.model
    def _gendan_who(self, column, partner_ids):
        """A condition on the commercial partner, as SQL."""
        if partner_ids is None:
            return SQL("TRUE")
        return SQL("%s IN %s", column, tuple(partner_ids) or (0,))
