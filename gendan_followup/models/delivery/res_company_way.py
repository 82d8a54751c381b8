from odoo import fields, models


class ResCompany(models.Model):
    """How goods are sent."""

    _inherit = "res.company"

    _gendan_eta_told_days_positive = models.Constraint(
        "CHECK (gendan_eta_told_days >= 0)", "The days by which an arrival may move untold cannot be negative."
    )

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
    gendan_eta_told_days = fields.Integer(
        "Arrival May Move Untold by",
        default=1,
        help="Working days by which the carrier's day may differ from the one the customer was told. Beyond it the"
        " customer hears of the new day. Zero: of each change.",
    )
