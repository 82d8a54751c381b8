"""Sales and receivables by customer and month, read from deliveries and the ledger by one query."""

from odoo import api, fields, models
from odoo.tools import SQL

# what is averaged over the months of a group: balances of several months do not add up
BALANCES = ("balance", "overdue", "balance_company", "overdue_company")
MOVED = ("delivered", "invoiced", "received", "change", "overdue_change")
DAYS_OF_MONTH = 30.4375


class GendanReceivableMonth(models.Model):
    """One customer, currency and month: delivered at order price, invoiced, received, and what was open at its end.

    Received is what is on our account: a cheque or acceptance in the month it cleared. The balance is the ledger's
    receivable, overdue what of its instalments was past their day and not settled by then. Months add up, balances do
    not: over several months a group shows their average.

    Sales reps read their own customers, clerks theirs and those they back up, supervisors and accounting all.
    """

    _name = "gendan.receivable.month"
    _description = "Sales and Receivables by Month"
    _auto = False
    _order = "month desc, balance_company desc, id"
    _rec_name = "partner_id"
    _depends = {
        "account.move": ["move_type", "origin_payment_id", "statement_line_id"],
        "account.move.line": [
            "company_id", "partner_id", "currency_id", "account_id", "parent_state", "date", "date_maturity",
            "amount_currency", "balance",
        ],
        "account.partial.reconcile": ["debit_move_id", "max_date", "debit_amount_currency", "amount"],
        "account.payment": ["gendan_paper_id"],
        "gendan.payment.paper": ["state", "since", "due_on", "cleared_on", "with_recourse"],
        "sale.order": ["company_id", "partner_invoice_id", "currency_id", "currency_rate"],
        "sale.order.line": ["product_id", "product_uom_id", "product_uom_qty", "price_total"],
        "stock.move": ["state", "date", "sale_line_id", "product_id", "product_uom", "quantity", "product_qty"],
        "res.partner": ["commercial_partner_id", "gendan_clerk_id", "user_id", "gendan_settlement_profile_id"],
        "gendan.settlement.profile": ["term_days", "paper_days"],
    }  # fmt: skip

    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    clerk_id = fields.Many2one("res.users", string="Clerk", readonly=True)
    rep_id = fields.Many2one("res.users", string="Sales Rep", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    company_currency_id = fields.Many2one("res.currency", readonly=True)
    month = fields.Date(readonly=True, help="Its first day.")
    delivered = fields.Monetary(readonly=True, help="Goods that left less those taken back, at order price and tax.")
    invoiced = fields.Monetary(readonly=True, help="Posted invoices less credit notes, tax included.")
    received = fields.Monetary(
        string="Received (cleared)", readonly=True, help="On our account; cheques and acceptances when they clear."
    )
    change = fields.Monetary(string="Change of the Balance", readonly=True)
    balance = fields.Monetary(
        string="Balance at Month's End", readonly=True, help="In the books. Over several months: their average."
    )
    overdue = fields.Monetary(
        string="Overdue at Month's End",
        readonly=True,
        help="Instalments past their day and not settled then. Over several months: their average.",
    )
    delivered_company = fields.Monetary(
        string="Delivered (company)", readonly=True, currency_field="company_currency_id"
    )
    invoiced_company = fields.Monetary(
        string="Invoiced (company)", readonly=True, currency_field="company_currency_id"
    )
    received_company = fields.Monetary(
        string="Received (company)", readonly=True, currency_field="company_currency_id"
    )
    change_company = fields.Monetary(
        string="Change of the Balance (company)", readonly=True, currency_field="company_currency_id"
    )
    balance_company = fields.Monetary(
        string="Balance at Month's End (company)",
        readonly=True,
        currency_field="company_currency_id",
        help="Over several months: their average.",
    )
    overdue_company = fields.Monetary(
        string="Overdue at Month's End (company)",
        readonly=True,
        currency_field="company_currency_id",
        help="Over several months: their average.",
    )
    dso = fields.Float(
        string="Collection Period (days)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="How many days' invoices are open: the balance against what was invoiced in the three months up to then;"
        " of a group, against what was invoiced in its months.",
    )
    agreed_days = fields.Float(
        string="Agreed Term (days)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Of the customer's settlement profile: the term and the days of the paper.",
    )

    # ------------------------------------------------------------ groups

    def _read_group_select(self, aggregate_spec, query):
        # EXTENDS base: what does not add up over months
        name, _colon, function = aggregate_spec.partition(":")
        if function == "sum" and name in BALANCES:
            self._check_field_access(self._fields[name], "read")
            return SQL(
                "SUM(%s) / NULLIF(COUNT(DISTINCT %s), 0)",
                self._field_to_sql(self._table, name, query),
                self._field_to_sql(self._table, "month", query),
            )
        if function == "avg" and name == "dso":
            return SQL(
                "GREATEST(SUM(%s), 0) * %s / NULLIF(SUM(%s), 0)",
                self._field_to_sql(self._table, "balance_company", query),
                DAYS_OF_MONTH,
                self._field_to_sql(self._table, "invoiced_company", query),
            )
        return super()._read_group_select(aggregate_spec, query)

    # ------------------------------------------------------------ query

    @property
    def _table_query(self):
        zero = SQL("0")
        names = [*MOVED, *(f"{name}_company" for name in MOVED)]
        events = SQL(" UNION ALL ").join(
            SQL(
                "SELECT company_id, partner_id, currency_id, day, %s FROM (%s) AS %s",
                SQL(", ").join(
                    SQL("%s AS %s", SQL.identifier(given[name]) if name in given else zero, SQL.identifier(name))
                    for name in names
                ),
                query,
                SQL.identifier(f"source_{number}"),
            )
            for number, (query, given) in enumerate(self._gendan_sources())
        )
        sums = SQL(", ").join(SQL("SUM(%s) AS %s", SQL.identifier(name), SQL.identifier(name)) for name in names)
        return SQL(
            """
            WITH item AS (%(items)s),
                 event AS (%(events)s),
                 monthly AS (
                     SELECT company_id, partner_id, currency_id, date_trunc('month', day)::date AS month, %(sums)s
                       FROM event
                      GROUP BY company_id, partner_id, currency_id, date_trunc('month', day)),
                 calendar AS (
                     SELECT span.company_id, span.partner_id, span.currency_id, each.month::date AS month
                       FROM (SELECT company_id, partner_id, currency_id, MIN(month) AS first,
                                    GREATEST(MAX(month), date_trunc('month', %(today)s::date)) AS last
                               FROM monthly GROUP BY company_id, partner_id, currency_id) span
                      CROSS JOIN LATERAL generate_series(span.first, span.last, interval '1 month') AS each(month)),
                 filled AS (
                     SELECT calendar.company_id, calendar.partner_id, calendar.currency_id, calendar.month,
                            %(filled)s,
                            SUM(monthly.change) OVER run AS balance,
                            SUM(monthly.change_company) OVER run AS balance_company,
                            SUM(monthly.overdue_change) OVER run AS overdue,
                            SUM(monthly.overdue_change_company) OVER run AS overdue_company,
                            SUM(monthly.invoiced_company) OVER (
                                PARTITION BY calendar.company_id, calendar.partner_id, calendar.currency_id
                                ORDER BY calendar.month ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS quarter
                       FROM calendar
                       LEFT JOIN monthly USING (company_id, partner_id, currency_id, month)
                     WINDOW run AS (PARTITION BY calendar.company_id, calendar.partner_id, calendar.currency_id
                                    ORDER BY calendar.month))
            SELECT ((filled.partner_id::bigint * 1000 + filled.company_id) * 1000 + filled.currency_id) * 2500
                       + MOD(EXTRACT(YEAR FROM filled.month)::int, 200) * 12
                       + EXTRACT(MONTH FROM filled.month)::int AS id,
                   filled.company_id, filled.partner_id, filled.currency_id, filled.month,
                   company.currency_id AS company_currency_id,
                   partner.gendan_clerk_id AS clerk_id, partner.user_id AS rep_id,
                   %(shown)s,
                   ROUND(filled.balance, 6) AS balance, ROUND(filled.balance_company, 6) AS balance_company,
                   ROUND(filled.overdue, 6) AS overdue, ROUND(filled.overdue_company, 6) AS overdue_company,
                   CASE WHEN filled.quarter > 0
                        THEN GREATEST(filled.balance_company, 0) * %(days)s * 3 / filled.quarter END AS dso,
                   profile.term_days + COALESCE(profile.paper_days, 0) AS agreed_days
              FROM filled
              JOIN res_company company ON company.id = filled.company_id
              JOIN res_partner partner ON partner.id = filled.partner_id
              LEFT JOIN gendan_settlement_profile profile ON profile.id = partner.gendan_settlement_profile_id
             WHERE ROUND(filled.balance, 2) <> 0 OR ROUND(filled.overdue, 2) <> 0
                OR filled.delivered <> 0 OR filled.invoiced <> 0 OR filled.received <> 0 OR filled.change <> 0
            """,
            items=self._gendan_items(),
            events=events,
            sums=sums,
            today=fields.Date.context_today(self),
            filled=SQL(", ").join(
                SQL("COALESCE(monthly.%s, 0) AS %s", SQL.identifier(name), SQL.identifier(name)) for name in names
            ),
            shown=SQL(", ").join(
                SQL("ROUND(filled.%s, 6) AS %s", SQL.identifier(name), SQL.identifier(name))
                for name in names
                if not name.startswith("overdue_change")
            ),
            days=DAYS_OF_MONTH,
        )

    @api.model
    def _gendan_companies(self):
        return tuple(self.env.companies.ids) or (0,)

    @api.model
    def _gendan_items(self):
        """The receivable items of the ledger, as statements see them, with the paper they were paid by."""
        return SQL(
            """SELECT line.id, line.company_id, party.commercial_partner_id AS partner_id, line.currency_id,
                      line.date, COALESCE(line.date_maturity, line.date) AS due, line.amount_currency, line.balance,
                      move.move_type IN ('out_invoice', 'out_refund', 'out_receipt') AS is_invoice,
                      move.origin_payment_id IS NOT NULL OR move.statement_line_id IS NOT NULL AS is_money,
                      payment.gendan_paper_id AS paper_id
                 FROM account_move_line line
                 JOIN account_account account ON account.id = line.account_id
                 JOIN account_move move ON move.id = line.move_id
                 JOIN res_partner party ON party.id = line.partner_id
                 LEFT JOIN account_payment payment ON payment.id = move.origin_payment_id
                WHERE line.company_id IN %s
                  AND line.parent_state = 'posted'
                  AND account.account_type = 'asset_receivable'
                  AND account.non_trade IS NOT TRUE""",
            self._gendan_companies(),
        )

    @api.model
    def _gendan_sources(self):
        """What moved: list of (query, {measure: its column}); each has company, partner, currency and day."""

        def both(name, column):
            return {name: column, f"{name}_company": f"{column}_company"}

        ledger = SQL(
            """SELECT company_id, partner_id, currency_id, date AS day,
                      amount_currency AS amount, balance AS amount_company,
                      CASE WHEN is_invoice THEN amount_currency ELSE 0 END AS billed,
                      CASE WHEN is_invoice THEN balance ELSE 0 END AS billed_company,
                      CASE WHEN is_money AND paper_id IS NULL THEN -amount_currency ELSE 0 END AS paid,
                      CASE WHEN is_money AND paper_id IS NULL THEN -balance ELSE 0 END AS paid_company
                 FROM item"""
        )
        return [
            (ledger, {**both("change", "amount"), **both("invoiced", "billed"), **both("received", "paid")}),
            (self._gendan_cleared(), both("received", "paid")),
            (self._gendan_past_due(), both("overdue_change", "amount")),
            (self._gendan_settled(), both("overdue_change", "amount")),
            (self._gendan_goods(), both("delivered", "amount")),
        ]

    @api.model
    def _gendan_cleared(self):
        """Money of papers in the month it came; of those given on when they can no longer come back."""
        return SQL(
            """SELECT item.company_id, item.partner_id, item.currency_id, came.day,
                      -item.amount_currency AS paid, -item.balance AS paid_company
                 FROM item
                 JOIN gendan_payment_paper paper ON paper.id = item.paper_id
                CROSS JOIN LATERAL (
                    SELECT CASE WHEN paper.state = 'cleared' THEN GREATEST(paper.cleared_on, item.date)
                                WHEN paper.state NOT IN ('endorsed', 'discounted') THEN NULL
                                WHEN paper.with_recourse IS NOT TRUE THEN paper.since
                                WHEN paper.due_on < %s THEN GREATEST(paper.due_on, paper.since) END AS day) came
                WHERE came.day IS NOT NULL""",
            fields.Date.context_today(self),
        )

    @api.model
    def _gendan_past_due(self):
        """Instalments from the day after they are due."""
        return SQL(
            """SELECT company_id, partner_id, currency_id, GREATEST(due + 1, date) AS day,
                      amount_currency AS amount, balance AS amount_company
                 FROM item
                WHERE balance > 0 AND GREATEST(due + 1, date) <= %s""",
            fields.Date.context_today(self),
        )

    @api.model
    def _gendan_settled(self):
        """What was set off of them since."""
        return SQL(
            """SELECT item.company_id, item.partner_id, item.currency_id,
                      GREATEST(partial.max_date, item.due + 1, item.date) AS day,
                      -partial.debit_amount_currency AS amount, -partial.amount AS amount_company
                 FROM item
                 JOIN account_partial_reconcile partial ON partial.debit_move_id = item.id
                WHERE item.balance > 0 AND GREATEST(item.due + 1, item.date) <= %(today)s
                  AND GREATEST(partial.max_date, item.due + 1, item.date) <= %(today)s""",
            today=fields.Date.context_today(self),
        )

    @api.model
    def _gendan_goods(self):
        """Goods at order price and tax, as Odoo counts them: returns that are to be credited taken off.

        A line sold as a kit goes with one of its components, by the share of it that has left.
        """
        return SQL(
            """SELECT sale.company_id, party.commercial_partner_id AS partner_id, sale.currency_id,
                      (move.date AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(calendar.tz, 'UTC'))::date AS day,
                      worth.amount, worth.amount / COALESCE(NULLIF(sale.currency_rate::numeric, 0), 1) AS amount_company
                 FROM stock_move move
                 JOIN sale_order_line line ON line.id = move.sale_line_id
                 JOIN sale_order sale ON sale.id = line.order_id
                 JOIN res_company company ON company.id = sale.company_id
                 JOIN res_partner party ON party.id = sale.partner_invoice_id
                 LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id
                 JOIN uom_uom unit ON unit.id = move.product_uom
                 JOIN uom_uom sold ON sold.id = line.product_uom_id
                 JOIN stock_location source ON source.id = move.location_id
                 JOIN stock_location dest ON dest.id = move.location_dest_id
                CROSS JOIN LATERAL (
                    SELECT (dest.usage = 'customer'
                            OR dest.usage = 'transit' AND dest.company_id IS NULL) AS is_out,
                           (source.usage = 'customer'
                            OR source.usage = 'transit' AND source.company_id IS NULL) AS is_in
                ) way
                 LEFT JOIN LATERAL (
                    SELECT other.product_id, SUM(other.product_qty) AS quantity
                      FROM stock_move other
                      JOIN stock_location place ON place.id = other.location_dest_id
                     WHERE move.product_id <> line.product_id
                       AND other.sale_line_id = line.id AND other.state <> 'cancel'
                       AND other.origin_returned_move_id IS NULL
                       AND (place.usage = 'customer' OR place.usage = 'transit' AND place.company_id IS NULL)
                     GROUP BY other.product_id
                     ORDER BY other.product_id LIMIT 1) lead ON TRUE
                CROSS JOIN LATERAL (
                    SELECT CASE WHEN way.is_out THEN 1 ELSE -1 END
                           * CASE WHEN line.product_uom_qty = 0 THEN 0
                                  WHEN move.product_id = line.product_id
                                  THEN (move.quantity * unit.factor / sold.factor)::numeric
                                       * line.price_total / line.product_uom_qty
                                  WHEN move.product_id = lead.product_id AND lead.quantity > 0
                                  THEN (move.quantity * unit.factor / own.factor)::numeric
                                       / lead.quantity::numeric * line.price_total
                                  ELSE 0 END AS amount
                      FROM product_product product
                      JOIN product_template template ON template.id = product.product_tmpl_id
                      JOIN uom_uom own ON own.id = template.uom_id
                     WHERE product.id = move.product_id) worth
                WHERE sale.company_id IN %s
                  AND move.state = 'done'
                  AND way.is_out <> way.is_in
                  AND CASE WHEN way.is_out THEN move.origin_returned_move_id IS NULL OR move.to_refund
                           ELSE move.to_refund END""",
            self._gendan_companies(),
        )

    # ------------------------------------------------------------ actions

    def action_open(self):
        """Button: the customer's journal items of the month, where the user may read them; else his statements."""
        self.ensure_one()
        if not self.env.user.has_group("account.group_account_readonly"):
            return self.partner_id.action_gendan_statements()
        return {
            "type": "ir.actions.act_window",
            "name": self.partner_id.display_name,
            "res_model": "account.move.line",
            "views": [(False, "list"), (False, "form")],
            "domain": [
                ("partner_id.commercial_partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("currency_id", "=", self.currency_id.id),
                ("account_id.account_type", "=", "asset_receivable"),
                ("account_id.non_trade", "=", False),
                ("parent_state", "=", "posted"),
                ("date", ">=", self.month),
                ("date", "<", fields.Date.add(self.month, months=1)),
            ],
            "context": {"create": False},
        }
