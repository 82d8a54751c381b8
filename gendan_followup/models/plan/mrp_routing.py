from odoo import fields, models


class MrpRoutingWorkcenter(models.Model):
    """The operation says which milestone its work orders tick."""

    _inherit = "mrp.routing.workcenter"

    gendan_kind_id = fields.Many2one(
        "gendan.milestone.kind",
        string="Milestone",
        domain=[("event", "=", "workorder_done")],
        help="Milestone its work orders tick. Empty: the one of the work centre.",
    )
