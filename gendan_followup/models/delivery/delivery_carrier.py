from odoo import fields, models


class DeliveryCarrier(models.Model):
    """The days on which a carrier leaves."""

    _inherit = "delivery.carrier"

    gendan_departure_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Departures",
        check_company=True,
        help="Working time whose days are those on which it leaves, for example Tuesday and Friday; its closures are"
        " the days on which it takes nothing, as before Chinese New Year. Empty: it leaves every day.",
    )
