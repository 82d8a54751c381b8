from odoo import api, fields, models

SWITCH = "gendan_delay_reports"


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

    def write(self, vals):
        # EXTENDS gendan_followup: history gets no reports
        before = self.filtered(SWITCH)
        result = super().write(vals)
        for company in self.filtered(SWITCH) - before:
            company.gendan_delay_since = company._gendan_today()
        return result
