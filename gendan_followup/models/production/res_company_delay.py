from odoo import api, fields, models

SWITCH = "gendan_delay_reports"
CODE = "gendan.delay.report"


class ResCompany(models.Model):
    """Delay reports: whether late deliveries get one by themselves, by which promise, and how soon it is due."""

    _inherit = "res.company"

    _gendan_delay_positive = models.Constraint(
        "CHECK (gendan_delay_from_days >= 1 AND gendan_delay_due_days >= 0)",
        "A delay begins with one day, and a report is not due before the delivery.",
    )

    gendan_delay_reports = fields.Boolean(
        "Delay Reports", help="Deliveries that come after their promise get a report with cause and measures."
    )
    gendan_delay_basis = fields.Selection(
        [("last", "The last promise"), ("first", "The first promise")],
        string="Late against",
        default="last",
        required=True,
    )
    gendan_delay_from_days = fields.Integer("Report From", default=1, help="Calendar days late.")
    gendan_delay_due_days = fields.Integer("Report Due Within", default=5, help="Working days after the delivery.")
    gendan_delay_since = fields.Date(
        "Delay Reports Since", readonly=True, help="Deliveries before this day get no report by themselves."
    )

    @api.model
    def _gendan_switches(self):
        # EXTENDS gendan_followup
        return super()._gendan_switches() | {SWITCH}

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        companies = super().create(vals_list)
        companies._gendan_make_delay_sequences()
        return companies

    def write(self, vals):
        # EXTENDS gendan_followup: history gets no reports
        before = self.filtered(SWITCH)
        result = super().write(vals)
        for company in self.filtered(SWITCH) - before:
            company.gendan_delay_since = company._gendan_today()
        return result

    @api.model
    def _gendan_make_all_delay_sequences(self):
        """At every update: companies that were there before the reports get their numbers, too."""
        # sudo: set-up
        self.sudo().with_context(active_test=False).search([("id", "!=", False)])._gendan_make_delay_sequences()

    def _gendan_make_delay_sequences(self):
        """Those of these companies without numbers for delay reports get them: by year, without gaps."""
        # sudo: whoever makes a company gets what belongs to it
        sequences = self.env["ir.sequence"].sudo()
        known = sequences.with_context(active_test=False).search(
            [("code", "=", CODE), ("company_id", "in", self.ids)]
        ).company_id
        sequences.create(
            [
                {
                    "name": f"Order Follow-up: delay reports ({company.name})",
                    "code": CODE,
                    "prefix": "DR%(range_year)s-",
                    "padding": 4,
                    "use_date_range": True,
                    "implementation": "no_gap",
                    "company_id": company.id,
                }
                for company in self - known
            ]
        )

    def _gendan_next_delay_number(self):
        """The company's next number, of the year it is there.

        :rtype: str
        """
        self.ensure_one()
        # sudo: whoever makes a report gets the next number
        sequence = self.env["ir.sequence"].sudo().with_company(self)
        return sequence.next_by_code(CODE, sequence_date=self._gendan_today())
