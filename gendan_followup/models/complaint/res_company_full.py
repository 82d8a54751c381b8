"""Settings of the full track."""

from odoo import fields, models


class ResCompany(models.Model):
    """How long is watched whether it worked, and what customers read of our departments."""

    _inherit = "res.company"

    _gendan_watch_positive = models.Constraint(
        "CHECK (COALESCE(gendan_watch_shipments, 0) >= 0 AND COALESCE(gendan_watch_days, 0) >= 0)",
        "Shipments and days to watch cannot be negative.",
    )

    gendan_watch_shipments = fields.Integer(
        "Shipments to Watch", default=3, help="After a complaint of the full track was closed; 0: none."
    )
    gendan_watch_days = fields.Integer(
        "Days after the Last One", default=14, help="Calendar days the customer has to find it, after that shipment."
    )
    gendan_8d_departments = fields.Boolean(
        "8D Reports Name Departments", help="Else the customer reads our company's name where a department answers."
    )


class ResConfigSettings(models.TransientModel):
    """The same in the settings."""

    _inherit = "res.config.settings"

    gendan_watch_shipments = fields.Integer(related="company_id.gendan_watch_shipments", readonly=False)
    gendan_watch_days = fields.Integer(related="company_id.gendan_watch_days", readonly=False)
    gendan_8d_departments = fields.Boolean(related="company_id.gendan_8d_departments", readonly=False)
