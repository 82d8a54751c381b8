"""What a line of a formula and a line of a cost sheet have in common."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [
    ("material", "Material"),
    ("process", "Process"),
    ("tooling", "Plates and tooling"),
    ("loss", "Losses"),
    ("freight", "Freight"),
    ("overhead", "Overhead"),
    ("margin", "Margin"),
]
BASES = [
    ("unit", "Per unit"),
    ("thousand", "Per 1000 units"),
    ("area", "Per m²"),
    ("set", "Once for the run"),
    ("start", "Units lost at the start"),
    ("subtotal", "% of what stands above"),
    ("price", "% of the price"),
]
# amount x quantity used; the others are a number of units or a percentage
MONEY_BASES = ("unit", "thousand", "area", "set")


class GendanCostLineMixin(models.AbstractModel):
    """One line by which a price is worked out. ``tools/costing.py`` says how each basis counts."""

    _name = "gendan.cost.line.mixin"
    _description = "Cost Line"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, default="material")
    basis = fields.Selection(BASES, required=True, default="thousand")
    usage = fields.Float(
        digits=(16, 6), default=1.0, help="How much of it goes into one unit, 1000 units, one m², or the whole run."
    )
    waste = fields.Float(string="Waste %", digits=(16, 3), help="What is spoilt on the way, in percent of the usage.")
    apart = fields.Boolean(string="Charged Apart", help="Not in the unit price: offered as a sum of its own.")

    @api.constrains("basis", "usage", "waste", "apart", "kind", "rate")
    def _check_figures(self):
        for line in self:
            if line.apart and line.basis != "set":
                raise ValidationError(
                    self.env._("“%(line)s”: only what is paid once for the run can be charged apart.", line=line.name)
                )
            # a price below cost is a margin below zero, nothing else can be
            if line.usage < 0 or line.waste < 0 or (line.rate < 0 and line.kind != "margin"):
                raise ValidationError(
                    self.env._("“%(line)s”: usage, waste and rate cannot be below zero.", line=line.name)
                )
