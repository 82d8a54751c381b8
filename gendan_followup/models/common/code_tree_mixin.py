"""Trees of what people choose from: causes, defects."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class GendanCodeTreeMixin(models.AbstractModel):
    """For trees of named codes, shown with all that stands above them ("Printing / Colour").

    A model adds ``parent_id`` and ``child_ids`` to itself, sets ``_parent_store`` and says whose code is taken.
    """

    _name = "gendan.code.tree.mixin"
    _description = "Tree of Codes"
    _order = "sequence, id"
    _rec_names_search = ["name", "code", "parent_id.name"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    parent_path = fields.Char(index=True)
    complete_name = fields.Char(compute="_compute_complete_name", recursive=True)

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for entry in self:
            entry.complete_name = " / ".join(filter(None, (entry.parent_id.complete_name, entry.name)))

    @api.depends("complete_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # EXTENDS base
        for entry in self:
            entry.display_name = entry.complete_name

    def write(self, vals):
        """Change entries.

        :raise UserError: one would stand below itself
        """
        # asked beforehand: what Odoo says of it names nothing
        if vals.get("parent_id"):
            above = self.with_context(active_test=False).search([("id", "parent_of", vals["parent_id"])])
            for entry in self & above:
                raise UserError(
                    self.env._("“%(entry)s” cannot stand below itself: choose another one above it.", entry=entry.name)
                )
        return super().write(vals)
