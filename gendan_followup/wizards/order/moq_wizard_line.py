from odoo import fields, models


class GendanMoqWizardLine(models.TransientModel):
    """One shortfall in the dialog."""

    _name = "gendan.moq.wizard.line"
    _description = "Offer below the Minimum: One Minimum"

    wizard_id = fields.Many2one("gendan.moq.wizard", required=True, ondelete="cascade", index=True)
    currency_id = fields.Many2one(related="wizard_id.order_id.currency_id")
    is_chosen = fields.Boolean(string="Chosen", default=True)
    moq_id = fields.Many2one("gendan.moq", string="Minimum Rule", readonly=True)
    key = fields.Char(readonly=True)
    label = fields.Char(string="Counted Goods", readonly=True)
    quantity = fields.Char(string="Asked for", readonly=True)
    minimum = fields.Char(readonly=True)
    price_minimum = fields.Monetary(string="Price at the Minimum", readonly=True)
    price = fields.Monetary(string="Price as Asked", readonly=True)
    surcharge = fields.Monetary(readonly=True)
    total = fields.Monetary(string="With the Surcharge", readonly=True)
