from odoo import models


class GendanPlan(models.Model):
    """Buttons of the plan's form."""

    _inherit = "gendan.plan"

    def action_gendan_view_order(self):
        """Button: the order.

        :return: action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.order_id.id,
            "view_mode": "form",
        }
