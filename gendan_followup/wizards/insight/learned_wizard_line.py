from odoo import fields, models


class GendanLearnedWizardLine(models.TransientModel):
    """One duration of a template: before and after."""

    _name = "gendan.learned.wizard.line"
    _description = "Take over learned durations: a milestone"

    _new_positive = models.Constraint("CHECK(new_duration >= 0)", "The duration of a milestone cannot be negative.")

    wizard_id = fields.Many2one("gendan.learned.wizard", required=True, ondelete="cascade", index=True)
    template_line_id = fields.Many2one(
        "gendan.plan.template.line", string="Milestone", required=True, ondelete="cascade"
    )
    duration = fields.Integer(related="template_line_id.duration", string="Before")
    duration_unit = fields.Selection(related="template_line_id.duration_unit", string="Unit")
    learned_text = fields.Char(string="Learned: median / 90 %")
    sample = fields.Integer(string="n")
    new_duration = fields.Integer(string="After")
    is_chosen = fields.Boolean(string="Take over")
