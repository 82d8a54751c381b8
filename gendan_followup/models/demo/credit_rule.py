"""The one rule of the example's own, so that gates and waivers can be seen and tried."""

from odoo import api, models
from odoo.tools import formatLang

from odoo.addons.gendan_followup.tools.gate import GatePoint

MANAGER = "gendan_followup.group_gendan_manager"


class SaleOrder(models.Model):
    """The example factory confirms no order by which a customer would owe more than his credit limit.

    The limit is Odoo's own field on the customer, and counts where Odoo's setting for it is on. Registered for the
    example's company only: in any other database no rule is there.
    """

    _inherit = "sale.order"

    @api.model
    def _gendan_checks(self, action):
        # EXTENDS gendan_followup
        points = super()._gendan_checks(action)
        if action != "confirm":
            return points
        company = self.env["res.company"].browse(self.env["gendan.demo.scenario"]._example_company_id() or [])
        if not company or not company.sudo().account_use_credit_limit:  # sudo: one setting, asked by everybody
            return points
        return [*points, GatePoint("example_credit", type(self)._gendan_example_over_limit, MANAGER)]

    def _gendan_example_over_limit(self):
        """{order: sentence} of the example's quotations by which the customer would owe more than his limit."""
        company = self.env["res.company"].browse(self.env["gendan.demo.scenario"]._example_company_id() or [])
        orders = self.filtered(lambda order: order.company_id == company)
        # sudo: who confirms need not have the right to see the limit; the sentence tells it where it is passed
        limits = {
            customer: customer.credit_limit
            for customer in orders.sudo().partner_id.commercial_partner_id.with_company(company)
            if customer.use_partner_credit_limit
        }
        exposures = self.env["res.partner"].union(*limits)._gendan_exposure(company) if limits else {}
        found = {}
        for order in orders:
            customer = order.sudo().partner_id.commercial_partner_id  # sudo: as above
            if customer not in limits:
                continue
            total = exposures[customer].total
            if order.state != "sale":  # a confirmed one is in it
                total += order.currency_id._convert(
                    order.amount_total, company.currency_id, company, company._gendan_today()
                )
            if company.currency_id.compare_amounts(total, limits[customer]) > 0:
                found[order] = self.env._(
                    "%(order)s: %(customer)s would owe %(total)s, the credit limit is %(limit)s. Ask for a payment, or"
                    " have the supervisor waive it.",
                    order=order.name,
                    customer=customer.gendan_abbreviation or customer.name,
                    total=formatLang(self.env, total, currency_obj=company.currency_id),
                    limit=formatLang(self.env, limits[customer], currency_obj=company.currency_id),
                )
        return found
