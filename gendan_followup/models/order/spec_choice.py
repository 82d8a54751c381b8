from odoo import fields, models


class GendanSpecChoice(models.Model):
    """One of the answers an attribute offers. Supervisors keep them, employees read them."""

    _name = "gendan.spec.choice"
    _description = "Choice of a Specification Attribute"
    _order = "attribute_id, sequence, id"

    _attribute_idx = models.Index("(attribute_id)")

    attribute_id = fields.Many2one("gendan.spec.attribute", required=True, ondelete="cascade")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
