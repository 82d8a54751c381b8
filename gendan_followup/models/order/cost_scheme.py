"""Formulas by which a company works out its prices."""

import re

from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_repr

from odoo.addons.gendan_followup.tools.costing import MOST_DIGITS, MOST_STEPS

from .cost_line_mixin import MONEY_BASES


class GendanCostScheme(models.Model):
    """Serves product categories and those below them; the nearest one counts, a company's own before a shared one.

    Who sees costs reads them, supervisors keep them. A cost sheet takes a copy of the lines: later changes of the
    formula leave the sheets as they are.
    """

    _name = "gendan.cost.scheme"
    _description = "Pricing Formula"
    _order = "sequence, id"

    _price_digits_range = models.Constraint(
        "CHECK(price_digits BETWEEN 0 AND 6)", "Unit prices have 0 to 6 decimals."
    )

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: all companies.")
    categ_ids = fields.Many2many(
        "product.category", string="Product Categories", help="With the categories below them, unless they have theirs."
    )
    line_ids = fields.One2many("gendan.cost.scheme.line", "scheme_id", string="Lines", copy=True)
    tax_included = fields.Boolean(string="Offered with Tax")
    freight_included = fields.Boolean(string="Freight Included", default=True)
    price_digits = fields.Integer(
        string="Decimals of the Price", default=MOST_DIGITS, help="To which the cost sheet rounds a unit price: 0 to 6."
    )
    steps = fields.Char(
        string="Usual Quantities", help="Up to five, with spaces between them, e.g. 50000 100000 300000."
    )

    @api.constrains("steps")
    def _check_steps(self):
        for scheme in self:
            try:
                quantities = scheme._gendan_quantities()
            except ValueError:
                quantities = [0.0]
            if any(quantity <= 0 for quantity in quantities) or len(quantities) > MOST_STEPS:
                raise ValidationError(
                    self.env._(
                        "%(scheme)s: write up to five quantities above zero with spaces between them, e.g."
                        " “50000 100000 300000”.",
                        scheme=scheme.name,
                    )
                )

    def _gendan_quantities(self):
        """The usual quantities, ascending.

        :rtype: list[float]
        :raise ValueError: the text is no list of numbers
        """
        return sorted({float(word) for word in re.split(r"[\s;、，]+", (self.steps or "").strip()) if word})

    @api.model
    def _gendan_find(self, category, company):
        """The formula for products of a category; empty when neither it nor one above it has any.

        :param category: ``product.category``, may be empty
        """
        chain = category.browse([int(part) for part in (category.parent_path or "").split("/") if part])
        schemes = self.search(
            [("categ_ids", "in", chain.ids), ("company_id", "in", [company.id, False])]
        )
        for level in reversed(chain):
            fitting = schemes.filtered(lambda scheme, level=level: level in scheme.categ_ids)
            if fitting:
                return fitting.sorted(lambda scheme: not scheme.company_id)[0]
        return self.browse()

    def _gendan_line_commands(self, company, currency):
        """Commands that copy the lines onto a cost sheet, products at today's cost.

        :param currency: of the sheet
        """
        lines = []
        for line in self.line_ids:
            rate = line.rate
            if line.product_id:
                rate = line.product_id._gendan_cost_rate(company, currency)
            elif line.basis in MONEY_BASES:
                rate = line.currency_id._convert(rate, currency, company, company._gendan_today(), round=False)
            lines.append(
                Command.create(
                    {
                        "scheme_id": self.id,
                        "is_typed": False,
                        "sequence": line.sequence,
                        "name": line.name,
                        "kind": line.kind,
                        "basis": line.basis,
                        "product_id": line.product_id.id,
                        "usage": line.usage,
                        "waste": line.waste,
                        "rate": float(float_repr(rate, 6)),
                        "apart": line.apart,
                    }
                )
            )
        return lines
