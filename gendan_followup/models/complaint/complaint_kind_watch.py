from odoo import fields, models


class GendanComplaintKind(models.Model):
    """How many shipments are watched after a complaint of this kind."""

    _inherit = "gendan.complaint.kind"

    _watch_positive = models.Constraint("CHECK (watch_shipments >= 0)", "Shipments to watch cannot be negative.")

    watch_shipments = fields.Integer(
        "Shipments to Watch", help="After the end of the full track. 0: as in the settings."
    )
