from odoo import fields, models


class DeliveryCarrier(models.Model):
    """What a carrier takes for collecting our money, and how long it keeps it."""

    _inherit = "delivery.carrier"

    _gendan_cod_positive = models.Constraint(
        "CHECK (gendan_cod_days >= 0 AND gendan_cod_fee_percent >= 0)", "Days and fee cannot be negative."
    )

    gendan_cod_days = fields.Integer(
        "Hands Money Over after (Days)", default=7, help="Calendar days after the goods have left."
    )
    gendan_cod_fee_percent = fields.Float("Fee for Collecting (%)", digits=(5, 2))
