from odoo import models


class SaleOrder(models.Model):
    """Nobody is told that his order runs late before it is one, or after it was cancelled."""

    _inherit = "sale.order"

    def _gendan_phrase_error(self, template):
        """The sentence why this phrase cannot be used now, or False. Asked by the dialog of phrases. Hook.

        :param template: ``mail.template`` with a stage
        """
        self.ensure_one()
        if template.gendan_stage == "delay" and self.state != "sale":
            return self.env._("%(order)s is no order that runs: it cannot be late.", order=self.name)
        return False
