from odoo import fields, models


class MrpWorkcenter(models.Model):
    """The work centre says which milestone its work orders tick, unless the operation does."""

    _inherit = "mrp.workcenter"

    gendan_kind_id = fields.Many2one(
        "gendan.milestone.kind",
        string="Milestone",
        domain=[("event", "=", "workorder_done")],
        help="Milestone that is done when all work orders of an order line at these work centres are.",
    )
