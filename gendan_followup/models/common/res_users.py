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
