"""How statements go to customers of a profile, and whether a signed copy has to come back."""

from odoo import fields, models

# how a statement goes out; the same codes as the issue log of papers has
WAYS = [("email", "E-mail"), ("fax", "Fax"), ("courier", "Courier"), ("chat", "Chat")]


class GendanSettlementProfile(models.Model):
    """The way of the statement; a customer's own wish goes before it."""

    _inherit = "gendan.settlement.profile"

    statement_way = fields.Selection(WAYS, string="Statement Goes by", required=True, default="email")
    needs_signed_copy = fields.Boolean(
        string="Signed Copy Has to Come Back",
        default=True,
        help="Off: the customer's word that the figures are right is enough to close a statement.",
    )
