from odoo import models


class GendanPlan(models.Model):
    """Buttons of the plan's form."""

    _inherit = "gendan.plan"

    def action_gendan_view_order(self):
        """Button: the order.

        :return: action
        """
        self.ensure_one()
        return self.order_id._get_records_action()
