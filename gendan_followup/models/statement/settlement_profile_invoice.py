"""How a customer wants what was delivered to be spread over invoices."""

from odoo import fields, models

WAYS = [
    ("one", "One Invoice"),
    ("order", "One for Each Order"),
    ("po", "One for Each Order of the Customer"),
]
LIMIT_TAX = [("included", "tax included"), ("excluded", "without tax")]


class GendanSettlementProfile(models.Model):
    """The invoices' split, kept with the other terms."""

    _inherit = "gendan.settlement.profile"

    _invoice_limit_positive = models.Constraint(
        "CHECK (invoice_limit >= 0)", "The limit of an invoice cannot be below zero; 0 means none."
    )

    invoice_split = fields.Selection(WAYS, string="Invoices", required=True, default="one")
    invoice_limit = fields.Float(
        string="Limit of an Invoice",
        digits=(16, 2),
        help="In the invoice's currency; what is above it goes on another one. 0: no limit.",
    )
    invoice_limit_tax = fields.Selection(LIMIT_TAX, string="Limit Is", required=True, default="excluded")
