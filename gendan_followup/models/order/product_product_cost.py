from odoo import models


class ProductProduct(models.Model):
    """A material's cost for a cost sheet."""

    _inherit = "product.product"

    def _gendan_cost_rate(self, company, currency):
        """The cost of one unit today.

        :param currency: in which it is wanted
        """
        self.ensure_one()
        cost = self.with_company(company).standard_price
        return company.currency_id._convert(cost, currency, company, company._gendan_today(), round=False)
