from odoo import fields, models


class ResCompany(models.Model):
    """Proposals of new dates: their rules."""

    _inherit = "res.company"

    _gendan_date_answer_positive = models.Constraint(
        "CHECK (gendan_date_answer_days > 0)", "Customers need at least a day to answer."
    )

    gendan_date_needs_pmc = fields.Boolean(
        "New Dates Need Planning's Confirmation",
        default=True,
        help="A new date goes to the customer when planning has confirmed it; the supervisor may waive it.",
    )
    gendan_date_answer_days = fields.Integer(
        "Days for the Answer to New Dates", default=2, help="Working days until a silent customer is asked again."
    )
