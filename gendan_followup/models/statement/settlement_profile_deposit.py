"""Until when a deposit is expected."""

from odoo import fields, models


class GendanSettlementProfile(models.Model):
    """By when the deposit is here."""

    _inherit = "gendan.settlement.profile"

    _deposit_days_positive = models.Constraint("CHECK (deposit_days >= 0)", "Days of the deposit cannot be negative.")

    deposit_days = fields.Integer(
        string="Deposit or L/C within (days)", default=7, help="Calendar days after the order is confirmed."
    )
