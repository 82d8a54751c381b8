"""What the ledger says of instalments to collect."""

from odoo import api, models
from odoo.tools import SQL


class GendanStatementBooks(models.AbstractModel):
    """The receivable items collection goes by: the same ones a statement shows."""

    _inherit = "gendan.statement.books"

    @api.model
    def _gendan_instalments(self, company):
        """Open debts of customers as a query: invoices, what was entered as owed, and money a bank line took back (a
        transfer returned, a cheque that was booked as money and bounced); no payments.

        What is due on which day, and all that a case is worked out from, one row an item. What was set off against an
        entry that went back to draft is open: Odoo keeps that reconciliation, statements do not count it, either.

        :rtype: SQL
        """
        return SQL(
            """WITH undone AS (
                   SELECT partial.debit_move_id AS id, SUM(partial.debit_amount_currency) AS amount,
                          SUM(partial.amount) AS amount_company
                     FROM account_move entry
                     JOIN account_move_line other ON other.move_id = entry.id
                     JOIN account_partial_reconcile partial ON partial.credit_move_id = other.id
                    WHERE entry.state <> 'posted' AND entry.company_id = %(company)s
                    GROUP BY partial.debit_move_id)
               SELECT item.id, item.move_id, item.currency_id, party.commercial_partner_id AS partner_id,
                      item.amount_currency AS amount,
                      item.amount_residual_currency + COALESCE(undone.amount, 0) AS residual,
                      item.amount_residual + COALESCE(undone.amount_company, 0) AS residual_company,
                      COALESCE(item.date_maturity, item.date) AS due_books,
                      COALESCE(move.invoice_date, item.date) AS invoice_date, move.delivery_date,
                      CASE WHEN profile.company_id IS NULL OR profile.company_id = item.company_id
                           THEN profile.id END AS profile_id,
                      move.name, move.move_type
                 FROM account_move_line item
                 JOIN account_account account ON account.id = item.account_id
                 JOIN account_move move ON move.id = item.move_id
                 JOIN res_partner party ON party.id = item.partner_id
                 JOIN res_partner holder ON holder.id = party.commercial_partner_id
                 LEFT JOIN gendan_settlement_profile profile ON profile.id = holder.gendan_settlement_profile_id
                 LEFT JOIN undone ON undone.id = item.id
                WHERE item.company_id = %(company)s
                  AND item.parent_state = 'posted'
                  AND account.account_type = 'asset_receivable'
                  AND account.non_trade IS NOT TRUE
                  AND (item.reconciled IS NOT TRUE OR undone.id IS NOT NULL)
                  AND item.amount_residual_currency + COALESCE(undone.amount, 0) > 0
                  AND (move.move_type IN ('out_invoice', 'out_receipt')
                       OR (move.move_type = 'entry' AND move.origin_payment_id IS NULL))""",
            company=company.id,
        )

    @api.model
    def _gendan_credits_query(self, scope):
        """What of payments and credit notes is open, by customer, currency and kind, as a query.

        :rtype: SQL
        """
        return SQL(
            """WITH item AS (%(items)s)
               SELECT item.partner_id, item.currency_id,
                      CASE WHEN move.move_type = 'out_refund' THEN 'credit' ELSE 'payment' END AS kind,
                      -SUM(item.amount_residual_currency) AS amount
                 FROM item
                 JOIN account_move move ON move.id = item.move_id
                WHERE item.reconciled IS NOT TRUE AND item.amount_residual_currency < 0
                GROUP BY 1, 2, 3""",
            items=self._gendan_receivable(scope),
        )

    @api.model
    def _gendan_settled_by_day(self, asked):
        """How much of items was settled up to a day, counted from the reconciliations. One query.

        :param asked: list of (key, id of the receivable item, day)
        :return: {key: amount in the item's currency}
        """
        if not asked:
            return {}
        keys, items, days = zip(*asked, strict=True)
        rows = self.env.execute_query(
            SQL(
                """SELECT asked.key,
                          COALESCE(SUM(partial.debit_amount_currency) FILTER (WHERE other.parent_state = 'posted'), 0)
                     FROM unnest(%s::int[], %s::int[], %s::date[]) AS asked (key, item_id, day)
                     LEFT JOIN account_partial_reconcile partial
                            ON partial.debit_move_id = asked.item_id AND partial.max_date <= asked.day
                     LEFT JOIN account_move_line other ON other.id = partial.credit_move_id
                    GROUP BY asked.key""",
                list(keys),
                list(items),
                list(days),
            )
        )
        return {key: float(amount) for key, amount in rows}
