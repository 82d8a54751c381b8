from odoo import fields, models

from .ir_ui_view import VIEW_TYPE


class IrActionsActWindowView(models.Model):
    """The grid can be one of a window action's views."""

    _inherit = "ir.actions.act_window.view"

    view_mode = fields.Selection(selection_add=[(VIEW_TYPE, "Orders and milestones")], ondelete={VIEW_TYPE: "cascade"})
