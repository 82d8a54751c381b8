"""The estimated value: worked out from the goods until somebody types another figure."""

from odoo import api, fields, models

from .complaint import SALES


class GendanComplaint(models.Model):
    """A typed value stays, whatever becomes of the lines; emptied, it is worked out again."""

    _inherit = "gendan.complaint"

    is_value_typed = fields.Boolean("Value Typed", copy=False, groups=SALES)

    @api.depends("is_value_typed")
    def _compute_value(self):
        # EXTENDS gendan_followup
        typed = self.filtered("is_value_typed")
        for complaint in typed:
            complaint.value = complaint.value
        return super(GendanComplaint, self - typed)._compute_value()

    @api.onchange("value")
    def _onchange_value(self):
        """In the form, too, before it is saved: lines typed afterwards do not take the figure away."""
        self.is_value_typed = self._gendan_is_value_typed()

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS gendan_followup
        complaints = super().create(vals_list)
        for complaint, vals in zip(complaints, vals_list, strict=True):
            if "value" in vals:
                complaint._gendan_note_typed_value()
        return complaints

    def write(self, vals):
        # EXTENDS gendan_followup
        result = super().write(vals)
        if "value" in vals:
            for complaint in self:
                complaint._gendan_note_typed_value()
        return result

    def _gendan_note_typed_value(self):
        """A value was written: whether it is somebody's own figure."""
        self.ensure_one()
        complaint = self.sudo()  # sudo: notes what the user has just written
        is_typed = complaint._gendan_is_value_typed()
        if is_typed != complaint.is_value_typed:
            complaint._gendan_keep({"is_value_typed": is_typed})
        if not is_typed:
            self.env.add_to_compute(self._fields["value"], self)

    def _gendan_is_value_typed(self):
        """Whether the value is neither empty nor what comes out of the lines."""
        self.ensure_one()
        computed, currency = sum(self.line_ids.mapped("value")), self.currency_id or self.env.company.currency_id
        return not currency.is_zero(self.value) and currency.compare_amounts(self.value, computed) != 0
