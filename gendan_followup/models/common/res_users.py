from odoo import fields, models

from .document import FLOOR_KINDS


class ResUsers(models.Model):
    """Absences of a user: record rules follow them to find whose work she has today."""

    _inherit = "res.users"

    gendan_absence_ids = fields.One2many(
        "gendan.absence",
        "user_id",
        string="Absences",
        groups="sales_team.group_sale_salesman,gendan_followup.group_gendan_department",
    )

    def _gendan_inside_papers(self):
        """Kinds of paper that stay in the house, whoever's order they are about. Hook: rooms add theirs.

        For record rules: the customer's people do not hear of them.

        :rtype: list[str]
        """
        return list(FLOOR_KINDS)

    def _gendan_own_customers(self, clerk="clerk_id", partner="partner_id.commercial_partner_id"):
        """Domain of record rules: what belongs to this clerk's customers, and to those she backs up today.

        Her customers' history is hers, too, whoever followed it then.

        Moments stay words ("now"): Odoo keeps the domain.

        :param str clerk: path to the stored clerk
        :param str partner: path to the customer whose backups count
        :rtype: list
        """
        self.ensure_one()
        away = self.env["gendan.absence"]._gendan_today_domain()
        backups = [("user_id", "=", self.id), ("trained_since", "!=", False)]
        chosen = [("user_id", "=", self.id), ("absence_id", "any", away)]
        # clerk and backup are both away, the work is the supervisor's, who is away, too: who stands in for her
        in_charge = [("backup_id", "=", self.id), *away]
        both_away = [
            ("backup_id.gendan_absence_ids", "any", away),
            ("company_id.gendan_supervisor_id.gendan_absence_ids", "any", in_charge),
        ]
        return [
            "|",
            "|",
            "|",
            "|",
            (clerk, "=", self.id),
            (f"{partner}.gendan_clerk_id", "=", self.id),
            "&",
            (f"{partner}.gendan_backup_ids", "any", backups),
            (f"{clerk}.gendan_absence_ids", "any", [("cover", "=", "trained"), *away]),
            "&",
            (f"{partner}.gendan_cover_ids", "any", chosen),
            (f"{clerk}.gendan_absence_ids", "any", away),
            (f"{clerk}.gendan_absence_ids", "any", [*away, "|", ("backup_id", "=", self.id), "&", *both_away]),
        ]
