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

    def _gendan_own_customers(self, clerk="clerk_id", partner="partner_id.commercial_partner_id"):
        """Domain of record rules: what belongs to this clerk's customers, and to those she backs up today.

        Moments stay words ("now"): Odoo keeps the domain.

        :param str clerk: path to the stored clerk
        :param str partner: path to the customer whose backups count
        :rtype: list
        """
        self.ensure_one()
        today = [("date_from", "<=", "now"), ("date_to", ">", "now")]
        backups = [("user_id", "=", self.id), ("trained_since", "!=", False)]
        return [
            "|",
            "|",
            (clerk, "=", self.id),
            "&",
            (f"{partner}.gendan_backup_ids", "any", backups),
            (f"{clerk}.gendan_absence_ids", "any", today),
            (f"{clerk}.gendan_absence_ids", "any", [("backup_id", "=", self.id), *today]),
        ]
