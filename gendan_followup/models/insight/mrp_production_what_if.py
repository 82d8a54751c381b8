from odoo import models


class MrpProduction(models.Model):
    """What if a production ended on another day."""

    _name = "mrp.production"
    _inherit = ["mrp.production", "gendan.what.if.document"]

    def _gendan_what_if_open(self):
        # EXTENDS gendan_followup (gendan.what.if.document)
        return self.filtered(lambda production: production.state not in ("draft", "done", "cancel"))

    def _gendan_what_if_day(self):
        # EXTENDS gendan_followup (gendan.what.if.document)
        self.ensure_one()
        return self.company_id._gendan_to_day(self.date_finished)

    def _gendan_what_if_name(self):
        # EXTENDS gendan_followup (gendan.what.if.document)
        self.ensure_one()
        return self.env._("%(production)s: %(product)s", production=self.name, product=self.product_id.display_name)
