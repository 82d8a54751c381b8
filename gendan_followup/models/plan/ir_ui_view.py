from lxml import etree

from odoo import fields, models

VIEW_TYPE = "gendan_grid"
GRID_ATTRIBUTES = {"__validate__", "string", "class", "js_class", "limit", "default_order", "money"}
GRID_MODEL = "gendan.plan"


class IrUiView(models.Model):
    """The view type of the grid orders x milestones.

    ``<gendan_grid limit="200" default_order="buffer_days" money="0"/>``: rows on a page, order of the rows, whether
    papers and money have columns. Which columns there are depends on the template chosen on screen, so the view has
    no children.
    """

    _inherit = "ir.ui.view"

    type = fields.Selection(selection_add=[(VIEW_TYPE, "Orders and milestones")])

    def _validate_tag_gendan_grid(self, node, name_manager, node_info):
        """Refuse a grid of another model, with children, or with attributes nobody reads."""
        if not node_info["validate"]:
            return
        if name_manager.model._name != GRID_MODEL:
            self._raise_view_error(
                self.env._("A grid of orders and milestones shows plans (%(model)s) only.", model=GRID_MODEL), node
            )
        for child in node.iterchildren(tag=etree.Element):
            self._raise_view_error(
                self.env._(
                    "A grid of orders and milestones holds no <%(tag)s>: its columns come from the plan template.",
                    tag=child.tag,
                ),
                child,
            )
        if unknown := sorted(set(node.attrib) - GRID_ATTRIBUTES):
            self._raise_view_error(
                self.env._(
                    "A grid of orders and milestones does not know %(unknown)s. It takes: %(known)s.",
                    unknown=", ".join(unknown),
                    known=", ".join(sorted(GRID_ATTRIBUTES - {"__validate__"})),
                ),
                node,
            )
        if not (node.get("limit") or "1").isdecimal() or node.get("limit") == "0":
            self._raise_view_error(
                self.env._("The limit of a grid of orders and milestones is a number of rows above 0."), node
            )
        if order := node.get("default_order"):
            for part in order.split(","):
                name_manager.has_field(node, part.split()[0], node_info)

    def _get_view_info(self):
        # EXTENDS web
        return {VIEW_TYPE: {"icon": "fa fa-table"}} | super()._get_view_info()
