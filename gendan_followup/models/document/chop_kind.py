from odoo import fields, models


class GendanChopKind(models.Model):
    """A kind of chop customers put on papers (公章, 收货专用章, 大小章, "For and on behalf of" ...).

    Which of them counts on which paper the rules say. Everybody inside reads the list, supervisors keep it.
    """

    _name = "gendan.chop.kind"
    _description = "Kind of Customer's Chop"
    _order = "sequence, id"

    _code_uniq = models.UniqueIndex("(code)", "Another kind of chop has this code.")

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short technical name, used by imports.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    country_id = fields.Many2one("res.country", ondelete="restrict", help="Where it is in use. Empty: anywhere.")
