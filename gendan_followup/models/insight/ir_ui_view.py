from odoo import fields, models

WORKBENCH_ATTRIBUTES = {"__validate__", "class", "js_class", "string"}


class IrUiView(models.Model):
    """The workbench is a view type of its own: search, filters and favourites come from Odoo."""

    _inherit = "ir.ui.view"

    type = fields.Selection(selection_add=[("gendan_workbench", "Workbench")])

    def _validate_tag_gendan_workbench(self, node, name_manager, node_info):
        if not node_info["validate"]:
            return
        if unknown := set(node.attrib) - WORKBENCH_ATTRIBUTES:
            self._raise_view_error(
                self.env._("A workbench has no attributes %(names)s.", names=", ".join(sorted(unknown))), node
            )

    def _is_qweb_based_view(self, view_type):
        # EXTENDS base
        return super()._is_qweb_based_view(view_type) or view_type == "gendan_workbench"

    def _get_view_info(self):
        # EXTENDS base
        return {"gendan_workbench": {"icon": "fa fa-inbox"}} | super()._get_view_info()
