from odoo import fields, models


class IrActionsActWindowView(models.Model):
    """Actions may open the workbench."""

    _inherit = "ir.actions.act_window.view"

    view_mode = fields.Selection(
        selection_add=[("gendan_workbench", "Workbench")], ondelete={"gendan_workbench": "cascade"}
    )
