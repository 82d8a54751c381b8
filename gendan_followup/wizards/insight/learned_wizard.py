from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

# fewer than this say little: shown, but not ticked beforehand
ENOUGH = 5


class GendanLearnedWizard(models.TransientModel):
    """Dialog of the supervisor: durations of a template set to what was learned.

    Later orders only; plans already made keep theirs.
    """

    _name = "gendan.learned.wizard"
    _description = "Take over learned durations"

    template_id = fields.Many2one("gendan.plan.template", required=True, readonly=True, ondelete="cascade")
    line_ids = fields.One2many("gendan.learned.wizard.line", "wizard_id")

    @api.model
    def default_get(self, fields_list):
        # EXTENDS base: the template on screen
        values = super().default_get(fields_list)
        context = self.env.context
        if context.get("active_model") == "gendan.plan.template" and context.get("active_id"):
            values.setdefault("template_id", context["active_id"])
        if values.get("template_id"):
            template = self.env["gendan.plan.template"].browse(values["template_id"])
            values["line_ids"] = [Command.create(vals) for vals in self._prepare_lines_vals(template)]
        return values

    @api.model
    def _prepare_lines_vals(self, template):
        """A row a milestone of which something was learned that differs from the template's number."""
        result = []
        for line, learned in template.line_ids._gendan_learned().items():
            new = int(learned.median_days + 0.5) if learned else line.duration
            if new != line.duration:
                result.append(
                    {
                        "template_line_id": line.id,
                        "sample": learned.sample,
                        "learned_text": line.learned_text,
                        "new_duration": new,
                        "is_chosen": learned.sample >= ENOUGH,
                    }
                )
        return result

    def action_take_over(self):
        """Button: set the chosen durations.

        :return: action that closes the dialog
        :raise AccessError: the user is no supervisor
        :raise UserError: nothing is chosen
        """
        self.ensure_one()
        if not self.env.user.has_group("gendan_followup.group_gendan_manager"):
            raise AccessError(self.env._("Only a supervisor may change the durations of %s.", self.template_id.name))
        chosen = self.line_ids.filtered("is_chosen")
        if not chosen:
            raise UserError(
                self.env._("Choose at least one milestone of %s whose duration is to change.", self.template_id.name)
            )
        for line in chosen:
            line.template_line_id.duration = line.new_duration
        return {"type": "ir.actions.act_window_close"}
