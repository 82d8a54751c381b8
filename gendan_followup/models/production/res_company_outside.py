from odoo import api, models

CODE = "gendan.outside"


class ResCompany(models.Model):
    """Outside processing is numbered for each company by itself."""

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        companies = super().create(vals_list)
        companies._gendan_make_outside_sequences()
        return companies

    @api.model
    def _gendan_make_all_outside_sequences(self):
        """At every update: companies that were there before get their numbers, too."""
        # sudo: set-up
        companies = self.sudo().with_context(active_test=False)
        companies.search([("id", "!=", False)])._gendan_make_outside_sequences()

    def _gendan_make_outside_sequences(self):
        """Those of these companies without numbers for outside processing get them: by year."""
        # sudo: whoever makes a company gets what belongs to it
        sequences = self.env["ir.sequence"].sudo()
        known = sequences.with_context(active_test=False).search(
            [("code", "=", CODE), ("company_id", "in", self.ids)]
        ).company_id
        sequences.create(
            [
                {
                    "name": f"Order Follow-up: outside processing ({company.name})",
                    "code": CODE,
                    "prefix": "OP/%(range_year)s/",
                    "padding": 4,
                    "use_date_range": True,
                    "implementation": "no_gap",
                    "company_id": company.id,
                }
                for company in self - known
            ]
        )

    def _gendan_next_outside_number(self):
        """The company's next number, of the year it is there.

        :rtype: str
        """
        self.ensure_one()
        # sudo: whoever makes one gets the next number
        sequence = self.env["ir.sequence"].sudo().with_company(self)
        return sequence.next_by_code(CODE, sequence_date=self._gendan_today())
