from odoo import api, fields, models
from odoo.tools import ormcache

SWITCHES = (
    "gendan_ship_credit",
    "gendan_ship_overdue",
    "gendan_ship_cash",
    "gendan_ship_papers",
    "gendan_ship_hold",
    "gendan_tolerance",
)
# rule -> the switches that turn it on
RULES = {
    "credit": ("gendan_ship_credit", "gendan_ship_overdue"),
    "cash": ("gendan_ship_cash",),
    "papers": ("gendan_ship_papers",),
    "hold": ("gendan_ship_hold",),
    "tolerance": ("gendan_tolerance",),
}


class ResCompany(models.Model):
    """What is asked before goods leave for a customer. All off: nothing is asked, and it costs nothing."""

    _inherit = "res.company"

    _gendan_ship_overdue_days_positive = models.Constraint(
        "CHECK (gendan_ship_overdue_days >= 0)", "Days of grace cannot be negative."
    )

    gendan_ship_credit = fields.Boolean(
        "Hold Deliveries over the Credit Limit",
        help="Deliveries to customers who owe more than their credit limit wait for the supervisor. Prepaid orders,"
        " orders collected by the carrier and replacements leave.",
    )
    gendan_ship_overdue = fields.Boolean(
        "Hold Deliveries of Overdue Customers",
        help="Deliveries to customers with overdue invoices wait for the supervisor, with the same exceptions.",
    )
    gendan_ship_overdue_days = fields.Integer(
        "Days of Grace", help="Overdue counts from so many calendar days after the due day."
    )
    gendan_ship_cash = fields.Boolean(
        "Hold Deliveries until Paid",
        help="Deliveries to customers whose settlement is paid before delivery, or deposit and balance, wait for the"
        " money.",
    )
    gendan_ship_papers = fields.Boolean(
        "Hold Deliveries until the Contract Is Back",
        help="Deliveries wait until the contract or order confirmation that must come back is here.",
    )
    gendan_ship_hold = fields.Boolean(
        "Hold Deliveries for Samples and Quality",
        help="Deliveries wait for samples that must be approved before shipping, and for goods that quality holds.",
    )

    gendan_tolerance = fields.Boolean(
        "Tolerances for Quantities",
        help="Within its tolerance a line is complete: no back-order, invoiced as delivered. Over it, a reason is"
        " needed or the delivery is refused.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env.registry.clear_cache()
        return companies

    def write(self, vals):
        result = super().write(vals)
        if not set(SWITCHES).isdisjoint(vals):
            self.env.registry.clear_cache()
        return result

    @api.model
    @ormcache()
    def _gendan_ship_rules(self):
        """The rules asked before goods leave, by company, kept per process: each validated transfer asks.

        :return: {company id: frozenset of keys of `RULES`}, only companies with any
        """
        # sudo: settings, asked by everybody who validates
        on = fields.Domain.OR([(name, "=", True)] for name in SWITCHES)
        companies = self.sudo().with_context(active_test=False).search(on)  # sudo: as above
        found = {
            company.id: frozenset(rule for rule, switches in RULES.items() if any(company[name] for name in switches))
            for company in companies
        }
        return {company_id: rules for company_id, rules in found.items() if rules}
