from odoo import fields, models

LANGUAGES = [
    ("both", "English and the customer's language"),
    ("customer", "The customer's language"),
    ("english", "English"),
]


class ResCompany(models.Model):
    """Whether goods going abroad get their papers here, and how we are called on them."""

    _inherit = "res.company"

    gendan_export = fields.Boolean("Export Papers")
    gendan_export_lang = fields.Selection(LANGUAGES, string="Language of Export Papers", default="both", required=True)
    gendan_export_address = fields.Text("Address on Export Papers", help="Empty: the company's address.")


class ResConfigSettings(models.TransientModel):
    """Settings of export papers."""

    _inherit = "res.config.settings"

    gendan_export = fields.Boolean(related="company_id.gendan_export", readonly=False)
    gendan_export_lang = fields.Selection(related="company_id.gendan_export_lang", readonly=False, required=True)
    gendan_export_address = fields.Text(related="company_id.gendan_export_address", readonly=False)
