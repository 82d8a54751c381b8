from odoo import api, fields, models


class ResCountry(models.Model):
    """How long a balance may be claimed after it was acknowledged, by country."""

    _inherit = "res.country"

    gendan_limitation_years = fields.Integer(
        string="Years of Limitation",
        help="After a balance was acknowledged. 0: nobody is reminded. A reminder, no legal advice: ask your lawyer.",
    )

    @api.model
    def _gendan_set_limitation(self, years):
        """Set the shipped years where nobody has set any: for the data file.

        :param dict years: country code -> years
        """
        for country in self.search([("code", "in", list(years)), ("gendan_limitation_years", "=", 0)]):
            country.gendan_limitation_years = years[country.code]
