from odoo import models


class SaleOrder(models.Model):
    """Goods leave on the days on which the order's carrier departs."""

    _inherit = "sale.order"

    def write(self, vals):
        # EXTENDS sale: another carrier leaves on other days
        result = super().write(vals)
        if "carrier_id" in vals:
            # sudo: only whether there is a plan to move
            self.filtered(lambda order: order.sudo().gendan_plan_ids)._gendan_mark()
        return result

    def _gendan_last_departure(self, day):
        # EXTENDS plan
        day = super()._gendan_last_departure(day)
        # sudo: the carrier's days only, asked for by whoever makes the plan work
        calendar = self.sudo().carrier_id.gendan_departure_calendar_id
        return self.company_id._gendan_workdays(day, calendar=calendar).roll(day, "prev") if calendar else day
