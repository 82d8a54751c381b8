from odoo import fields, models

OURS = [("commercial_invoice", "Commercial Invoice"), ("packing_list", "Packing List")]


class GendanExportPaperKind(models.Model):
    """A kind of paper goods need on their way abroad: bill of lading, certificate of origin, insurance policy.

    Supervisors keep the list, everybody inside reads it.
    """

    _name = "gendan.export.paper.kind"
    _description = "Kind of Export Paper"
    _order = "sequence, id"

    _code_uniq = models.UniqueIndex("(code)", "This code already belongs to another kind of export paper.")

    name = fields.Char(string="Paper", required=True, translate=True)
    code = fields.Char(required=True, help="Short technical name, used by imports and rules.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    made_here = fields.Selection(OURS, string="Made Here", help="Ready as soon as it is made here.")
    must_compare = fields.Boolean(
        string="Must Be Compared", help="Ready only when its figures were typed and compared with ours."
    )
