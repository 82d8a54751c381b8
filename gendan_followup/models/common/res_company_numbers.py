from odoo import api, models


class ResCompany(models.Model):
    """The numbers of what the program makes. Some run for each company by itself, by year and without gaps."""

    _inherit = "res.company"

    @api.model
    def _gendan_numbers(self):
        """What is numbered so: {code: (what, prefix)}. Hook: rooms return ``super()`` with their own.

        A room's data calls ``_gendan_make_all_number_sequences``, so that companies made before get theirs.
        """
        return {}

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
        numbers = self._gendan_numbers()
        known = sequences.with_context(active_test=False).search(
            [("code", "in", list(numbers)), ("company_id", "in", self.ids)]
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
                for code, (what, prefix) in numbers.items()
                if (code, company) not in taken
            ]
        )

    def _gendan_next_number(self, code):
        """The company's next number, of the year it is there: a new year begins eight hours early in China.

        :param str code: key of ``_gendan_numbers``, or of a sequence that companies share
        :return: the number; ``/`` where somebody deleted its sequence
        """
        self.ensure_one()
        company = self.sudo()  # sudo: whoever issues one gets the next number
        # in the context, too: prefixes without a range take their year from there
        sequence = company.env["ir.sequence"].with_context(ir_sequence_date=company._gendan_today())
        return sequence.with_company(company).next_by_code(code) or "/"
