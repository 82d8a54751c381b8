"""What customers owe and will owe, computed once for gates, screens and ladders alike."""

from collections import defaultdict
from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.gendan_followup.tools.exposure import Exposure

# what of all open lines is read
NOT_INVOICED = (
    "order_id",
    "is_downpayment",
    "invoice_status",
    "product_uom_qty",
    "product_uom_id",
    "qty_delivered",
    "qty_invoiced",
    "price_unit",
    "price_total",
    "discount",
    "invoice_lines",
)


class ResPartner(models.Model):
    """The one customer-exposure method. Rooms that know more money on its way extend the hooks."""

    _inherit = "res.partner"

    def _gendan_exposure(self, company=None):
        """What the customers owe a company, in its currency and by commercial entity.

        Anybody may ask: the figures decide whether goods may leave, and the clerk who asks has no accounting rights.
        Callers show the sums, never the entries behind them. Batch, a bounded number of queries.

        :param res.company company: the current one when left out
        :return: {res.partner: Exposure}, for contacts the figures of their commercial entity
        """
        company = company or self.env.company
        # sudo: clerks and warehouse staff have no right on the ledger; only sums leave this method
        customers = self.sudo().commercial_partner_id.with_company(company)
        # sudo: as above, the currency's rounding
        currency = company.sudo().currency_id
        parts = [
            customers._gendan_exposure_ledger(company),
            customers._gendan_exposure_not_invoiced(company),
            customers._gendan_exposure_uncleared(company),
        ]
        figures = {
            customer.id: Exposure(*(currency.round(part.get(customer, 0.0)) for part in parts))
            for customer in customers
        }
        # sudo: a contact's company, to find its figures
        return {partner: figures[partner.sudo().commercial_partner_id.id] for partner in self}

    def _gendan_overdue(self, company=None, grace=0):
        """How much of what the books say these customers owe is past its day. As `_gendan_exposure`, one query.

        What they have paid and nobody has matched yet counts against it at once.

        :param res.company company: the current one when left out
        :param int grace: calendar days past the due day that do not count yet
        :return: {res.partner: amount in the company's currency}, never below zero
        """
        company = company or self.env.company
        # sudo: as in `_gendan_exposure`, only sums leave this method
        customers = self.sudo().commercial_partner_id.with_company(company)
        currency = company.sudo().currency_id  # sudo: the currency's rounding
        day = company._gendan_today() - timedelta(days=grace)
        past = ["|", ("date_maturity", "<", day), ("amount_residual", "<", 0.0)]
        sums = customers._gendan_exposure_ledger(company, past)
        figures = {customer.id: max(currency.round(sums.get(customer, 0.0)), 0.0) for customer in customers}
        # sudo: a contact's company, to find its figures
        return {partner: figures[partner.sudo().commercial_partner_id.id] for partner in self}

    def _gendan_exposure_ledger(self, company, only=()):
        """Open receivables in the books; deposits and credit notes count against them.

        :param only: further terms of the domain of ``account.move.line``
        :return: {commercial partner: amount in the company's currency}
        """
        return self._gendan_exposure_sums(
            "account.move.line",
            "amount_residual",
            company,
            [
                ("parent_state", "=", "posted"),
                ("account_id.account_type", "=", "asset_receivable"),
                ("account_id.non_trade", "=", False),
                ("reconciled", "=", False),
                *only,
            ],
        )

    def _gendan_exposure_not_invoiced(self, company):
        """Confirmed orders as far as they are not on a posted invoice, taxes included, at today's rate.

        A line counts with its whole quantity, delivered or not: it was promised. What Odoo calls invoiced (also a
        line closed short) counts only as far as its invoice is still a draft. Deposits on posted invoices are in the
        ledger already and are taken off.

        :return: {commercial partner: amount in the company's currency}
        """
        lines = self.env["sale.order.line"].search_fetch(
            Domain("state", "=", "sale")
            & Domain("display_type", "=", False)
            & Domain("company_id", "child_of", company.root_id.id)
            & Domain("order_id.partner_invoice_id", "in", self._gendan_entity_query())
            & (
                Domain("is_downpayment", "=", True)
                | Domain("invoice_status", "!=", "invoiced")
                | Domain("invoice_lines", "any", [("parent_state", "=", "draft")])
            ),
            NOT_INVOICED,
        )
        per_order = defaultdict(float)
        for line in lines:
            per_order[line.order_id] += line._gendan_amount_not_invoiced()
        today = fields.Date.context_today(self)
        result = defaultdict(float)
        for order, amount in per_order.items():
            if amount > 0:
                customer = order.partner_invoice_id.commercial_partner_id
                result[customer] += order.currency_id._convert(amount, company.currency_id, company, today, round=False)
        return result

    def _gendan_exposure_uncleared(self, company):
        """Customers' payments in the books that no bank statement has confirmed yet. Hook for papers of other rooms.

        Only payments with an entry of their own: without one the invoice is still open in the ledger.

        :return: {commercial partner: amount in the company's currency}
        """
        return self._gendan_exposure_sums(
            "account.payment",
            "amount_company_currency_signed",
            company,
            self._gendan_uncleared_domain(),
        )

    def _gendan_uncleared_domain(self):
        """Which payments count as uncleared by themselves. Hook.

        Not those Odoo calls paid: without a bank reconciliation (Community) it says so as soon as the invoices are
        settled, and the outstanding account is never matched; counted, each transfer would stay at risk for ever. What
        is no money yet is a paper (`gendan.payment.paper`), which counts by its own state.
        """
        return [
            ("partner_type", "=", "customer"),
            ("state", "=", "in_process"),
            ("is_matched", "=", False),
            ("move_id.state", "=", "posted"),
        ]

    def _gendan_exposure_sums(self, model, amount_field, company, domain):
        """An amount summed over what the books have on these customers, in one query.

        :param str model: has ``partner_id`` and ``company_id``
        :return: {commercial partner: amount}
        """
        result = defaultdict(float)
        for partner, amount in self.env[model]._read_group(
            [
                *domain,
                ("company_id", "child_of", company.root_id.id),
                ("partner_id", "in", self._gendan_entity_query()),
            ],
            ["partner_id"],
            [f"{amount_field}:sum"],
        ):
            result[partner.commercial_partner_id] += amount
        return result

    def _gendan_entity_query(self):
        """All partners of these commercial entities, archived ones too, as a sub-query."""
        return self.with_context(active_test=False)._search([("commercial_partner_id", "in", self.ids)])
