from odoo import api, models

# code -> (what is numbered, prefix): by year and without gaps
NUMBERS = {
    "gendan.slip": ("liaison slips", "LS%(range_year)s-"),
    "gendan.outside": ("outside processing", "OP/%(range_year)s/"),
}


class ResCompany(models.Model):
    """Liaison slips and outside processing are numbered for each company by itself."""

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        companies = super().create(vals_list)
        companies._gendan_make_number_sequences()
        return companies

    @api.model
    def _gendan_make_all_number_sequences(self):
        """At every update: companies that were there before get their numbers, too."""
        # sudo: set-up
        companies = self.sudo().with_context(active_test=False)
        companies.search([("id", "!=", False)])._gendan_make_number_sequences()

    def _gendan_make_number_sequences(self):
        """Those of these companies without numbers get them: by year, without gaps."""
        # sudo: whoever makes a company gets what belongs to it
        sequences = self.env["ir.sequence"].sudo()
        known = sequences.with_context(active_test=False).search(
            [("code", "in", list(NUMBERS)), ("company_id", "in", self.ids)]
        )
        taken = {(sequence.code, sequence.company_id) for sequence in known}
        sequences.create(
            [
                {
                    "name": f"Order Follow-up: {what} ({company.name})",
                    "code": code,
                    "prefix": prefix,
                    "padding": 4,
                    "use_date_range": True,
                    "implementation": "no_gap",
                    "company_id": company.id,
                }
                for company in self
                for code, (what, prefix) in NUMBERS.items()
                if (code, company) not in taken
            ]
        )

    def _gendan_next_number(self, code):
        """The company's next number, of the year it is there.

        :param str code: key of ``NUMBERS``
        :rtype: str
        """
        self.ensure_one()
        # sudo: whoever issues one gets the next number
        sequence = self.env["ir.sequence"].sudo().with_company(self)
        return sequence.next_by_code(code, sequence_date=self._gendan_today())
