from odoo import api, fields, models

from ...models.plan.milestone_kind import OWNERS, ROLES


class GendanAddMilestoneWizard(models.TransientModel):
    """Dialog of the clerk: one more milestone on this order only."""

    _name = "gendan.add.milestone.wizard"
    _description = "Add a milestone"

    plan_id = fields.Many2one("gendan.plan", required=True, readonly=True, ondelete="cascade")
    kind_id = fields.Many2one("gendan.milestone.kind", required=True, ondelete="cascade")
    own_name = fields.Char(string="Own wording", help="Empty: the name of the milestone kind.")
    day = fields.Date(string="Planned for", required=True)
    predecessor_ids = fields.Many2many(
        "gendan.milestone", string="Waits for", domain="[('plan_id', '=', plan_id), ('light', '=', 'delivery')]"
    )
    owner = fields.Selection(
        OWNERS, string="Waits for whom", compute="_compute_from_kind", store=True, readonly=False, required=True
    )
    role = fields.Selection(ROLES, compute="_compute_from_kind", store=True, readonly=False, required=True)
    department_id = fields.Many2one(
        "gendan.department", compute="_compute_from_kind", store=True, readonly=False
    )
    customer_visible = fields.Boolean(
        string="The customer sees it", compute="_compute_from_kind", store=True, readonly=False
    )
    remark = fields.Char()

    @api.depends("kind_id")
    def _compute_from_kind(self):
        for wizard in self:
            wizard.update(wizard.kind_id._gendan_prepare_vals())

    def action_add(self):
        """Add the milestone.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.plan_id.action_add_milestone(
            self.kind_id,
            self.day,
            self.predecessor_ids,
            own_name=self.own_name,
            owner=self.owner,
            role=self.role,
            department_id=self.department_id.id,
            customer_visible=self.customer_visible,
            remark=self.remark,
        )
        return {"type": "ir.actions.act_window_close"}


class GendanTemplateWizard(models.TransientModel):
    """Dialog of the clerk: plan an order by another template."""

    _name = "gendan.template.wizard"
    _description = "Change the plan template"

    plan_id = fields.Many2one("gendan.plan", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id")
    old_template_id = fields.Many2one(related="plan_id.template_id", string="Template so far")
    template_id = fields.Many2one(
        "gendan.plan.template",
        required=True,
        ondelete="cascade",
        domain="[('id', '!=', old_template_id), ('company_id', 'in', (company_id, False))]",
    )
    error = fields.Char(compute="_compute_error")

    @api.depends("plan_id")
    def _compute_error(self):
        for wizard in self:
            wizard.error = wizard.plan_id._gendan_template_error() if wizard.plan_id else False

    def action_change(self):
        """Change the template.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.plan_id.action_change_template(self.template_id)
        return {"type": "ir.actions.act_window_close"}
