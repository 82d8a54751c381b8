from odoo import fields, models


class MrpWorkcenter(models.Model):
    """Which department tells how far the work is here."""

    _inherit = "mrp.workcenter"

    gendan_department_id = fields.Many2one(
        "gendan.department",
        string="Department",
        check_company=True,
        help="Its members type how far the operations of this work centre are. Empty: any department may.",
    )
