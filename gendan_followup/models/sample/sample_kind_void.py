from odoo import fields, models


class GendanSampleKind(models.Model):
    """What makes an approval of this kind void."""

    _inherit = "gendan.sample.kind"

    void_aspect_ids = fields.Many2many(
        "gendan.change.aspect",
        string="Void When This Changes",
        help="A repeat with such a change voids earlier approvals of this kind.",
    )
