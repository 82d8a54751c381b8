"""From the day goods are ready in house to the day they arrive."""

from datetime import timedelta

from odoo import models

from ...tools import critical_path

# longer than any way waits for its next day of leaving
LEAVES_WITHIN = 31


class GendanPlan(models.Model):
    """What a day in house means for the customer. The inverse of the in-house date."""

    _inherit = "gendan.plan"

    def _gendan_leaving_after(self, ready):
        """The first day on which goods that are ready in house on a day leave us, our safety days kept.

        :param ready: ``datetime.date``
        :rtype: date
        """
        self.ensure_one()
        leaving = self.company_id._gendan_add_workdays(ready, self.company_id.gendan_safety_days or 0)
        for number in range(LEAVES_WITHIN):
            day = leaving + timedelta(days=number)
            if self.order_id._gendan_last_departure(day) == day:
                return day
        return leaving

    def _gendan_arrivals_after(self, ready):
        """The arrival at the customer when the goods are ready in house on that day. Batch. Call with sudo.

        What is left of the plan behind the leaving (the way, the customer's receiving days) is counted as the plan
        counts it; what is still open before it is taken as done by then: whoever names the day answers for that.

        :param dict ready: {plan: ``datetime.date``}
        :return: {plan: ``datetime.date``}
        """
        calendars = self._gendan_calendars(*ready.values())
        result = {}
        for plan in self:
            milestones = plan._gendan_delivery_milestones()
            shipped = milestones.filtered(lambda m: m.event == "shipped" and m.state not in ("na", "skipped"))
            leaving = plan._gendan_leaving_after(ready[plan])
            steps = [milestone._gendan_step(milestone.owner) for milestone in milestones]
            gone = set(shipped.mapped("key"))
            for step in steps:
                # what documents expected of the way was counted from another day of leaving
                step.expected = step.manual = None
                if step.key in gone:
                    step.actual = leaving
            targets = [key for key in plan._gendan_targets(milestones) if gone and key not in gone]
            today = plan.company_id._gendan_today()
            start = plan.confirmed_date or today
            forecasts = critical_path.forward(steps, today, calendars[plan], start) if targets else {}
            day = max((forecasts[key].finish for key in targets if key in forecasts), default=leaving)
            result[plan] = plan.partner_id._gendan_next_receiving_day(max(day, leaving))
        return result
