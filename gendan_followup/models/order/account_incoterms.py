from odoo import models


class AccountIncoterms(models.Model):
    """Incoterms are found by what everybody calls them: FOB, not “free on board” in the user's language."""

    _inherit = "account.incoterms"
    _rec_names_search = ["name", "code"]
