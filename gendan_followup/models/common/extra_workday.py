from odoo import fields, models


class GendanExtraWorkday(models.Model):
    """A day worked although the week or a closure says otherwise: a swapped Saturday (调休).

    Odoo's attendances repeat every week and cannot say "this one Saturday". Only order follow-up counts these days.
    """

    _name = "gendan.extra.workday"
    _inherit = ["gendan.workdays.mixin"]
    _description = "Extra Working Day"
    _order = "date desc, id"
    _rec_name = "date"

    _calendar_date_uniq = models.UniqueIndex(
        "(calendar_id, date)", "This day is already an extra working day of this calendar."
    )

    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working Hours",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company.resource_calendar_id,
    )
    company_id = fields.Many2one(related="calendar_id.company_id", store=True, index="btree_not_null")
    date = fields.Date(required=True)
    name = fields.Char("Reason")
