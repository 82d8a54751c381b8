from odoo import fields, models


class ResUsers(models.Model):
    """Absences of a user: record rules follow them to find whose work she has today."""

    _inherit = "res.users"

    gendan_absence_ids = fields.One2many(
        "gendan.absence",
        "user_id",
        string="Absences",
        groups="sales_team.group_sale_salesman,gendan_followup.group_gendan_department",
    )

    def _gendan_own_customers(self):
        """Domain of record rules: what belongs to this clerk's customers, and to those she backs up today.

        For models with `partner_id` and a stored `clerk_id`. Moments stay words ("now"): Odoo keeps the domain.

        :rtype: list
        """
        self.ensure_one()
        today = [("date_from", "<=", "now"), ("date_to", ">", "now")]
        return [
            "|",
            "|",
            ("clerk_id", "=", self.id),
            "&",
            (
                "partner_id.commercial_partner_id.gendan_backup_ids",
                "any",
                [("user_id", "=", self.id), ("trained_since", "!=", False)],
            ),
            ("clerk_id.gendan_absence_ids", "any", today),
            ("clerk_id.gendan_absence_ids", "any", [("backup_id", "=", self.id), *today]),
        ]
