from odoo import fields, models


class GendanDepartment(models.Model):
    """A department of the house that answers slips, review points and complaints (there is no HR here).

    Everybody inside reads the list, supervisors keep it. A department without a company serves all of them.
    """

    _name = "gendan.department"
    _description = "Follow-up Department"
    _order = "sequence, id"
    _check_company_auto = True

    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) NULLS NOT DISTINCT", "Another department of this company has this code."
    )

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="Short name for lists, and by which imports find the department.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index="btree_not_null")
    head_id = fields.Many2one(
        "res.users",
        string="Head",
        domain=[("share", "=", False)],
        help="Hears about what is overdue in the department.",
    )
    member_ids = fields.Many2many(
        "res.users",
        "gendan_department_user_rel",
        "department_id",
        "user_id",
        string="Members",
        domain=[("share", "=", False)],
    )

    def _gendan_responsible(self):
        """Who answers for the department: its head, else its first member; empty when it has neither.

        :rtype: res.users
        """
        self.ensure_one()
        return self.head_id.filtered("active") or self.member_ids.filtered("active").sorted("id")[:1]
