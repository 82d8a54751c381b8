from odoo import fields, models


class GendanCause(models.Model):
    """Why something went wrong: one tree for delays, changes of date, complaints and differences.

    Everybody inside reads the tree, supervisors keep it.
    """

    _name = "gendan.cause"
    _description = "Cause"
    _inherit = ["gendan.code.tree.mixin"]
    _parent_store = True

    _code_uniq = models.UniqueIndex("(code)", "Another cause has this code.")

    parent_id = fields.Many2one("gendan.cause", string="Belongs to", index=True, ondelete="restrict")
    child_ids = fields.One2many("gendan.cause", "parent_id", string="Finer Causes")
    department_id = fields.Many2one(
        "gendan.department",
        string="Answered by",
        index="btree_not_null",
        help="Department that answers for this cause, and is charged with its costs unless decided otherwise.",
    )

    def _gendan_department(self):
        """The department that answers for this cause: its own, else that of the nearest cause above it."""
        self.ensure_one()
        cause = self
        while cause and not cause.department_id:
            cause = cause.parent_id
        return cause.department_id
