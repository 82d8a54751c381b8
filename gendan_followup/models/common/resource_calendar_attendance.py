from odoo import api, models


class ResourceCalendarAttendance(models.Model):
    """A change of the weekly hours changes the working days."""

    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS resource
        attendances = super().create(vals_list)
        self.env["resource.calendar"]._gendan_forget_workdays()
        return attendances

    def write(self, vals):
        # EXTENDS resource
        result = super().write(vals)
        self.env["resource.calendar"]._gendan_forget_workdays()
        return result

    def unlink(self):
        # EXTENDS resource
        result = super().unlink()
        self.env["resource.calendar"]._gendan_forget_workdays()
        return result
