from odoo import fields, models


class ResCompany(models.Model):
    """Settings of the messages to customers."""

    _inherit = "res.company"

    _gendan_message_days_positive = models.Constraint(
        "CHECK (gendan_message_old_days >= 0 AND gendan_message_arrival_days >= 0)",
        "The days of the messages to customers cannot be negative.",
    )

    gendan_message_old_days = fields.Integer(
        "Not Told After",
        default=3,
        help="Customers are not told of what happened longer ago than this many days, such as in imported orders.",
    )
    gendan_message_arrival_days = fields.Integer(
        "Announce Arrivals Before", default=1, help="Working days before the expected arrival of goods under way."
    )
    gendan_show_forecast = fields.Boolean(
        "Customers See Expected Days",
        default=True,
        help="Customers see when open milestones and the arrival are to be expected. Off: only the promise and what"
        " is done.",
    )
