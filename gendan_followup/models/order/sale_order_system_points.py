"""What the system itself can judge about an order. One method for each point of review."""

from collections import defaultdict

from odoo import api, models
from odoo.tools import format_date, formatLang

from .review_point import PREFIX


class SaleOrder(models.Model):
    """Checks of `gendan.review.point` judged by the system: batch, {order: sentence(s)}."""

    _inherit = "sale.order"

    def _gendan_reviewed_lines(self):
        """The lines a review looks at: no texts, no deposits, no delivery charge."""
        return self.order_line.filtered(
            lambda line: line.product_id and not line.display_type and not line.is_downpayment and not line.is_delivery
        )

    def _gendan_review_kind(self):
        """The kind decides what is asked: an order without one would slip through."""
        return {
            order: self.env._(
                "%(order)s: say what kind of order it is; what is reviewed goes by it.",
                order=order.name,
            )
            for order in self
            if not order.gendan_order_kind
        }

    def _gendan_review_discontinued(self):
        """Products that are archived or no longer sold."""
        found = defaultdict(list)
        for line in self._gendan_reviewed_lines():
            product = line.product_id
            if not product.active or not product.sale_ok:
                found[line.order_id].append(
                    self.env._(
                        "%(order)s: %(product)s is discontinued. Agree another product with the customer, or put it on"
                        " sale again.",
                        order=line.order_id.name,
                        product=product.display_name,
                    )
                )
        return found

    def _gendan_review_unit(self):
        """Units that cannot be converted into the product's own: Odoo would take the number as it is."""
        found = defaultdict(list)
        for line in self._gendan_reviewed_lines():
            unit, own = line.product_uom_id, line.product_id.uom_id
            if unit != own and not unit._has_common_reference(own):
                found[line.order_id].append(
                    self.env._(
                        "%(order)s: %(product)s is ordered in %(unit)s, which cannot be converted into %(own)s. Enter"
                        " the quantity in %(own)s.",
                        order=line.order_id.name,
                        product=line.product_id.display_name,
                        unit=unit.name,
                        own=own.name,
                    )
                )
        return found

    def _gendan_review_date_before_feasible(self):
        """Lines to be promised for a day before the earliest feasible one, where that can be worked out."""
        lines = self._gendan_reviewed_lines().filtered(lambda line: line._gendan_wished_day())
        feasible = lines._gendan_feasible() if lines else {}
        found = defaultdict(list)
        for line in lines:
            answer = feasible.get(line)
            wished = line._gendan_wished_day()
            if answer and answer.date and wished < answer.date:
                found[line.order_id].append(
                    self.env._(
                        "%(order)s: %(product)s is to be promised for %(wished)s, the first feasible day is %(day)s."
                        " Agree a later day, or have it waived.",
                        order=line.order_id.name,
                        product=line.product_id.display_name,
                        wished=format_date(self.env, wished),
                        day=format_date(self.env, answer.date),
                    )
                )
        return found

    def _gendan_review_blocked(self):
        """Customers from whom no new orders are taken."""
        found = {}
        for order in self:
            customer = order.sudo().partner_id.commercial_partner_id  # sudo: the rep may not see the company itself
            if reason := customer.gendan_blocked_reason:
                found[order] = self.env._(
                    "%(order)s: no new orders are taken from %(customer)s: %(reason)s",
                    order=order.name,
                    customer=customer.gendan_abbreviation or customer.name,
                    reason=reason,
                )
        return found

    @api.model
    def _gendan_credit_rules(self):
        # EXTENDS gendan_followup
        return super()._gendan_credit_rules() | {f"{PREFIX}exposure"}

    def _gendan_review_exposure(self):
        """Orders by which a customer would owe more than the credit limit.

        The limit is Odoo's own field on the customer and counts where Odoo's setting for it is on. Several orders of
        one customer are added up in their order: what fits alone need not fit together. Money that has arrived for an
        order and is not in the books yet counts.
        """
        found = {}
        for company, orders in self.grouped("company_id").items():
            if company.sudo().account_use_credit_limit:  # sudo: one setting, asked by everybody
                found |= orders._gendan_over_limit(company)
        return found

    def _gendan_over_limit(self, company):
        """{order: sentence} of these orders of one company that pass their customer's limit."""
        # sudo: who confirms need not have the right to see the limit; the sentence tells it where it is passed
        limits = {
            customer: customer.credit_limit
            for customer in self.sudo().partner_id.commercial_partner_id.with_company(company)
            if customer.use_partner_credit_limit
        }
        exposures = self.env["res.partner"].union(*limits)._gendan_exposure(company) if limits else {}
        totals = {customer: exposure.total for customer, exposure in exposures.items()}
        found = {}
        for order in self.sorted("id"):
            customer = order.sudo().partner_id.commercial_partner_id  # sudo: as above
            if customer not in limits:
                continue
            if order.state != "sale":  # a confirmed one is in it
                totals[customer] += order.currency_id._convert(
                    order.amount_total - order._gendan_not_booked(),
                    company.currency_id,
                    company,
                    company._gendan_today(),
                )
            if company.currency_id.compare_amounts(totals[customer], limits[customer]) > 0:
                found[order] = self.env._(
                    "%(order)s: %(customer)s would owe %(total)s, the credit limit is %(limit)s. Ask for a payment, or"
                    " have the supervisor waive it.",
                    order=order.name,
                    customer=customer.gendan_abbreviation or customer.name,
                    total=formatLang(self.env, totals[customer], currency_obj=company.currency_id),
                    limit=formatLang(self.env, limits[customer], currency_obj=company.currency_id),
                )
        return found

    def _gendan_not_booked(self):
        """What the customer has paid online for this order and is not in the books yet, in the order's currency."""
        self.ensure_one()
        # sudo: transactions are accounting's; only a sum is taken
        transactions = self.sudo().transaction_ids.filtered(
            lambda transaction: transaction.state in ("authorized", "done") and not transaction.payment_id
        )
        return sum(transactions.mapped("amount"))

    def _gendan_review_payment_terms(self):
        """Payment terms other than those agreed with the customer."""
        found = {}
        for order in self:
            # sudo: the customer's own terms, whoever asks
            customer = order.sudo().with_company(order.company_id).partner_id.commercial_partner_id
            agreed = customer.property_payment_term_id
            if agreed and agreed != order.payment_term_id:
                found[order] = self.env._(
                    "%(order)s: the payment terms are “%(terms)s”, agreed with the customer are “%(agreed)s”."
                    " Correct them, or have it waived.",
                    order=order.name,
                    terms=order.payment_term_id.name or "–",
                    agreed=agreed.name,
                )
        return found
