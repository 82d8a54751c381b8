from odoo import api, models

from .material_refresh import SWITCH


class GendanExceptionLook(models.Model):
    """Orders whose material may have changed wait in the same queue; rows of a scope of their own."""

    _inherit = "gendan.exception.look"

    @api.model
    def _gendan_scope_switch(self, scope):
        # EXTENDS gendan_followup
        return SWITCH if scope == "material" else super()._gendan_scope_switch(scope)


class GendanException(models.Model):
    """What the queue asks for."""

    _inherit = "gendan.exception"

    @api.model
    def _gendan_detect(self, scope, ids):
        # EXTENDS gendan_followup
        if scope != "material":
            return super()._gendan_detect(scope, ids)
        return self.env["gendan.material"]._gendan_refresh_orders(self.env["sale.order"].browse(ids).exists())
