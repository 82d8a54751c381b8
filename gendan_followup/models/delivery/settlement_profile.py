from odoo import fields, models


class GendanSettlementProfile(models.Model):
    """How much must have arrived before the goods leave."""

    _inherit = "gendan.settlement.profile"

    _deposit_percent_range = models.Constraint(
        "CHECK (deposit_percent BETWEEN 0 AND 100)", "The deposit is a share between 0 and 100 %."
    )

    deposit_percent = fields.Float(
        "Deposit (%)",
        default=30.0,
        digits=(5, 2),
        help="Share of the order that is paid as a deposit. Goods leave when the deposit is here and, where the balance"
        " is due before shipping, when they are paid, too.",
    )

    def _gendan_is_paid_before(self):
        """Whether goods of customers with this settlement leave only for money."""
        return self.way in ("prepaid", "deposit")

    def _gendan_balance_before(self):
        """Whether the balance, too, is due before the goods leave: unless the profile's payment is due after it."""
        self.ensure_one()
        paid = self.line_ids.filtered(lambda line: line.kind_id.event == "paid")
        return not any(line.anchor != "shipped" or line.days > 0 for line in paid)

    def _gendan_goes_by_goods(self):
        """Whether what must have arrived before goods leave follows from their worth, not from the order's alone."""
        self.ensure_one()
        return self.way == "prepaid" or self._gendan_balance_before()

    def _gendan_due_before(self, leaving, total):
        """What must have arrived before goods leave.

        :param float leaving: worth of what has left and is to leave, taxes and charges included; looked at only where
            it goes by the goods
        :param float total: the order's total
        """
        self.ensure_one()
        if self.way == "prepaid":
            return leaving
        deposit = self.deposit_percent / 100.0
        if not self._gendan_balance_before():
            return total * deposit
        # the deposit stands for what is still to come, and is taken off with the last goods
        return leaving + max(total - leaving, 0.0) * deposit
