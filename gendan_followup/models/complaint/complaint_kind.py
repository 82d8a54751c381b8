from odoo import fields, models

SEVERITIES = [("minor", "Minor"), ("major", "Major"), ("critical", "Very Severe")]
TRACKS = [("light", "Light Track"), ("full", "Full Track")]


class GendanComplaintKind(models.Model):
    """What sort of complaint: how severe it usually is, which way it goes, and who answers for it.

    Everybody inside reads the list, supervisors keep it. One without a company serves
    all of them.
    """

    _name = "gendan.complaint.kind"
    _description = "Kind of Complaint"
    _order = "sequence, id"
    _check_company_auto = True

    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) NULLS NOT DISTINCT WHERE code IS NOT NULL",
        "Another kind of complaint of this company has this code."
    )

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index="btree_not_null")
    severity = fields.Selection(
        SEVERITIES, string="Usual Severity", required=True, default="minor"
    )
    track = fields.Selection(
        [("auto", "By severity"), *TRACKS],
        required=True,
        default="auto",
        help="By severity: minor ones go the light way, the others the full one.",
    )
    department_id = fields.Many2one(
        "gendan.department",
        string="Put to",
        check_company=True,
        index="btree_not_null",
        help="The department that looks into such complaints.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Handled by",
        domain=[("share", "=", False)],
        help="Empty: the customer's clerk, or who acts for her today.",
    )
    description = fields.Text(groups="base.group_user")

    def _gendan_track_of(self, severity):
        """Which way a complaint of this kind and severity goes: key of ``TRACKS``; also for an empty recordset."""
        kind = self.sudo()  # sudo: how it is handled is set by supervisors
        if kind.track in dict(TRACKS):
            return kind.track
        return "light" if severity == "minor" else "full"
