from odoo import fields, models


class GendanCustomerGrade(models.Model):
    """How much a customer matters (A, B, C): who is served first, who is visited, who gets scarce goods.

    Everybody inside reads the list, supervisors keep it.
    """

    _name = "gendan.customer.grade"
    _description = "Customer Grade"
    _order = "sequence, id"

    _code_uniq = models.UniqueIndex("(code)", "Another grade has this code.")

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="One letter as a rule: A, B, C.")
    sequence = fields.Integer(default=10, help="Customers of the first grade come first.")
    vip = fields.Boolean("VIP", help="Visited every year, and told of to the supervisor when something goes wrong.")
    color = fields.Integer()
    active = fields.Boolean(default=True)
