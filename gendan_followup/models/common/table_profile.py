from odoo import api, fields, models


class GendanTableProfile(models.Model):
    """Which column of somebody's list means what, remembered by its headings (``tools/table.py``).

    Kept by the program, for whoever read the list and for his departments. Supervisors may delete what was remembered
    wrongly.
    """

    _name = "gendan.table.profile"
    _description = "Remembered Columns of a List"
    _order = "write_date desc, id desc"
    _rec_name = "purpose"

    _signature_uniq = models.UniqueIndex(
        "(company_id, purpose, user_id, md5(signature))", "This list is known already."
    )

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    purpose = fields.Char(required=True, readonly=True, help="What such a list is read for.")
    user_id = fields.Many2one(
        "res.users", string="Read by", required=True, readonly=True, ondelete="cascade", index=True
    )
    department_ids = fields.Many2many("gendan.department", string="Departments", readonly=True)
    signature = fields.Text(string="Headings", required=True, readonly=True)
    columns = fields.Json(required=True, readonly=True)

    @api.model
    def _gendan_recall(self, purpose, signature, of_anybody=False):
        """What the columns of a list meant the last time: to this user, else to a colleague of her departments.

        :param str purpose: what the list is read for
        :param str signature: ``Table.signature``
        :param bool of_anybody: whoever of the company read it: where the purpose names a customer, who sees him asks
        :return: {field: heading}; empty when nobody has read such a list
        """
        # sudo: columns only, of the user's own and of colleagues' lists
        domain = [
            ("company_id", "=", self.env.company.id),
            ("purpose", "=", purpose),
            ("signature", "=", signature),
        ]
        if not of_anybody:
            departments = self._gendan_departments().ids
            domain += ["|", ("user_id", "=", self.env.uid), ("department_ids", "in", departments)]
        found = self.sudo().search(domain)  # sudo: as above
        own = found.filtered(lambda profile: profile.user_id == self.env.user)
        return (own or found)[:1].columns or {}

    @api.model
    def _gendan_remember(self, purpose, signature, columns):
        """Keep what the columns of a list mean, for the next time. Anybody inside may call it for his own list.

        :param dict columns: {field: heading}
        """
        # sudo: the program keeps them
        Profile = self.sudo()
        values = {"columns": columns, "department_ids": [fields.Command.set(self._gendan_departments().ids)]}
        key = {"company_id": self.env.company.id, "purpose": purpose, "user_id": self.env.uid, "signature": signature}
        known = Profile.search([(name, "=", value) for name, value in key.items()], limit=1)
        if known:
            known.write(values)
        else:
            Profile.create({**key, **values})

    @api.model
    def _gendan_departments(self):
        """The departments the user is a member or head of."""
        uid = self.env.uid
        return self.env["gendan.department"].search(["|", ("member_ids", "in", [uid]), ("head_id", "=", uid)])
