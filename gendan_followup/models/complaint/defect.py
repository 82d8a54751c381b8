from odoo import api, fields, models
from odoo.exceptions import ValidationError


class GendanDefect(models.Model):
    """What a customer sees on the goods (不良): a tree of its own; why it came about is `gendan.cause`.

    Everybody inside reads the tree, supervisors keep it.
    """

    _name = "gendan.defect"
    _description = "Defect"
    _parent_name = "parent_id"
    _parent_store = True
    _order = "sequence, id"
    _rec_names_search = ["name", "code", "parent_id.name"]

    _code_uniq = models.UniqueIndex("(code)", "Another defect has this code.")

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    parent_id = fields.Many2one("gendan.defect", string="Part of", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("gendan.defect", "parent_id", string="Finer Defects")
    complete_name = fields.Char(compute="_compute_complete_name", recursive=True)

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for defect in self:
            defect.complete_name = " / ".join(filter(None, (defect.parent_id.complete_name, defect.name)))

    @api.depends("complete_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # EXTENDS base
        for defect in self:
            defect.display_name = defect.complete_name

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A defect cannot belong to one of its own finer defects."))
