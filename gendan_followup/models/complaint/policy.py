"""Within what time which complaints are answered."""

from odoo import api, fields, models

from .complaint_kind import SEVERITIES
from .terms import TERMS


class GendanComplaintPolicy(models.Model):
    """One line of the policy: for which complaints it is, and within what time those are answered.

    The first line that fits counts, in the order of the list. A complaint takes its times over when it comes in; a
    line changed later applies to it on request only. Everybody inside reads the policy, supervisors keep it.
    """

    _name = "gendan.complaint.policy"
    _description = "Complaint Policy"
    _inherit = ["gendan.complaint.terms"]
    _order = "sequence, id"

    _times_positive = models.Constraint(
        "CHECK (first_hours >= 0 AND resolution_days >= 0 AND d3_days >= 0 AND d5_days >= 0 AND d8_days >= 0)",
        "Hours and days to answer a complaint cannot be negative.",
    )
    _hour_of_day = models.Constraint(
        "CHECK (same_day_until >= 0 AND same_day_until < 24)",
        "The hour until which a complaint is answered the same day lies between 0:00 and 23:59.",
    )
    _stages_in_order = models.Constraint(
        "CHECK ((d5_days = 0 OR d3_days <= d5_days) AND (d8_days = 0 OR d5_days <= d8_days))",
        "D3 is due before D5, and D5 before D8.",
    )

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index="btree_not_null", help="Empty: all companies.")
    kind_id = fields.Many2one("gendan.complaint.kind", string="Kind", ondelete="cascade", help="Empty: every kind.")
    severity = fields.Selection(SEVERITIES, help="Empty: every severity.")
    grade_id = fields.Many2one(
        "gendan.customer.grade", string="Customer's Grade", ondelete="cascade", help="Empty: every customer."
    )

    @api.model
    def _gendan_policies(self, complaints):
        """The line that counts for each complaint; empty where none fits. One query.

        :rtype: {gendan.complaint: gendan.complaint.policy}
        """
        # sudo: the same whoever notes the complaint, a mail or the portal, too
        policies = self.sudo().search([("company_id", "in", [False, *complaints.company_id.ids])])
        return {
            complaint: next((policy for policy in policies if policy._gendan_fits(complaint)), policies.browse())
            for complaint in complaints
        }

    def _gendan_fits(self, complaint):
        """Whether this line is for a complaint."""
        self.ensure_one()
        grade = complaint.partner_id.commercial_partner_id.gendan_grade_id
        return (
            (not self.company_id or self.company_id == complaint.company_id)
            and (not self.kind_id or self.kind_id == complaint.kind_id)
            and (not self.severity or self.severity == complaint.severity)
            and (not self.grade_id or self.grade_id == grade)
        )

    def _gendan_terms(self):
        """What a complaint takes over; the defaults where no line fits."""
        if not self:
            return self.default_get(list(TERMS))
        self.ensure_one()
        return {name: self[name] for name in TERMS}
