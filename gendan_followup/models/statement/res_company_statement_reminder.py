from odoo import fields, models


class ResCompany(models.Model):
    """Whether customers who are silent are written to."""

    _inherit = "res.company"

    gendan_statement_reminders = fields.Boolean(
        "Remind Customers of Statements",
        help="By e-mail, when the ladder of statements without an answer says so; only who gets them by e-mail.",
    )


class ResConfigSettings(models.TransientModel):
    """Setting of the reminders."""

    _inherit = "res.config.settings"

    gendan_statement_reminders = fields.Boolean(related="company_id.gendan_statement_reminders", readonly=False)
