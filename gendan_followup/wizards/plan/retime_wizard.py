from odoo import Command, api, fields, models


class GendanMilestoneWizardMixin(models.AbstractModel):
    """Dialogs about several milestones at once: those ticked in a list, or the one on screen."""

    _name = "gendan.milestone.wizard.mixin"
    _description = "Dialog about milestones"

    milestone_ids = fields.Many2many("gendan.milestone", string="Milestones", required=True)
    reason = fields.Char()

    @api.model
    def default_get(self, fields_list):
        # EXTENDS base
        values = super().default_get(fields_list)
        if not values.get("milestone_ids") and self.env.context.get("active_model") == "gendan.milestone":
            values["milestone_ids"] = [Command.set(self.env.context.get("active_ids") or [])]
        return values


class GendanRetimeWizard(models.TransientModel):
    """Dialog of the clerk: when milestones are to be expected after all."""

    _name = "gendan.retime.wizard"
    _description = "Re-time milestones"
    _inherit = ["gendan.milestone.wizard.mixin"]

    milestone_ids = fields.Many2many(relation="gendan_retime_wizard_milestone_rel")
    day = fields.Date(string="Expected on")
    take_back = fields.Boolean(
        string="Take the re-timing back", help="The plan works the day out by itself again."
    )

    def action_retime(self):
        """Re-time the milestones.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.milestone_ids.action_retime(False if self.take_back else self.day, self.reason)
        return {"type": "ir.actions.act_window_close"}


class GendanSkipWizard(models.TransientModel):
    """Dialog of the clerk: milestones this order does not need."""

    _name = "gendan.skip.wizard"
    _description = "Skip milestones"
    _inherit = ["gendan.milestone.wizard.mixin"]

    milestone_ids = fields.Many2many(relation="gendan_skip_wizard_milestone_rel")

    def action_skip(self):
        """Skip the milestones.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.milestone_ids.action_skip(self.reason)
        return {"type": "ir.actions.act_window_close"}
