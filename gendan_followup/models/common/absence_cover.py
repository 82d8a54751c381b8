from odoo import api, fields, models
from odoo.exceptions import ValidationError


class GendanAbsenceCover(models.Model):
    """For one customer somebody else stands in than the absence says.

    Kept by who may keep the absence (a clerk her own, a supervisor everybody's); the sales and follow-up teams read it.
    """

    _name = "gendan.absence.cover"
    _description = "Stand-in for One Customer"
    _order = "absence_id, partner_id"
    _rec_name = "partner_id"

    _absence_partner_uniq = models.UniqueIndex(
        "(absence_id, partner_id)", "For this customer somebody has been chosen already."
    )
    _user_idx = models.Index("(user_id, absence_id)")

    absence_id = fields.Many2one("gendan.absence", required=True, ondelete="cascade")
    clerk_id = fields.Many2one(related="absence_id.user_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        domain="[('gendan_clerk_id', '=', clerk_id)]",
        ondelete="cascade",
    )
    user_id = fields.Many2one(
        "res.users", string="Stands In", required=True, domain=[("share", "=", False)], ondelete="cascade"
    )

    @api.constrains("user_id", "partner_id", "absence_id")
    def _check_user_id(self):
        for cover in self:
            if cover.user_id == cover.absence_id.user_id:
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot stand in for herself with %(customer)s: choose a colleague.",
                        user=cover.user_id.name,
                        customer=cover.partner_id.display_name,
                    )
                )
            if cover.partner_id.commercial_partner_id != cover.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(contact)s is a contact of %(customer)s: choose the customer.",
                        contact=cover.partner_id.display_name,
                        customer=cover.partner_id.commercial_partner_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        covers = super().create(vals_list)
        covers.absence_id._gendan_after_change()
        return covers

    def write(self, vals):
        result = super().write(vals)
        self.absence_id._gendan_after_change()
        return result

    def unlink(self):
        absences = self.absence_id
        result = super().unlink()
        absences._gendan_after_change()
        return result
