from odoo import api, fields, models

from ...models.common.scope import SCOPES


class GendanScopeWizard(models.TransientModel):
    """Dialog of the clerk: how far an order is followed from now on, and why."""

    _name = "gendan.scope.wizard"
    _description = "Scope of Follow-up"

    order_id = fields.Many2one("sale.order", required=True)
    old_scope = fields.Selection(related="order_id.gendan_scope", string="Scope So Far")
    scope = fields.Selection(SCOPES, string="Follow from Now on", required=True)
    needs_reason = fields.Boolean(compute="_compute_outlook")
    left_out = fields.Text(
        compute="_compute_outlook", help="Milestones that come back, or that do not apply any more."
    )
    reason = fields.Char()

    @api.model
    def default_get(self, fields_list):
        # EXTENDS base
        values = super().default_get(fields_list)
        if not values.get("order_id") and self.env.context.get("active_model") == "sale.order":
            values["order_id"] = self.env.context.get("active_id")
        if "scope" in fields_list and not values.get("scope") and values.get("order_id"):
            values["scope"] = self.env["sale.order"].browse(values["order_id"]).gendan_scope
        return values

    @api.depends("order_id", "scope")
    def _compute_outlook(self):
        for wizard in self:
            wizard.needs_reason = wizard.order_id._gendan_scope_needs_reason()
            wizard.left_out = wizard.order_id.gendan_milestone_ids._gendan_scope_text(wizard.scope)

    def action_change(self):
        """Button: follow the order up to the new end.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.order_id.action_gendan_scope(self.scope, self.reason)
        return {"type": "ir.actions.act_window_close"}
