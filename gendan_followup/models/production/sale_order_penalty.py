from odoo import fields, models


class SaleOrder(models.Model):
    """What a late delivery costs by the contract."""

    _inherit = "sale.order"

    _gendan_penalty_range = models.Constraint(
        "CHECK (gendan_penalty_percent BETWEEN 0 AND 100 AND gendan_penalty_most BETWEEN 0 AND 100)",
        "A penalty is between 0 and 100 % of the order.",
    )

    gendan_penalty_percent = fields.Float(
        "Penalty for Each Day Late (%)",
        digits=(6, 3),
        tracking=True,
        groups="base.group_user",
        help="Of the untaxed amount, as agreed in the contract. 0: no penalty is agreed.",
    )
    gendan_penalty_most = fields.Float(
        "Penalty at Most (%)",
        digits=(6, 3),
        tracking=True,
        groups="base.group_user",
        help="Of the untaxed amount, however late it is. 0: no limit is agreed.",
    )

    def _gendan_penalty_a_day(self, days_late=0):
        """What each further day late costs, in the company's currency; 0 without an agreement.

        :param int days_late: calendar days that have gone by since the promise; once they have cost all that was
            agreed at most, another day costs nothing
        :rtype: float
        """
        self.ensure_one()
        if 0 < self.gendan_penalty_most <= self.gendan_penalty_percent * days_late:
            return 0.0
        amount = self.amount_untaxed * self.gendan_penalty_percent / 100
        return self.company_id.currency_id.round(amount / (self.currency_rate or 1.0))
