from odoo import fields, models


class GendanDefect(models.Model):
    """What a customer sees on the goods (不良): a tree of its own; why it came about is `gendan.cause`.

    Everybody inside reads the tree, supervisors keep it.
    """

    _name = "gendan.defect"
    _description = "Defect"
    _inherit = ["gendan.code.tree.mixin"]
    _parent_store = True

    _code_uniq = models.UniqueIndex("(code)", "Another defect has this code.")

    parent_id = fields.Many2one("gendan.defect", string="Part of", index=True, ondelete="restrict")
    child_ids = fields.One2many("gendan.defect", "parent_id", string="Finer Defects")
