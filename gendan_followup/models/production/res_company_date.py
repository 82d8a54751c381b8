from odoo import fields, models


class ResCompany(models.Model):
    """Which department confirms days, and how soon it answers."""

    _inherit = "res.company"

    _gendan_date_hours_positive = models.Constraint(
        "CHECK (gendan_date_hours >= 0)", "Working hours cannot be negative."
    )

    gendan_date_department_id = fields.Many2one(
        "gendan.department",
        string="Department That Confirms Days",
        check_company=True,
        help="Asked for the day by which goods are ready in house. Empty: planning (PMC).",
    )
    gendan_date_hours = fields.Float(
        "Days Confirmed Within", default=4.0, help="Working hours of the department from the question to its answer."
    )

    def _gendan_date_department(self):
        """The department that is asked for days.

        :rtype: gendan.department (sudo)
        """
        self.ensure_one()
        # sudo: whoever asks, it is the same one
        company = self.sudo()
        return (
            company.gendan_date_department_id
            or self.env.ref("gendan_followup.department_pmc", raise_if_not_found=False).sudo()  # sudo: as above
        )
