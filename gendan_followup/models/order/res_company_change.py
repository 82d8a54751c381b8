from odoo import fields, models


class ResCompany(models.Model):
    """Whether confirmed orders are locked and changed by request."""

    _inherit = "res.company"

    gendan_lock_orders = fields.Boolean(
        "Lock Orders When Confirmed",
        help="Followed orders are locked when they are confirmed, keep a numbered version of what was agreed, and"
        " change by change request only. Off: nothing changes.",
    )


class ResConfigSettings(models.TransientModel):
    """The same in the settings."""

    _inherit = "res.config.settings"

    gendan_lock_orders = fields.Boolean(related="company_id.gendan_lock_orders", readonly=False)
