from odoo import api, fields, models


class GendanDepartment(models.Model):
    """A department of the house that answers slips, review points and complaints (there is no HR here).

    Everybody inside reads the list, supervisors keep it. A department without a company serves all of them.
    """

    _name = "gendan.department"
    _description = "Follow-up Department"
    _order = "sequence, id"
    _check_company_auto = True

    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) NULLS NOT DISTINCT WHERE code <> ''",
        "Another department of this company has this code.",
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

    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Department's Working Hours",
        help="What the department's answers are timed by. Empty: those of the company.",
    )

    @api.model
    def _gendan_mine(self):
        """Departments for which the user answers: a member, its head, or who stands in for its head today. One query.

        :rtype: gendan.department (sudo)
        """
        user = self.env.user
        away = self.env["gendan.absence"]._gendan_away_now()
        heads = user.union(*(head for head, absence in away.items() if absence.backup_id == user))
        # sudo: who belongs to which department is no secret inside
        return self.sudo().search(["|", ("member_ids", "in", user.ids), ("head_id", "in", heads.ids)])

    def _gendan_people(self):
        """Who hears what the department is asked: its members and its head, and who stands in for an absent one."""
        people = (self.head_id | self.member_ids).filtered("active")
        away = self.env["gendan.absence"]._gendan_away_now()
        return people.union(*(away[user].backup_id for user in people if user in away)).filtered("active")

    def _gendan_calendar(self, company):
        """The calendar by which this department's hours count in a company; empty when it has none either.

        :rtype: resource.calendar (sudo)
        """
        # sudo: whoever asks, the hours are the same
        return self.sudo().calendar_id or company.sudo().resource_calendar_id

    def _gendan_responsible(self):
        """Who answers for the department: its head, else its first member; empty when it has neither.

        :rtype: res.users
        """
        self.ensure_one()
        return self.head_id.filtered("active") or self.member_ids.filtered("active").sorted("id")[:1]
