from odoo import models


class StockPicking(models.Model):
    """Transfers lead to the plans of the orders they serve."""

    _name = "stock.picking"
    _inherit = ["stock.picking", "gendan.followed.mixin"]

    def _gendan_served_orders(self):
        # EXTENDS gendan_followup (gendan.followed.mixin)
        return self.sale_id | self.reference_ids.sale_ids | self.move_ids.sale_line_id.order_id

    def _gendan_reached_on(self):
        """The day on which each done transfer reached the customer, as far as known: else the day it left. Hook, batch.

        :return: {transfer: date, or False while it has not left}
        """
        return {
            picking: picking.state == "done" and picking.company_id._gendan_to_day(picking.date_done)
            for picking in self
        }
