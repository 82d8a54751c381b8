from odoo import api, fields, models

CODE = "gendan.date.proposal"


class ResCompany(models.Model):
    """Proposals of new dates: their rules, and numbers for each company by itself."""

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

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        companies = super().create(vals_list)
        companies._gendan_make_date_sequences()
        return companies

    @api.model
    def _gendan_make_all_date_sequences(self):
        """At every update: companies that were there before the proposals get their numbers, too."""
        # sudo: set-up
        companies = self.sudo().with_context(active_test=False)
        companies.search([("id", "!=", False)])._gendan_make_date_sequences()

    def _gendan_make_date_sequences(self):
        """Those of these companies without numbers for proposals get them: by year, without gaps."""
        # sudo: whoever makes a company gets what belongs to it
        sequences = self.env["ir.sequence"].sudo()
        known = (
            sequences.with_context(active_test=False)
            .search([("code", "=", CODE), ("company_id", "in", self.ids)])
            .company_id
        )
        sequences.create(
            [
                {
                    "name": f"Order Follow-up: new dates ({company.name})",
                    "code": CODE,
                    "prefix": "ND/%(range_year)s/",
                    "padding": 4,
                    "use_date_range": True,
                    "implementation": "no_gap",
                    "company_id": company.id,
                }
                for company in self - known
            ]
        )

    def _gendan_next_date_number(self):
        """The company's next number of a proposal, of the year it is there.

        :rtype: str
        """
        self.ensure_one()
        # sudo: whoever sends a proposal gets the next number
        sequence = self.env["ir.sequence"].sudo().with_company(self)
        return sequence.next_by_code(CODE, sequence_date=self._gendan_today())
