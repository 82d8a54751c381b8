from collections import defaultdict

from odoo import api, fields, models

from odoo.addons.gendan_followup.tools.gate import GatePoint

ORDERED_STATES = ("to approve", "purchase")


class PurchaseOrder(models.Model):
    """Plates and tooling are ordered when the proof is approved."""

    _name = "purchase.order"
    _inherit = ["gendan.gate.mixin", "purchase.order"]

    gendan_has_tooling = fields.Boolean(compute="_compute_gendan_has_tooling")

    @api.depends("order_line.product_id.gendan_is_tooling")
    def _compute_gendan_has_tooling(self):
        for order in self:
            order.gendan_has_tooling = any(order.order_line.product_id.mapped("gendan_is_tooling"))

    gendan_tooling_is_unsaid = fields.Boolean(
        string="Tooling without a Product", compute="_compute_gendan_tooling_is_unsaid"
    )

    @api.depends(
        "order_line.product_id", "order_line.gendan_tool_product_id", "order_line.gendan_tooling_id.product_ids"
    )
    def _compute_gendan_tooling_is_unsaid(self):
        """Whether a line of tooling names no product: only then is it asked why."""
        # sudo: whoever buys plates need not see whose customer's set it is
        for order in self.sudo():
            order.gendan_tooling_is_unsaid = any(
                line.product_id.gendan_is_tooling
                and not (line.gendan_tool_product_id or line.gendan_tooling_id.product_ids)
                for line in order.order_line
            )

    # === hooks ===

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS purchase: an order may be born confirmed by RPC or import
        orders = super().create(vals_list)
        ordered = orders.filtered(lambda order: order.state in ORDERED_STATES)
        ordered._gendan_check_tooling()
        orders.order_line._gendan_fill_tooling()
        return orders

    def write(self, vals):
        # EXTENDS purchase: the net under the button; before super, what confirming sets off must not have begun
        asked = self.browse()
        if vals.get("state") in ORDERED_STATES:
            asked = self.filtered(lambda order: order.state in ("draft", "sent"))
            asked._gendan_check_tooling()
        result = super().write(vals)
        if vals.get("state") in ORDERED_STATES:
            asked.order_line._gendan_tell_free_tooling()
            # the sets take over maker, dates and cost
            self.order_line._gendan_fill_tooling()
        return result

    def _confirmation_error_message(self):
        # EXTENDS purchase: Odoo's own error first, it is the plainer one
        error = super()._confirmation_error_message()
        if error or not self.gendan_has_tooling:
            return error
        return self._gendan_gate_error("order_plates")

    # === gate ===

    @api.model
    def _gendan_checks(self, action):
        # EXTENDS gendan_followup
        points = super()._gendan_checks(action)
        if action == "order_plates":
            points = [*points, GatePoint("samples", type(self)._gendan_sample_problems)]
        return points

    def _gendan_gate_actions(self):
        # EXTENDS gendan_followup
        actions = super()._gendan_gate_actions()
        waiting = self.filtered(lambda order: order.state in ("draft", "sent") and order.gendan_has_tooling)
        if waiting:
            actions["order_plates"] = actions.get("order_plates", self.browse()) | waiting
        return actions

    def _gendan_check_tooling(self):
        """Ask the gate for those of these orders that buy tooling.

        :raise UserError: a proof is not approved
        """
        if tooling := self.filtered("gendan_has_tooling"):
            tooling._gendan_gate_or_raise("order_plates")

    def _gendan_sample_problems(self):
        """{order: problems}: proofs not approved, never asked for, or a line that does not say what it is for."""
        result = defaultdict(list)
        for line, problems in self.order_line._gendan_plate_problems().items():
            result[line.order_id] += problems
        return result
