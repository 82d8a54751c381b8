from odoo import api, models


class GendanWorkdaysMixin(models.AbstractModel):
    """A record that says which days are worked: whatever happens to it, the counted days are forgotten."""

    _name = "gendan.workdays.mixin"
    _description = "Says Which Days Are Worked"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env["resource.calendar"]._gendan_forget_workdays()
        return records

    def write(self, vals):
        result = super().write(vals)
        self.env["resource.calendar"]._gendan_forget_workdays()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["resource.calendar"]._gendan_forget_workdays()
        return result
