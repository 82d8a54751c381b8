from odoo import api, fields, models
from odoo.exceptions import ValidationError


class GendanCause(models.Model):
    """Why something went wrong: one tree for delays, changes of date, complaints and differences.

    Everybody inside reads the tree, supervisors keep it.
    """

    _name = "gendan.cause"
    _description = "Cause"
    _parent_name = "parent_id"
    _parent_store = True
    _order = "sequence, id"
    _rec_names_search = ["name", "code", "parent_id.name"]

    _code_uniq = models.UniqueIndex("(code)", "Another cause has this code.")

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    parent_id = fields.Many2one("gendan.cause", string="Belongs to", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("gendan.cause", "parent_id", string="Finer Causes")
    complete_name = fields.Char(compute="_compute_complete_name", recursive=True)
    department_id = fields.Many2one(
        "gendan.department",
        string="Answered by",
        index="btree_not_null",
        help="Department that answers for this cause, and is charged with its costs unless decided otherwise.",
    )

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for cause in self:
            names = [cause.parent_id.complete_name, cause.name]
            cause.complete_name = " / ".join(name for name in names if name)

    @api.depends("complete_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # EXTENDS base
        for cause in self:
            cause.display_name = cause.complete_name

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A cause cannot belong to one of its own finer causes."))

    def _gendan_department(self):
        """The department that answers for this cause: its own, else that of the nearest cause above it."""
        self.ensure_one()
        cause = self
        while cause and not cause.department_id:
            cause = cause.parent_id
        return cause.department_id
