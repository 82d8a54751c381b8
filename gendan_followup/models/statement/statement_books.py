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
# {key: Balance}, {key: Ages}, {key: {month: amount}}, reconciliations with others as dicts
Ledger = namedtuple("Ledger", "balances ages months crossings")


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
        accounts = self.env.execute_query(
            SQL("SELECT id FROM account_account WHERE account_type = 'asset_receivable' AND non_trade IS NOT TRUE")
        )
        return SQL(
            """SELECT item.id, item.move_id, item.date, item.date_maturity, item.currency_id,
                      item.amount_currency, item.balance, item.amount_residual_currency, item.amount_residual,
                      item.reconciled, party.commercial_partner_id AS partner_id
                 FROM account_move_line item
                 JOIN res_partner party ON party.id = item.partner_id
                WHERE item.company_id = %(company)s
                  AND item.parent_state = 'posted'
                  AND item.account_id IN %(accounts)s
                  AND %(who)s
                  AND item.date <= %(last)s""",
            company=scope.company.id,
            # named, not joined: PostgreSQL knows how many items each account has
            accounts=tuple(row[0] for row in accounts) or (0,),
            who=self._gendan_who(SQL("party.commercial_partner_id"), scope.partner_ids),
            last=before or scope.last,
        )

    @api.model
    def _gendan_tables(self, scope):
        """The same as a table ``item``, and both sides of all reconciliations as ``side``, for queries that look at
        them more than once: PostgreSQL goes through them each time in the way that suits the question.

        :rtype: SQL
        """
        return SQL(
            """item AS NOT MATERIALIZED (%(items)s),
               side AS NOT MATERIALIZED (
                   SELECT debit_move_id AS id, credit_move_id AS other_id, id AS partial_id, max_date AS date,
                          -debit_amount_currency AS amount, -amount AS amount_company
                     FROM account_partial_reconcile
                    UNION ALL
                   SELECT credit_move_id, debit_move_id, id, max_date, credit_amount_currency, amount
                     FROM account_partial_reconcile)""",
            items=self._gendan_receivable(scope),
        )

    @api.model
    def _gendan_read(self, scope, parts=("balance", "age", "month", "crossing")):
        """What the ledger says of a scope: three queries, a fourth for customers with reconciliations of a rare kind.

        :param parts: what of it is wanted: ``balance`` (before the first day and on the last), ``age`` (open items on
            the last day), ``month`` (debts by month of delivery), ``crossing`` (reconciliations of the period with
            another currency, customer or company; balances count earlier ones, too)
        :rtype: Ledger
        """
        crossings = self._gendan_crossings(scope, scope.first)
        if set(parts) == {"crossing"}:
            return Ledger({}, {}, {}, crossings)
        ages, months, totals = self._gendan_ages(scope, "month" in parts)
        balances = self._gendan_balances(scope, totals, crossings) if "balance" in parts else {}
        return Ledger(balances, ages, months, crossings)

    @api.model
    def _gendan_balances(self, scope, totals, crossings):
        """What stands in the books before the first day and on the last.

        Reconciliations with another key are movements, too, and those of many years are dear to look through. A balance
        counts them when it is the sum of what is open: a reconciliation within the key moves nothing. Where the sum of
        the items comes to the same already, those of old times make up nothing together; they are looked for only where
        it does not, and where there are new ones.

        :param totals: {key: what is open on the last day, in its currency and the company's}
        :param crossings: reconciliations with another key since the first day
        :return: {key: Balance}
        """
        rows = self.env.execute_query(
            SQL(
                """WITH %(tables)s
                   SELECT partner_id, currency_id,
                          (every.amount - COALESCE(moved.amount, 0))::float8, every.amount::float8,
                          (every.amount_company - COALESCE(moved.amount_company, 0))::float8,
                          every.amount_company::float8
                     FROM (SELECT partner_id, currency_id, SUM(amount_currency) AS amount,
                                  SUM(balance) AS amount_company
                             FROM item GROUP BY partner_id, currency_id) every
                     LEFT JOIN (SELECT partner_id, currency_id, SUM(amount_currency) AS amount,
                                       SUM(balance) AS amount_company
                                  FROM item WHERE date >= %(first)s GROUP BY partner_id, currency_id) moved
                          USING (partner_id, currency_id)""",
                tables=self._gendan_tables(scope),
                first=scope.first,
            )
        )
        sums = {(partner, currency): amounts for partner, currency, *amounts in rows}
        crossed = {(one["partner_id"], one["currency_id"]) for one in crossings}
        crossed.update(
            key
            for key, (_before, amount, _before_company, amount_company) in sums.items()
            if totals.get(key, (0.0, 0.0)) != (amount, amount_company)
        )
        if crossed:
            partners = sorted({partner for partner, _currency in crossed})
            for crossing in self._gendan_crossings(scope._replace(partner_ids=partners)):
                amounts = sums[crossing["partner_id"], crossing["currency_id"]]
                for place, name in ((0, "amount"), (2, "amount_company")):
                    amounts[place + 1] += crossing[name]
                    if crossing["date"] < scope.first:
                        amounts[place] += crossing[name]
        return {key: Balance(*amounts) for key, amounts in sums.items()}

    @api.model
    def _gendan_crossings(self, scope, since=None):
        """Reconciliations of items of a scope with another currency, customer or company, up to its last day.

        :param date since: not those before
        :return: list of dict, the oldest first
        """
        names = (
            "partner_id", "currency_id", "partial_id", "date", "amount", "amount_company", "other_currency_id",
            "other_move_id", "name",
        )  # fmt: skip
        rows = self.env.execute_query(
            SQL(
                """WITH %(tables)s
                   SELECT item.partner_id, item.currency_id, side.partial_id, side.date, side.amount::float8,
                          side.amount_company::float8, other.currency_id, other.move_id, move.name
                     FROM side
                     JOIN item ON item.id = side.id
                     JOIN account_move_line other ON other.id = side.other_id
                     JOIN account_move move ON move.id = other.move_id
                     LEFT JOIN res_partner whose ON whose.id = other.partner_id
                    WHERE side.date <= %(last)s AND %(since)s
                      AND other.parent_state = 'posted'
                      AND (other.currency_id <> item.currency_id OR other.company_id <> %(company)s
                           OR whose.commercial_partner_id IS DISTINCT FROM item.partner_id)
                    ORDER BY side.date, side.partial_id""",
                tables=self._gendan_tables(scope),
                since=SQL("side.date >= %s", since) if since else SQL("TRUE"),
                last=scope.last,
                company=scope.company.id,
            )
        )
        return [dict(zip(names, row, strict=True)) for row in rows]

    @api.model
    def _gendan_ages(self, scope, with_months=True):
        """Open items on the last day.

        What was reconciled with later items was open on that day, and what is with an entry that went back to draft
        (Odoo keeps that reconciliation) is open. A debt is due on its day and one day old the day after.

        :return: {key: Ages}, {key: {month of delivery: debts}}, {key: sum in its currency and in the company's}
        """
        day = SQL(
            """CASE WHEN move.delivery_date <= %s THEN move.delivery_date
                    ELSE COALESCE(move.invoice_date, item.date) END""",
            scope.last,
        )
        # months since the year 0: text for each item would be dear
        month = SQL("(date_part('year', %s) * 12 + date_part('month', %s) - 1)::int", day, day)
        rows = self.env.execute_query(
            SQL(
                """WITH %(tables)s,
                   back AS (
                       SELECT id, -SUM(amount) AS amount, -SUM(amount_company) AS amount_company
                         FROM (SELECT item.id, side.amount, side.amount_company
                                 FROM item JOIN side ON side.id = item.id
                                WHERE side.date > %(last)s
                                UNION ALL
                               SELECT item.id, side.amount, side.amount_company
                                 FROM account_move_line undone
                                 JOIN side ON side.other_id = undone.id
                                 JOIN item ON item.id = side.id
                                WHERE undone.parent_state <> 'posted' AND side.date <= %(last)s) later
                        GROUP BY id),
                   left_open AS (
                       SELECT item.*, 0 AS back, 0 AS back_company
                         FROM item
                        WHERE item.reconciled IS NOT TRUE AND NOT EXISTS (SELECT FROM back WHERE back.id = item.id)
                        UNION ALL
                       SELECT item.*, back.amount, back.amount_company
                         FROM item JOIN back ON back.id = item.id),
                   opened AS (
                       SELECT item.partner_id, item.currency_id,
                              item.amount_residual_currency + item.back AS amount,
                              item.amount_residual + item.back_company AS amount_company,
                              %(last)s - COALESCE(item.date_maturity, item.date) AS age,
                              %(month)s AS month
                         FROM left_open item %(moves)s),
                   of_month AS (
                       SELECT partner_id, currency_id, month,
                              SUM(amount) FILTER (WHERE amount > 0 AND age <= 0) AS not_due,
                              SUM(amount) FILTER (WHERE amount > 0 AND age BETWEEN 1 AND 30) AS days_30,
                              SUM(amount) FILTER (WHERE amount > 0 AND age BETWEEN 31 AND 60) AS days_60,
                              SUM(amount) FILTER (WHERE amount > 0 AND age BETWEEN 61 AND 90) AS days_90,
                              SUM(amount) FILTER (WHERE amount > 0 AND age > 90) AS older,
                              SUM(amount) FILTER (WHERE amount < 0) AS credit,
                              SUM(amount) FILTER (WHERE amount > 0) AS debt,
                              SUM(amount_company) AS amount_company
                         FROM opened
                        GROUP BY partner_id, currency_id, month)
                   SELECT partner_id, currency_id, SUM(not_due)::float8, SUM(days_30)::float8, SUM(days_60)::float8,
                          SUM(days_90)::float8, SUM(older)::float8, SUM(credit)::float8,
                          (COALESCE(SUM(debt), 0) + COALESCE(SUM(credit), 0))::float8,
                          SUM(amount_company)::float8,
                          array_agg(month) FILTER (WHERE debt > 0), array_agg(debt::float8) FILTER (WHERE debt > 0)
                     FROM of_month
                    GROUP BY partner_id, currency_id""",
                tables=self._gendan_tables(scope),
                last=scope.last,
                month=month if with_months else SQL("NULL::int"),
                moves=SQL("JOIN account_move move ON move.id = item.move_id") if with_months else SQL(),
            )
        )
        ages, months, totals = {}, defaultdict(dict), {}
        for partner, currency, *amounts, amount, amount_company, numbers, debts in rows:
            key = partner, currency
            totals[key] = amount, amount_company
            ages[key] = Ages(*(one or 0.0 for one in amounts))
            if with_months:
                months[key] = {
                    f"{number // 12:04}-{number % 12 + 1:02}": debt
                    for number, debt in zip(numbers or (), debts or (), strict=True)
                }
        return ages, months, totals

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
