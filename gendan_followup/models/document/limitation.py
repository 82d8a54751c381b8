"""How long a balance may be claimed after it was acknowledged, by country."""

from odoo import api, fields, models


class GendanLimitation(models.Model):
    """Years of limitation of one country, of customers there; without one nobody is reminded.

    A reminder, no legal advice. Everybody inside reads them, supervisors and the head of accounting keep them.
    """

    _name = "gendan.limitation"
    _description = "Period of Limitation"
    _order = "country_id"
    _rec_name = "country_id"

    _country_uniq = models.UniqueIndex("(country_id)", "There is a period for this country already.")
    _years_positive = models.Constraint("CHECK (years > 0)", "A period has at least one year: else delete it.")

    country_id = fields.Many2one("res.country", required=True, ondelete="restrict")
    years = fields.Integer(
        required=True,
        default=3,
        aggregator=None,
        help="After a balance was acknowledged. A reminder, no legal advice: ask your lawyer.",
    )

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        periods = super().create(vals_list)
        self._gendan_changed(periods.country_id)
        return periods

    def write(self, vals):
        countries = self.country_id
        result = super().write(vals)
        self._gendan_changed(countries | self.country_id)
        return result

    def unlink(self):
        countries = self.country_id
        result = super().unlink()
        self._gendan_changed(countries)
        return result

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_changed(self, countries):
        """Periods of these countries are others now: acknowledged balances end on other days."""
        # sudo: of all companies, whoever keeps the periods
        papers = self.env["gendan.document"].sudo()
        signed = papers.search(
            [("kind", "=", "statement"), ("state", "=", "valid"), ("company_id.gendan_judge_papers", "=", True)]
        )
        home = signed.filtered(
            lambda paper: (
                (paper.partner_id.commercial_partner_id.country_id or paper.company_id.country_id) in countries
            )
        )
        self.env.add_to_compute(papers._fields["limitation_on"], home)
        home._gendan_sync_todos()

    @api.model
    def _gendan_years(self, countries):
        """{country id: years}, sudo. One query."""
        # sudo: a number, whoever asks
        return {
            period.country_id.id: period.years
            for period in self.sudo().search([("country_id", "in", countries.ids)])
        }
