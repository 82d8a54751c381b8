from odoo import models


class SaleOrder(models.Model):
    """Asking what if from orders."""

    _inherit = "sale.order"

    def action_gendan_what_if(self):
        """Button: what if something these orders wait for came on another day.

        :return: action that opens the dialog
        :raise UserError: nothing bought or made is open behind them
        """
        self.check_access("read")
        return self.gendan_plan_ids.action_gendan_what_if()
