"""What was agreed about statements, invoices and payment: the rest of the settlement profile."""

from odoo import api, fields, models

from odoo.addons.gendan_followup.tools.money_tail import day_of_month
from odoo.addons.gendan_followup.tools.settlement import due_by_agreement

METHODS = [
    ("transfer", "Bank Transfer"),
    ("cheque", "Cheque"),
    ("bank_acceptance", "Bank Acceptance"),
    ("commercial_acceptance", "Commercial Acceptance"),
    ("letter_of_credit", "Letter of Credit"),
    ("cash", "Cash"),
]


class GendanSettlementProfile(models.Model):
    """The terms: how and when is paid, when the statement is made and answered, when and how is invoiced."""

    _inherit = "gendan.settlement.profile"

    _terms_positive = models.Constraint(
        "CHECK (term_days >= 0 AND paper_days >= 0 AND reconcile_days >= 0 AND signed_days >= 0)",
        "Days of a settlement profile cannot be negative.",
    )
    _terms_of_month = models.Constraint(
        "CHECK (reconcile_day BETWEEN 0 AND 31 AND invoice_cutoff_day BETWEEN 0 AND 31)",
        "A day of the month lies between 1 and 31, 0 for none.",
    )

    method = fields.Selection(METHODS, string="Paid by", required=True, default="transfer")
    paper_days = fields.Integer(
        string="Days of the Paper", help="Of the cheque or acceptance the customer pays with: cleared so much later."
    )
    statement_when = fields.Selection(
        [("closing", "On each closing day"), ("request", "On request only")],
        string="Statement",
        compute="_compute_statement_when",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    count_from = fields.Selection(
        [
            ("delivery", "the delivery"),
            ("closing", "the closing day"),
            ("invoice", "the invoice"),
            ("agreement", "the agreed statement"),
        ],
        string="Term Counts from",
        required=True,
        default="closing",
    )
    term_days = fields.Integer(string="Term (days)", default=30, help="Calendar days, then the customer's pay day.")
    reconcile_day = fields.Integer(
        string="Reconciled by (day)", help="Day of the month after the closing day. 0: by days after it."
    )
    reconcile_days = fields.Integer(string="Reconciled within (days)", default=5, help="Days after the closing day.")
    signed_days = fields.Integer(
        string="Signed Copy within (days)", default=10, help="Days after the closing day."
    )
    off_holidays = fields.Selection(
        [("before", "the working day before"), ("after", "the working day after"), ("keep", "no other day")],
        string="Holidays Move It to",
        required=True,
        default="after",
        help="When the day by which is reconciled, or the signed copy is due, is no working day of ours.",
    )
    invoice_cutoff_day = fields.Integer(
        string="Invoices Taken until",
        help="Day of the month until which the customer takes in invoices for this month's payment. 0: any.",
    )
    invoice_moment = fields.Selection(
        [
            ("goods", "With the goods"),
            ("month_end", "Once, at month end"),
            ("agreement", "After the statement is agreed"),
        ],
        string="Invoice Moment",
        required=True,
        default="agreement",
    )
    price_tax = fields.Selection(
        [("included", "with tax"), ("excluded", "without tax, tax on the sum")],
        string="Buys at Prices",
        required=True,
        default="included",
    )
    deposit_word = fields.Selection(
        [("advance", "Advance (訂金): returned when nothing comes of it"),
         ("penalty", "Earnest money (定金): forfeited, or returned twice")],
        string="Wording of the Deposit",
        required=True,
        default="advance",
    )  # fmt: skip
    bank_id = fields.Many2one(
        "res.partner.bank",
        string="Our Account on Papers",
        ondelete="set null",
        help="Empty: the company's first account.",
    )
    silence_agrees = fields.Boolean(
        string="Silence Counts as Agreed", help="Only where the signed contract says so: printed on the statement."
    )

    @api.depends("way")
    def _compute_statement_when(self):
        for profile in self:
            profile.statement_when = "closing" if profile.way == "monthly" else "request"

    # ------------------------------------------------------------ business

    def _gendan_reconcile_by(self, closing, company):
        """By when a statement is answered: the set day after the closing day, moved off our holidays.

        :param date closing: the closing day
        :rtype: date
        """
        day = fields.Date.add(closing, days=self.reconcile_days if self else 5)
        if self.reconcile_day:
            # "the 5th": the first one after the closing day
            day = day_of_month(closing.year, closing.month, self.reconcile_day)
            if day <= closing:
                month = fields.Date.add(fields.Date.start_of(closing, "month"), months=1)
                day = day_of_month(month.year, month.month, self.reconcile_day)
        return self._gendan_off_holidays(day, company)

    def _gendan_signed_by(self, closing, company):
        """By when the signed copy is here: nobody signs before the day by which the figures are agreed."""
        day = self._gendan_off_holidays(fields.Date.add(closing, days=self.signed_days if self else 10), company)
        return max(day, self._gendan_reconcile_by(closing, company))

    def _gendan_off_holidays(self, day, company):
        """That day, or the nearest working day of ours, as the profile says."""
        if self.off_holidays == "keep":
            return day
        return company._gendan_workdays(day).roll(day, "prev" if self.off_holidays == "before" else "next")

    def _gendan_due(self, base):
        """When a debt is due by agreement, and when it is cleared.

        :param date base: the day its term counts from: delivery, invoice or agreement; the closing day is found here
        :return: (date, date)
        """
        self.ensure_one()
        return due_by_agreement(
            base,
            self.term_days,
            self.closing_day if self.count_from == "closing" else None,
            self.pay_day,
            self.paper_days,
        )
