from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    """A closure of the company changes the working days; one person's leave does not."""

    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS resource
        leaves = super().create(vals_list)
        if leaves._gendan_has_closure():
            self.env["resource.calendar"]._gendan_forget_workdays()
        return leaves

    def write(self, vals):
        # EXTENDS resource
        was_closure = self._gendan_has_closure()
        result = super().write(vals)
        if was_closure or self._gendan_has_closure():
            self.env["resource.calendar"]._gendan_forget_workdays()
        return result

    def unlink(self):
        # EXTENDS resource
        was_closure = self._gendan_has_closure()
        result = super().unlink()
        if was_closure:
            self.env["resource.calendar"]._gendan_forget_workdays()
        return result

    def _gendan_has_closure(self):
        """Whether one of these closes the whole company."""
        return any(not leave.resource_id for leave in self)
