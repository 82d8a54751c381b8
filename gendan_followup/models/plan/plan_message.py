from odoo import models


class GendanPlan(models.Model):
    """When goods count as under way, and the day their arrival is announced."""

    _inherit = "gendan.plan"

    def _gendan_has_left(self):
        """Whether everything of this plan has left us for the customer."""
        self.ensure_one()
        shipped = self.milestone_ids.filtered(lambda m: m.event == "shipped" and m.state not in ("na", "skipped"))
        if shipped:
            return all(milestone.state == "done" for milestone in shipped)
        return all(milestone.is_ready for milestone in self.milestone_ids if milestone.is_target)

    def _gendan_next_check(self, today, health, opened, due, calendars):
        # EXTENDS gendan_followup: the day an arrival is announced comes without any event
        day = super()._gendan_next_check(today, health, opened, due, calendars)
        if not day:
            return day
        notices = [milestone._gendan_notice_day() for milestone in opened if milestone.is_target]
        return min([day, *(notice for notice in notices if notice and notice > today)])
