from odoo import fields, models


class GendanChangeAspect(models.Model):
    """What may be changed about goods made before: artwork, material, size, colour, process.

    An order says which of them it changes; other lists say what each of them voids. Everybody inside reads the list,
    supervisors keep it.
    """

    _name = "gendan.change.aspect"
    _description = "What was changed"
    _order = "sequence, id"

    _code_uniq = models.UniqueIndex("(code)", "Another entry has this code.")

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short technical name, used by imports and reports.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
