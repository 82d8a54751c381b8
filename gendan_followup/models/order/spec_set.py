from odoo import api, fields, models


class GendanSpecSet(models.Model):
    """What has to be known about one trade's products: an ordered list of attributes.

    Categories of products name their sets; those below have them, too (`product.category`). Supervisors keep the
    sets, employees read them.
    """

    _name = "gendan.spec.set"
    _description = "Set of Specification Attributes"
    _inherit = ["gendan.cached.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    attribute_ids = fields.One2many("gendan.spec.attribute", "set_id", string="Attributes", copy=True)
    categ_ids = fields.Many2many(
        "product.category",
        "gendan_spec_set_category_rel",
        "set_id",
        "categ_id",
        string="Product Categories",
        help="Products of these categories, and of those below them, are specified by this set.",
    )
    attribute_count = fields.Integer(string="Number of attributes", compute="_compute_attribute_count")

    @api.depends("attribute_ids")
    def _compute_attribute_count(self):
        for entry in self:
            entry.attribute_count = len(entry.attribute_ids)
