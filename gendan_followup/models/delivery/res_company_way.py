from odoo import fields, models


class ResCompany(models.Model):
    """How goods are sent."""

    _inherit = "res.company"

    gendan_way_policy = fields.Selection(
        [("cheapest", "The cheapest that is in time"), ("fastest", "The fastest")],
        string="Way Proposed",
        default="cheapest",
        required=True,
        help="Of the carriers that arrive in time. A carrier named by the customer goes before both.",
    )
    gendan_confirm_contact = fields.Boolean(
        "Address Confirmed before Booking",
        help="A slot or a booking number is entered only after somebody has asked the customer whether address,"
        " contact and phone are right, and asked again when they change.",
    )
