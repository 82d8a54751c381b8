from odoo import fields, models


class ResPartner(models.Model):
    """Who may sign for a customer."""

    _inherit = "res.partner"

    gendan_signatory_ids = fields.One2many(
        "gendan.signatory",
        "partner_id",
        string="Authorised Signatories",
        # also those who no longer sign
        context={"active_test": False},
        groups="sales_team.group_sale_salesman",
    )
