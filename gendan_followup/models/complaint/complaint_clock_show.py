"""The clock as people read it: how much is used up, how much is left, in which colour."""

from odoo import api, fields, models

from .complaint import ENDED


class GendanComplaint(models.Model):
    _inherit = "gendan.complaint"

    clock_state = fields.Selection(
        [
            ("running", "Time running"),
            ("half", "Half used up"),
            ("close", "Nearly over"),
            ("late", "Late"),
            ("paused", "Paused"),
            ("stopped", "Stopped"),
        ],
        string="Clock",
        compute="_compute_clock_shown",
    )
    clock_used = fields.Integer("Time Used (%)", compute="_compute_clock_shown")
    clock_left = fields.Char("Time Left", compute="_compute_clock_shown")

    @api.depends("clock_term", "clock_due", "is_clock_paused", "state")
    @api.depends_context("lang", "tz")
    def _compute_clock_shown(self):
        now = fields.Datetime.now()
        for complaint in self:
            complaint.clock_used = 0
            if complaint.state in ENDED or not complaint.clock_term:
                complaint.clock_state, complaint.clock_left = "stopped", False
                continue
            clock = complaint._gendan_clocks()[complaint.clock_term]
            used = int(clock.share(now) * 100)
            complaint.clock_used = used
            complaint.clock_left = complaint._gendan_left_text(now)
            if complaint.is_clock_paused:
                complaint.clock_state = "paused"
            elif used >= 100 or complaint.clock_due <= now:
                complaint.clock_state = "late"
            else:
                complaint.clock_state = "close" if used >= 75 else "half" if used >= 50 else "running"

    def _gendan_left_text(self, now):
        """How long until it is due, by the clock on the wall: "5 h 20 min", "2 days 3 h late"."""
        self.ensure_one()
        if self.is_clock_paused:
            return self.env._("stands")
        seconds = (self.clock_due - now).total_seconds()
        minutes = int(abs(seconds)) // 60
        days, hours = minutes // 1440, minutes // 60 % 24
        if days:
            span = self.env._("%(days)s d %(hours)s h", days=days, hours=hours)
        else:
            span = self.env._("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes % 60)
        return self.env._("%(span)s late", span=span) if seconds < 0 else self.env._("%(span)s left", span=span)
