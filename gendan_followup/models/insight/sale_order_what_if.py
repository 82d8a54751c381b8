from odoo import api, models


class SaleOrder(models.Model):
    """From documents that what-if moves to the orders they reach."""

    _inherit = "sale.order"

    @api.model
    def _gendan_what_if_orders(self, overrides):
        """Followed orders whose forecasts these documents can move: ``sale.order``, sudo.

        As many as there are: unlike a change that really happens, looking leaves nothing to the
        next scheduled run.

        :param dict overrides: {(model, id): date}
        """
        orders = self.env["sale.order"].sudo()
        ids = {}
        for model, record_id in overrides:
            ids.setdefault(model, []).append(record_id)
        for model, record_ids in ids.items():
            records = self.env[model].sudo().browse(record_ids).exists()
            orders |= records._gendan_orders()
            if model == "mrp.production":
                orders |= records.move_finished_ids._gendan_orders()  # what it brings to stock
        return orders

    def action_gendan_what_if(self):
        """Button: what if something these orders wait for came on another day.

        :return: action that opens the dialog
        :raise UserError: nothing bought or made is open behind them
        """
        self.check_access("read")
        return self.gendan_plan_ids.action_gendan_what_if()
