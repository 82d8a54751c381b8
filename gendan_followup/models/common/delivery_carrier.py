from odoo import fields, models

from .transit import MODES


class DeliveryCarrier(models.Model):
    """How a shipping method travels, for the transit table."""

    _inherit = "delivery.carrier"

    gendan_mode = fields.Selection(
        MODES, string="Travels by", help="Lets the transit table find its days also without a line for this method."
    )
