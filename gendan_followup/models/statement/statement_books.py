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

# The reconciliations of a table ``item`` that are not simply between two of the items, of one key, up to a day: most
# are, and move nothing. First those whose debit is among the items, then those whose credit alone is.
PAIRS = """odd AS (
        SELECT partial.*
          FROM item debit
          JOIN account_partial_reconcile partial ON partial.debit_move_id = debit.id
          LEFT JOIN item credit ON credit.id = partial.credit_move_id
         WHERE credit.id IS NULL OR credit.partner_id <> debit.partner_id OR credit.currency_id <> debit.currency_id
            OR partial.max_date > %(last)s
         UNION ALL
        SELECT partial.*
          FROM item credit
          JOIN account_partial_reconcile partial ON partial.credit_move_id = credit.id
         WHERE NOT EXISTS (SELECT FROM item debit WHERE debit.id = partial.debit_move_id)
    ), side AS (
        SELECT odd.debit_move_id AS id, odd.id AS partial_id, odd.max_date AS date,
               -odd.debit_amount_currency AS amount, -odd.amount AS amount_company, odd.credit_move_id AS other_id
          FROM odd
         UNION ALL
        SELECT odd.credit_move_id, odd.id, odd.max_date, odd.credit_amount_currency, odd.amount, odd.debit_move_id
          FROM odd
    ), pair AS MATERIALIZED (
        SELECT side.*, item.partner_id, item.currency_id, other.is_posted, other.currency_id AS other_currency_id,
               other.move_id AS other_move_id,
               other.currency_id <> item.currency_id OR other.company_id <> %(company)s
               OR other.partner_id IS DISTINCT FROM item.partner_id AS crosses
          FROM side
          JOIN item ON item.id = side.id
         CROSS JOIN LATERAL (
             SELECT line.currency_id, line.company_id, line.move_id, line.parent_state = 'posted' AS is_posted,
                    party.commercial_partner_id AS partner_id
               FROM account_move_line line LEFT JOIN res_partner party ON party.id = line.partner_id
              WHERE line.id = side.other_id OFFSET 0) other)"""


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
            """SELECT item.id, item.move_id, item.date, item.date_maturity, item.currency_id,
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
    def _gendan_read(self, scope, parts=("balance", "age", "crossing")):
        """What the ledger says of a scope, in one query: the items of two years are looked through once.

        :param parts: what of it is wanted: ``balance`` (before the first day and on the last), ``age`` (open items on
            the last day, and debts by month of delivery), ``crossing`` (reconciliations up to the last day with another
            currency, customer or company, also those before the first day; balances count them)
        :rtype: Ledger
        """
        with_crossings = "balance" in parts or "crossing" in parts
        selects = [
            *([self._gendan_balance_rows(scope)] if "balance" in parts else []),
            *([self._gendan_crossing_rows(scope)] if with_crossings else []),
            *([self._gendan_age_rows(scope)] if "age" in parts else []),
        ]
        rows = self.env.execute_query(
            SQL(
                "WITH item AS MATERIALIZED (%(items)s), %(pairs)s %(selects)s",
                items=self._gendan_receivable(scope),
                pairs=SQL(PAIRS, last=scope.last, company=scope.company.id),
                selects=SQL(" UNION ALL ").join(selects),
            )
        )
        sums = {}
        ages = defaultdict(lambda: [0.0] * 6)
        months = defaultdict(lambda: defaultdict(float))
        crossings = []
        for part, partner, currency, label, day, partial, other_currency, other_move, *amounts in rows:
            amounts = [float(amount or 0.0) for amount in amounts]
            if part == "balance":
                sums[partner, currency] = amounts[:4]
            elif part == "age":
                ages[partner, currency] = [
                    old + new for old, new in zip(ages[partner, currency], amounts, strict=True)
                ]
                if debt := sum(amounts[:5]):
                    # months since the year 0: text for each item would be dear
                    months[partner, currency][f"{partial // 12:04}-{partial % 12 + 1:02}"] += debt
            else:
                crossings.append(
                    {
                        "partner_id": partner,
                        "currency_id": currency,
                        "partial_id": partial,
                        "date": day,
                        "amount": amounts[0],
                        "amount_company": amounts[1],
                        "other_currency_id": other_currency,
                        "other_move_id": other_move,
                        "name": label,
                    }
                )
        crossings.sort(key=lambda one: (one["date"], one["partial_id"]))
        for crossing in crossings if sums else ():
            balance = sums[crossing["partner_id"], crossing["currency_id"]]
            for place, name in enumerate(("amount", "amount_company")):
                balance[2 * place + 1] += crossing[name]
                if crossing["date"] < scope.first:
                    balance[2 * place] += crossing[name]
        return Ledger(
            {key: Balance(*amounts) for key, amounts in sums.items()},
            {key: Ages(*amounts) for key, amounts in ages.items()},
            months,
            crossings,
        )

    @api.model
    def _gendan_balance_rows(self, scope):
        """Sums of the items, as one part of the query."""
        return SQL(
            """SELECT 'balance', partner_id, currency_id, NULL, NULL::date, NULL::int, NULL::int, NULL::int,
                      SUM(amount_currency) FILTER (WHERE date < %(first)s), SUM(amount_currency),
                      SUM(balance) FILTER (WHERE date < %(first)s), SUM(balance), NULL::numeric, NULL::numeric
                 FROM item
                GROUP BY partner_id, currency_id""",
            first=scope.first,
        )

    @api.model
    def _gendan_crossing_rows(self, scope):
        """Reconciliations with another key, as one part of the query."""
        return SQL(
            """SELECT 'crossing', pair.partner_id, pair.currency_id, move.name, pair.date, pair.partial_id,
                      pair.other_currency_id, pair.other_move_id, pair.amount, pair.amount_company,
                      NULL, NULL, NULL, NULL
                 FROM pair
                 JOIN account_move move ON move.id = pair.other_move_id
                WHERE pair.crosses AND pair.is_posted AND pair.date <= %s""",
            scope.last,
        )

    @api.model
    def _gendan_age_rows(self, scope):
        """Open items by age and month of delivery, as one part of the query.

        What was reconciled with later items was open on that day, and what is with an entry that went back to draft
        (Odoo keeps that reconciliation) is open. A debt is due on its day and one day old the day after.
        """
        return SQL(
            """SELECT 'age', partner_id, currency_id, NULL, NULL, month, NULL, NULL,
                      SUM(amount) FILTER (WHERE amount > 0 AND age <= 0),
                      SUM(amount) FILTER (WHERE amount > 0 AND age BETWEEN 1 AND 30),
                      SUM(amount) FILTER (WHERE amount > 0 AND age BETWEEN 31 AND 60),
                      SUM(amount) FILTER (WHERE amount > 0 AND age BETWEEN 61 AND 90),
                      SUM(amount) FILTER (WHERE amount > 0 AND age > 90),
                      SUM(amount) FILTER (WHERE amount < 0)
                 FROM (SELECT opened.*, (date_part('year', day) * 12 + date_part('month', day) - 1)::int AS month
                         FROM (SELECT item.partner_id, item.currency_id,
                              item.amount_residual_currency + COALESCE(back.amount, 0) AS amount,
                              %(last)s - COALESCE(item.date_maturity, item.date) AS age,
                              CASE WHEN move.delivery_date <= %(last)s THEN move.delivery_date
                                   ELSE COALESCE(move.invoice_date, item.date) END AS day
                         FROM item
                         JOIN account_move move ON move.id = item.move_id
                         LEFT JOIN (SELECT id, -SUM(amount) AS amount FROM pair
                                     WHERE date > %(last)s OR NOT is_posted GROUP BY id) back
                                ON back.id = item.id
                        WHERE item.reconciled IS NOT TRUE OR back.id IS NOT NULL) opened
                        WHERE amount <> 0) aged
                GROUP BY partner_id, currency_id, month""",
            last=scope.last,
        )

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
