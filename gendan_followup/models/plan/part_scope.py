from odoo import models
from odoo.tools import groupby


class GendanPart(models.Model):
    """What comes back after the follow-up has ended is a return, and no un-shipping."""

    _inherit = "gendan.part"

    def _gendan_counting_to_end(self, movements, threshold):
        """The movements that count where the order is followed to an earlier end than the arrival.

        Its end is what the arrival is elsewhere: the day noted for it, or, where the goods' leaving is the end, the
        day on which all of the part had left.

        :param movements: list of (date, quantity) by day, returns negative
        :param float threshold: quantity by which the part is complete
        """
        self.ensure_one()
        plan = self.plan_id
        ends = plan._gendan_ends(plan._gendan_delivery_milestones())
        noted = ends.filtered(lambda milestone: milestone.event != "shipped")
        # from what is stored, not from the actual dates: those may be worked out after this one
        days = [milestone.event_date or milestone.hand_date for milestone in noted]
        if not all(days):
            return movements
        last = max(days, default=False) or self._gendan_complete_on(movements, threshold)
        if not last:
            return movements
        return [(day, quantity) for day, quantity in movements if quantity > 0 or not day or day <= last]

    def _gendan_complete_on(self, movements, threshold):
        """The first day at whose end the quantity had moved, or False.

        :param movements: list of (date, quantity) by day
        """
        total = 0.0
        for day, moved in groupby(movements, key=lambda movement: movement[0]):
            total += sum(quantity for _day, quantity in moved)
            if day and self.line_id.product_uom_id.compare(total, threshold) >= 0:
                return day
        return False
