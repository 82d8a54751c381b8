from odoo import models


class ResourceCalendarAttendance(models.Model):
    """A change of the weekly hours changes the working days."""

    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "gendan.workdays.mixin"]
