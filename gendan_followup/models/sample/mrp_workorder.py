from odoo import models


class MrpWorkorder(models.Model):
    """A work order starts when its production may."""

    _inherit = "mrp.workorder"

    def button_start(self, raise_on_invalid_state=False):
        # EXTENDS mrp: before super, which starts the clock
        self.production_id._gendan_check_start()
        return super().button_start(raise_on_invalid_state=raise_on_invalid_state)
