from odoo import fields, models


class ResCompany(models.Model):
    """Settings of quotations."""

    _inherit = "res.company"

    _gendan_validity_days_positive = models.Constraint(
        "CHECK (gendan_validity_days >= 0)", "Days before a quotation ends cannot be negative."
    )

    gendan_price_approval = fields.Boolean(
        "Approve Prices before Quotations Go Out",
        help="Mail, link and page of a quotation stay closed until a supervisor has approved its prices.",
    )
    gendan_validity_days = fields.Integer(
        "Ask before a Quotation Ends",
        help="So many working days before, the clerk is to ask the customer; 0: never.",
    )
