from odoo import models


class GendanPlanTemplateLine(models.Model):
    """The dialog of one milestone of a template."""

    _inherit = "gendan.plan.template.line"

    def action_gendan_open(self):
        """Button: what the milestone waits for and what the customer hears, in a dialog.

        :return: action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "%(template)s: %(milestone)s",
                template=self.template_id.name,
                milestone=self.display_name,
            ),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref("gendan_followup.gendan_plan_template_line_view_form").id, "form")],
            "target": "new",
        }
